//! Bodies that hold no member: they have to be JSON all the same.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};
use lockstep_core::Rejection;
use lockstep_core::http::{RequestParts, RequestReader};
use lockstep_core::json;
use lockstep_core::operation::{BodyKind, OperationSpec};

const fn spec(request_body: BodyKind) -> OperationSpec {
    OperationSpec {
        name: "Rule",
        method: "POST",
        request_body,
        ..OperationSpec::PLAIN
    }
}

static EMPTY_OBJECT: OperationSpec = spec(BodyKind::EmptyObject);
static JSON: OperationSpec = spec(BodyKind::Json);

fn read<T>(
    spec: &'static OperationSpec,
    content_type: Option<&'static str>,
    body: &str,
    f: impl FnOnce(&mut RequestReader<'_>) -> Option<T>,
) -> Result<T, Rejection> {
    let mut headers = HeaderMap::new();
    headers.extend(content_type.map(|value| (CONTENT_TYPE, HeaderValue::from_static(value))));
    let parts = RequestParts {
        labels: &[],
        query: "",
        headers: &headers,
        body: body.as_bytes(),
    };
    let mut reader = RequestReader::new(spec, parts);
    let value = f(&mut reader);
    reader.finish(value)
}

#[test]
fn the_body_of_an_input_without_members_is_an_object_if_it_says_that_it_is_json() {
    let reads = |content_type, body| read(&EMPTY_OBJECT, content_type, body, |_| Some(()));
    let json = Some("application/json");
    for body in ["", "{}", " { } ", r#"{"unknown": [1]}"#] {
        assert_eq!(reads(json, body), Ok(()), "{body}");
        assert_eq!(reads(None, body), Ok(()), "{body}");
    }
    for body in ["[]", "null", "{}x", "{", "{\"a\":1,}", "x"] {
        assert!(
            matches!(reads(json, body), Err(Rejection::Malformed(..))),
            "{body}"
        );
        // Without a media type nobody says what it is, and it is ignored.
        assert_eq!(reads(None, body), Ok(()), "{body}");
    }
}

#[test]
fn only_the_spaces_of_json_may_stand_around_and_in_an_empty_structure() {
    let reads = |body: &str| {
        read(&JSON, None, body, |reader| {
            Some(reader.payload_structure("payload", json::Reader::unit))
        })
    };
    for body in ["", "{}", " {\t\r\n} "] {
        assert_eq!(reads(body), Ok(None), "{body:?}");
    }
    for body in ["\u{c}{}", "{\u{c}}", "{}\u{b}", "{}{}", "{ } }"] {
        assert!(
            matches!(reads(body), Err(Rejection::Malformed(..))),
            "{body:?}"
        );
    }
}
