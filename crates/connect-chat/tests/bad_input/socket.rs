//! The same over a real socket, where the bytes pass a parser of HTTP first.

use std::net::SocketAddr;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::*;

/// Longer than any of this takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Serves the bench on a port of its own until the test ends.
async fn serve(bench: &Bench) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, bench.api.router.clone()).into_future());
    address
}

/// Sends bytes, and reads the one answer up to its declared end. What comes before it, such as
/// `100 Continue`, is left out.
async fn exchange(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut read = Vec::new();
    loop {
        if let Some(answer) = whole(&read) {
            return answer;
        }
        let count = timeout(PATIENCE, stream.read_buf(&mut read))
            .await
            .unwrap()
            .unwrap();
        assert_ne!(
            count,
            0,
            "the answer broke off: {}",
            String::from_utf8_lossy(&read)
        );
    }
}

/// The answer, if all of it is there.
fn whole(read: &[u8]) -> Option<Answer> {
    let end = read.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let (head, body) = (std::str::from_utf8(&read[..end]).unwrap(), &read[end + 4..]);
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    if status == 100 {
        return whole(body);
    }
    let headers: http::HeaderMap = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| {
            (
                name.parse::<HeaderName>().unwrap(),
                value.parse::<HeaderValue>().unwrap(),
            )
        })
        .collect();
    let length: usize = headers["content-length"].to_str().unwrap().parse().unwrap();
    (body.len() >= length).then(|| Answer {
        status,
        headers,
        body: body[..length].to_vec().into(),
    })
}

fn head(path: &str, headers: &str) -> String {
    format!(
        "PUT {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}\r\n"
    )
}

#[tokio::test]
async fn labels_come_through_as_they_were_sent() {
    let bench = Bench::new().await;
    let address = serve(&bench).await;
    let length = "0: have length between 1 and 100, inclusive";
    let cases = [
        (
            "/contact/participant-role-config/../.",
            NOT_FOUND,
            "instance \"..\" does not exist".to_owned(),
        ),
        (
            "/contact/participant-role-config//c",
            INVALID,
            broken(&[("/InstanceId", length)]),
        ),
        (
            "/contact/participant-role-config/a%2Fb/c",
            NOT_FOUND,
            "instance \"a/b\" does not exist".to_owned(),
        ),
        ("/contact/participant-role-config/%zz/c", MALFORMED, {
            "/InstanceId: must have two hexadecimal digits after each '%'".to_owned()
        }),
        (
            "/contact/chat//",
            (404, "UnknownOperationException"),
            "No operation has this path.".to_owned(),
        ),
    ];
    for (path, (status, kind), message) in cases {
        let body = list(GOOD);
        let request = head(path, &format!("Content-Length: {}\r\n", body.len())) + &body;
        exchange(address, request.as_bytes())
            .await
            .assert_error(path, status, kind, &message);
    }
}

#[tokio::test]
async fn a_body_that_is_too_long_is_answered_before_it_is_sent() {
    let bench = Bench::new().await;
    let address = serve(&bench).await;
    let path = timers_path("i", &bench.chat);
    let before = bench.api.contact(&bench.chat).await;
    let length = 10 * 1024 * 1024;
    for headers in [
        format!("Content-Length: {length}\r\n"),
        format!("Expect: 100-continue\r\nContent-Length: {length}\r\n"),
    ] {
        let answer = exchange(address, head(&path, &headers).as_bytes()).await;
        let message = "The body is longer than 2097152 bytes.";
        answer.assert_error(&headers, 413, "RequestEntityTooLargeException", message);
    }
    assert_eq!(bench.api.contact(&bench.chat).await, before);
}

#[tokio::test]
async fn chunks_and_expectations_are_bodies_like_any_other() {
    let bench = Bench::new().await;
    let address = serve(&bench).await;
    let path = timers_path("i", &bench.chat);
    let body = list(GOOD);
    let (front, back) = body.split_at(40);
    let chunks = |end: &str| {
        let (a, b) = (front.len(), back.len());
        head(&path, "Transfer-Encoding: chunked\r\n")
            + &format!("{a:x}\r\n{front}\r\n{b:x}\r\n{back}\r\n{end}")
    };
    exchange(address, chunks("0\r\n\r\n").as_bytes())
        .await
        .assert_empty("chunks");
    let expecting = head(
        &path,
        &format!("Expect: 100-continue\r\nContent-Length: {}\r\n", body.len()),
    ) + &body;
    exchange(address, expecting.as_bytes())
        .await
        .assert_empty("an expectation");

    let before = bench.api.contact(&bench.chat).await;
    let answer = exchange(address, chunks("zz\r\n").as_bytes()).await;
    let message = "The body could not be read to its end.";
    answer.assert_error(
        "a chunk without a length",
        400,
        "MalformedHttpRequestException",
        message,
    );
    assert_eq!(bench.api.contact(&bench.chat).await, before);
}

#[tokio::test]
async fn a_body_that_never_ends_is_never_stored() {
    let bench = Bench::new().await;
    let address = serve(&bench).await;
    let before = bench.api.contact(&bench.chat).await;
    let body = list(GOOD);
    // All of the JSON is there, and one more byte is promised.
    let request = head(
        &timers_path("i", &bench.chat),
        &format!("Content-Length: {}\r\n", body.len() + 1),
    ) + &body;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    // The server closes the connection, with an answer or without: then it is done with the request.
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer))
        .await
        .unwrap();
    assert!(
        !answer.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    assert_eq!(bench.api.contact(&bench.chat).await, before);
}
