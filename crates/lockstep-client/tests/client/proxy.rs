//! Proxies of the environment, in a process of its own, because the environment belongs to the whole process.

use std::process::Command;

use lockstep_client::{Client, ReqwestTransport, Retries};

use crate::operation::{Note, NoteInput, Put};
use crate::server::{Server, answer};

/// Set in the process whose environment names a proxy.
const PROXY: &str = "LOCKSTEP_TEST_PROXY";
const SERVER: &str = "LOCKSTEP_TEST_SERVER";

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_is_used_only_if_asked_for() {
    if let (Ok(proxy), Ok(server)) = (std::env::var(PROXY), std::env::var(SERVER)) {
        return with_a_proxy_in_the_environment(&proxy, &server).await;
    }
    let proxy = Server::start([(); 2].map(|()| answer("200 OK", &[], "{}"))).await;
    let server = Server::start([answer("200 OK", &[], "{}")]).await;
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args([
        "--exact",
        "proxy::a_proxy_is_used_only_if_asked_for",
        "--nocapture",
    ]);
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        child.env(name, proxy.endpoint());
    }
    child.env_remove("no_proxy").env_remove("NO_PROXY");
    child
        .env(PROXY, proxy.endpoint())
        .env(SERVER, server.endpoint());
    let output = tokio::task::spawn_blocking(move || child.output().unwrap())
        .await
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );

    assert_eq!(server.request_lines(), ["PUT /notes/a/ours HTTP/1.1"]);
    let absolute = |path: &str| format!("{}{path} HTTP/1.1", server.endpoint());
    let expected = [
        format!("GET {}", absolute("/theirs")),
        format!("PUT {}", absolute("/notes/a/asked")),
    ];
    assert_eq!(proxy.request_lines(), expected);
}

async fn with_a_proxy_in_the_environment(proxy: &str, server: &str) {
    // That reqwest as it comes goes through the proxy shows that the environment is set as it should be.
    reqwest::get(format!("{server}/theirs")).await.unwrap();

    let client = Client::builder().endpoint(server).retries(Retries::off());
    client
        .build()
        .unwrap()
        .call::<Note<Put>>(NoteInput::new("a", "ours"))
        .await
        .unwrap();

    let asked = reqwest::Proxy::all(proxy).unwrap();
    let transport = ReqwestTransport::configured(|reqwest| reqwest.proxy(asked)).unwrap();
    let client = Client::builder()
        .endpoint(server)
        .retries(Retries::off())
        .transport(transport);
    client
        .build()
        .unwrap()
        .call::<Note<Put>>(NoteInput::new("a", "asked"))
        .await
        .unwrap();
}
