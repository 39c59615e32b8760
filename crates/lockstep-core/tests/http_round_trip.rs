//! One operation, written by hand as generated code would be, sent through both directions.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod operation;

use std::collections::BTreeMap;

use http::HeaderMap;
use lockstep_core::{
    BigDecimal, Blob, Failure, Rejection, Timestamp,
    http::{RequestParts, RequestReader, RequestWriter, ResponseReader, ResponseWriter},
    operation::{ClientOperation, Operation, OperationError, ServerOperation},
};
use operation::{
    Color, Everything, EverythingError, EverythingInput, EverythingOutput, Gone, Level, Part,
};

const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

fn input() -> EverythingInput {
    let time = Timestamp::new(1_576_540_098, 0);
    EverythingInput {
        instance: " %:/?#[]@!$&'()*+,;=\u{1F639}".to_owned(),
        count: -7,
        day: time,
        key: "folder one/a+b/c%2Fd".to_owned(),
        page: Some(3),
        names: Some(vec!["a b".to_owned(), String::new(), "c&d=e+f".to_owned()]),
        since: Some(time),
        colors: Some(vec![Color::Red, Color::Green]),
        token: None,
        rest: Some(BTreeMap::from([
            (
                "more & more".to_owned(),
                vec!["1".to_owned(), "2".to_owned()],
            ),
            ("page".to_owned(), vec!["the explicit one wins".to_owned()]),
        ])),
        text: Some(String::new()),
        flag: Some(true),
        byte: Some(i8::MIN),
        short: Some(i16::MAX),
        long: Some(i64::MIN),
        float: Some(f32::NEG_INFINITY),
        double: Some(1e300),
        decimal: Some("1.50".parse::<BigDecimal>().unwrap()),
        blob: Some(Blob::from(b"\0\xff".to_vec())),
        media: Some("{\"line\":\n1}".to_owned()),
        level: Some(Level::High),
        words: Some(vec![
            "b,c".to_owned(),
            "\"def\" \\".to_owned(),
            "a".to_owned(),
            String::new(),
            " ".to_owned(),
        ]),
        dates: Some(vec![time, Timestamp::EPOCH]),
        moments: Some(vec![time]),
        none: Some(Vec::new()),
        metadata: Some(BTreeMap::from([(
            "abc".to_owned(),
            "Abc, \"value\"".to_owned(),
        )])),
        title: "title".to_owned(),
        part: Some(Part { size: 3 }),
    }
}

fn write(
    input: &EverythingInput,
) -> Result<http::Request<bytes::Bytes>, lockstep_core::json::WriteError> {
    let mut token = || TOKEN.to_owned();
    let mut writer = RequestWriter::new(Everything::SPEC, &mut token);
    Everything::write_request(input, &mut writer);
    Ok(writer.finish()?.map(bytes_of))
}

fn bytes_of(body: lockstep_core::Body) -> bytes::Bytes {
    body.as_bytes().unwrap().clone()
}

/// Takes the request apart as a server's router does: split first, decode later.
fn read(request: &http::Request<bytes::Bytes>) -> Result<EverythingInput, Rejection> {
    let segments: Vec<&str> = request.uri().path().splitn(7, '/').collect();
    let [_, "things", instance, count, day, "of", key] = segments[..] else {
        panic!("the path has another form: {}", request.uri())
    };
    let labels = [
        ("instance", instance),
        ("count", count),
        ("day", day),
        ("key", key),
    ];
    let mut reader = RequestReader::new(
        Everything::SPEC,
        RequestParts {
            labels: &labels,
            query: request.uri().query().unwrap_or_default(),
            headers: request.headers(),
            body: request.body(),
        },
    );
    let value = Everything::read_input(&mut reader);
    reader.finish(value)
}

#[test]
fn a_request_arrives_as_it_was_sent() {
    let request = write(&input()).unwrap();
    assert_eq!(request.method(), "PUT");
    assert_eq!(
        request.uri().path(),
        "/things/%20%25%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%F0%9F%98%B9/-7/\
         2019-12-16T23%3A48%3A18Z/of/folder%20one/a%2Bb/c%252Fd"
    );
    let query: Vec<&str> = request.uri().query().unwrap().split('&').collect();
    assert_eq!(
        query,
        [
            "list-type=2",
            "acl",
            "page=3",
            "names=a%20b",
            "names=",
            "names=c%26d%3De%2Bf",
            "since=2019-12-16T23%3A48%3A18Z",
            "colors=RED",
            "colors=GREEN",
            "token=00000000-0000-4000-8000-000000000000",
            "more%20%26%20more=1",
            "more%20%26%20more=2",
        ]
    );
    let header = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("x-text"), "");
    assert_eq!(header("x-none"), "");
    assert_eq!(header("x-words"), r#""b,c", "\"def\" \\", a, "", " ""#);
    assert_eq!(
        header("x-dates"),
        "Mon, 16 Dec 2019 23:48:18 GMT, Thu, 01 Jan 1970 00:00:00 GMT"
    );
    assert_eq!(header("x-float"), "-Infinity");
    assert_eq!(header("x-double"), "1e300");
    assert_eq!(header("x-meta-abc"), "Abc, \"value\"");
    assert_eq!(header("content-type"), "application/json");
    assert_eq!(header("content-length"), request.body().len().to_string());
    assert_eq!(
        &request.body()[..],
        br#"{"title":"title","part":{"size":3}}"#
    );

    let mut expected = input();
    expected.token = Some(TOKEN.to_owned());
    // The map on a server holds every parameter that the model does not exclude.
    expected.rest = Some(BTreeMap::from([(
        "more & more".to_owned(),
        vec!["1".to_owned(), "2".to_owned()],
    )]));
    assert_eq!(read(&request).unwrap(), expected);
}

#[test]
fn what_is_not_set_is_not_sent_and_not_read() {
    let unset = EverythingInput {
        instance: "i".to_owned(),
        key: "k".to_owned(),
        token: Some("mine".to_owned()),
        title: "t".to_owned(),
        ..EverythingInput::default()
    };
    let request = write(&unset).unwrap();
    assert_eq!(request.uri().query(), Some("list-type=2&acl&token=mine"));
    assert_eq!(request.headers().len(), 2, "{:?}", request.headers());
    assert_eq!(read(&request).unwrap(), unset);
}

#[test]
fn every_violation_of_a_request_is_told_in_one_answer() {
    let headers = HeaderMap::from_iter([("x-level".parse().unwrap(), "9".parse().unwrap())]);
    let mut reader = RequestReader::new(
        Everything::SPEC,
        RequestParts {
            labels: &[
                ("instance", ""),
                ("count", "1"),
                ("day", "2019-12-16T23%3A48%3A18Z"),
                ("key", "k"),
            ],
            query: "colors=RED&colors=PINK&names=a&names=a",
            headers: &headers,
            body: b"{\"part\":{}}",
        },
    );
    let value = Everything::read_input(&mut reader);
    assert!(value.is_none());
    let Err(Rejection::Invalid(violations, 0)) = reader.finish(value) else {
        panic!("must be invalid")
    };
    let texts: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "Value with length 0 at '/instance' failed to satisfy constraint: \
             Member must have length between 1 and 100, inclusive",
            "Value at '/names' failed to satisfy constraint: Member must have unique values",
            "Value at '/colors/1' failed to satisfy constraint: Member must satisfy enum value set: [RED, GREEN]",
            "Value at '/level' failed to satisfy constraint: Member must satisfy enum value set: [1, 2]",
            "Value at '/title' failed to satisfy constraint: Member must not be null",
            "Value at '/part/size' failed to satisfy constraint: Member must not be null",
        ]
    );
}

#[test]
fn a_response_arrives_as_it_was_sent() {
    let output = EverythingOutput {
        status: Some(202),
        etag: "e".to_owned(),
        all: Some(BTreeMap::from([("x-other".to_owned(), "o".to_owned())])),
        colors: Some(vec![Color::Green, Color::from("MAUVE")]),
    };
    let mut writer = ResponseWriter::new(Everything::SPEC, Everything::SERVICE);
    Everything::write_output(&output, &mut writer);
    let response = writer.finish().unwrap().map(bytes_of);
    assert_eq!(response.status(), 202);
    assert_eq!(response.headers()["etag"], "e");
    assert_eq!(&response.body()[..], br#"{"colors":["GREEN","MAUVE"]}"#);

    let mut reader =
        ResponseReader::new(Everything::SPEC, 202, response.headers(), response.body());
    let value = Everything::read_output(&mut reader);
    let read = reader.finish(value).unwrap();
    assert_eq!(
        (read.status, &read.etag, &read.colors),
        (Some(202), &output.etag, &output.colors)
    );
    assert_eq!(
        read.all.unwrap()["x-other"],
        "o",
        "an empty prefix takes every header"
    );
}

#[test]
fn a_client_reads_a_missing_required_member_as_its_zero() {
    let headers = HeaderMap::new();
    let mut reader = ResponseReader::new(Everything::SPEC, 200, &headers, b"");
    let value = Everything::read_output(&mut reader);
    let read = reader.finish(value).unwrap();
    assert_eq!(
        read,
        EverythingOutput {
            status: Some(200),
            ..EverythingOutput::default()
        }
    );
}

#[test]
fn a_modeled_error_arrives_as_it_was_sent() {
    let error = EverythingError::Gone(Gone {
        message: Some("it left".to_owned()),
        since: Some(Timestamp::EPOCH),
    });
    let mut writer = ResponseWriter::new(Everything::SPEC, Everything::SERVICE);
    error.write(&mut writer);
    let response = writer.finish().unwrap().map(bytes_of);
    assert_eq!(response.status(), 410);
    assert_eq!(response.headers()["x-amzn-errortype"], "Gone");
    assert_eq!(
        response.headers()["x-since"],
        "Thu, 01 Jan 1970 00:00:00 GMT"
    );
    assert_eq!(&response.body()[..], br#"{"Message":"it left"}"#);

    let mut reader =
        ResponseReader::new(Everything::SPEC, 410, response.headers(), response.body());
    let code = reader.error_code().unwrap();
    assert_eq!(reader.error_message().as_deref(), Some("it left"));
    let Some(EverythingError::Gone(read)) = EverythingError::read(&code, &mut reader) else {
        panic!("must be Gone")
    };
    assert_eq!(
        (read.message.as_deref(), read.since),
        (Some("it left"), Some(Timestamp::EPOCH))
    );
    assert!(EverythingError::read("Other", &mut reader).is_none());
}

#[test]
fn a_failure_is_answered_without_its_source() {
    let error = EverythingError::from(Failure::internal("the password is 'secret'"));
    let mut writer = ResponseWriter::new(Everything::SPEC, Everything::SERVICE);
    error.write(&mut writer);
    assert_eq!(
        writer.take_source().unwrap().to_string(),
        "the password is 'secret'"
    );
    let response = writer.finish().unwrap().map(bytes_of);
    assert_eq!(response.status(), 500);
    assert_eq!(
        response.headers()["x-amzn-errortype"],
        "InternalServiceException"
    );
    assert_eq!(
        &response.body()[..],
        br#"{"Message":"An internal error occurred."}"#
    );
    assert!(!error.to_string().contains("secret"));
}
