//! What a page in a browser is told, whose origin is another.

use axum::body::Body;
use http::Request;

use crate::common::api::Api;
use crate::common::wire::{json, send};

#[tokio::test]
async fn a_page_may_call_the_participant_service_and_nothing_else() {
    let api = Api::new().await;
    let ask = |path: &str| {
        Request::builder()
            .method("OPTIONS")
            .uri(path)
            .header("origin", "http://localhost:3000")
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "content-type,x-amz-bearer",
            )
            .body(Body::empty())
            .unwrap()
    };
    let asked = send(&api.router, ask("/participant/connection")).await;
    assert_eq!(asked.status, 200);
    assert_eq!(asked.header("access-control-allow-origin"), "*");
    assert_eq!(asked.header("access-control-allow-methods"), "POST");
    let allowed = asked.header("access-control-allow-headers").to_owned();
    for name in [
        "content-type",
        "x-amz-bearer",
        "x-amz-user-agent",
        "x-amz-date",
        "x-amz-content-sha256",
        "authorization",
        "amz-sdk-invocation-id",
        "amz-sdk-request",
    ] {
        assert!(allowed.split(',').any(|one| one.trim() == name), "{name}");
    }
    let asked = send(&api.router, ask("/contact/chat")).await;
    assert_eq!(asked.status, 405);
    assert!(!asked.headers.contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn a_page_sees_errors_with_what_clients_look_at() {
    let api = Api::new().await;
    let call = |bearer: Option<&str>| {
        let mut call = json(
            "POST",
            "/participant/message",
            r#"{"ContentType":"text/plain","Content":"x"}"#,
        );
        let headers = call.headers_mut();
        headers.insert("origin", "http://localhost:3000".parse().unwrap());
        if let Some(bearer) = bearer {
            headers.insert("x-amz-bearer", bearer.parse().unwrap());
        }
        call
    };
    for (bearer, status, kind) in [
        (Some("nobody's"), 403, "AccessDeniedException"),
        (None, 400, "ValidationException"),
    ] {
        let answer = send(&api.router, call(bearer)).await;
        answer.assert_stamped();
        assert_eq!(
            (answer.status, answer.header("x-amzn-errortype")),
            (status, kind)
        );
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        let exposed = answer
            .header("access-control-expose-headers")
            .to_lowercase();
        assert_eq!(exposed, "x-amzn-requestid,x-amzn-errortype,date");
        let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert!(body["Message"].is_string());
    }
}
