//! What the log says about the failures that a client is not told about.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::time::Duration;

use axum::body::Body;
use http::Request;
use http_body_util::{Full, Limited};
use lockstep_core::Failure;
use lockstep_server::{Limits, Service};
use support::log::Log;
use support::*;
use tracing::Level;

/// Sends one request, and gives the answer's request id and the one line of the log at this
/// level.
async fn logged(
    service: Service,
    request: Request<Body>,
    level: Level,
) -> (String, serde_json::Value) {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(level)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let answer = send(service, request).await;
    drop(guard);
    let text = log.0.lock().unwrap().clone();
    let line = serde_json::from_slice(&text).unwrap();
    (answer.header("x-amzn-requestid").to_owned(), line)
}

/// An error that leaves the reason to its source, as many do.
#[derive(Debug)]
struct Outer(std::io::Error);

impl std::fmt::Display for Outer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the store failed")
    }
}

impl std::error::Error for Outer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[tokio::test]
async fn a_failure_is_logged_with_its_source_its_request_and_its_operation() {
    let internal = |_, _| async {
        let source = Outer(std::io::Error::other("the disk is full"));
        Err(FillBoxError::Unhandled(Failure::internal(source)))
    };
    let panicking = |_, _| async { panic!("index out of bounds") };
    let endless = |_, _| std::future::pending();
    let limits = Limits::default().handler_time(Duration::from_millis(1));
    let cases = [
        (
            boxes(internal),
            Level::ERROR,
            "\"the store failed: the disk is full\"",
        ),
        (boxes(panicking), Level::ERROR, "index out of bounds"),
        (boxes(endless).limits(limits), Level::WARN, "deadline"),
    ];
    for (service, level, text) in cases {
        // The request stands with the failure also where nothing less severe is logged.
        let (id, line) = logged(service, fill_box(), level).await;
        assert_eq!(line["level"], level.as_str());
        assert!(line["fields"].to_string().contains(text), "{line}");
        assert_eq!(line["span"]["request_id"], id.as_str());
        assert_eq!(line["span"]["operation"], "FillBox");
        assert_eq!(line["span"]["service"], "Boxes");
    }
}

#[tokio::test]
async fn why_a_body_broke_off_can_be_logged() {
    let broken = Body::new(Limited::new(Full::from("{}"), 1));
    let (id, line) = logged(echo(), put("/boxes/b1", broken), Level::DEBUG).await;
    assert_eq!(line["fields"]["error"], "length limit exceeded", "{line}");
    assert_eq!(line["span"]["request_id"], id.as_str());
}

#[tokio::test]
async fn what_the_model_foresees_is_not_logged() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    assert_eq!(send(echo(), fill_box()).await.status, 200);
    assert_eq!(send(echo(), put("/boxes/b1", "{")).await.status, 400);
    assert_eq!(String::from_utf8_lossy(&log.0.lock().unwrap()), "");
}
