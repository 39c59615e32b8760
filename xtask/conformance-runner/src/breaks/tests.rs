//! What each break does to a message, and that it leaves others alone.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use super::BREAKS;
use crate::wire::{Message, Start};

fn headers(headers: &[(&'static str, &'static str)]) -> HeaderMap {
    headers
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        })
        .collect()
}

fn request(uri: &str, fields: &[(&'static str, &'static str)], body: &'static str) -> Message {
    Message {
        start: Start::Request {
            method: Method::POST,
            uri: uri.parse().unwrap(),
        },
        headers: headers(fields),
        body: Bytes::from(body),
    }
}

fn response(
    status: StatusCode,
    fields: &[(&'static str, &'static str)],
    body: &'static str,
) -> Message {
    Message {
        start: Start::Response { status },
        headers: headers(fields),
        body: Bytes::from(body),
    }
}

/// The message after a break, in a few words.
fn broken(name: &str, mut message: Message) -> String {
    let found = BREAKS.iter().find(|broken| broken.name == name).unwrap();
    found.apply(&mut message, &["X-Forbidden".to_owned()]);
    let start = match &message.start {
        Start::Request { method, uri } => format!("{method} {uri}"),
        Start::Response { status } => status.as_str().to_owned(),
    };
    let mut fields: Vec<_> = message
        .headers
        .iter()
        .map(|(name, value)| format!(" {name}:{}", value.to_str().unwrap()))
        .collect();
    fields.sort();
    let body = String::from_utf8(message.body.to_vec()).unwrap();
    format!("{start}{} {body}", fields.concat())
}

#[test]
fn there_are_twenty_each_with_a_name_and_a_sentence() {
    let mut names: Vec<_> = BREAKS.iter().map(|broken| broken.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 20);
    assert!(BREAKS.iter().all(|broken| broken.about.ends_with('.')));
}

#[test]
fn breaks_of_headers() {
    let fields = [("host", "h"), ("content-type", "a/json"), ("x-a", "1")];
    let request = || request("/a", &fields, "");
    for (name, expected) in [
        ("header-dropped", "POST /a content-type:a/json host:h "),
        (
            "header-changed",
            "POST /a content-type:a/json host:h x-a:1x ",
        ),
        (
            "header-added",
            "POST /a content-type:a/json host:h x-a:1 x-forbidden:1 ",
        ),
        (
            "content-type-changed",
            "POST /a content-type:application/x-another host:h x-a:1 ",
        ),
    ] {
        assert_eq!(broken(name, request()), expected, "{name}");
    }
    for name in ["header-dropped", "header-changed", "content-type-changed"] {
        let bare = super::tests::request("/a", &[("host", "h"), ("content-length", "0")], "");
        assert_eq!(broken(name, bare), "POST /a content-length:0 host:h ");
    }
}

#[test]
fn breaks_of_the_first_line() {
    for (name, uri, expected) in [
        ("method-changed", "/a", "PUT /a "),
        ("path-changed", "/a/b?c=d", "POST /a/bx?c=d "),
        ("path-changed", "/a/", "POST /ax/ "),
        ("path-changed", "/", "POST /x "),
        ("path-changed", "http://h/a", "POST http://h/ax "),
        ("query-dropped", "/a?b=1&c=2", "POST /a?c=2 "),
        ("query-dropped", "/a?b=1", "POST /a "),
        ("query-dropped", "/a", "POST /a "),
        ("query-doubled", "/a?b=1&c=2", "POST /a?b=11&c=2 "),
        ("query-doubled", "/a?b", "POST /a?b "),
        ("status-changed", "/a", "POST /a "),
    ] {
        assert_eq!(broken(name, request(uri, &[], "")), expected, "{name}");
    }
    for (status, expected) in [
        (StatusCode::CREATED, "500 "),
        (StatusCode::NOT_FOUND, "200 "),
    ] {
        assert_eq!(
            broken("status-changed", response(status, &[], "")),
            expected
        );
    }
    for name in [
        "method-changed",
        "path-changed",
        "query-dropped",
        "query-doubled",
    ] {
        assert_eq!(broken(name, response(StatusCode::OK, &[], "")), "200 ");
    }
}

#[test]
fn breaks_of_the_error() {
    let error = |fields: &[_], body| {
        broken(
            "error-type-changed",
            response(StatusCode::BAD_REQUEST, fields, body),
        )
    };
    assert_eq!(
        error(&[("x-amzn-errortype", "A")], r#"{"code":"A"}"#),
        r#"400 x-amzn-errortype:AnotherErrorThanThatOne {"code":"A"}"#
    );
    assert_eq!(
        error(&[], r#"{"code": "A"}"#),
        r#"400 {"code": "AnotherErrorThanThatOne"}"#
    );
    assert_eq!(error(&[], r#"{"a": "A"}"#), r#"400 {"a": "A"}"#);
}

#[test]
fn breaks_of_the_whole_body() {
    let json = ("content-type", "application/json");
    for (name, body, expected) in [
        (
            "body-added",
            "",
            r#"POST /a content-type:application/json {"added":1}"#,
        ),
        ("body-added", "x", "POST /a x"),
        ("body-dropped", "x", "POST /a "),
        ("body-dropped", "", "POST /a "),
        ("body-truncated", "abc", "POST /a a"),
    ] {
        assert_eq!(broken(name, request("/a", &[], body)), expected, "{name}");
    }
    assert_eq!(
        broken("body-dropped", request("/a", &[json], "{}")),
        "POST /a content-type:application/json "
    );
}

#[test]
fn breaks_of_json() {
    for (name, body, expected) in [
        (
            "member-dropped",
            r#"{"a": null, "b": 1, "c": 2}"#,
            r#"{"a": null, "c": 2}"#,
        ),
        ("member-dropped", r#"[1, {"b": 1}]"#, "[1, {}]"),
        ("member-renamed", r#"{"a": 1}"#, r#"{"aRenamed": 1}"#),
        (
            "members-swapped",
            r#"{"a": 1, "b": 1, "c": 2}"#,
            r#"{"a": 1, "b": 2, "c": 1}"#,
        ),
        (
            "members-swapped",
            r#"{"a": {"b": 1, "c": 2}}"#,
            r#"{"a": {"b": 2, "c": 1}}"#,
        ),
        (
            "member-null",
            r#"{"a": 1, "b": 2}"#,
            r#"{"a": null, "b": 2}"#,
        ),
        (
            "number-to-string",
            r#"{"a": [true, 1.50]}"#,
            r#"{"a": [true, "1.50"]}"#,
        ),
        (
            "letters-changed",
            r#"{"a": "12", "b": "aBä"}"#,
            r#"{"a": "12", "b": "Abä"}"#,
        ),
        (
            "elements-reordered",
            r#"{"a": [1, 1], "b": [1, 2]}"#,
            r#"{"a": [1, 1], "b": [2, 1]}"#,
        ),
    ] {
        let came = broken(name, request("/a", &[], body));
        assert_eq!(came, format!("POST /a {expected}"), "{name}");
    }
}

#[test]
fn what_is_no_json_is_left_alone_by_breaks_of_json() {
    let names = [
        "member-dropped",
        "member-renamed",
        "members-swapped",
        "member-null",
        "number-to-string",
        "letters-changed",
        "elements-reordered",
    ];
    for name in names {
        for body in ["", "{", "{}", "[]", "true"] {
            let came = broken(name, request("/a", &[], body));
            assert_eq!(came, format!("POST /a {body}"), "{name}");
        }
        let body = r#"{"a":1,"b":["c","d"]}"#;
        let text = request("/a", &[("content-type", "text/plain")], body);
        let came = broken(name, text);
        assert_eq!(came, format!("POST /a content-type:text/plain {body}"));
    }
}
