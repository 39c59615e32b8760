//! Bodies that are a structure as a whole, and those whose members are read and written one by one.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use http::HeaderMap;
use lockstep_core::http::{
    RequestParts, RequestReader, RequestWriter, ResponseReader, ResponseWriter,
};
use lockstep_core::json::Shape;
use lockstep_core::operation::{BodyKind, ErrorSpec, OperationSpec, ServiceSpec};
use lockstep_core::{Body, Rejection};

#[derive(Debug, PartialEq)]
struct Note {
    title: String,
    text: Option<String>,
}

lockstep_core::structure! {
    Note {
        title: required("Title"),
        text: optional("Text"),
    }
}

static SPEC: OperationSpec = OperationSpec {
    name: "PutNote",
    method: "PUT",
    uri: "/note",
    request_body: BodyKind::Json,
    response_body: BodyKind::Json,
    ..OperationSpec::PLAIN
};

static SERVICE: ServiceSpec = ServiceSpec {
    id: "example#Notes",
    name: "Notes",
    version: "1",
    auth: &[],
    malformed: ErrorSpec::new("SerializationException", 400, "message"),
    invalid: ErrorSpec::new("ValidationException", 400, "message"),
    internal: ErrorSpec::new("InternalFailure", 500, "message"),
};

/// How an operation's code reads a request and a response.
type Reads = (
    fn(&mut RequestReader<'_>) -> Option<Note>,
    fn(&mut ResponseReader<'_>) -> Option<Note>,
);

const WHOLE: Reads = (|from| from.structure(), |from| from.structure());

const BY_MEMBER: Reads = (
    |from| {
        let (mut title, mut text) = (None, None);
        from.members(Note::MEMBERS, &mut [&mut title, &mut text]);
        let title = title?;
        Some(Note { title, text })
    },
    |from| {
        let (mut title, mut text) = (None, None);
        from.members(Note::MEMBERS, &mut [&mut title, &mut text]);
        let title = title?;
        Some(Note { title, text })
    },
);

fn request(reads: Reads, body: &str) -> Result<Note, Rejection> {
    let headers = HeaderMap::new();
    let parts = RequestParts {
        labels: &[],
        query: "",
        headers: &headers,
        body: body.as_bytes(),
    };
    let mut reader = RequestReader::new(&SPEC, parts);
    let value = reads.0(&mut reader);
    reader.finish(value)
}

fn response(reads: Reads, body: &str) -> Result<Note, String> {
    let headers = HeaderMap::new();
    let mut reader = ResponseReader::new(&SPEC, 200, &headers, body.as_bytes());
    let value = reads.1(&mut reader);
    reader.finish(value).map_err(|error| error.to_string())
}

fn note(title: &str, text: Option<&str>) -> Note {
    Note {
        title: title.to_owned(),
        text: text.map(str::to_owned),
    }
}

#[test]
fn a_structure_is_read_as_a_whole_as_it_is_by_member() {
    for reads in [WHOLE, BY_MEMBER] {
        for (body, expected) in [
            (r#"{"Title":"a","Text":"b"}"#, note("a", Some("b"))),
            (r#" {"Text":null,"x":[],"Title":"a"} "#, note("a", None)),
        ] {
            assert_eq!(response(reads, body).as_ref(), Ok(&expected));
            assert_eq!(request(reads, body), Ok(expected));
        }
        // An empty body is an empty object.
        for body in ["", "{}", r#"{"Title":null}"#] {
            let Err(Rejection::Invalid(violations, 0)) = request(reads, body) else {
                panic!("{body} lacks a member")
            };
            assert_eq!(violations[0].path, "/Title", "{body}");
            assert_eq!(response(reads, body), Ok(note("", None)), "{body}");
        }
        for body in ["[]", "null", "{}x", "{", r#"{"Title":1}"#] {
            let rejection = request(reads, body).unwrap_err();
            assert!(matches!(rejection, Rejection::Malformed(..)), "{body}");
            assert!(response(reads, body).is_err(), "{body}");
        }
    }
}

#[test]
fn a_structure_is_written_as_a_whole_as_it_is_by_member() {
    let text = |body: &Body| String::from_utf8(body.as_bytes().unwrap().to_vec()).unwrap();
    let request = |write: &dyn Fn(&mut RequestWriter<'_>)| {
        let mut token = String::new;
        let mut writer = RequestWriter::new(&SPEC, &mut token);
        write(&mut writer);
        let request = writer.finish().unwrap();
        assert_eq!(request.headers()["content-type"], "application/json");
        text(request.body())
    };
    let response = |write: &dyn Fn(&mut ResponseWriter)| {
        let mut writer = ResponseWriter::new(&SPEC, &SERVICE);
        write(&mut writer);
        let response = writer.finish().unwrap();
        assert_eq!(response.headers()["content-type"], "application/json");
        text(response.body())
    };
    for (note, expected) in [
        (note("a", Some("b")), r#"{"Title":"a","Text":"b"}"#),
        (note("", None), r#"{"Title":""}"#),
    ] {
        assert_eq!(request(&|to| to.structure(&note)), expected);
        assert_eq!(response(&|to| to.structure(&note)), expected);
        let by_member = request(&|to| to.members(&[("Title", &note.title), ("Text", &note.text)]));
        assert_eq!(by_member, expected);
        let by_member = response(&|to| to.members(&[("Title", &note.title), ("Text", &note.text)]));
        assert_eq!(by_member, expected);
    }
    // There is a body even if no member is set.
    let unset: Option<String> = None;
    assert_eq!(request(&|to| to.members(&[("Text", &unset)])), "{}");
    assert_eq!(response(&|to| to.members(&[("Text", &unset)])), "{}");
}
