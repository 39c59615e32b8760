//! How errors travel, and what is shown of messages.

use super::*;

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

#[test]
fn a_member_of_an_error_may_say_any_final_status() {
    let status = |code: i32| {
        let mut writer = ResponseWriter::new(&JSON, &SERVICE);
        writer.error("Teapot", 400, |to| to.status(code));
        writer.finish().map(|answer| answer.status().as_u16()).ok()
    };
    assert_eq!((status(418), status(599)), (Some(418), Some(599)));
    assert_eq!((status(199), status(600)), (None, None));
}
