//! Retries: what is tried again, when, and that it is the same each time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use lockstep_client::{Client, Error, Retries};
use lockstep_core::Body;
use tokio::time::Instant;

use crate::operation::{Binding, Note, NoteError, NoteInput, Post, PostWithToken, Put};
use crate::server::{Server, answer, refusing_endpoint};

/// Answers each request with the next of these statuses, the last one for ever, and keeps when it came.
#[derive(Clone)]
struct Script {
    statuses: &'static [u16],
    headers: &'static [(&'static str, &'static str)],
    arrivals: Arc<Mutex<Vec<Instant>>>,
}

impl Script {
    fn new(statuses: &'static [u16]) -> Self {
        Self {
            statuses,
            headers: &[],
            arrivals: Arc::default(),
        }
    }

    fn client(&self, retries: Retries) -> Client {
        let script = self.clone();
        let service = tower::service_fn(move |_: http::Request<Body>| {
            let mut arrivals = script.arrivals.lock().unwrap();
            let status = script.statuses[arrivals.len().min(script.statuses.len() - 1)];
            arrivals.push(Instant::now());
            let mut response = http::Response::builder().status(status);
            for (name, value) in script.headers {
                response = response.header(*name, *value);
            }
            std::future::ready(response.body("{}".to_owned()))
        });
        Client::builder()
            .transport(service)
            .retries(retries)
            .build()
            .unwrap()
    }

    fn arrivals(&self) -> usize {
        self.arrivals.lock().unwrap().len()
    }

    /// The delays before the second, third and each further request.
    fn delays(&self) -> Vec<Duration> {
        self.arrivals
            .lock()
            .unwrap()
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .collect()
    }
}

async fn call<B: Binding>(client: &Client) -> Result<(), Error<NoteError>> {
    client
        .call::<Note<B>>(NoteInput::new("a", "b").with_text("hi"))
        .await
        .map(drop)
}

#[tokio::test]
async fn a_request_goes_out_byte_for_byte_the_same() {
    let failed = || answer("503 Service Unavailable", &[], "");
    let server = Server::start([failed(), failed(), answer("200 OK", &[], "{}")]).await;
    let retries = Retries::standard().first_delay(Duration::ZERO);
    let client = Client::builder()
        .endpoint(server.endpoint())
        .retries(retries)
        .build()
        .unwrap();
    call::<PostWithToken>(&client).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests[0].contains(r#""Token":""#), "{}", requests[0]);
    assert_eq!(requests[0], requests[1]);
    assert_eq!(requests[1], requests[2]);
}

#[tokio::test]
async fn a_token_is_fresh_for_each_call_or_as_configured() {
    let server = Server::start([(); 3].map(|()| answer("200 OK", &[], "{}"))).await;
    let random = Client::new(&server.endpoint()).unwrap();
    call::<PostWithToken>(&random).await.unwrap();
    call::<PostWithToken>(&random).await.unwrap();
    let fixed = Client::builder()
        .endpoint(server.endpoint())
        .idempotency_tokens(|| "fixed".to_owned());
    call::<PostWithToken>(&fixed.build().unwrap())
        .await
        .unwrap();
    let requests = server.requests();
    assert_ne!(requests[0], requests[1]);
    assert!(
        requests[2].ends_with(r#"{"Text":"hi","Token":"fixed"}"#),
        "{}",
        requests[2]
    );
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_twice_is_not_once_is_repeated_only_where_nothing_happened() {
    for (status, put, post, post_with_token) in [
        (429, 3, 3, 3),
        (500, 3, 1, 3),
        (502, 3, 1, 3),
        (503, 3, 1, 3),
        (504, 3, 1, 3),
        (400, 1, 1, 1),
        (501, 1, 1, 1),
    ] {
        let statuses: &'static [u16] = Box::leak(Box::new([status]));
        let script = || Script::new(statuses);
        let attempts = |error: Error<NoteError>| match error {
            Error::Service(error) => error.attempts(),
            other => panic!("{other:?}"),
        };
        let (a, b, c) = (script(), script(), script());
        let of_put = attempts(
            call::<Put>(&a.client(Retries::standard()))
                .await
                .unwrap_err(),
        );
        let of_post = attempts(
            call::<Post>(&b.client(Retries::standard()))
                .await
                .unwrap_err(),
        );
        let of_token = attempts(
            call::<PostWithToken>(&c.client(Retries::standard()))
                .await
                .unwrap_err(),
        );
        assert_eq!(
            (of_put, of_post, of_token),
            (put, post, post_with_token),
            "{status}"
        );
        assert_eq!(a.arrivals(), put as usize);
    }
    let script = Script::new(&[500]);
    call::<Post>(&script.client(Retries::standard().repeat_unsafe()))
        .await
        .unwrap_err();
    assert_eq!(script.arrivals(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_throttling_code_counts_whatever_its_status() {
    let mut script = Script::new(&[400, 400, 200]);
    script.headers = &[(
        "x-amzn-errortype",
        "ThrottlingException:http://example.com/",
    )];
    call::<Post>(&script.client(Retries::standard()))
        .await
        .unwrap();
    assert_eq!(script.arrivals(), 3);
}

#[tokio::test(start_paused = true)]
async fn retries_can_be_turned_off() {
    let script = Script::new(&[503, 200]);
    let error = call::<Put>(&script.client(Retries::off()))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert_eq!(script.arrivals(), 1);
}

#[tokio::test(start_paused = true)]
async fn delays_are_random_below_a_limit_that_doubles() {
    let retries = Retries::standard()
        .attempts(6)
        .first_delay(Duration::from_secs(1))
        .longest_delay(Duration::from_secs(5));
    let mut all = Vec::new();
    for _ in 0..20 {
        let script = Script::new(&[500]);
        call::<Put>(&script.client(retries)).await.unwrap_err();
        let delays = script.delays();
        assert_eq!(delays.len(), 5);
        for (delay, seconds) in delays.iter().zip([1, 2, 4, 5, 5]) {
            // Tokio's timer is exact to a millisecond.
            assert!(
                *delay <= Duration::from_secs(seconds) + Duration::from_millis(2),
                "{delays:?}"
            );
        }
        all.push(delays);
    }
    assert!(
        all.iter()
            .any(|delays| delays[0] < Duration::from_millis(500)),
        "full jitter goes down to zero"
    );
    assert!(
        all.iter()
            .any(|delays| delays[0] > Duration::from_millis(500)),
        "and up to the limit"
    );
}

#[tokio::test(start_paused = true)]
async fn the_service_is_given_the_time_that_it_asks_for() {
    let mut script = Script::new(&[429, 200]);
    script.headers = &[("retry-after", "7")];
    call::<Put>(&script.client(Retries::standard()))
        .await
        .unwrap();
    let delay = script.delays()[0];
    assert!(
        (Duration::from_secs(7)..Duration::from_millis(7010)).contains(&delay),
        "{delay:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_client_whose_calls_all_fail_stops_retrying() {
    let script = Script::new(&[500]);
    let client = script.client(Retries::standard());
    for _ in 0..30 {
        call::<Put>(&client.clone()).await.unwrap_err();
    }
    // The bucket pays for 35 retries: 17 calls of three attempts, one of two, and twelve of one.
    assert_eq!(script.arrivals(), 30 + 35);
    call::<Put>(&client).await.unwrap_err();
    assert_eq!(script.arrivals(), 30 + 35 + 1);
}

#[tokio::test(start_paused = true)]
async fn a_retry_that_leads_to_success_costs_nothing() {
    // Each call fails once and then succeeds, far more often than the bucket could pay for.
    let statuses: Vec<u16> = [500, 200].repeat(200);
    let script = Script::new(Vec::leak(statuses));
    let client = script.client(Retries::standard());
    for _ in 0..200 {
        call::<Put>(&client).await.unwrap();
    }
    assert_eq!(script.arrivals(), 400);
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_for_every_operation() {
    let (endpoint, _kept) = refusing_endpoint();
    let retries = Retries::standard().first_delay(Duration::ZERO);
    let client = Client::builder()
        .endpoint(endpoint)
        .retries(retries)
        .build()
        .unwrap();
    let Error::Transport(error) = call::<Post>(&client).await.unwrap_err() else {
        panic!("another error")
    };
    assert_eq!(error.attempts(), 3);
    assert!(
        error.to_string().ends_with(" (after 3 attempts)"),
        "{error}"
    );
}

#[tokio::test]
async fn a_cut_connection_is_tried_again_only_if_that_is_safe() {
    let server = Server::start([String::new(), String::new(), answer("200 OK", &[], "{}")]).await;
    let retries = Retries::standard().first_delay(Duration::ZERO);
    let client = Client::builder()
        .endpoint(server.endpoint())
        .retries(retries)
        .build()
        .unwrap();
    let Error::Transport(error) = call::<Post>(&client).await.unwrap_err() else {
        panic!("another error")
    };
    assert_eq!(error.attempts(), 1);
    call::<Put>(&client).await.unwrap();
    assert_eq!(server.requests().len(), 3);
}
