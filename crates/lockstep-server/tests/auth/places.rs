//! Several services on one port, below a prefix, and over a socket.

use axum::body::Body;
use http::Request;
use lockstep_server::Service;
use lockstep_server::auth::{Access, AccessKey, AccessKeyMap, Authentication, Denied};
use lockstep_sigv4::PayloadHash;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

use crate::client::{BODY, Client, json, now, parts};
use crate::support::*;
use crate::vault::{Calls, guarded};

fn with_key(id: &str, secret: &str) -> Authentication {
    let keys = AccessKeyMap::from_iter([AccessKey::new(id, secret)]);
    Authentication::new().sigv4("us-east-1", keys).clock(now)
}

#[tokio::test]
async fn a_merged_service_keeps_its_own() {
    let calls = Calls::default();
    let vaults = crate::vault::vault(&calls)
        .authentication(with_key("AKIDVAULT", "gold"))
        .authorize(|_: &Access<'_>| async { Err(Denied::new()) });
    let both = echo().merge(vaults.clone());
    // The boxes are open, the vault is not.
    assert_eq!(send(both.clone(), fill_box()).await.status, 200);
    let request = json("/signed/a").body(BODY.into()).unwrap();
    let answer = send(both.clone(), request).await;
    answer.assert_error(403, "MissingAuthenticationTokenException");
    let signed = Client::with("AKIDVAULT", "gold").put("/signed/a", BODY);
    let answer = send(both, signed).await;
    answer.assert_error(403, "AccessDeniedException");
    // Set before the merge, the other way round.
    let both = Service::new(&BOXES)
        .authentication(with_key("AKIDBOX", "wood"))
        .authorize(|_: &Access<'_>| async { Err(Denied::new()) })
        .merge(guarded(&calls));
    let answer = send(both.clone(), Client::new().put("/signed/a", BODY)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let wrong = Client::with("AKIDBOX", "wood").put("/signed/a", BODY);
    let answer = send(both, wrong).await;
    answer.assert_error(403, "UnrecognizedClientException");
}

#[tokio::test]
async fn below_a_prefix_the_whole_path_is_signed() {
    let calls = Calls::default();
    let inner = guarded(&calls);
    let nested = axum::Router::new()
        .nest_service("/v1", inner.clone().into_service())
        .nest("/v2/deep", inner.into_router());
    for prefix in ["/v1", "/v2/deep"] {
        let good = Client::new().put(&format!("{prefix}/signed/a?b=c"), BODY);
        let answer = receive(nested.clone().oneshot(good).await.unwrap()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        // A signature of what is left of the path is one of another path.
        let mut stripped = Client::new().put("/signed/a", BODY);
        *stripped.uri_mut() = format!("{prefix}/signed/a").parse().unwrap();
        let answer = receive(nested.clone().oneshot(stripped).await.unwrap()).await;
        answer.assert_error(403, "InvalidSignatureException");
        let presigned = Client::new().presign(&format!("{prefix}/signed/a"), BODY, 60);
        let answer = receive(nested.clone().oneshot(presigned).await.unwrap()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        // As in HTTP/2.
        let mut bare = Client::new().put(&format!("{prefix}/signed/a"), BODY);
        bare.headers_mut().remove("host");
        let uri = format!("http://vault.example{prefix}/signed/a");
        *bare.uri_mut() = uri.parse().unwrap();
        let answer = receive(nested.clone().oneshot(bare).await.unwrap()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    calls.assert(6);
}

/// As in HTTP/2, where a request has an authority and no `Host`.
#[tokio::test]
async fn the_authority_stands_for_the_host() {
    let head = Request::put("http://vault.example/signed/a")
        .version(http::Version::HTTP_2)
        .header("content-type", "application/json");
    let hash = PayloadHash::of(BODY.as_bytes());
    let request = Client::new().sign(parts(head), hash, BODY);
    assert!(!request.headers().contains_key("host"));
    let answer = send(guarded(&Calls::default()), request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

fn raw(request: &Request<Body>, body: &str, more: &str) -> String {
    let mut text = format!("PUT {} HTTP/1.1\r\n", request.uri());
    for (name, value) in request.headers() {
        text += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    text + &format!(
        "content-length: {}\r\nconnection: close\r\n{more}\r\n",
        body.len()
    )
}

/// Sends a head that expects `100 Continue` and, where there is one, the body after it.
async fn expect(app: axum::Router, request: &Request<Body>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = raw(request, BODY, "expect: 100-continue\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 25];
    stream.read_exact(&mut answer).await.unwrap();
    if answer.starts_with(b"HTTP/1.1 100 ") {
        stream.write_all(BODY.as_bytes()).await.unwrap();
    }
    stream.read_to_end(&mut answer).await.unwrap();
    server.abort();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn the_body_of_a_refused_request_is_not_asked_for() {
    let app = |calls: &Calls| guarded(calls).into_router();
    let calls = Calls::default();
    let named = |client: Client| client.naming_the_hash().put("/signed/a", BODY);
    let good = expect(app(&calls), &named(Client::new())).await;
    assert!(
        good.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"),
        "{good}"
    );
    for request in [
        named(Client::with("AKIDEXAMPLE", "wrong")),
        Client::with("AKIDNOBODY", "secret").put("/signed/a", BODY),
        json("/signed/a").body(Body::empty()).unwrap(),
    ] {
        let answer = expect(app(&calls), &request).await;
        assert!(answer.starts_with("HTTP/1.1 403 Forbidden\r\n"), "{answer}");
        assert!(!answer.contains("100 Continue"), "{answer}");
    }
    calls.assert(1);
}

/// Streams whose length is known end before their last frame is handed out.
#[tokio::test]
async fn a_stream_over_a_socket_is_verified() {
    let calls = Calls::default();
    let sign = |hash| {
        let head = Request::put("/upload").header("host", "vault.example");
        let client = Client::new().naming_the_hash();
        client.sign(parts(head), hash, Body::empty())
    };
    let good = sign(PayloadHash::of(BODY.as_bytes()));
    let answer = expect(guarded(&calls).into_router(), &good).await;
    assert!(answer.contains("HTTP/1.1 200 OK\r\n"), "{answer}");
    let bad = sign(PayloadHash::of(b"another"));
    let answer = expect(guarded(&calls).into_router(), &bad).await;
    assert!(answer.contains("HTTP/1.1 403 Forbidden\r\n"), "{answer}");
    assert!(answer.contains("InvalidSignatureException"), "{answer}");
    calls.assert(2);
}
