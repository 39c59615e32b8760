//! Signatures, row by row of the table of failures.

use std::time::Duration;

use axum::body::Body;
use http::Request;

use crate::client::{BODY, Client, json, now};
use crate::support::*;
use crate::vault::{Calls, authentication, guarded, vault};

/// Sends a request that must not be let in, and gives the message.
fn refused(
    request: Request<Body>,
    status: u16,
    name: &'static str,
) -> impl Future<Output = String> {
    let calls = Calls::default();
    let service = guarded(&calls);
    async move {
        let answer = send(service, request).await;
        calls.assert(0);
        // Two headers and the protocol's own, and nothing else.
        assert_eq!(answer.headers.len(), 5, "{answer:?}");
        answer.assert_error(status, name)
    }
}

fn set(request: &mut Request<Body>, name: &'static str, value: &str) {
    request.headers_mut().insert(name, value.parse().unwrap());
}

#[tokio::test]
async fn a_signed_request_is_let_in_and_the_handler_knows_who_it_is() {
    let calls = Calls::default();
    let service = guarded(&calls);
    let answer = send(service.clone(), Client::new().put("/signed/a", BODY)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let text = r#"{"Text":"Some(\"AKIDEXAMPLE\") Some(\"all by AKIDEXAMPLE\")"}"#;
    assert_eq!(answer.body, text);
    let alice = Client::with("AKIDALICE", "wonderland").naming_the_hash();
    let answer = send(service, alice.put("/signed/a", BODY)).await;
    let text = r#"{"Text":"Some(\"alice\") Some(\"all by AKIDALICE\")"}"#;
    assert_eq!(answer.body, text);
    calls.assert(2);
}

#[tokio::test]
async fn without_a_signature() {
    let request = json("/signed/a").body(BODY.into()).unwrap();
    let message = refused(request, 403, "MissingAuthenticationTokenException").await;
    assert_eq!(message, "Missing Authentication Token");
}

#[tokio::test]
async fn with_a_signature_that_cannot_be_read() {
    let good = Client::new().put("/signed/a", BODY);
    let good = good.headers()["authorization"].to_str().unwrap().to_owned();
    for value in [
        "",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA512 Credential=a",
        "Bearer b-token",
        "Basic YTpi",
        &good.replace("Signature=", "Sig="),
        &good.replace("/aws4_request", ""),
        &good.replace("content-type;host", "host;content-type"),
    ] {
        let mut request = Client::new().put("/signed/a", BODY);
        set(&mut request, "authorization", value);
        refused(request, 403, "IncompleteSignatureException").await;
    }
    let mut twice = Client::new().put("/signed/a", BODY);
    let same = twice.headers()["authorization"].clone();
    twice.headers_mut().append("authorization", same);
    refused(twice, 403, "IncompleteSignatureException").await;
}

#[tokio::test]
async fn with_an_unknown_key() {
    for id in ["AKIDNOBODY", "akidexample", ""] {
        let request = Client::with(id, "secret").put("/signed/a", BODY);
        let message = refused(request, 403, "UnrecognizedClientException").await;
        assert_eq!(
            message,
            "The security token included in the request is invalid."
        );
    }
}

#[tokio::test]
async fn with_a_wrong_signature() {
    for named in [false, true] {
        let client = |mut client: Client| {
            client.names_hash = named;
            client
        };
        let mut cases = vec![client(Client::with("AKIDEXAMPLE", "Secret")).put("/signed/a", BODY)];
        // Somebody else's path, method, query and header.
        let mut request = client(Client::new()).put("/signed/a", BODY);
        *request.uri_mut() = "/signed/b".parse().unwrap();
        cases.push(request);
        let mut request = client(Client::new()).put("/signed/a", BODY);
        *request.uri_mut() = "/signed/a?b".parse().unwrap();
        cases.push(request);
        let mut request = client(Client::new()).put("/signed/a", BODY);
        set(&mut request, "host", "safe.example");
        cases.push(request);
        let mut request = client(Client::new()).put("/signed/a", BODY);
        let value = request.headers()["authorization"].to_str().unwrap();
        let last = if value.ends_with('0') { "1" } else { "0" };
        let value = format!("{}{last}", &value[..value.len() - 1]);
        set(&mut request, "authorization", &value);
        cases.push(request);
        for request in cases {
            let message = refused(request, 403, "InvalidSignatureException").await;
            assert!(
                message.starts_with("The request signature we calculated does not match"),
                "{message}"
            );
        }
    }
}

#[tokio::test]
async fn with_a_signature_for_something_else() {
    let region = Client {
        region: "eu-west-1",
        ..Client::new()
    };
    let service = Client {
        service: "boxes",
        ..Client::new()
    };
    for (client, what) in [(region, "region"), (service, "service")] {
        let request = client.put("/signed/a", BODY);
        let message = refused(request, 403, "InvalidSignatureException").await;
        assert!(message.contains(what), "{message}");
    }
}

#[tokio::test]
async fn for_one_of_several_regions() {
    let service = vault(&Calls::default())
        .authentication(authentication().region("eu-west-1").region("eu-central-1"));
    for (region, status) in [
        ("us-east-1", 200),
        ("eu-west-1", 200),
        ("eu-central-1", 200),
        ("eu-west-2", 403),
        ("EU-WEST-1", 403),
        ("", 403),
    ] {
        let client = Client {
            region,
            ..Client::new()
        };
        for request in [
            client.put("/signed/a", BODY),
            client.presign("/signed/a", BODY, 60),
        ] {
            let answer = send(service.clone(), request).await;
            assert_eq!(answer.status, status, "{region} {answer:?}");
            if status == 403 {
                let message = answer.assert_error(403, "InvalidSignatureException");
                assert_eq!(message, "Credential should be scoped to a valid region.");
            }
        }
    }
}

#[tokio::test]
async fn with_a_header_that_should_be_signed() {
    let mut request = Client::new().put("/signed/a", BODY);
    set(&mut request, "x-amz-late", "1");
    let message = refused(request, 403, "InvalidSignatureException").await;
    assert!(message.contains("'X-Amz-'"), "{message}");
}

#[tokio::test]
async fn content_type_must_be_signed_only_if_that_is_asked_for() {
    let request = || {
        let head = Request::put("/signed/a").header("host", "vault.example");
        let hash = lockstep_sigv4::PayloadHash::of(BODY.as_bytes());
        let mut request = Client::new().sign(crate::client::parts(head), hash, BODY);
        set(&mut request, "content-type", "application/json");
        request
    };
    let calls = Calls::default();
    assert_eq!(send(guarded(&calls), request()).await.status, 200);
    let strict = vault(&calls).authentication(authentication().signed_content_type());
    let answer = send(strict.clone(), request()).await;
    let message = answer.assert_error(403, "InvalidSignatureException");
    assert!(message.contains("Content-Type"), "{message}");
    let signed = Client::new().put("/signed/a", BODY);
    assert_eq!(send(strict, signed).await.status, 200);
}

#[tokio::test]
async fn with_a_clock_that_is_off_by_15_minutes() {
    let (near, far) = (Duration::from_secs(899), Duration::from_secs(901));
    for at in [now() - near, now() + near] {
        let answer = send(
            guarded(&Calls::default()),
            Client::new().at(at).put("/signed/a", BODY),
        );
        assert_eq!(answer.await.status, 200);
    }
    let exactly = Duration::from_secs(900);
    for at in [now() - exactly, now() + exactly] {
        let request = Client::new().at(at).put("/signed/a", BODY);
        assert_eq!(send(guarded(&Calls::default()), request).await.status, 200);
    }
    for (at, text) in [
        (now() - far, "Signature expired: "),
        (now() + far, "Signature not yet current: "),
    ] {
        let request = Client::new().at(at).put("/signed/a", BODY);
        let message = refused(request, 403, "InvalidSignatureException").await;
        assert!(message.starts_with(text), "{message}");
    }
}

#[tokio::test]
async fn the_clock_is_the_machines_unless_another_is_given() {
    let service = vault(&Calls::default()).authentication(
        lockstep_server::auth::Authentication::new().sigv4("us-east-1", crate::vault::keys()),
    );
    let today = Client::new().at(std::time::SystemTime::now());
    let answer = send(service.clone(), today.put("/signed/a", BODY)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let long_ago = Client::new().at(std::time::SystemTime::UNIX_EPOCH);
    let answer = send(service, long_ago.put("/signed/a", BODY)).await;
    answer.assert_error(403, "InvalidSignatureException");
}

#[tokio::test]
async fn a_presigned_request_is_good_until_it_expires() {
    let calls = Calls::default();
    let (minute, client) = (Duration::from_secs(60), Client::new());
    for at in [now(), now() - minute] {
        let request = Client::new().at(at).presign("/signed/a", BODY, 60);
        let answer = send(guarded(&calls), request).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    calls.assert(2);
    let late = Client::new().at(now() - minute - Duration::from_secs(1));
    let message = refused(late.presign("/signed/a", BODY, 60), 400, "RequestExpired").await;
    assert_eq!(message, "Request has expired.");
    // It may be good for days, which a signature in a header is not.
    let week = Client::new().at(now() - 1000 * minute);
    let request = week.presign("/signed/a", BODY, 604_800);
    assert_eq!(send(guarded(&calls), request).await.status, 200);
    let mut altered = client.presign("/signed/a", BODY, 60);
    let uri = altered
        .uri()
        .to_string()
        .replace("Expires=60", "Expires=600");
    *altered.uri_mut() = uri.parse().unwrap();
    refused(altered, 403, "InvalidSignatureException").await;
    let mut both = client.presign("/signed/a", BODY, 60);
    set(&mut both, "authorization", "AWS4-HMAC-SHA256 Credential=a");
    refused(both, 403, "IncompleteSignatureException").await;
}

#[tokio::test]
async fn a_refusal_has_no_body_for_head() {
    let mut request = Client::new().put("/signed/a", BODY);
    *request.method_mut() = http::Method::HEAD;
    // Which method a path has is known before who asks.
    let answer = send(guarded(&Calls::default()), request).await;
    assert_eq!((answer.status.as_u16(), &*answer.body), (405, ""));
}

#[tokio::test]
async fn an_unknown_path_and_method_come_before_authentication() {
    let service = guarded(&Calls::default());
    let unknown = json("/nowhere").body(BODY.into()).unwrap();
    let answer = send(service.clone(), unknown).await;
    answer.assert_error(404, "UnknownOperationException");
    let other = Request::get("/signed/a").body(Body::empty()).unwrap();
    let answer = send(service, other).await;
    answer.assert_error(405, "MethodNotAllowedException");
}

#[tokio::test]
async fn authentication_comes_before_all_that_is_said_of_the_body() {
    let bad = |name: &'static str, value: &str, body: &'static str| {
        let mut request = Client::with("AKIDEXAMPLE", "wrong").put("/signed/a", body);
        set(&mut request, name, value);
        request
    };
    for request in [
        bad("accept", "text/html", BODY),
        bad("content-type", "text/plain", BODY),
        bad("x-other", "1", "{"),
        bad("x-other", "1", r#"{"Count":"x"}"#),
    ] {
        refused(request, 403, "InvalidSignatureException").await;
    }
    // With the right signature the same are refused for what they are.
    let text = json("/signed/a").header("accept", "text/html");
    let hash = lockstep_sigv4::PayloadHash::of(BODY.as_bytes());
    let request = Client::new().sign(crate::client::parts(text), hash, BODY);
    refused(request, 406, "NotAcceptableException").await;
    let request = Client::new().put("/signed/a", "{");
    refused(request, 400, "InvalidRequestException").await;
}
