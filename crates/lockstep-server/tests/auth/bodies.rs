//! Bodies that are read whole: hashed as they come, and refused before anybody sees them.

use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http::Request;
use http_body::Frame;
use lockstep_server::Limits;
use lockstep_sigv4::PayloadHash;

use crate::client::{BODY, Client, json, parts};
use crate::support::*;
use crate::vault::{Calls, guarded};

const OTHER: &str = r#"{"Count":2}"#;

/// A body that must not be asked for.
pub(crate) struct Untouchable;

impl http_body::Body for Untouchable {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        panic!("the body was read");
    }
}

/// One frame, and then the rest; it does not know its end.
pub(crate) struct Chain(pub(crate) Option<Bytes>, pub(crate) Body);

impl http_body::Body for Chain {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match self.0.take() {
            Some(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            None => Pin::new(&mut self.1).poll_frame(cx),
        }
    }
}

/// The text as a stream of many frames.
pub(crate) fn pieces(text: &'static str) -> Body {
    let frames = text.as_bytes().chunks(3).rev();
    frames.fold(Body::empty(), |rest, frame| {
        Body::new(Chain(Some(Bytes::from_static(frame)), rest))
    })
}

#[tokio::test]
async fn a_body_that_is_not_the_signed_one_never_reaches_the_handler() {
    for client in [Client::new(), Client::new().naming_the_hash()] {
        let calls = Calls::default();
        for body in [OTHER, "", "{"] {
            let hash = PayloadHash::of(BODY.as_bytes());
            let request = client.sign(parts(json("/signed/a")), hash, body);
            let answer = send(guarded(&calls), request).await;
            answer.assert_error(403, "InvalidSignatureException");
        }
        calls.assert(0);
    }
}

#[tokio::test]
async fn a_body_in_pieces_is_hashed_as_a_whole() {
    let hash = PayloadHash::of(BODY.as_bytes());
    let request = Client::new().sign(parts(json("/signed/a")), hash, pieces(BODY));
    let answer = send(guarded(&Calls::default()), request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn no_body_has_a_hash_too() {
    let answer = send(
        guarded(&Calls::default()),
        Client::new().put("/signed/a", ""),
    )
    .await;
    // It is let in, and then lacks a member.
    let message = answer.assert_error(400, "InvalidParameterException");
    assert!(message.contains("'/Count'"), "{message}");
}

#[tokio::test]
async fn a_wrong_head_is_refused_without_the_body() {
    let expired = crate::client::now() - std::time::Duration::from_secs(901);
    let hash = PayloadHash::of(BODY.as_bytes());
    let sign = |client: Client| client.sign(parts(json("/signed/a")), hash, Body::new(Untouchable));
    let late = Client::new().at(expired);
    for (request, name) in [
        (
            json("/signed/a").body(Body::new(Untouchable)).unwrap(),
            "MissingAuthenticationTokenException",
        ),
        (
            sign(Client::with("AKIDNOBODY", "secret")),
            "UnrecognizedClientException",
        ),
        (sign(late), "InvalidSignatureException"),
        (
            sign(Client::with("AKIDEXAMPLE", "wrong").naming_the_hash()),
            "InvalidSignatureException",
        ),
    ] {
        let answer = send(guarded(&Calls::default()), request).await;
        answer.assert_error(403, name);
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_413_of_a_signed_request_too() {
    let service = guarded(&Calls::default()).limits(Limits::default().body_bytes(10));
    let answer = send(service.clone(), Client::new().put("/signed/a", BODY)).await;
    answer.assert_error(413, "RequestEntityTooLargeException");
    let wrong = Client::with("AKIDNOBODY", "secret").put("/signed/a", BODY);
    let answer = send(service, wrong).await;
    answer.assert_error(403, "UnrecognizedClientException");
}

#[tokio::test]
async fn a_compressed_body_is_signed_as_it_is_sent() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(BODY.as_bytes()).unwrap();
    let bytes = gzip.finish().unwrap();
    let request = |hash| -> Request<Body> {
        let head = json("/zipped/a").header("content-encoding", "gzip");
        Client::new().sign(parts(head), hash, bytes.clone())
    };
    let calls = Calls::default();
    let answer = send(guarded(&calls), request(PayloadHash::of(&bytes))).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let answer = send(guarded(&calls), request(PayloadHash::of(BODY.as_bytes()))).await;
    answer.assert_error(403, "InvalidSignatureException");
    calls.assert(1);
}

#[tokio::test]
async fn a_body_is_unsigned_only_where_the_model_allows_it() {
    let sign = |path| Client::new().sign(parts(json(path)), PayloadHash::UNSIGNED, BODY);
    let answer = send(guarded(&Calls::default()), sign("/unsigned/a")).await;
    let text = r#"{"Text":"Some(\"AKIDEXAMPLE\") Some(\"head by AKIDEXAMPLE\")"}"#;
    assert_eq!(answer.body, text);
    let answer = send(guarded(&Calls::default()), sign("/signed/a")).await;
    answer.assert_error(403, "InvalidSignatureException");
}

#[tokio::test]
async fn where_a_body_may_be_unsigned_its_hash_may_be_named_or_not() {
    for client in [Client::new(), Client::new().naming_the_hash()] {
        let answer = send(guarded(&Calls::default()), client.put("/unsigned/a", BODY)).await;
        let text = r#"{"Text":"Some(\"AKIDEXAMPLE\") Some(\"all by AKIDEXAMPLE\")"}"#;
        assert_eq!(answer.body, text);
        let hash = PayloadHash::of(BODY.as_bytes());
        let altered = client.sign(parts(json("/unsigned/a")), hash, OTHER);
        let answer = send(guarded(&Calls::default()), altered).await;
        answer.assert_error(403, "InvalidSignatureException");
    }
    // Some clients leave the body unsigned and do not say so.
    let presigned = Client::new().presign_unsigned("/unsigned/a", BODY);
    let answer = send(guarded(&Calls::default()), presigned).await;
    assert!(answer.body.contains("head by AKIDEXAMPLE"), "{answer:?}");
    let presigned = Client::new().presign_unsigned("/signed/a", BODY);
    let answer = send(guarded(&Calls::default()), presigned).await;
    answer.assert_error(403, "InvalidSignatureException");
}
