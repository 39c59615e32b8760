//! The crates of `models/streams.json`: bodies that are streams over a socket, and what is done to bodies on their way.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use golden_streams_client::Client;
use golden_streams_client::types::*;
use golden_streams_server::{RequestContext, Streams, router};
use http::{Request, Response};
use http_body_util::channel::Channel;
use http_body_util::{BodyExt, Full};
use lockstep_core::Body;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Answers with what it was sent.
struct Echoing;

impl Streams for Echoing {
    async fn echo(&self, _: RequestContext, input: EchoInput) -> Result<EchoOutput, EchoError> {
        Ok(EchoOutput::new(input.name, input.bytes))
    }

    async fn finish(
        &self,
        _: RequestContext,
        input: FinishInput,
    ) -> Result<FinishOutput, FinishError> {
        let bytes = input.bytes.collect().await.unwrap().to_bytes();
        Ok(FinishOutput::new(bytes.len().try_into().unwrap()))
    }

    async fn compress(
        &self,
        _: RequestContext,
        input: CompressInput,
    ) -> Result<CompressOutput, CompressError> {
        Ok(CompressOutput {
            encoding: input.encoding,
            length: input.text.len().try_into().unwrap(),
        })
    }

    async fn sum(&self, context: RequestContext, _: SumInput) -> Result<SumOutput, SumError> {
        assert!(context.headers().contains_key("content-md5"));
        Ok(SumOutput {})
    }

    async fn describe(
        &self,
        context: RequestContext,
        _: DescribeInput,
    ) -> Result<DescribeOutput, DescribeError> {
        let host = context.headers()["host"].to_str().unwrap();
        Ok(DescribeOutput::new(host))
    }
}

/// A server on a port of its own, until the test ends.
async fn serve() -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Echoing)).await });
    address
}

async fn client() -> Client {
    Client::new(&format!("http://{}", serve().await)).unwrap()
}

/// No step of these tests takes longer than a moment, unless what it waits for never comes.
async fn soon<T>(step: impl Future<Output = T>) -> T {
    let limit = Duration::from_secs(20);
    tokio::time::timeout(limit, step).await.unwrap()
}

async fn frame(body: &mut Body) -> Option<Bytes> {
    let frame = soon(body.frame()).await?;
    Some(frame.unwrap().into_data().unwrap())
}

#[tokio::test]
async fn a_stream_goes_through_before_it_has_ended() {
    let client = client().await;
    let (mut sender, channel) = Channel::<Bytes, std::io::Error>::new(1);
    soon(sender.send_data(Bytes::from_static(b"first")))
        .await
        .unwrap();
    let input = EchoInput {
        bytes: Body::stream(channel),
        ..EchoInput::new("n")
    };
    let mut output = soon(client.echo(input)).await.unwrap();
    assert_eq!(output.name, "n");
    assert_eq!(frame(&mut output.bytes).await.unwrap(), "first");
    soon(sender.send_data(Bytes::from_static(b"second")))
        .await
        .unwrap();
    assert_eq!(frame(&mut output.bytes).await.unwrap(), "second");
    drop(sender);
    assert_eq!(frame(&mut output.bytes).await, None);
}

#[tokio::test]
async fn a_stream_may_be_longer_than_what_is_held_in_memory() {
    let client = client().await;
    let long = Bytes::from(vec![7; 6 * 1024 * 1024]);
    let input = EchoInput {
        bytes: Body::from(long.clone()),
        ..EchoInput::new("n")
    };
    let output = soon(client.echo(input)).await.unwrap();
    let echoed = soon(output.bytes.collect()).await.unwrap().to_bytes();
    assert!(echoed == long);
}

#[tokio::test]
async fn what_stands_beside_a_stream_is_checked_before_it_is_read() {
    let client = client().await;
    let error = soon(client.echo(EchoInput::new("far too long")))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Value with length 12 at '/name'"),
        "{error}"
    );
}

#[tokio::test]
async fn a_length_that_is_required_must_be_known() {
    let address = serve().await;
    let client = Client::new(&format!("http://{address}")).unwrap();
    let known = Body::stream(Full::new(Bytes::from_static(b"12345")));
    let output = soon(client.finish(FinishInput::new(known))).await.unwrap();
    assert_eq!(output.length, 5);

    let (_sender, channel) = Channel::<Bytes, std::io::Error>::new(1);
    let unknown = FinishInput::new(Body::stream(channel));
    let error = soon(client.finish(unknown)).await.unwrap_err();
    assert!(error.to_string().contains("must have a length"), "{error}");

    let mut socket = TcpStream::connect(address).await.unwrap();
    let request = "PUT /finish HTTP/1.1\r\nhost: a\r\ncontent-type: text/csv\r\n\
                   transfer-encoding: chunked\r\nconnection: close\r\n\r\n1\r\na\r\n0\r\n\r\n";
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    soon(socket.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 411 "), "{answer}");
    assert!(
        answer.contains("x-amzn-errortype: MissingContentLength"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_large_body_is_compressed_and_nothing_of_it_is_seen() {
    let client = client().await;
    for (encoding, length) in [(None, 10), (None, 200_000), (Some("own"), 200_000)] {
        let input = CompressInput {
            encoding: encoding.map(str::to_owned),
            ..CompressInput::new("a".repeat(length))
        };
        let output = soon(client.compress(input)).await.unwrap();
        assert_eq!(usize::try_from(output.length).unwrap(), length);
        assert_eq!(output.encoding.as_deref(), encoding);
    }
    // Three mebibytes of one letter are a few kilobytes on the way.
    let input = CompressInput::new("a".repeat(3 * 1024 * 1024));
    let error = soon(client.compress(input)).await.unwrap_err();
    assert!(error.to_string().contains("413"), "{error}");
}

#[tokio::test]
async fn a_checksum_needs_bytes() {
    let client = client().await;
    let bytes = SumInput::new(Bytes::from_static(b"abc"));
    soon(client.sum(bytes)).await.unwrap();
    let (_sender, channel) = Channel::<Bytes, std::io::Error>::new(1);
    let stream = SumInput::new(Body::stream(channel));
    let error = soon(client.sum(stream)).await.unwrap_err();
    assert!(
        error.to_string().contains("must be made from bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn a_prefix_stands_before_a_host_with_a_name() {
    let called = |endpoint: &str, prefixes: bool| {
        let transport = tower::service_fn(|request: Request<Body>| async move {
            let body = format!("{{\"host\":\"{}\"}}", request.uri().host().unwrap());
            Ok::<_, std::io::Error>(Response::new(Full::new(Bytes::from(body))))
        });
        let inner = lockstep_client::Client::builder()
            .endpoint(endpoint)
            .host_prefixes(prefixes)
            .transport(transport)
            .build();
        Client::from(inner.unwrap())
    };
    for (endpoint, prefixes, host) in [
        ("http://example.com", true, "data.s-1.example.com"),
        ("http://example.com", false, "example.com"),
        ("http://127.0.0.1", true, "127.0.0.1"),
    ] {
        let output = called(endpoint, prefixes)
            .describe(DescribeInput::new("s-1"))
            .await;
        assert_eq!(output.unwrap().host, host);
    }
    let client = called("http://example.com", true);
    for label in ["a_b", "-a", "a-", "a.b"] {
        let error = client
            .describe(DescribeInput::new(label))
            .await
            .unwrap_err();
        assert!(error.to_string().contains("the host label"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_sent_once() {
    let attempts = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&attempts);
    let transport = tower::service_fn(move |_: Request<Body>| {
        seen.fetch_add(1, Ordering::Relaxed);
        let mut response = Response::new(Full::new(Bytes::new()));
        *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
        async move { Ok::<_, std::io::Error>(response) }
    });
    let inner = lockstep_client::Client::builder()
        .transport(transport)
        .build();
    let client = Client::from(inner.unwrap());
    let known = || Full::new(Bytes::from_static(b"a"));
    for (body, expected) in [
        (Body::stream(known()), 1..=1),
        (Body::from("a"), 2..=u32::MAX),
    ] {
        attempts.store(0, Ordering::Relaxed);
        client.finish(FinishInput::new(body)).await.unwrap_err();
        let count = attempts.load(Ordering::Relaxed);
        assert!(expected.contains(&count), "{count}");
    }
}
