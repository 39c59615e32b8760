//! Payloads, their types, and statuses without a body.

use super::*;

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
fn a_status_without_a_body_gets_none() {
    let answer = response(&JSON, |to| to.status(204));
    assert!(answer.body().is_empty() && answer.headers().is_empty());
    let mut writer = ResponseWriter::new(&JSON, &SERVICE);
    writer.status(-5);
    assert!(writer.finish().is_err());
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
