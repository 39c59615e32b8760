//! The rules of restJson1, one by one: what is refused, and what the forms of bodies are.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request};
use lockstep_core::{
    Blob, Body, Rejection, Violation,
    http::{
        RequestParts, RequestReader, RequestWriter, ResponseReader, ResponseWriter,
        accept_is_satisfied, content_type_is_accepted, error_response, uri,
    },
    json,
    operation::{BodyKind, ErrorSpec, FieldList, OperationSpec, ServiceSpec},
    text,
};

const fn spec(request_body: BodyKind, response_body: BodyKind) -> OperationSpec {
    OperationSpec {
        name: "Rule",
        method: "POST",
        uri: "/rule",
        query: &[("fixed", Some("1"))],
        request_body,
        response_body,
        ..OperationSpec::PLAIN
    }
}

static JSON: OperationSpec = spec(BodyKind::Json, BodyKind::Json);
static EMPTY: OperationSpec = spec(BodyKind::Empty, BodyKind::Empty);
static BYTES: OperationSpec = spec(
    BodyKind::Blob("application/octet-stream"),
    BodyKind::Blob("application/octet-stream"),
);
static TEXT: OperationSpec = spec(BodyKind::Text("text/plain"), BodyKind::Text("text/plain"));
static LABELS: OperationSpec = OperationSpec {
    uri: "/{one}/{many+}",
    ..spec(BodyKind::Empty, BodyKind::Empty)
};

static SERVICE: ServiceSpec = ServiceSpec {
    id: "example#Rules",
    name: "Rules",
    version: "1",
    auth: &[],
    malformed: ErrorSpec::new("SerializationException", 400, "message"),
    invalid: ErrorSpec::new("ValidationException", 400, "message").listing(FieldList::FRAMEWORK),
    internal: ErrorSpec::new("InternalFailure", 500, "message"),
};

fn request(spec: &'static OperationSpec, f: impl FnOnce(&mut RequestWriter<'_>)) -> Request<Bytes> {
    try_request(spec, f).unwrap()
}

fn try_request(
    spec: &'static OperationSpec,
    f: impl FnOnce(&mut RequestWriter<'_>),
) -> Result<Request<Bytes>, String> {
    let mut token = String::new;
    let mut writer = RequestWriter::new(spec, &mut token);
    f(&mut writer);
    let request = writer.finish().map_err(|error| error.to_string())?;
    Ok(request.map(bytes_of))
}

fn response(
    spec: &'static OperationSpec,
    f: impl FnOnce(&mut ResponseWriter),
) -> http::Response<Bytes> {
    let mut writer = ResponseWriter::new(spec, &SERVICE);
    f(&mut writer);
    writer.finish().unwrap().map(bytes_of)
}

fn bytes_of(body: Body) -> Bytes {
    body.as_bytes().unwrap().clone()
}

fn headers(fields: &[(&str, &[u8])]) -> HeaderMap {
    fields
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_bytes(value).unwrap(),
            )
        })
        .collect()
}

/// What the server makes of a request, with the path and the message of what is malformed.
fn read<T>(
    labels: &[(&str, &str)],
    query: &str,
    fields: &[(&str, &[u8])],
    body: &[u8],
    f: impl FnOnce(&mut RequestReader<'_>) -> Option<T>,
) -> Result<T, String> {
    let headers = headers(fields);
    let mut reader = RequestReader::new(
        &JSON,
        RequestParts {
            labels,
            query,
            headers: &headers,
            body,
        },
    );
    let value = f(&mut reader);
    reader
        .finish(value)
        .map_err(|rejection| rejection.to_string())
}

#[test]
fn labels_that_a_url_library_would_remove_are_not_sent() {
    for (one, many) in [
        ("", "a"),
        (".", "a"),
        ("..", "a"),
        ("a", ""),
        ("a", "b/../c"),
        ("a", "b//c"),
        ("a", "./b"),
    ] {
        let result = try_request(&LABELS, |to| {
            to.label("one", one, text::Writer::string);
            to.label("many", many, text::Writer::string);
        });
        let error = result.unwrap_err();
        assert!(error.contains("path segment"), "{one:?} {many:?}: {error}");
    }
    let fine = request(&LABELS, |to| {
        to.label("one", "a/b", text::Writer::string);
        to.label("many", "...", text::Writer::string);
    });
    assert_eq!(fine.uri(), "/a%2Fb/...?fixed=1");
    assert!(
        try_request(&LABELS, |_| {})
            .unwrap_err()
            .contains("has no value")
    );
}

#[test]
fn percent_escapes_are_decoded_once_and_strictly() {
    assert_eq!(uri::decode("a%2Fb+c%252F").unwrap(), "a/b+c%2F");
    for malformed in ["%", "%2", "%zz", "a%+1", "%ff", "%C3%28"] {
        assert!(uri::decode(malformed).is_err(), "{malformed}");
        let label = read(&[("name", malformed)], "", &[], b"", |r| {
            r.label("name", text::Reader::string)
        });
        assert!(label.unwrap_err().starts_with("/name: must"), "{malformed}");
        let query = format!("other={malformed}");
        let query = read(&[], &query, &[], b"", |r| {
            r.required_query("name", "name", text::Reader::string)
        });
        assert!(
            query.unwrap_err().starts_with("the query must"),
            "{malformed}"
        );
    }
    assert_eq!(uri::encode("aZ09-._~ +/"), "aZ09-._~%20%2B%2F");
}

#[test]
fn simple_values_have_one_spelling() {
    fn refused<T: std::fmt::Debug>(
        values: &[&str],
        f: impl Fn(&mut text::Reader<'_>) -> Option<T>,
    ) {
        for value in values {
            let query = format!("v={}", uri::encode(value));
            let result = read(&[], &query, &[], b"", |r| {
                r.query("value", "v", &f).or(None)
            });
            let error = result.unwrap_err();
            assert!(error.starts_with("/value: must be "), "{value:?}: {error}");
            assert!(
                value.len() < 4 || !error.contains(value),
                "the value is told: {error}"
            );
        }
    }
    refused(&["", "True", "1", "yes"], |t| t.boolean());
    refused(
        &[
            "", "+1", " 1", "1 ", "1.0", "1e2", "0x42", "2ABC", "true", "NaN", "128", "-129",
        ],
        |t| t.byte(),
    );
    refused(&["2147483648", "-"], |t| t.integer());
    refused(&["9223372036854775808"], |t| t.long());
    refused(
        &[
            "", "inf", "nan", "infinity", "1.", ".5", "+1", "1e", "1e999", "0x42", "-",
        ],
        |t| t.double(),
    );
    refused(&["1e39"], |t| t.float());
    refused(&["xyz", "YmxvYg=", "-_=="], |t| t.blob());
    refused(&["xyz", "/w=="], |t| t.media_type_string());
    refused(
        &[
            "1996-12-19T16:39:57-08:00",
            "1515531081",
            "Tue, 29 Apr 2014 18:30:38 GMT",
        ],
        |t| t.date_time(),
    );
    refused(&["1985-04-12T23:20:50Z", "1515531081"], |t| t.http_date());
    refused(&["true", "1515531081ABC", "0x42", "NaN"], |t| {
        t.epoch_seconds()
    });
}

#[test]
fn query_parameters_may_lack_a_value_or_repeat() {
    let text = |query: &str| {
        read(&[], query, &[], b"", |r| {
            r.required_query("v", "v", text::Reader::string)
        })
    };
    assert_eq!(text("v").unwrap(), "");
    assert_eq!(text("v=").unwrap(), "");
    assert_eq!(text("a=b&&v=x=y&v=z").unwrap(), "x=y");
    assert_eq!(text("v=a+b").unwrap(), "a+b");
    assert_eq!(
        text("").unwrap_err(),
        "1 validation error detected. Value at '/v' failed to satisfy constraint: Member must not be null"
    );
    let map = read(&[], "a=1&b=2&a=3&fixed=1", &[], b"", |r| {
        r.query_params("map", &["fixed"], |t| {
            t.map(text::Reader::string, |t| t.list(text::Reader::integer))
        })
    });
    assert_eq!(
        map.unwrap(),
        BTreeMap::from([("a".to_owned(), vec![1, 3]), ("b".to_owned(), vec![2])])
    );
    let first = read(&[], "a=1&a=3", &[], b"", |r| {
        r.query_params("map", &[], |t| {
            t.map(text::Reader::string, text::Reader::string)
        })
    });
    assert_eq!(
        first.unwrap(),
        BTreeMap::from([("a".to_owned(), "1".to_owned())])
    );
    let path = read(&[], "a%2Fb=x", &[], b"", |r| {
        r.query_params("map", &[], |t| {
            t.map(text::Reader::string, text::Reader::integer)
        })
    });
    assert_eq!(
        path.unwrap_err(),
        "/map/a~1b: must be an integer of 32 bits"
    );
}

#[test]
fn members_win_over_maps_whatever_the_order() {
    let map = BTreeMap::from(["bar", "fixed", "qux"].map(|key| (key.to_owned(), "map".to_owned())));
    let sent = request(&JSON, |to| {
        to.query_params(&map, |w, v| w.map(v, text::Writer::string));
        to.query("bar", "named", text::Writer::string);
        to.prefix_headers("", &map, |w, v| w.map(v, text::Writer::string));
        to.header("bar", "named", text::Writer::string);
    });
    assert_eq!(sent.uri(), "/rule?fixed=1&bar=named&qux=map");
    assert_eq!(sent.headers()["bar"], "named");
    assert_eq!(sent.headers()["qux"], "map");
}

#[test]
fn headers_hold_what_arrives_as_it_was_sent() {
    for value in [
        "a\nb",
        "a\r",
        "\0",
        "caf\u{e9}",
        " edge",
        "edge\t",
        "\u{7f}",
    ] {
        let error =
            try_request(&JSON, |to| to.header("X-Name", value, text::Writer::string)).unwrap_err();
        assert!(error.starts_with("the header \"X-Name\" "), "{error}");
        assert!(!error.contains(value), "the value is told: {error}");
    }
    let map = BTreeMap::from([("a b".to_owned(), "v".to_owned())]);
    assert!(
        try_request(&JSON, |to| to
            .prefix_headers("x-", &map, |w, v| w.map(v, text::Writer::string)))
        .is_err()
    );
    let map = BTreeMap::from([("Content-Length".to_owned(), "0".to_owned())]);
    assert!(
        try_request(&JSON, |to| to
            .prefix_headers("", &map, |w, v| w.map(v, text::Writer::string)))
        .is_err()
    );
}

#[test]
fn a_required_header_that_cannot_be_read_is_not_missing_as_well() {
    let found = read(&[], "", &[("x-name", b"\xff")], b"", |from| {
        from.required_header("name", "X-Name", text::Reader::string)
    });
    assert_eq!(found.unwrap_err(), "/name: must be UTF-8");
}

#[test]
fn two_keys_that_make_one_header_are_not_written() {
    let map = BTreeMap::from([("A", "1"), ("a", "2")].map(|(k, v)| (k.to_owned(), v.to_owned())));
    let written = try_request(&EMPTY, |to| {
        to.prefix_headers("x-", &map, |w, v| w.map(v, text::Writer::string));
    });
    assert!(written.unwrap_err().to_string().contains("\"x-a\""));
}

#[test]
fn lists_in_headers_are_split_as_http_says() {
    let list = |lines: &[&str]| {
        let fields: Vec<(&str, &[u8])> = lines
            .iter()
            .map(|line| ("x-list", line.as_bytes()))
            .collect();
        let mut map = HeaderMap::new();
        for (name, value) in fields {
            map.append(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_bytes(value).unwrap(),
            );
        }
        let mut reader = RequestReader::new(
            &JSON,
            RequestParts {
                labels: &[],
                query: "",
                headers: &map,
                body: b"",
            },
        );
        let value = reader.header("list", "X-List", |t| t.list(text::Reader::string));
        reader
            .finish(value)
            .map_err(|rejection| rejection.to_string())
    };
    assert_eq!(list(&["a,b ,\t c"]).unwrap(), ["a", "b", "c"]);
    assert_eq!(list(&["a", "\"b,c\"", "d"]).unwrap(), ["a", "b,c", "d"]);
    assert_eq!(list(&[",a,,b,"]).unwrap(), ["a", "b"]);
    assert_eq!(
        list(&["\"\", \"\\\"\\\\\" ,x\"y"]).unwrap(),
        ["", "\"\\", "x\"y"]
    );
    assert_eq!(list(&[""]).unwrap(), [""; 0]);
    assert_eq!(
        list(&["\"open"]).unwrap_err(),
        "/list/0: a quoted string has no end"
    );
    assert_eq!(
        list(&["a, \"b\"c"]).unwrap_err(),
        "/list/1: text follows a quoted string"
    );
    let dates = read(
        &[],
        "",
        &[(
            "d",
            b"Mon, 16 Dec 2019 23:48:18 GMT, \"Mon, 16 Dec 2019 23:48:18 GMT\"",
        )],
        b"",
        |r| r.header("d", "d", |t| t.list(text::Reader::http_date)),
    );
    assert_eq!(dates.unwrap().len(), 2);
    let invalid = read(&[], "", &[("d", b"\xff")], b"", |r| {
        r.header("d", "d", text::Reader::string)
    });
    assert_eq!(invalid.unwrap_err(), "/d: must be UTF-8");
}

#[test]
fn a_body_has_the_type_of_its_kind() {
    let json = request(&JSON, |_| {});
    assert_eq!(
        (
            json.headers()["content-type"].to_str().unwrap(),
            &json.body()[..]
        ),
        ("application/json", &b"{}"[..])
    );
    let empty = request(&EMPTY, |_| {});
    assert!(empty.headers().is_empty() && empty.body().is_empty());
    let blob = request(&BYTES, |to| {
        to.optional_payload_blob(&Some(Blob::from(b"1234".to_vec())))
    });
    assert_eq!(blob.headers()["content-type"], "application/octet-stream");
    let named = request(&BYTES, |to| {
        to.payload_blob(&Blob::from(b"1234".to_vec()));
        to.header("Content-Type", "image/jpg", text::Writer::string);
    });
    assert_eq!(named.headers()["content-type"], "image/jpg");
    let unset = request(&BYTES, |to| to.optional_payload_blob(&None));
    assert!(!unset.headers().contains_key("content-type") && unset.body().is_empty());
    let text = request(&TEXT, |to| {
        to.payload_text("rawstring", text::Writer::string)
    });
    assert_eq!(
        (
            text.headers()["content-type"].to_str().unwrap(),
            &text.body()[..]
        ),
        ("text/plain", &b"rawstring"[..])
    );
}

#[test]
fn a_structure_that_is_not_set_is_an_object_in_requests_and_nothing_in_responses() {
    let integer = json::Writer::integer;
    assert_eq!(
        &request(&JSON, |to| to.optional_payload_structure(&None, integer)).body()[..],
        b"{}"
    );
    assert!(
        request(&JSON, |to| to.optional_payload(&None, integer))
            .body()
            .is_empty()
    );
    let nothing = response(&JSON, |to| to.optional_payload_structure(&None, integer));
    assert!(nothing.body().is_empty() && !nothing.headers().contains_key("content-type"));

    let structure = |body: &'static [u8]| {
        read(&[], "", &[], body, |r| {
            Some(r.payload_structure("payload", json::Reader::integer))
        })
    };
    assert_eq!(structure(b"").unwrap(), None);
    assert_eq!(structure(b" { } ").unwrap(), None);
    assert_eq!(structure(b"5").unwrap(), Some(5));
    assert_eq!(
        structure(b"[]").unwrap_err().split(':').next(),
        Some("/payload")
    );
    let required = read(&[], "", &[], b"", |r| {
        r.required_payload("payload", json::Reader::integer)
    });
    assert!(required.unwrap_err().contains("'/payload'"));
    let nothing = HeaderMap::new();
    let mut client = ResponseReader::new(&JSON, 200, &nothing, b"");
    let zero = client.required_payload("payload", json::Reader::integer);
    assert_eq!(client.finish(zero).unwrap(), 0);
    let trailing = read(&[], "", &[], b"5 5", |r| {
        r.payload("payload", json::Reader::integer)
    });
    assert!(trailing.is_err());
}

#[test]
fn payloads_of_bytes_and_text_are_absent_if_the_body_is_empty() {
    assert!(read(&[], "", &[], b"", |r| Some(r.payload_blob().is_none())).unwrap());
    assert_eq!(
        &read(&[], "", &[], b"\xff", |r| r.payload_blob()).unwrap()[..],
        b"\xff"
    );
    assert!(
        read(&[], "", &[], b"", |r| Some(
            r.payload_text("t", text::Reader::string).is_none()
        ))
        .unwrap()
    );
    assert_eq!(
        read(&[], "", &[], b"", |r| r
            .required_payload_text("t", text::Reader::string))
        .unwrap(),
        ""
    );
    let invalid = read(&[], "", &[], b"\xff", |r| {
        r.payload_text("t", text::Reader::string)
    });
    assert_eq!(invalid.unwrap_err(), "/t: must be UTF-8");
}

#[test]
fn an_error_is_json_whatever_the_output_is() {
    let answer = response(&BYTES, |to| {
        to.payload_blob(&Blob::from(b"half".to_vec()));
        to.header("X-Half", "written", text::Writer::string);
        let path = "/a".to_owned();
        to.rejection(&Rejection::Invalid(
            vec![
                Violation::new(path, "first"),
                Violation::new("/b", "second"),
            ],
            1,
        ));
    });
    assert_eq!(answer.status(), 400);
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(answer.headers()["x-amzn-errortype"], "ValidationException");
    assert!(!answer.headers().contains_key("x-half"));
    assert_eq!(
        std::str::from_utf8(answer.body()).unwrap(),
        r#"{"message":"3 validation errors detected. first; second; and 1 more","fieldList":[{"path":"/a","message":"first"},{"path":"/b","message":"second"}]}"#
    );
    let answer = error_response(
        &SERVICE,
        "UnknownOperationException",
        http::StatusCode::NOT_FOUND,
        "No such path.",
    );
    assert_eq!(
        (answer.status().as_u16(), &bytes_of(answer.into_body())[..]),
        (404, &br#"{"message":"No such path."}"#[..])
    );
}

#[test]
fn an_operation_may_have_answers_of_its_own() {
    static OWN: OperationSpec = OperationSpec {
        malformed: Some(ErrorSpec::new("BadRequest", 422, "Message")),
        invalid: Some(ErrorSpec::new("BadValue", 409, "Message")),
        ..spec(BodyKind::Json, BodyKind::Json)
    };
    let malformed = Rejection::malformed("no JSON");
    let invalid = Rejection::Invalid(vec![Violation::new("/a".to_owned(), "first")], 0);
    for (rejection, status, name) in [(malformed, 422, "BadRequest"), (invalid, 409, "BadValue")] {
        let answer = response(&OWN, |to| to.rejection(&rejection));
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["x-amzn-errortype"], name);
        assert!(answer.body().starts_with(b"{\"Message\":"));
    }
}

#[test]
fn a_status_without_a_body_gets_none() {
    let answer = response(&JSON, |to| to.status(204));
    assert!(answer.body().is_empty() && answer.headers().is_empty());
    let mut writer = ResponseWriter::new(&JSON, &SERVICE);
    writer.status(-5);
    assert!(writer.finish().is_err());
}

#[test]
fn the_code_of_an_error_is_found_where_services_put_it() {
    let code = |fields: &[(&str, &[u8])], body: &[u8]| {
        ResponseReader::new(&JSON, 500, &headers(fields), body).error_code()
    };
    let uri = b"example#FooError:http://internal.example.com/x#y/";
    assert_eq!(
        code(&[("X-Amzn-Errortype", uri)], b"").as_deref(),
        Some("FooError")
    );
    assert_eq!(
        code(&[], br#"{"__type":"a#Foo","code":"Bar"}"#).as_deref(),
        Some("Foo")
    );
    assert_eq!(
        code(&[], br#"{"code":"a#Bar:http://x/"}"#).as_deref(),
        Some("Bar")
    );
    assert_eq!(code(&[], b"<html>"), None);
    assert_eq!(code(&[], br#"{"code":5}"#), None);
}

#[test]
fn media_types_are_checked_by_the_kind_of_the_body() {
    let takes = |kind, content_type: Option<&str>| {
        let fields: Vec<(&str, &[u8])> = content_type
            .iter()
            .map(|value| ("content-type", value.as_bytes()))
            .collect();
        content_type_is_accepted(kind, &headers(&fields), false)
    };
    let jpeg = BodyKind::Blob("image/jpeg");
    let bytes = BodyKind::Blob("application/octet-stream");
    assert!(takes(
        BodyKind::Json,
        Some("Application/JSON; charset=utf-8")
    ));
    assert!(!takes(BodyKind::Json, Some("application/hal+json")) && !takes(BodyKind::Json, None));
    assert!(takes(BodyKind::Empty, None) && !takes(BodyKind::Empty, Some("application/json")));
    assert!(
        takes(BodyKind::EmptyObject, None)
            && takes(BodyKind::EmptyObject, Some("application/json"))
    );
    assert!(
        takes(jpeg, Some("image/jpeg"))
            && !takes(jpeg, Some("application/json"))
            && !takes(jpeg, None)
    );
    assert!(takes(bytes, Some("image/jpeg")) && takes(bytes, None));
    assert!(!takes(BodyKind::Text("text/plain"), None));
    assert!(content_type_is_accepted(
        BodyKind::Json,
        &HeaderMap::new(),
        true
    ));

    let admits =
        |kind, accept: &str| accept_is_satisfied(kind, &headers(&[("accept", accept.as_bytes())]));
    assert!(accept_is_satisfied(BodyKind::Json, &HeaderMap::new()));
    for accept in [
        "application/json",
        "*/*",
        "text/html, application/*;q=0.1",
        "application/json; charset=utf-8",
        "*/*;q=0, application/json",
        "application/*;q=0, application/json;q=0.5",
    ] {
        assert!(admits(BodyKind::Json, accept), "{accept}");
    }
    for accept in [
        "application/hal+json",
        "text/*",
        "application/json;q=0",
        "application/json; q=0.000",
        "application/json;q=0, */*",
        "*/*, application/*;q=0",
    ] {
        assert!(!admits(BodyKind::Json, accept), "{accept}");
    }
    assert!(
        !admits(jpeg, "application/json")
            && admits(bytes, "image/jpeg")
            && admits(BodyKind::Empty, "x/y")
    );
}

#[test]
fn what_is_shown_for_debugging_holds_no_value() {
    let secret = "s3cret";
    let mut token = String::new;
    let mut writer = RequestWriter::new(&JSON, &mut token);
    writer.query("q", secret, text::Writer::string);
    writer.header("X-H", secret, text::Writer::string);
    writer.members(&[("m", &secret.to_owned())]);
    let labels = [("l", secret)];
    let headers = headers(&[("x-h", secret.as_bytes())]);
    let parts = RequestParts {
        labels: &labels,
        query: secret,
        headers: &headers,
        body: secret.as_bytes(),
    };
    let mut reader = RequestReader::new(&JSON, parts);
    reader.label("l", |t| {
        assert!(!format!("{t:?}").contains(secret), "{t:?}");
        t.string()
    });
    let mut answer = ResponseWriter::new(&JSON, &SERVICE);
    answer.header("X-H", secret, |w, v| {
        w.string(v);
        assert!(!format!("{w:?}").contains(secret), "{w:?}");
    });
    let response = ResponseReader::new(&JSON, 200, &headers, secret.as_bytes());
    for shown in [
        format!("{writer:?}"),
        format!("{parts:?} {reader:?}"),
        format!("{answer:?}"),
        format!("{response:?}"),
    ] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
