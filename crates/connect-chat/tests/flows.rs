//! What is told after an auto-disconnect, and when.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use common::api::{Customer, DisconnectNoncustomer, timer};
use common::embedded::{DAY, agent, begin};
use common::scene::{Scene, minute};
use common::{Fixture, NOW, all_four, fixture, instance, open};
use connect_chat::clock::Clock;
use connect_chat::flows::{DisconnectFlow, Flows};
use connect_chat::item::ItemKind;
use connect_chat::participant::ParticipantRole;
use connect_chat::store::{Instances, Store};
use connect_chat::testing;
use connect_chat::timekeeper::Timekeeper;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// A service of one route, and its address as a flow.
async fn hook(router: Router) -> DisconnectFlow {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("http://{address}/flow").parse().unwrap()
}

/// A webhook that notes what it is told, and answers with this status.
async fn webhook(status: u16) -> (DisconnectFlow, Arc<Mutex<Vec<String>>>) {
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let noting = told.clone();
    let note = move |body: String| async move {
        noting.lock().unwrap().push(body);
        StatusCode::from_u16(status).unwrap()
    };
    (hook(Router::new().route("/flow", post(note))).await, told)
}

#[tokio::test]
async fn a_webhook_is_told_before_the_advance_is_over() {
    // What it answers makes no difference to the record.
    for status in [200, 500] {
        let (flow, told) = webhook(status).await;
        let chat = testing::start_with(|config| config.disconnect_flow = flow)
            .await
            .unwrap();
        let timers = vec![timer(Customer, DisconnectNoncustomer, 5)];
        let (client, contact) = begin(&chat, timers).await;
        agent(&chat, &client, &contact).await;
        chat.clock.advance(DAY).await.unwrap();
        let told = told.lock().unwrap().clone();
        assert_eq!(told.len(), 1);
        let told: serde_json::Value = serde_json::from_str(&told[0]).unwrap();
        let items = chat.store.items(&contact.clone().into()).await.unwrap();
        assert_eq!(told["Id"], items[2].id.as_str());
        assert_eq!(told["ContactId"], contact.as_str());
        assert_eq!(
            told["ContentType"],
            "application/vnd.amazonaws.connect.event.participant.autodisconnection"
        );
        assert_eq!(chat.store.flows().await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_webhook_that_never_answers_does_not_stop_the_clock() {
    let never = post(|| async { std::future::pending::<StatusCode>().await });
    let flow = hook(Router::new().route("/flow", never)).await;
    let chat = testing::start_with(|config| config.disconnect_flow = flow)
        .await
        .unwrap();
    let timers = vec![timer(Customer, DisconnectNoncustomer, 5)];
    let (client, contact) = begin(&chat, timers).await;
    agent(&chat, &client, &contact).await;
    let begun = Instant::now();
    chat.clock.advance(DAY).await.unwrap();
    // It was waited for, and not for ever.
    let took = begun.elapsed().as_secs();
    assert!((4..60).contains(&took), "{took} seconds");
    assert_eq!(chat.store.flows().await.unwrap(), []);
}

#[tokio::test]
async fn what_was_not_told_before_a_restart_is_told_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(open(folder.path()).await);
    let scene = silent(store.clone()).await;
    let fired = store
        .advance(scene.contact.clone(), minute(60))
        .await
        .unwrap();
    let disconnected = fired
        .iter()
        .find(|item| item.kind == ItemKind::AutoDisconnected);
    // Nobody was there to tell the flow.
    store.close().await;

    let (flow, told) = webhook(200).await;
    let chat = testing::start_with(|config| {
        config.data_dir = folder.path().to_owned();
        config.disconnect_flow = flow;
    });
    let chat = chat.await.unwrap();
    chat.clock.advance(DAY).await.unwrap();
    let told = told.lock().unwrap().clone();
    assert_eq!(told.len(), 1);
    let told: serde_json::Value = serde_json::from_str(&told[0]).unwrap();
    assert_eq!(told["Id"], disconnected.unwrap().id.as_str());
}

/// A chat in which the customer is silent.
async fn silent(store: Arc<dyn Store>) -> Scene {
    let scene = Scene::new(store.clone()).await;
    let contact = scene.contact.clone();
    let update = store.update_timer_settings(instance("i"), contact, all_four(5), NOW);
    update.await.unwrap();
    let agent = scene.newcomer(ParticipantRole::Agent).await;
    scene.connect(&scene.customer, 0).await;
    scene.connect(&agent, 0).await;
    scene
}

/// So many of them.
async fn all_silent(fixture: &Fixture, chats: usize) -> BTreeSet<String> {
    let mut beginning = JoinSet::new();
    for _ in 0..chats {
        let store = fixture.store.clone();
        beginning.spawn(async move { silent(store).await.contact.to_string() });
    }
    beginning.join_all().await.into_iter().collect()
}

fn timekeeper(fixture: &Fixture, hook: SocketAddr) -> Arc<Timekeeper> {
    let flow = format!("http://{hook}/flow").parse().unwrap();
    let flows = Flows::new(fixture.store.clone(), &flow).unwrap();
    let clock = Clock::manual(NOW);
    Arc::new(Timekeeper::new(
        fixture.store.clone(),
        clock,
        Arc::new(flows),
    ))
}

/// Answers so many calls, one after the other and none of them at once, and returns their contacts.
async fn answer_slowly(listener: TcpListener, calls: usize) -> BTreeSet<String> {
    let mut contacts = BTreeSet::new();
    'calls: while contacts.len() < calls {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        // Its last member is the only object's end.
        while !request.ends_with(b"}") {
            if stream.read_buf(&mut request).await.unwrap() == 0 {
                // The caller had given up this connection before it was made.
                assert_eq!(request, b"");
                continue 'calls;
            }
        }
        let body = request.iter().position(|byte| *byte == b'{').unwrap();
        let item: serde_json::Value = serde_json::from_slice(&request[body..]).unwrap();
        let contact = item["ContactId"].as_str().unwrap().to_owned();
        assert!(contacts.insert(contact), "each is told once");
        sleep(Duration::from_millis(5)).await;
        let answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(answer).await.unwrap();
    }
    contacts
}

#[tokio::test]
async fn a_slow_webhook_is_told_of_many_chats() {
    let fixture = fixture(Instances::OnDemand).await;
    let chats = all_silent(&fixture, 100).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(5).unwrap();
    let timekeeper = timekeeper(&fixture, listener.local_addr().unwrap());
    let told = tokio::spawn(answer_slowly(listener, chats.len()));
    timekeeper.advance(DAY).await.unwrap();
    assert_eq!(fixture.store.flows().await.unwrap(), []);
    let told = timeout(Duration::from_secs(5), told).await;
    assert_eq!(told.unwrap().unwrap(), chats);
}

#[tokio::test]
async fn a_webhook_that_is_away_for_a_moment_is_told() {
    let fixture = fixture(Instances::OnDemand).await;
    let chats = all_silent(&fixture, 1).await;
    // The port is taken, and nobody listens.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let timekeeper = timekeeper(&fixture, socket.local_addr().unwrap());
    let told = tokio::spawn(async move {
        sleep(Duration::from_millis(100)).await;
        answer_slowly(socket.listen(5).unwrap(), 1).await
    });
    timekeeper.advance(DAY).await.unwrap();
    assert_eq!(told.await.unwrap(), chats);
}
