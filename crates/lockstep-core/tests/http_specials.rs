//! What a few operations have beyond the usual: host prefixes, labels that may be empty, streams, statuses of members.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request};
use http_body_util::Full;
use lockstep_core::http::{HostPrefix, RequestParts, RequestReader, RequestWriter, ResponseWriter};
use lockstep_core::operation::{BodyKind, ErrorSpec, HostPart, OperationSpec, ServiceSpec};
use lockstep_core::{Body, text};

static SERVICE: ServiceSpec = ServiceSpec {
    id: "example#Specials",
    name: "Specials",
    version: "1",
    auth: &[],
    malformed: ErrorSpec::new("SerializationException", 400, "message"),
    invalid: ErrorSpec::new("ValidationException", 400, "message"),
    internal: ErrorSpec::new("InternalFailure", 500, "message"),
};

const PLAIN: OperationSpec = OperationSpec {
    name: "Special",
    method: "GET",
    ..OperationSpec::PLAIN
};

static PLAIN_SPEC: OperationSpec = PLAIN;

fn request(
    spec: &'static OperationSpec,
    f: impl FnOnce(&mut RequestWriter<'_>),
) -> Result<Request<Body>, String> {
    let mut token = String::new;
    let mut writer = RequestWriter::new(spec, &mut token);
    f(&mut writer);
    writer.finish().map_err(|error| error.to_string())
}

#[test]
fn a_host_prefix_is_made_of_labels_that_a_name_can_have() {
    static SPEC: OperationSpec = OperationSpec {
        host_prefix: &[
            HostPart::Literal("data-"),
            HostPart::Label("shelf"),
            HostPart::Literal("."),
        ],
        ..PLAIN
    };
    let prefix = |shelf: &str| {
        let request = request(&SPEC, |to| {
            to.host_label("shelf", shelf, text::Writer::string);
        });
        request.map(|request| request.extensions().get::<HostPrefix>().cloned())
    };
    assert_eq!(
        prefix("a1").unwrap(),
        Some(HostPrefix("data-a1.".to_owned()))
    );
    for shelf in ["", "a.b", "-a", "a-", "ä", &"a".repeat(64)] {
        assert!(
            prefix(shelf)
                .unwrap_err()
                .contains("the host label \"shelf\""),
            "{shelf}"
        );
    }
    // The label is short enough by itself, and too long behind what stands before it.
    assert!(
        prefix(&"a".repeat(60))
            .unwrap_err()
            .contains("the host prefix")
    );
    assert!(request(&SPEC, |_| {}).unwrap_err().contains("has no value"));
    assert!(
        request(&PLAIN_SPEC, |_| {})
            .unwrap()
            .extensions()
            .get::<HostPrefix>()
            .is_none()
    );
}

#[test]
fn an_empty_label_is_an_error_unless_something_stands_for_it() {
    static SPEC: OperationSpec = OperationSpec {
        uri: "/{account}/{name}",
        empty_labels: &[("account", "-")],
        ..PLAIN
    };
    let path = |account: &str, name: &str| {
        let request = request(&SPEC, |to| {
            to.label("account", account, text::Writer::string);
            to.label("name", name, text::Writer::string);
        });
        request.map(|request| request.uri().path().to_owned())
    };
    assert_eq!(path("1", "n").unwrap(), "/1/n");
    assert_eq!(path("", "n").unwrap(), "/-/n");
    assert!(path("1", "").unwrap_err().contains("the label \"name\""));
}

#[test]
fn fixed_headers_give_way_to_members() {
    static SPEC: OperationSpec = OperationSpec {
        headers: &[("accept", "application/json")],
        ..PLAIN
    };
    let accept = |member: Option<&str>| {
        let member = member.map(str::to_owned);
        let request = request(&SPEC, |to| {
            to.optional_header("Accept", &member, text::Writer::string)
        });
        request.unwrap().headers()["accept"]
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(accept(None), "application/json");
    assert_eq!(accept(Some("text/csv")), "text/csv");
}

const fn stream(requires_length: bool) -> OperationSpec {
    let kind = BodyKind::Stream {
        media_type: "text/csv",
        requires_length,
    };
    OperationSpec {
        request_body: kind,
        response_body: kind,
        ..PLAIN
    }
}

static STREAM: OperationSpec = stream(false);
static SIZED: OperationSpec = stream(true);

/// A body that does not say how long it is.
fn endless() -> Body {
    let (_, body) = http_body_util::channel::Channel::<Bytes, std::io::Error>::new(1);
    Body::stream(body)
}

#[test]
fn a_stream_has_the_type_of_its_shape_and_a_length_if_it_has_one() {
    let sent = |spec, body: Body| request(spec, |to| to.stream(body));
    let known = sent(&STREAM, Body::stream(Full::new(Bytes::from_static(b"a,b")))).unwrap();
    assert_eq!(known.headers()["content-type"], "text/csv");
    assert_eq!(known.headers()["content-length"], "3");
    let unknown = sent(&STREAM, endless()).unwrap();
    assert_eq!(unknown.headers()["content-type"], "text/csv");
    assert!(!unknown.headers().contains_key("content-length"));
    let empty = sent(&SIZED, Body::empty()).unwrap();
    assert_eq!(empty.headers()["content-length"], "0");
    assert!(!empty.headers().contains_key("content-type"));
    let error = sent(&SIZED, endless()).unwrap_err();
    assert_eq!(
        error,
        "the stream must have a length that is known before it is sent"
    );
}

#[test]
fn an_answer_may_tell_how_long_its_stream_is() {
    let answer = |length: &str| {
        let mut writer = ResponseWriter::new(&STREAM, &SERVICE);
        writer.header("Content-Length", length, text::Writer::string);
        writer.stream(endless());
        writer
            .finish()
            .map(|response| response.headers()["content-length"].clone())
    };
    assert_eq!(answer("12").unwrap(), "12");
    assert!(
        answer("many")
            .unwrap_err()
            .to_string()
            .contains("must be a whole number")
    );
}

#[test]
fn a_status_of_a_member_says_that_there_is_an_output() {
    static SPEC: OperationSpec = OperationSpec {
        has_status_member: true,
        status: 201,
        ..PLAIN
    };
    let status = |code: i32| {
        let mut writer = ResponseWriter::new(&SPEC, &SERVICE);
        writer.status(code);
        writer.finish().map(|response| response.status().as_u16())
    };
    for code in [200, 201, 304, 399] {
        assert_eq!(i32::from(status(code).unwrap()), code);
        assert!(SPEC.is_output(code.try_into().unwrap()), "{code}");
    }
    for code in [-1, 0, 199, 400, 500, 70_000] {
        let error = status(code).unwrap_err().to_string();
        assert_eq!(error, "the status code must be between 200 and 399");
    }
    assert!(!SPEC.is_output(404) && !PLAIN.is_output(304) && !PLAIN.is_output(500));
}

#[test]
fn all_headers_leaves_out_those_that_are_no_text() {
    let headers = HeaderMap::from_iter([
        (
            HeaderName::from_static("x-a"),
            HeaderValue::from_static("1"),
        ),
        (
            HeaderName::from_static("cookie"),
            HeaderValue::from_bytes(b"\xff").unwrap(),
        ),
    ]);
    let read = |prefix: &str| {
        let parts = RequestParts {
            labels: &[],
            query: "",
            headers: &headers,
            body: b"",
        };
        let mut reader = RequestReader::new(&PLAIN_SPEC, parts);
        let map = reader.prefix_headers("all", prefix, |r| {
            r.map(text::Reader::string, text::Reader::string)
        });
        reader
            .finish(map)
            .map(|map| map.into_iter().collect::<Vec<_>>())
    };
    assert_eq!(read("").unwrap(), [("x-a".to_owned(), "1".to_owned())]);
    assert!(read("coo").is_err());
}

#[test]
fn only_an_answer_to_head_says_how_long_what_it_leaves_out_is() {
    static HEAD: OperationSpec = OperationSpec {
        method: "HEAD",
        ..PLAIN
    };
    static GET: OperationSpec = OperationSpec {
        method: "GET",
        ..PLAIN
    };
    static OBJECT: OperationSpec = OperationSpec {
        method: "GET",
        response_body: BodyKind::Json,
        ..PLAIN
    };
    let length = |spec| {
        let mut writer = ResponseWriter::new(spec, &SERVICE);
        writer.header("Content-Length", &7i64, text::Writer::long);
        let answer = writer.finish().unwrap();
        let length = answer.headers().get("content-length");
        length.map(|length| length.to_str().unwrap().to_owned())
    };
    assert_eq!(length(&HEAD).as_deref(), Some("7"));
    // Whoever reads these would wait for bytes that do not come.
    assert_eq!(length(&GET), None);
    assert_eq!(length(&OBJECT).as_deref(), Some("2"));
}
