//! Paths that a signature covers, and those of which it covers only what is left without some segments.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use http::Request;
use lockstep_server::Service;
use lockstep_server::auth::Access;
use lockstep_sigv4::PathForm::{self, AsSent, Normalized, NormalizedWithoutSlash};

use crate::client::{BODY, Client, json};
use crate::support::*;
use crate::vault::{Calls, VAULT, authentication, guarded};

/// Operations with more labels, which do nothing but count.
macro_rules! operations {
    ($($name:ident $uri:literal;)*) => {
        like_fill_box! { VAULT: $($name { uri: $uri })* }

        fn service(seen: &Arc<AtomicUsize>) -> Service {
            let asked = Arc::clone(seen);
            Service::new(&VAULT)
                .authentication(authentication())
                .authorize(move |_: &Access<'_>| {
                    asked.fetch_add(1, Ordering::SeqCst);
                    async { Ok(()) }
                })
                $(.operation($name, seen, |seen, _, input| async move {
                    seen.fetch_add(1, Ordering::SeqCst);
                    Ok(FillBoxResponse { text: input.name })
                }))*
        }
    };
}

operations! {
    Plain "/signed/{Name}";
    Admin "/admin/{Name}/{B}/{C}/{D}";
    Tree "/tree/{Name+}";
    Below "/below/{Rest+}/{Name}";
}

/// Sends it, and says how often the hook and the handler ran.
async fn ask(request: Request<Body>) -> (Answer, usize) {
    let seen = Arc::default();
    let answer = send(service(&seen), request).await;
    (answer, seen.load(Ordering::SeqCst))
}

/// What was signed for one path is sent to another.
fn moved(mut request: Request<Body>, path: &str) -> Request<Body> {
    let query = request.uri().query().map(|query| format!("?{query}"));
    let uri = format!("{path}{}", query.unwrap_or_default());
    *request.uri_mut() = uri.parse().unwrap();
    request
}

fn assert_refused(answer: &Answer) {
    let message = answer.assert_error(400, "InvalidRequestException");
    let expected =
        "The path has an empty, `.` or `..` segment, which the signature does not cover.";
    assert_eq!(message, expected);
}

#[tokio::test]
async fn a_signature_for_one_path_opens_no_other() {
    for (signed, sent) in [
        ("/signed", "/admin/VICTIM/../../signed"),
        ("/admin/a", "/admin/V/..//a"),
        ("/a", "/tree/../a"),
        ("/a", "/below/x/../../a"),
        ("/signed/a", "/below/../signed//a"),
        ("/tree/a/", "/tree/a//"),
    ] {
        for request in [
            Client::new().put(signed, BODY),
            Client::new().naming_the_hash().put(signed, BODY),
            Client::new().presign(signed, BODY, 60),
        ] {
            let (answer, seen) = ask(moved(request, sent)).await;
            assert_eq!(seen, 0, "{sent}: {answer:?}");
            assert_refused(&answer);
        }
    }
}

#[tokio::test]
async fn a_path_is_handled_if_all_of_it_is_signed() {
    let sign = |form: PathForm, path| Client::new().sign_path(form, path, BODY);
    // As Go's SDK signs it.
    for (path, name) in [
        ("/signed/..", ".."),
        ("/signed/.", "."),
        ("/admin/a/../../b", "a"),
        ("/tree/a/..", "a/.."),
        ("/tree/a//", "a//"),
        ("/below/../a", "a"),
    ] {
        let (answer, seen) = ask(sign(AsSent, path)).await;
        let text = format!(r#"{{"Text":"{name}"}}"#);
        assert_eq!((&*answer.body, seen), (&*text, 2), "{path}");
    }
    // As botocore and the JavaScript SDK sign them, and others.
    for form in [Normalized, NormalizedWithoutSlash] {
        for path in ["/signed/..", "/signed/.", "/admin/a/../../b", "/tree/a/.."] {
            let (answer, seen) = ask(sign(form, path)).await;
            assert_refused(&answer);
            assert_eq!(seen, 0, "{path}");
        }
        // Nothing is left out of these, whatever they mean once they are decoded.
        for path in ["/signed/a", "/signed/a/", "/signed/%2e%2e", "/tree/a/"] {
            let (answer, seen) = ask(sign(form, path)).await;
            assert_eq!((answer.status.as_u16(), seen), (200, 2), "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_request_is_told_first() {
    for path in ["/admin//b/c/d", "/tree//"] {
        let (answer, seen) = ask(Client::new().put(path, BODY)).await;
        // A greedy label of one slash is one character.
        let expected = if path == "/tree//" {
            "InvalidRequestException"
        } else {
            "InvalidParameterException"
        };
        answer.assert_error(400, expected);
        assert_eq!(seen, 0);
    }
    // A wrong signature is told before both.
    let wrong = Client::with("AKIDEXAMPLE", "wrong").put("/admin//b/c/d", BODY);
    let (answer, _) = ask(wrong).await;
    answer.assert_error(403, "InvalidSignatureException");
}

#[tokio::test]
async fn other_schemes_say_nothing_of_the_path() {
    let token = json("/bearer/..").header("authorization", "Bearer b-token");
    let calls = Calls::default();
    let answer = send(guarded(&calls), token.body(BODY.into()).unwrap()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    calls.assert(1);
}

/// The path that is routed is a part of the one that is signed.
#[tokio::test]
async fn below_a_prefix_all_of_the_path_must_be_signed() {
    use tower::ServiceExt;
    let seen = Arc::default();
    let inner = service(&seen).into_service();
    let nested = axum::Router::new().nest_service("/v1/{tenant}", inner);
    for (path, status) in [("/v1/../signed/a", 400), ("/v1/t/signed/a", 200)] {
        let request = Client::new().put(path, BODY);
        let answer = receive(nested.clone().oneshot(request).await.unwrap()).await;
        assert_eq!(answer.status, status, "{answer:?}");
    }
    assert_eq!(seen.load(Ordering::SeqCst), 2);
}
