//! What is told after an auto-disconnect, and when.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use common::api::{Customer, DisconnectNoncustomer, timer};
use common::embedded::{DAY, agent, begin};
use common::scene::{Scene, minute};
use common::{NOW, all_four, instance, open};
use connect_chat::flows::DisconnectFlow;
use connect_chat::item::ItemKind;
use connect_chat::participant::ParticipantRole;
use connect_chat::store::Store;
use connect_chat::testing;
use tokio::net::TcpListener;

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
    let scene = Scene::new(store.clone()).await;
    let contact = scene.contact.clone();
    let update = store.update_timer_settings(instance("i"), contact, all_four(5), NOW);
    update.await.unwrap();
    let agent = scene.newcomer(ParticipantRole::Agent).await;
    scene.connect(&scene.customer, 0).await;
    scene.connect(&agent, 0).await;
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
