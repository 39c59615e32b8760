//! Timeouts, with time paused: it goes on only when nothing else is left to do.

use std::time::Duration;

use lockstep_client::{Client, Error, Retries, Timeout, TimeoutKind, Timeouts};
use tokio::time::Instant;

use crate::operation::{Note, NoteError, NoteInput, Post, Put};
use crate::server::{Reply, Server, answer};

const SECOND: Duration = Duration::from_secs(1);

fn timeout<T: std::fmt::Debug>(outcome: Result<T, Error<NoteError>>) -> Timeout {
    match outcome.unwrap_err() {
        Error::Timeout(timeout) => timeout,
        other => panic!("{other:?}"),
    }
}

/// A service that takes a request and never answers.
async fn never(
    _: http::Request<lockstep_core::Body>,
) -> Result<http::Response<String>, std::convert::Infallible> {
    std::future::pending().await
}

fn silent(timeouts: Timeouts, retries: Retries) -> Client {
    Client::builder()
        .transport(tower::service_fn(never))
        .timeouts(timeouts)
        .retries(retries)
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn an_attempt_is_limited_and_repeated() {
    let client = silent(
        Timeouts::none().attempt(5 * SECOND),
        Retries::standard().first_delay(Duration::ZERO),
    );
    let begun = Instant::now();
    let timeout = timeout(client.call::<Note<Put>>(NoteInput::new("a", "b")).await);
    assert_eq!(
        (timeout.kind(), timeout.limit(), timeout.attempts()),
        (TimeoutKind::Attempt, 5 * SECOND, 3)
    );
    assert_eq!(
        timeout.to_string(),
        "no complete answer from the service within 5s (after 3 attempts)"
    );
    assert!(
        (15 * SECOND..16 * SECOND).contains(&begun.elapsed()),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_may_have_arrived_is_not_repeated_if_that_is_unsafe() {
    let client = silent(Timeouts::none().attempt(SECOND), Retries::standard());
    assert_eq!(
        timeout(client.call::<Note<Post>>(NoteInput::new("a", "b")).await).attempts(),
        1
    );
}

#[tokio::test(start_paused = true)]
async fn the_operation_is_limited_over_all_attempts() {
    let timeouts = Timeouts::none().attempt(4 * SECOND).operation(10 * SECOND);
    let client = silent(
        timeouts,
        Retries::standard().attempts(9).first_delay(Duration::ZERO),
    );
    let begun = Instant::now();
    let timeout = timeout(client.call::<Note<Put>>(NoteInput::new("a", "b")).await);
    assert_eq!(
        (timeout.kind(), timeout.limit(), timeout.attempts()),
        (TimeoutKind::Operation, 10 * SECOND, 3)
    );
    assert!(
        (10 * SECOND..11 * SECOND).contains(&begun.elapsed()),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_delay_that_would_pass_the_limit_is_not_begun() {
    let throttle = tower::service_fn(async |_: http::Request<lockstep_core::Body>| {
        let response = http::Response::builder()
            .status(429)
            .header("retry-after", "15");
        response.body(String::new())
    });
    let timeouts = Timeouts::new().operation(10 * SECOND);
    let client = Client::builder()
        .transport(throttle)
        .timeouts(timeouts)
        .build()
        .unwrap();
    let begun = Instant::now();
    let error = client
        .call::<Note<Put>>(NoteInput::new("a", "b"))
        .await
        .unwrap_err();
    assert_eq!(
        error.status().unwrap().as_u16(),
        429,
        "the answer says more than a timeout would"
    );
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_silent_socket_and_a_slow_body_are_attempts_that_time_out() {
    let timeouts = Timeouts::none().attempt(SECOND);
    let server = Server::start([Reply::Silence]).await;
    let client = Client::builder()
        .endpoint(server.endpoint())
        .timeouts(timeouts)
        .retries(Retries::off())
        .build()
        .unwrap();
    let outcome = client.call::<Note<Put>>(NoteInput::new("a", "b")).await;
    assert_eq!(timeout(outcome).kind(), TimeoutKind::Attempt);

    let slow = tower::service_fn(async |_: http::Request<lockstep_core::Body>| {
        Ok::<_, http::Error>(http::Response::new(EndlessBody))
    });
    let client = Client::builder()
        .transport(slow)
        .timeouts(timeouts)
        .retries(Retries::off())
        .build()
        .unwrap();
    let outcome = client.call::<Note<Put>>(NoteInput::new("a", "b")).await;
    assert_eq!(timeout(outcome).kind(), TimeoutKind::Attempt);
}

/// A body that begins and never ends.
struct EndlessBody;

impl http_body::Body for EndlessBody {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        std::task::Poll::Pending
    }
}

/// A listener whose queue is full leaves the next connection in the air, as a host that drops packets does.
#[cfg(target_os = "linux")]
#[tokio::test(start_paused = true)]
async fn a_connection_is_limited_and_was_not_sent() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queued = Vec::new();
    while let Ok(stream) = std::net::TcpStream::connect_timeout(&address, Duration::from_millis(50))
    {
        queued.push(stream);
    }
    let client = Client::builder()
        .endpoint(format!("http://{address}"))
        .timeouts(Timeouts::none().connect(SECOND))
        .retries(Retries::standard().attempts(2))
        .build()
        .unwrap();
    // A connection timeout is repeated even for an operation that must not be carried out twice.
    let timeout = timeout(client.call::<Note<Post>>(NoteInput::new("a", "b")).await);
    assert_eq!(
        (timeout.kind(), timeout.limit(), timeout.attempts()),
        (TimeoutKind::Connect, SECOND, 2)
    );
}

#[tokio::test]
async fn standard_and_endless_limits_do_not_stand_in_the_way() {
    let endless = Timeouts::new()
        .connect(Duration::MAX)
        .attempt(Duration::MAX)
        .operation(Duration::MAX);
    for timeouts in [Timeouts::new(), Timeouts::none(), endless] {
        let server = Server::start([answer("200 OK", &[], "{}")]).await;
        let client = Client::builder()
            .endpoint(server.endpoint())
            .timeouts(timeouts)
            .build()
            .unwrap();
        client
            .call::<Note<Put>>(NoteInput::new("a", "b"))
            .await
            .unwrap();
    }
}
