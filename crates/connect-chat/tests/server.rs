//! The service in this process, with an API of the test's own.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use clap::Parser;
use connect_chat::config::Config;
use connect_chat::server::{RunError, Server};
use connect_chat::store::Store;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

/// A service that runs, and what it takes to end it.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    store: Arc<dyn Store>,
    ended: JoinHandle<Result<(), RunError>>,
}

async fn start(folder: &Path, grace: &str, api: Router) -> Running {
    let folder = folder.to_str().unwrap();
    let flags = [
        "connect-chat",
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        folder,
        "--auth",
        "off",
        "--grace",
        grace,
    ];
    let mut store = None;
    let server = Server::bind(Config::parse_from(flags), |application| {
        assert_eq!(
            (application.region.as_str(), application.account.as_str()),
            ("us-east-1", "111122223333")
        );
        store = Some(application.store.clone());
        api
    });
    let server = server.await.unwrap();
    let address = server.address();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(server.serve(async { stopped.await.unwrap() }));
    Running {
        address,
        stop,
        store: store.unwrap(),
        ended,
    }
}

async fn request(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn every_path_but_one_is_the_apis_and_it_sees_the_peer() {
    let folder = tempfile::tempdir().unwrap();
    let peer = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move {
        format!("api for {}", peer.ip())
    };
    let running = start(folder.path(), "1", Router::new().fallback(get(peer))).await;
    for path in ["/", "/contact/chat", "/health/", "/healthy", "/%68ealth"] {
        let answer = request(running.address, path).await;
        assert!(answer.ends_with("api for 127.0.0.1"), "{path}: {answer}");
    }
    assert!(request(running.address, "/health").await.ends_with("ok\n"));
    running.stop.send(()).unwrap();
    running.ended.await.unwrap().unwrap();
}

#[tokio::test]
async fn without_its_store_the_service_is_not_healthy_and_does_not_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let running = start(folder.path(), "1", Router::new()).await;
    running.store.close().await;
    let answer = request(running.address, "/health").await;
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(
        answer.ends_with("\r\n\r\nthe store does not work\n"),
        "{answer}"
    );
}

/// A service whose one route tells the test that it was reached, and answers when the test says so.
async fn with_slow_request(
    folder: &Path,
    grace: &str,
) -> (Running, JoinHandle<String>, Arc<Notify>) {
    let (reached, answer) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let handler = {
        let (reached, answer) = (reached.clone(), answer.clone());
        move || async move {
            reached.notify_one();
            answer.notified().await;
            "late"
        }
    };
    let running = start(folder, grace, Router::new().route("/slow", get(handler))).await;
    let request = tokio::spawn(request(running.address, "/slow"));
    reached.notified().await;
    (running, request, answer)
}

#[tokio::test]
async fn an_open_request_is_answered_before_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let (running, request, answer) = with_slow_request(folder.path(), "60").await;
    running.stop.send(()).unwrap();
    // The service waits for the request, and takes no new connections meanwhile.
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!running.ended.is_finished());
    assert!(TcpStream::connect(running.address).await.is_err());
    answer.notify_one();
    running.ended.await.unwrap().unwrap();
    assert!(request.await.unwrap().ends_with("late"));
    assert!(running.store.check().await.is_err(), "the store was closed");
}

#[tokio::test]
async fn a_request_that_never_ends_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let (running, _request, _answer) = with_slow_request(folder.path(), "0").await;
    running.stop.send(()).unwrap();
    running.ended.await.unwrap().unwrap();
    assert!(running.store.check().await.is_err(), "the store was closed");
}
