//! The types of `models/bindings.json`: members in the path, the query, headers and the status.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod support;

use std::collections::BTreeMap;

use expect_test::expect;
use golden_bindings_client::types::*;
use http::{Request, Response};
use lockstep_core::{Rejection, Timestamp};
use support::{answer, read, request, response, show_request, show_response, show_violations};

fn headers(key: &str, value: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(key.to_owned(), value.to_owned())])
}

/// All members that can be set.
fn full() -> GetThingInput {
    GetThingInput {
        limit: Some(3),
        tags: Some(vec!["a b".to_owned(), "c&d".to_owned()]),
        since: Some(Timestamp::new(0, 0)),
        until: Some(Timestamp::new(1, 500_000_000)),
        must: Some(true),
        rest: Some(BTreeMap::from([
            ("limit".to_owned(), vec!["7".to_owned()]),
            ("more".to_owned(), vec!["x".to_owned(), "y".to_owned()]),
        ])),
        flag: Some(false),
        modified: Some(Timestamp::new(0, 0)),
        suits: Some(vec![Suit::Hearts, Suit::Spades]),
        ratio: Some(1.0),
        extra: Some(headers("one", "1")),
        ..GetThingInput::new("a b", "x/y z", Level::High)
    }
}

#[test]
fn labels_queries_and_headers() {
    let request = request(GetThing, &full());
    expect![[r#"
        GET /things/a%20b/parts/x/y%20z/end?kind=thing&all&limit=3&tag=a%20b&tag=c%26d&since=1970-01-01T00%3A00%3A00Z&until=1.5&must=true&more=x&more=y
        if-modified-since: Thu, 01 Jan 1970 00:00:00 GMT
        x-extra-one: 1
        x-flag: false
        x-level: 2
        x-ratio: 1.0
        x-suits: hearts, spades


    "#]]
    .assert_eq(&show_request(&request));
    let read = read(GetThing, &request).unwrap();
    let rest = read.rest.clone().unwrap();
    assert_eq!(rest["more"], ["x", "y"]);
    assert_eq!(
        rest["limit"],
        ["3"],
        "the member that is bound by name wins"
    );
    assert_eq!(
        GetThingInput {
            rest: full().rest,
            ..read
        },
        full()
    );
}

#[test]
fn what_is_absent_in_a_request() {
    let input = GetThingInput {
        must: Some(false),
        ..GetThingInput::new("a", "b", Level::Low)
    };
    let request = request(GetThing, &input);
    expect![[r#"
        GET /things/a/parts/b/end?kind=thing&all&must=false
        x-level: 1


    "#]]
    .assert_eq(&show_request(&request));
    let read = read(GetThing, &request).unwrap();
    assert_eq!(
        (read.limit, read.ratio, read.tags, read.extra),
        (Some(10), Some(0.5), None, None)
    );
}

#[test]
fn every_violation_of_a_request_is_told() {
    let uri = "/things/TOO%20LONG%21/parts/p/end?kind=thing&all&tag=&tag=b&tag=c&unknown=1";
    let request = Request::builder()
        .uri(uri)
        .header("X-Suits", "hearts, clubs, hearts")
        .header("X-Extra-A", "")
        .body(bytes::Bytes::new())
        .unwrap();
    expect![[r#"
        Value with length 9 at '/id' failed to satisfy constraint: Member must have length less than or equal to 8
        Value at '/id' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9 ]*$
        Value with length 0 at '/tags/0' failed to satisfy constraint: Member must have length greater than or equal to 1
        Value with length 3 at '/tags' failed to satisfy constraint: Member must have length less than or equal to 2
        Value at '/must' failed to satisfy constraint: Member must not be null
        Value with length 7 at '/rest' failed to satisfy constraint: Member must have length less than or equal to 5
        Value at '/suits/1' failed to satisfy constraint: Member must satisfy enum value set: [hearts, spades]
        Value with repeated values at indices [0, 2] at '/suits' failed to satisfy constraint: Member must have unique values
        Value at '/level' failed to satisfy constraint: Member must not be null
        Value with length 0 at '/extra/a' failed to satisfy constraint: Member must have length greater than or equal to 1"#]]
    .assert_eq(&show_violations(read(GetThing, &request)).join("\n"));
    let request = Request::builder()
        .uri("/things/a/parts/b/end?limit=x")
        .body(bytes::Bytes::new())
        .unwrap();
    assert!(matches!(
        read(GetThing, &request),
        Err(Rejection::Malformed(..))
    ));
}

#[test]
fn an_answer_has_a_status_and_headers() {
    let output = GetThingOutput {
        status: Some(206),
        dates: Some(vec![Timestamp::new(0, 0), Timestamp::new(86_400, 0)]),
        media: Some("{\"a\":1}".to_owned()),
        extra: Some(headers("a", "b")),
        name: Some("n".to_owned()),
        ..GetThingOutput::new("tag")
    };
    let answered = response(GetThing, &Ok(output.clone()));
    expect![[r#"
        206
        content-length: 21
        content-type: application/json
        etag: tag
        x-dates: Thu, 01 Jan 1970 00:00:00 GMT, Fri, 02 Jan 1970 00:00:00 GMT
        x-extra-a: b
        x-media: eyJhIjoxfQ==

        {"name":"n","size":0}
    "#]]
    .assert_eq(&show_response(&answered));
    assert_eq!(answer(GetThing, &answered).unwrap(), output);
    let bare = answer(GetThing, &Response::new("".into())).unwrap();
    assert_eq!(
        bare,
        GetThingOutput {
            status: Some(200),
            ..GetThingOutput::new("")
        }
    );
}

#[test]
fn lists_and_maps_of_simple_types() {
    let input = PutListsInput {
        integers: Some(vec![1, -2]),
        floats: Some(vec![0.5, f32::NAN]),
        instants: Some(vec![Timestamp::new(1, 0), Timestamp::new(2, 0)]),
        words: Some(vec!["a,b".to_owned(), "\"c\"".to_owned(), "d".to_owned()]),
        all: Some(headers("x", "y")),
        body: Some(vec!["z".to_owned()]),
        ..PutListsInput::new(true, Timestamp::new(0, 0), -5)
    };
    let request = request(PutLists, &input);
    expect![[r#"
        PUT /lists/true/Thu%2C%2001%20Jan%201970%2000%3A00%3A00%20GMT/-5?n=1&n=-2&x=y
        content-length: 14
        content-type: application/json
        x-floats: 0.5, NaN
        x-instants: 1, 2
        x-words: "a,b", "\"c\"", d

        {"body":["z"]}
    "#]]
    .assert_eq(&show_request(&request));
    let read = read(PutLists, &request).unwrap();
    assert!(read.floats.unwrap()[1].is_nan());
    assert_eq!(
        (read.flag, read.number, read.words, read.body),
        (true, -5, input.words, input.body)
    );
    assert_eq!(
        show_response(&response(PutLists, &Ok(PutListsOutput {}))),
        "204\n\n\n"
    );
}
