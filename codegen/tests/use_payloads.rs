//! The types of `models/bindings.json`: payloads, idempotency tokens, and one structure in several messages.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod support;

use expect_test::expect;
use golden_bindings_client::types::*;
use http::Request;
use lockstep_core::{Blob, Document, Timestamp};
use support::{answer, read, request, response, show_request, show_response, show_violations};

#[test]
fn payloads() {
    let texts = [
        show_request(&request(
            PutFile,
            &PutFileInput {
                note: None,
                body: Some(Blob::from(vec![65, 66])),
            },
        )),
        show_request(&request(PutFile, &PutFileInput::default())),
        show_request(&request(
            PutStructure,
            &PutStructureInput {
                note: None,
                body: Some(part()),
            },
        )),
        show_request(&request(PutStructure, &PutStructureInput::default())),
        show_request(&request(
            PutUnion,
            &PutUnionInput::new(Choice::Word("w".to_owned())),
        )),
        show_request(&request(PutText, &PutTextInput::new("t"))),
        show_request(&request(
            PutSuit,
            &PutSuitInput {
                note: Some("n".to_owned()),
                body: Some(Suit::Hearts),
            },
        )),
        show_request(&request(
            PutDocument,
            &PutDocumentInput {
                note: None,
                body: Some(Document::from(1)),
            },
        )),
        show_request(&request(
            PutWords,
            &PutWordsInput {
                note: None,
                body: Some(vec!["w".to_owned()]),
            },
        )),
    ];
    expect![[r#"
        PUT /file
        content-length: 2
        content-type: image/png

        AB
        ---
        PUT /file
        content-length: 0


        ---
        PUT /structure
        content-length: 25
        content-type: application/json

        {"name":"p","modified":1}
        ---
        PUT /structure
        content-length: 2
        content-type: application/json

        {}
        ---
        PUT /union
        content-length: 12
        content-type: application/json

        {"word":"w"}
        ---
        PUT /text
        content-length: 1
        content-type: text/plain

        t
        ---
        PUT /suit
        content-length: 6
        content-type: text/plain
        x-note: n

        hearts
        ---
        PUT /document
        content-length: 1
        content-type: application/json

        1
        ---
        PUT /words
        content-length: 5
        content-type: application/json

        ["w"]
    "#]]
    .assert_eq(&texts.join("---\n"));
}

fn part() -> Part {
    Part {
        modified: Some(Timestamp::new(1, 0)),
        ..Part::new("p")
    }
}

#[test]
fn payloads_are_read_and_checked() {
    let picture = Request::new(bytes::Bytes::from("12345"));
    expect!["Value with length 5 at '/body' failed to satisfy constraint: Member must have length less than or equal to 4"]
    .assert_eq(&show_violations(read(PutFile, &picture)).join("\n"));
    assert_eq!(
        read(PutFile, &Request::new("1234".into())).unwrap().body,
        Some(Blob::from(b"1234".to_vec()))
    );
    assert_eq!(read(PutFile, &Request::new("".into())).unwrap().body, None);
    assert_eq!(
        read(PutStructure, &Request::new("{}".into())).unwrap().body,
        None
    );
    expect!["Value at '/body' failed to satisfy constraint: Member must not be null"]
        .assert_eq(&show_violations(read(PutUnion, &Request::new("".into()))).join("\n"));
    assert_eq!(read(PutText, &Request::new("t".into())).unwrap().body, "t");
    expect!["Value at '/body' failed to satisfy constraint: Member must satisfy enum value set: [hearts, spades]"]
    .assert_eq(&show_violations(read(PutSuit, &Request::new("clubs".into()))).join("\n"));
    assert_eq!(
        read(PutDocument, &Request::new("[1]".into())).unwrap().body,
        Some(vec![1_i64].into())
    );
    let output = PutUnionOutput::new(Choice::Part(part()));
    assert_eq!(
        answer(PutUnion, &response(PutUnion, &Ok(output.clone()))).unwrap(),
        output
    );
}

#[test]
fn idempotency_tokens_are_made_up_where_they_are_not_set() {
    let texts = [
        show_request(&request(CreateJob, &CreateJobInput::default())),
        show_request(&request(
            CreateJob,
            &CreateJobInput {
                token: Some("mine".to_owned()),
                to: None,
            },
        )),
        show_request(&request(
            StartJob,
            &StartJobInput {
                token: None,
                input: Some("i".to_owned()),
            },
        )),
        show_request(&request(
            RunJob,
            &RunJobInput {
                input: None,
                value: Some("v".to_owned()),
            },
        )),
    ];
    expect![[r#"
        POST /jobs
        content-length: 17
        content-type: application/json

        {"token":"fresh"}
        ---
        POST /jobs
        content-length: 16
        content-type: application/json

        {"token":"mine"}
        ---
        POST /jobs/start
        content-length: 13
        content-type: application/json
        x-token: fresh

        {"input":"i"}
        ---
        POST /jobs/run?token=fresh&value=v


    "#]]
    .assert_eq(&texts.join("---\n"));
    // A server makes none up, and an answer holds the one that it was given.
    assert_eq!(
        read(CreateJob, &Request::new("{}".into())).unwrap().token,
        None
    );
    assert_eq!(
        show_response(&response(CreateJob, &Ok(CreateJobOutput::default())))
            .lines()
            .last(),
        Some("{}")
    );
}

#[test]
fn a_structure_of_several_messages_is_bound_as_each_demands() {
    let plain = Plain {
        name: Some("n".to_owned()),
        at: Some(Timestamp::new(1, 0)),
    };
    assert_eq!(
        request(GetPlain, &plain).uri(),
        "/plain?name=n&at=1970-01-01T00%3A00%3A01Z"
    );
    assert_eq!(
        request(GetPlainList, &plain).uri(),
        "/plain?list&name=n&at=1970-01-01T00%3A00%3A01Z"
    );
    let answered = response(GetPlain, &Ok(plain.clone()));
    assert_eq!(answered.body(), r#"{"name":"n","at":1}"#);
    assert_eq!(answer(GetPlain, &answered).unwrap(), plain);
    let list = PlainList {
        plain: Some(vec![plain]),
    };
    let answered = response(GetPlainList, &Ok(list.clone()));
    assert_eq!(answered.body(), r#"{"plain":[{"name":"n","at":1}]}"#);
    assert_eq!(answer(GetPlainList, &answered).unwrap(), list);
}
