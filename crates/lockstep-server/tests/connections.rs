//! What takes time or a socket: slow, long and broken bodies, deadlines, and clients that go away.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http_body::Frame;
use lockstep_server::{Limits, Service};
use support::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// A body of undeclared length: its pieces, and then its end, an error, or nothing ever again.
struct Pieces(VecDeque<&'static str>, End);

enum End {
    Complete,
    Broken,
    Never,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match (self.0.pop_front(), &self.1) {
            (Some(piece), _) => {
                Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(piece.as_bytes())))))
            }
            (None, End::Complete) => Poll::Ready(None),
            (None, End::Broken) => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
            (None, End::Never) => Poll::Pending,
        }
    }
}

async fn send_pieces(limits: Limits, pieces: &[&'static str], end: End) -> Answer {
    let body = Body::new(Pieces(pieces.iter().copied().collect(), end));
    send(echo().limits(limits), put("/boxes/b1", body)).await
}

#[tokio::test]
async fn a_body_in_pieces_is_read_whole() {
    let limits = Limits::default().body_bytes(11);
    let answer = send_pieces(limits, &["{\"Cou", "nt\":", "1}"], End::Complete).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn a_body_over_the_limit_is_413_declared_or_not() {
    let limits = Limits::default().body_bytes(10);
    let answer = send_pieces(limits, &["{\"Cou", "nt\":", "1}"], End::Never).await;
    let message = answer.assert_error(413, "RequestEntityTooLargeException");
    assert!(message.contains("10 bytes"), "{message}");
    let answer = send(echo().limits(limits), put("/boxes/b1", "{\"Count\":1}")).await;
    answer.assert_error(413, "RequestEntityTooLargeException");
    // The header alone is enough; the body is not waited for.
    let mut request = put("/boxes/b1", Body::new(Pieces(VecDeque::new(), End::Never)));
    request.headers_mut().insert("content-length", 11.into());
    let answer = send(echo().limits(limits), request).await;
    answer.assert_error(413, "RequestEntityTooLargeException");
}

#[tokio::test(start_paused = true)]
async fn a_slow_body_is_408() {
    let start = tokio::time::Instant::now();
    let limits = Limits::default().body_time(Duration::from_secs(7));
    let answer = send_pieces(limits, &["{"], End::Never).await;
    answer.assert_error(408, "RequestTimeoutException");
    assert_eq!(start.elapsed().as_secs(), 7);
}

#[tokio::test]
async fn a_broken_body_is_400() {
    let answer = send_pieces(Limits::default(), &["{"], End::Broken).await;
    answer.assert_error(400, "MalformedHttpRequestException");
}

/// Tells that it was dropped.
struct Dropped(Arc<Notify>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

/// A service whose handler never ends, and what tells that it has begun and that it was dropped.
fn endless() -> (Service, Arc<Notify>, Arc<Notify>) {
    let (begun, dropped) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (begin, drop) = (Arc::clone(&begun), Arc::clone(&dropped));
    let service = boxes(move |_, _| {
        let (begin, guard) = (Arc::clone(&begin), Dropped(Arc::clone(&drop)));
        async move {
            begin.notify_one();
            std::future::pending::<()>().await;
            drop_late(guard);
            Ok(FillBoxResponse {
                text: String::new(),
            })
        }
    });
    (service, begun, dropped)
}

fn drop_late(_: Dropped) {}

#[tokio::test(start_paused = true)]
async fn a_handler_is_dropped_at_its_deadline() {
    let (service, _, dropped) = endless();
    let start = tokio::time::Instant::now();
    let limits = Limits::default().handler_time(Duration::from_secs(5));
    let answer = send(service.limits(limits), fill_box()).await;
    answer.assert_error(503, "ServiceUnavailable");
    assert_eq!(start.elapsed().as_secs(), 5);
    dropped.notified().await;
}

#[tokio::test]
async fn the_context_knows_the_deadline() {
    let service = boxes(|context, _| async move {
        let left = context.deadline().unwrap() - std::time::Instant::now();
        Ok(FillBoxResponse {
            text: format!("{}", left.as_secs()),
        })
    });
    let limits = Limits::default().handler_time(Duration::from_secs(3600));
    assert_eq!(
        send(service.limits(limits), fill_box()).await.body,
        r#"{"Text":"3599"}"#
    );
}

/// Serves on a free port of the loopback.
async fn serve(service: Service) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = service
        .into_router()
        .into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// Sends raw bytes and gives what comes back until the server closes.
async fn talk(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

const FILL: &str = "PUT /boxes/b%20%2F1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
    content-type: application/json\r\ncontent-length: 11\r\n\r\n{\"Count\":1}";

#[tokio::test]
async fn it_serves_over_a_socket_and_knows_the_peer() {
    let service = boxes(|context, input| async move {
        let peer = context.peer().map(|peer| peer.ip().to_string());
        Ok(FillBoxResponse {
            text: format!("{} {peer:?}", input.name),
        })
    });
    let answer = talk(serve(service).await, FILL).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(
        answer.ends_with("\r\n\r\n{\"Text\":\"b /1 Some(\\\"127.0.0.1\\\")\"}"),
        "{answer}"
    );
    for name in ["x-amzn-requestid: ", "date: ", "content-length: "] {
        assert_eq!(
            answer.matches(&format!("\r\n{name}")).count(),
            1,
            "{answer}"
        );
    }
}

#[tokio::test]
async fn a_declared_length_over_the_limit_is_answered_without_the_body() {
    let address = serve(echo().limits(Limits::default().body_bytes(10))).await;
    let head = FILL.strip_suffix("{\"Count\":1}").unwrap();
    let answer = talk(address, head).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(!answer.contains("100 Continue"), "{answer}");
}

#[tokio::test]
async fn a_client_that_goes_away_drops_the_handler() {
    let (service, begun, dropped) = endless();
    let mut stream = TcpStream::connect(serve(service).await).await.unwrap();
    stream.write_all(FILL.as_bytes()).await.unwrap();
    begun.notified().await;
    drop(stream);
    tokio::time::timeout(Duration::from_secs(10), dropped.notified())
        .await
        .unwrap();
}
