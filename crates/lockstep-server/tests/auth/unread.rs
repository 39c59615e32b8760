//! Streams whose hash is named and which the handler does not read to their end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::Request;
use http_body::Body as _;
use http_body_util::BodyExt;
use lockstep_core::http as wire;
use lockstep_core::operation::{BodyKind, Operation, OperationSpec, ServerOperation, ServiceSpec};
use lockstep_server::{Limits, Service};
use lockstep_sigv4::PayloadHash;
use tower::ServiceExt;

use crate::bodies::{Chain, pieces};
use crate::client::{Client, parts};
use crate::support::*;
use crate::vault::{Upload, VAULT, authentication};

const TEXT: &str = "a stream of some length";
const OTHER: &str = "another stream, longer than that";

/// What a handler does with its stream.
#[derive(Clone, Copy, Debug)]
enum Reads {
    Nothing,
    OneFrame,
    /// It keeps the stream until it ends, and reads nothing.
    NothingAndHolds,
    NothingAndFails,
}

fn uploads(reads: Reads, calls: &Arc<AtomicUsize>) -> Service {
    Service::new(&VAULT)
        .authentication(authentication())
        .operation(Upload, calls, move |calls, _, mut body| async move {
            calls.fetch_add(1, Ordering::SeqCst);
            let text = "done".to_owned();
            match reads {
                Reads::Nothing => drop(body),
                Reads::OneFrame => {
                    let frame = body.frame().await.unwrap().unwrap();
                    assert!(!frame.into_data().unwrap().is_empty());
                }
                Reads::NothingAndHolds => {
                    tokio::task::yield_now().await;
                    assert!(!body.is_end_stream());
                }
                Reads::NothingAndFails => return Err(BoxNotFoundException::new(text).into()),
            }
            Ok(FillBoxResponse { text })
        })
}

/// A request whose hash is that of [`TEXT`].
fn request(path: &str, body: Body) -> Request<Body> {
    let head = Request::put(path).header("host", "vault.example");
    let hash = PayloadHash::of(TEXT.as_bytes());
    Client::new()
        .naming_the_hash()
        .sign(parts(head), hash, body)
}

#[tokio::test]
async fn the_rest_is_read_and_judged() {
    for reads in [Reads::Nothing, Reads::OneFrame, Reads::NothingAndHolds] {
        let calls = Arc::default();
        let answer = send(uploads(reads, &calls), request("/upload", pieces(TEXT))).await;
        assert_eq!(answer.status, 200, "{reads:?} {answer:?}");
        let long = format!("{TEXT}, and more");
        for altered in [pieces(OTHER), pieces(&TEXT[..9]), pieces(""), long.into()] {
            // A stream of one frame that knows its end is judged while it is read.
            if matches!(reads, Reads::OneFrame) && altered.size_hint().exact().is_some() {
                continue;
            }
            let answer = send(uploads(reads, &calls), request("/upload", altered)).await;
            answer.assert_error(403, "InvalidSignatureException");
        }
        assert!(calls.load(Ordering::SeqCst) > 2);
    }
}

#[tokio::test]
async fn a_handler_that_fails_says_so_without_the_rest() {
    for body in [pieces(TEXT), pieces(OTHER), Body::new(Stalled)] {
        let service = uploads(Reads::NothingAndFails, &Arc::default());
        let answer = send(service, request("/upload", body)).await;
        answer.assert_error(404, "BoxNotFoundException");
    }
}

/// A body that never comes.
struct Stalled;

impl http_body::Body for Stalled {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        std::task::Poll::Pending
    }
}

/// A body that breaks off.
struct Broken;

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        std::task::Poll::Ready(Some(Err(axum::Error::new("gone"))))
    }
}

#[tokio::test(start_paused = true)]
async fn the_rest_has_the_time_of_the_handler() {
    let limits = Limits::default().handler_time(Duration::from_secs(5));
    for reads in [Reads::Nothing, Reads::OneFrame] {
        let first = Some(Bytes::from_static(b"a "));
        let body = Body::new(Chain(first, Body::new(Stalled)));
        let service = uploads(reads, &Arc::default()).limits(limits);
        let answer = send(service, request("/upload", body)).await;
        answer.assert_error(503, "ServiceUnavailable");
    }
}

#[tokio::test]
async fn a_rest_that_breaks_off_is_no_success() {
    let first = Some(Bytes::from_static(b"a "));
    let body = Body::new(Chain(first, Body::new(Broken)));
    let service = uploads(Reads::OneFrame, &Arc::default());
    let answer = send(service, request("/upload", body)).await;
    answer.assert_error(400, "MalformedHttpRequestException");
}

/// `PUT /echo`, which answers with what it is sent.
struct Echo;

impl Operation for Echo {
    type Input = lockstep_core::Body;
    type Output = lockstep_core::Body;
    type Error = FillBoxError;
    const SPEC: &'static OperationSpec = &OperationSpec {
        name: "Echo",
        uri: "/echo",
        response_body: BodyKind::Stream {
            media_type: "application/octet-stream",
            requires_length: false,
        },
        ..*Upload::SPEC
    };
    const SERVICE: &'static ServiceSpec = &VAULT;
}

impl ServerOperation for Echo {
    fn read_input(from: &mut wire::RequestReader<'_>) -> Option<lockstep_core::Body> {
        from.payload_stream()
    }

    fn write_output(_: &lockstep_core::Body, _: &mut wire::ResponseWriter) {}

    fn take_stream(output: &mut lockstep_core::Body) -> Option<lockstep_core::Body> {
        Some(std::mem::take(output))
    }
}

#[tokio::test]
async fn an_echo_breaks_off_where_it_turns_out_to_be_altered() {
    let echo = || {
        Service::new(&VAULT)
            .authentication(authentication())
            .operation(Echo, &Arc::new(()), |_, _, body| async { Ok(body) })
            .into_router()
    };
    let good = request("/echo", pieces(TEXT));
    let answer = receive(echo().oneshot(good).await.unwrap()).await;
    assert_eq!((answer.status.as_u16(), &*answer.body), (200, TEXT));
    let altered = request("/echo", pieces(OTHER));
    let mut answer = echo().oneshot(altered).await.unwrap();
    assert_eq!(answer.status(), 200, "it has begun by then");
    let mut read = Vec::new();
    let end = loop {
        match answer.body_mut().frame().await {
            Some(Ok(frame)) => read.extend_from_slice(&frame.into_data().unwrap()),
            Some(Err(error)) => break error.to_string(),
            None => panic!("it ended as if all were well"),
        }
    };
    assert_eq!(read, OTHER.as_bytes());
    assert!(end.contains("does not match"), "{end}");
}
