//! Bodies that are streams: verified while they are read, or before.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use bytes::Bytes;
use http::Request;
use http::request::Builder;
use http_body::Body as _;
use http_body_util::BodyExt;
use lockstep_server::{Limits, Service};
use lockstep_sigv4::PayloadHash;
use tokio::sync::mpsc;

use crate::bodies::{Chain, pieces};
use crate::client::{Client, parts};
use crate::support::*;
use crate::vault::{Calls, Upload, VAULT, authentication, guarded};

const TEXT: &str = "a stream of some length";

fn head(path: &str) -> Builder {
    Request::put(path).header("host", "vault.example")
}

fn upload(client: &Client, path: &str, hash: PayloadHash, body: impl Into<Body>) -> Request<Body> {
    client.sign(parts(head(path)), hash, body)
}

#[tokio::test]
async fn a_good_stream_is_handed_on() {
    for client in [Client::new(), Client::new().naming_the_hash()] {
        for body in [Body::from(TEXT), pieces(TEXT)] {
            let calls = Calls::default();
            let hash = PayloadHash::of(TEXT.as_bytes());
            let answer = send(guarded(&calls), upload(&client, "/upload", hash, body)).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            let text = format!(r#"Some(\"AKIDEXAMPLE\") Some(\"all by AKIDEXAMPLE\") {TEXT}"#);
            assert_eq!(answer.body, format!(r#"{{"Text":"{text}"}}"#));
            calls.assert(1);
        }
    }
}

#[tokio::test]
async fn an_empty_stream_is_verified_too() {
    for client in [Client::new(), Client::new().naming_the_hash()] {
        let calls = Calls::default();
        let good = upload(&client, "/upload", PayloadHash::of(b""), Body::empty());
        assert_eq!(send(guarded(&calls), good).await.status, 200);
        let bad = upload(&client, "/upload", PayloadHash::of(b"a"), Body::empty());
        let answer = send(guarded(&calls), bad).await;
        answer.assert_error(403, "InvalidSignatureException");
        calls.assert(1);
    }
}

#[tokio::test]
async fn an_altered_stream_whose_hash_is_named_ends_in_an_error_and_is_refused() {
    for body in [
        Body::from("another stream"),
        pieces("another stream"),
        pieces(""),
    ] {
        let calls = Calls::default();
        let client = Client::new().naming_the_hash();
        let hash = PayloadHash::of(TEXT.as_bytes());
        let answer = send(guarded(&calls), upload(&client, "/upload", hash, body)).await;
        answer.assert_error(403, "InvalidSignatureException");
    }
}

/// What a handler reads of a stream before it ends.
async fn read_of(body: Body) -> Vec<Result<Bytes, String>> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let see = Arc::clone(&seen);
    let service = Service::new(&VAULT)
        .authentication(authentication())
        .operation(Upload, &Arc::new(()), move |_, _, mut body| {
            let see = Arc::clone(&see);
            async move {
                while let Some(frame) = body.frame().await {
                    let data = frame.map(|frame| frame.into_data().unwrap());
                    let data = data.map_err(|error| error.to_string());
                    see.lock().unwrap().push(data);
                }
                assert!(body.is_end_stream());
                assert!(body.frame().await.is_none());
                Ok(FillBoxResponse {
                    text: String::new(),
                })
            }
        });
    let client = Client::new().naming_the_hash();
    let hash = PayloadHash::of(TEXT.as_bytes());
    let answer = send(service, upload(&client, "/upload", hash, body)).await;
    let seen = seen.lock().unwrap().clone();
    let status = if seen.iter().all(Result::is_ok) {
        200
    } else {
        403
    };
    assert_eq!(answer.status, status, "{answer:?}");
    seen
}

#[tokio::test]
async fn the_error_stands_in_the_place_of_the_end() {
    let good = read_of(Body::from(TEXT)).await;
    assert_eq!(good, [Ok(Bytes::from(TEXT))]);
    assert!(read_of(pieces(TEXT)).await.iter().all(Result::is_ok));
    // A stream that does not know its end has been read by then; of one that does, the last frame is held back.
    let altered = read_of(pieces("another")).await;
    let (end, data) = altered.split_last().unwrap();
    assert!(
        end.as_ref().unwrap_err().contains("does not match"),
        "{end:?}"
    );
    let data: Vec<u8> = data.iter().flatten().flatten().copied().collect();
    assert_eq!(data, b"another");
    assert_eq!(read_of(Body::from("another")).await.len(), 1);
}

#[tokio::test]
async fn an_altered_stream_whose_hash_is_not_named_never_reaches_the_handler() {
    let calls = Calls::default();
    let hash = PayloadHash::of(TEXT.as_bytes());
    let request = upload(&Client::new(), "/upload", hash, pieces("another stream"));
    let answer = send(guarded(&calls), request).await;
    answer.assert_error(403, "InvalidSignatureException");
    calls.assert(0);
}

#[tokio::test]
async fn only_a_stream_that_must_be_held_is_limited() {
    let service = |calls: &Calls| guarded(calls).limits(Limits::default().body_bytes(10));
    let (calls, hash) = (Calls::default(), PayloadHash::of(TEXT.as_bytes()));
    for body in [Body::from(TEXT), pieces(TEXT)] {
        let request = upload(&Client::new(), "/upload", hash, body);
        let answer = send(service(&calls), request).await;
        answer.assert_error(413, "RequestEntityTooLargeException");
    }
    calls.assert(0);
    let named = Client::new().naming_the_hash();
    let answer = send(service(&calls), upload(&named, "/upload", hash, TEXT)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let unsigned = upload(
        &Client::new(),
        "/upload-unsigned",
        PayloadHash::UNSIGNED,
        TEXT,
    );
    let answer = send(service(&calls), unsigned).await;
    assert!(answer.body.contains("head by AKIDEXAMPLE"), "{answer:?}");
}

#[tokio::test]
async fn a_stream_is_unsigned_only_where_the_model_allows_it() {
    let sign = |path| upload(&Client::new(), path, PayloadHash::UNSIGNED, pieces(TEXT));
    let calls = Calls::default();
    let answer = send(guarded(&calls), sign("/upload")).await;
    answer.assert_error(403, "InvalidSignatureException");
    calls.assert(0);
    let answer = send(guarded(&calls), sign("/upload-unsigned")).await;
    assert!(answer.body.contains(TEXT), "{answer:?}");
}

/// Frames as somebody sends them.
struct Sent(mpsc::Receiver<Bytes>);

impl http_body::Body for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        let frame = self.0.poll_recv(cx);
        frame.map(|bytes| bytes.map(|bytes| Ok(http_body::Frame::data(bytes))))
    }
}

#[tokio::test]
async fn the_handler_reads_while_the_client_sends_if_the_hash_is_named() {
    let (sender, receiver) = mpsc::channel(1);
    let calls = Calls::default();
    let body = Body::new(Chain(
        Some(Bytes::from_static(b"a ")),
        Body::new(Sent(receiver)),
    ));
    let hash = PayloadHash::of(TEXT.as_bytes());
    let client = Client::new().naming_the_hash();
    let request = upload(&client, "/upload", hash, body);
    let answer = tokio::spawn(send(guarded(&calls), request));
    while calls.count() == 0 {
        tokio::task::yield_now().await;
    }
    for piece in ["stream of ", "some length"] {
        sender.send(Bytes::from(piece)).await.unwrap();
    }
    drop(sender);
    assert_eq!(answer.await.unwrap().status, 200);
}
