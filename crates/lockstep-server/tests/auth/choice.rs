//! Which of several schemes decides, callers without credentials, and operations that nobody may call.

use axum::body::Body;
use http::Request;
use lockstep_server::auth::{Authentication, FixedTokens};

use crate::client::{BODY, Client, json, now};
use crate::support::*;
use crate::vault::{Calls, guarded, keys, vault};

fn with(path: &str, name: &str, value: &str) -> Request<Body> {
    json(path).header(name, value).body(BODY.into()).unwrap()
}

fn add(mut request: Request<Body>, name: &'static str, value: &str) -> Request<Body> {
    request.headers_mut().insert(name, value.parse().unwrap());
    request
}

const ANONYMOUS: &str = r#"{"Text":"None None"}"#;

#[tokio::test]
async fn credentials_may_be_optional_but_not_wrong() {
    let service = guarded(&Calls::default());
    for path in ["/optional/a", "/optional-bearer/a"] {
        let answer = send(service.clone(), json(path).body(BODY.into()).unwrap()).await;
        assert_eq!(answer.body, ANONYMOUS);
    }
    let answer = send(service.clone(), Client::new().put("/optional/a", BODY)).await;
    assert!(answer.body.contains("AKIDEXAMPLE"), "{answer:?}");
    let wrong = Client::with("AKIDEXAMPLE", "wrong");
    for request in [
        wrong.put("/optional/a", BODY),
        wrong.presign("/optional/a", BODY, 60),
    ] {
        let answer = send(service.clone(), request).await;
        answer.assert_error(403, "InvalidSignatureException");
    }
    let answer = send(
        service.clone(),
        with("/optional/a", "authorization", "Basic YTpi"),
    )
    .await;
    answer.assert_error(403, "IncompleteSignatureException");
    let wrong = with("/optional-bearer/a", "authorization", "Bearer wrong");
    send(service, wrong)
        .await
        .assert_error(401, "UnrecognizedClientException");
}

#[tokio::test]
async fn the_first_scheme_that_has_credentials_decides() {
    let service = guarded(&Calls::default());
    let who = async |request| {
        let answer = send(service.clone(), request).await;
        match answer.status.as_u16() {
            200 => answer.body,
            _ => answer.header("x-amzn-errortype").to_owned(),
        }
    };
    let (bob, dave) = (
        r#"{"Text":"Some(\"bob\") None"}"#,
        r#"{"Text":"Some(\"dave\") None"}"#,
    );
    let bearer = || with("/several/a", "authorization", "Bearer b-token");
    assert_eq!(who(bearer()).await, bob);
    assert_eq!(who(with("/several/a", "x-api-key", "d key")).await, dave);
    // Whatever else it has, right or wrong.
    assert_eq!(who(add(bearer(), "x-api-key", "wrong")).await, bob);
    let signed = Client::new().put("/several/a", BODY);
    assert!(
        who(add(signed, "x-api-key", "wrong"))
            .await
            .contains("AKIDEXAMPLE")
    );
    let wrong = Client::with("AKIDEXAMPLE", "wrong");
    let signed = add(wrong.put("/several/a", BODY), "x-api-key", "d key");
    assert_eq!(who(signed).await, "InvalidSignatureException");
    let presigned = add(wrong.presign("/several/a", BODY, 60), "x-api-key", "d key");
    assert_eq!(who(presigned).await, "InvalidSignatureException");
    // None at all: as the first choice says it.
    let bare = json("/several/a").body(BODY.into()).unwrap();
    assert_eq!(who(bare).await, "MissingAuthenticationTokenException");
}

#[tokio::test]
async fn authorization_belongs_to_the_scheme_that_it_names() {
    let service = guarded(&Calls::default());
    let who = async |request| send(service.clone(), request).await;
    let path = "/bearer-first/a";
    let answer = who(with(path, "authorization", "Bearer c-token")).await;
    assert!(answer.body.contains("carol"), "{answer:?}");
    let answer = who(with(path, "authorization", "ApiKey d key")).await;
    assert!(answer.body.contains("dave"), "{answer:?}");
    let answer = who(Client::new().put(path, BODY)).await;
    assert!(answer.body.contains("AKIDEXAMPLE"), "{answer:?}");
    let answer = who(Client::new().presign(path, BODY, 60)).await;
    assert!(answer.body.contains("AKIDEXAMPLE"), "{answer:?}");
    // A presigned query beside it makes no difference.
    let both = Client::new().presign("/several/a", BODY, 60);
    let answer = who(add(both, "authorization", "Bearer c-token")).await;
    assert!(answer.body.contains("carol"), "{answer:?}");
    let answer = who(with(path, "authorization", "Digest a")).await;
    answer.assert_error(401, "UnrecognizedClientException");
    let bare = json(path).body(BODY.into()).unwrap();
    who(bare)
        .await
        .assert_error(401, "MissingAuthenticationTokenException");
}

#[tokio::test]
async fn an_operation_without_schemes_is_open() {
    let request = with("/open/a", "authorization", "Bearer wrong");
    let answer = send(guarded(&Calls::default()), request).await;
    assert_eq!(answer.body, ANONYMOUS);
}

#[tokio::test]
async fn what_nothing_verifies_is_closed_to_everybody() {
    let calls = Calls::default();
    let strange = json("/strange/a").body(BODY.into()).unwrap();
    let answer = send(guarded(&calls), strange).await;
    answer.assert_error(403, "AccessDeniedException");
    let signed = Client::new().put("/strange/a", BODY);
    let answer = send(guarded(&calls), signed).await;
    answer.assert_error(403, "AccessDeniedException");
    // Nothing is given for signatures, so they are as strange.
    let tokens = FixedTokens::new().with("b-token", "bob");
    let only_bearer = || vault(&calls).authentication(Authentication::new().bearer(tokens.clone()));
    for request in [
        json("/signed/a").body(BODY.into()).unwrap(),
        Client::new().put("/signed/a", BODY),
        Client::new().put("/optional/a", BODY),
        Client::new().put("/several/a", BODY),
        with("/key-in-header/a", "x-api-key", "d key"),
    ] {
        let answer = send(only_bearer(), request).await;
        answer.assert_error(403, "AccessDeniedException");
    }
    calls.assert(0);
    // But anonymous callers prove nothing, and one scheme of several is enough.
    let bare = json("/optional/a").body(BODY.into()).unwrap();
    assert_eq!(send(only_bearer(), bare).await.body, ANONYMOUS);
    let bare = json("/several/a").body(BODY.into()).unwrap();
    let answer = send(only_bearer(), bare).await;
    answer.assert_error(401, "MissingAuthenticationTokenException");
    let bearer = with("/several/a", "authorization", "Bearer b-token");
    assert_eq!(send(only_bearer(), bearer).await.status, 200);
}

#[tokio::test]
async fn without_an_authentication_everything_is_open() {
    let calls = Calls::default();
    for path in ["/signed/a", "/bearer/a", "/strange/a", "/optional/a"] {
        let request = with(path, "authorization", "Bearer wrong");
        assert_eq!(send(vault(&calls), request).await.body, ANONYMOUS);
    }
    calls.assert(4);
}

#[tokio::test]
async fn it_is_for_operations_entered_before_and_after() {
    let calls = Calls::default();
    let authentication = Authentication::new().sigv4("us-east-1", keys()).clock(now);
    let empty = lockstep_server::Service::new(&crate::vault::VAULT);
    let service = empty.authentication(authentication).operation(
        crate::vault::Signed,
        &std::sync::Arc::new(()),
        |_, _, _| async {
            Ok(FillBoxResponse {
                text: String::new(),
            })
        },
    );
    let bare = json("/signed/a").body(BODY.into()).unwrap();
    let answer = send(service.clone(), bare).await;
    answer.assert_error(403, "MissingAuthenticationTokenException");
    let answer = send(service, Client::new().put("/signed/a", BODY)).await;
    assert_eq!(answer.status, 200);
    calls.assert(0);
}
