//! What happens in a chat, as the store records it: the rules of the timers have tests of their own, in
//! `chat-timeouts`.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use chat_timeouts::{AfterAutoDisconnect, Choices, Pair, Role, Timer};
use common::scene::{Scene, minute, told};
use common::{Fixture, NOW, chat, fixture, instance, open, set};
use connect_chat::contact::{Channel, ContactState, StartContact};
use connect_chat::item::ItemKind;
use connect_chat::participant::ParticipantRole::{Agent, CustomBot, Supervisor};
use connect_chat::store::{Instances, Store, StoreError};

const IDLE: Pair = Pair {
    role: Role::Customer,
    timer: Timer::Idle,
};
const OUT: Pair = Pair {
    role: Role::Customer,
    timer: Timer::AutoDisconnect,
};

async fn configure(scene: &Scene, timers: &[(Pair, i64)], at: u64) {
    let (store, contact) = (&scene.store, scene.contact.clone());
    store
        .update_timer_settings(instance("i"), contact, set(timers), minute(at))
        .await
        .unwrap();
}

async fn scene() -> (Scene, Fixture) {
    let fixture = fixture(Instances::OnDemand).await;
    (Scene::new(fixture.store.clone()).await, fixture)
}

#[tokio::test]
async fn a_chat_from_its_start_to_its_end() {
    let (scene, _fixture) = scene().await;
    configure(&scene, &[(IDLE, 5), (OUT, 10)], 0).await;
    let (agent, bot) = (scene.newcomer(Agent).await, scene.newcomer(CustomBot).await);
    let boss = scene.newcomer(Supervisor).await;
    assert_eq!(
        scene.connect(&scene.customer, 0).await,
        ["0 Ann participant.joined (1)"]
    );
    assert_eq!(
        scene.connect(&agent, 20).await,
        ["20 agent participant.joined (2)"]
    );
    assert_eq!(
        scene.connect(&agent, 21).await,
        [""; 0],
        "it is there already"
    );
    assert_eq!(
        scene.connect(&bot, 21).await,
        ["21 bot participant.joined (3)".replace("bot", "custom_bot")]
    );
    assert_eq!(
        scene.connect(&boss, 21).await,
        ["21 supervisor participant.joined (4)"]
    );
    // With each who joins, the customer's timers start again; so five minutes after the last.
    assert_eq!(scene.store.next_due().await.unwrap(), Some(minute(26)));
    assert_eq!(scene.store.due(minute(25), 9).await.unwrap(), []);
    assert_eq!(
        scene.store.due(minute(26), 9).await.unwrap(),
        std::slice::from_ref(&scene.contact)
    );
    assert_eq!(scene.advance(25).await, [""; 0]);
    assert_eq!(scene.advance(30).await, ["26 Ann participant.idle (4)"]);
    assert_eq!(
        scene.says(&scene.customer, 30).await,
        ["30 Ann participant.returned (4)"]
    );
    assert_eq!(
        scene.disconnect(&bot, 31).await,
        ["31 custom_bot participant.left (3)"]
    );
    assert_eq!(
        scene.disconnect(&bot, 31).await,
        [""; 0],
        "it has left already"
    );
    assert_eq!(
        scene.advance(24 * 60).await,
        [
            "35 Ann participant.idle (3)",
            "45 Ann participant.autodisconnection (1)",
            "45 agent participant.left (1)",
            "45 supervisor participant.left (1)",
        ]
    );
    assert!(matches!(
        scene.store.connect(agent.clone(), minute(50)).await,
        Err(StoreError::ParticipantLeft(who)) if who == agent
    ));
    assert_eq!(scene.disconnect(&agent, 50).await, [""; 0]);
    assert_eq!(scene.store.next_due().await.unwrap(), None);
    let contact = scene.contact.clone();
    let stopped = scene
        .store
        .stop_contact(instance("i"), contact, minute(60 * 24));
    assert!(
        matches!(stopped.await.unwrap().state, ContactState::Ended { at } if at == minute(60 * 24))
    );

    let items = scene.store.items(&scene.contact).await.unwrap();
    assert_eq!(told(&items).len(), 12);
    assert_eq!(told(&items)[11], "1440  chat.ended (1)");
    let ids: BTreeSet<_> = items.iter().map(|item| item.id.clone()).collect();
    assert_eq!(ids.len(), items.len());
    let not_kept = items.iter().filter(|item| !item.kind.is_kept());
    assert_eq!(not_kept.count(), 4);
}

#[tokio::test]
async fn the_chat_ends_with_its_customer() {
    let (scene, _fixture) = scene().await;
    let agent = scene.newcomer(Agent).await;
    scene.connect(&scene.customer, 0).await;
    scene.connect(&agent, 0).await;
    assert_eq!(
        scene.disconnect(&scene.customer, 3).await,
        ["3 Ann participant.left (1)", "3  chat.ended (1)"]
    );
    let found = scene.store.contact(&instance("i"), &scene.contact).await;
    assert_eq!(found.unwrap().state, ContactState::Ended { at: minute(3) });
    assert!(matches!(
        scene.store.disconnect(agent, minute(4)).await,
        Err(StoreError::Ended(_))
    ));
}

#[tokio::test]
async fn no_time_goes_back_in_a_chat() {
    let (first, _fixture) = scene().await;
    configure(&first, &[(IDLE, 5)], 0).await;
    let (agent, late) = (first.newcomer(Agent).await, first.newcomer(Agent).await);
    first.connect(&first.customer, 0).await;
    first.connect(&agent, 0).await;
    first.advance(6).await;
    // Each of these has read the clock before it was moved.
    first.says(&first.customer, 2).await;
    first.connect(&late, 1).await;
    first.disconnect(&late, 0).await;
    configure(&first, &[(OUT, 2)], 3).await;
    let found = first.store.contact(&instance("i"), &first.contact).await;
    assert_eq!(found.unwrap().updated, minute(6));
    let second = first.transfer(4).await.unwrap();
    let found = first.store.contact(&instance("i"), &first.contact).await;
    assert_eq!(found.unwrap().state, ContactState::Ended { at: minute(6) });
    let stop = second
        .store
        .stop_contact(instance("i"), second.contact.clone(), minute(5));
    let stopped = stop.await.unwrap();
    assert_eq!(stopped.initiated, minute(6));
    assert_eq!(stopped.state, ContactState::Ended { at: minute(6) });
    assert_eq!(
        second.record().await,
        [
            "0 Ann participant.joined (1)",
            "0 agent participant.joined (2)",
            "5 Ann participant.idle (2)",
            "6 Ann participant.returned (2)",
            "6 agent participant.joined (3)",
            "6 agent participant.left (2)",
            "6  transfer.succeeded (2)",
            "6 agent participant.left (1)",
            "6  chat.ended (1)",
        ]
    );
}

#[tokio::test]
async fn a_transfer_takes_the_timers_along_and_an_update_waits_for_the_next_agent() {
    let (first, _fixture) = scene().await;
    configure(&first, &[(IDLE, 5)], 0).await;
    let agent = first.newcomer(Agent).await;
    first.connect(&first.customer, 0).await;
    first.connect(&agent, 0).await;
    configure(&first, &[(IDLE, 8), (OUT, 2)], 1).await;
    assert_eq!(first.advance(6).await, ["5 Ann participant.idle (2)"]);
    let second = first.transfer(6).await.unwrap();
    assert_eq!(first.store.next_due().await.unwrap(), None);
    let agent = second.newcomer(Agent).await;
    second.connect(&agent, 10).await;
    let record = [
        "0 Ann participant.joined (1)",
        "0 agent participant.joined (2)",
        "5 Ann participant.idle (2)",
        "6  transfer.succeeded (2)",
        "6 agent participant.left (1)",
        "10 agent participant.joined (2)",
        "18 Ann participant.idle (2)",
        "20 Ann participant.autodisconnection (1)",
        "20 agent participant.left (1)",
    ];
    // The chat goes by the name of its first contact, and any contact of the chain has its record.
    assert_eq!(first.advance(20).await, record[6..]);
    assert_eq!(second.record().await, record);
    assert_eq!(first.record().await, record);
    let items = first.store.items(&first.contact).await.unwrap();
    let contacts: Vec<_> = items.iter().map(|item| &item.contact).collect();
    assert_eq!(contacts[..5], [&first.contact; 5]);
    assert_eq!(contacts[5..], [&second.contact; 4]);
    assert!(items.iter().all(|item| item.chat == first.contact));
}

#[tokio::test]
async fn nothing_happens_in_a_call_that_is_no_chat() {
    let fixture = fixture(Instances::OnDemand).await;
    let call = StartContact {
        channel: Channel::Voice,
        ..chat()
    };
    let call = fixture.store.start_contact(call, NOW).await.unwrap();
    let customer = call.customer.participant;
    assert!(matches!(
        fixture.store.connect(customer, NOW).await,
        Err(StoreError::NotAChat(_))
    ));
    let stop = fixture
        .store
        .stop_contact(instance("i"), call.id.clone(), NOW);
    stop.await.unwrap();
    assert_eq!(fixture.store.items(&call.id).await.unwrap(), []);
}

#[tokio::test]
async fn a_chat_ends_by_auto_disconnect_if_that_is_the_choice() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await.choosing(Choices {
        after_auto_disconnect: AfterAutoDisconnect::Ends,
        ..Choices::default()
    });
    let scene = Scene::new(Arc::new(store)).await;
    configure(&scene, &[(OUT, 2)], 0).await;
    let agent = scene.newcomer(Agent).await;
    scene.connect(&scene.customer, 0).await;
    scene.connect(&agent, 0).await;
    // Whatever call comes first finds it ended, and the next advance records it.
    let late = scene.store.activity(
        scene.customer.clone(),
        chat_timeouts::Activity::Message,
        minute(9),
    );
    assert!(matches!(late.await, Err(StoreError::Ended(_))));
    assert_eq!(
        scene.advance(9).await,
        [
            "2 Ann participant.autodisconnection (1)",
            "2 agent participant.left (1)",
            "2  chat.ended (1)",
        ]
    );
    let found = scene.store.contact(&instance("i"), &scene.contact).await;
    assert_eq!(found.unwrap().state, ContactState::Ended { at: minute(2) });
}

#[tokio::test]
async fn what_was_not_shown_is_offered_again_with_the_same_id_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(open(folder.path()).await);
    let scene = Scene::new(store.clone()).await;
    configure(&scene, &[(OUT, 2)], 0).await;
    let agent = scene.newcomer(Agent).await;
    let mut subscription = store.hub().subscribe(scene.contact.clone());
    scene.connect(&scene.customer, 0).await;
    scene.connect(&agent, 0).await;
    let joined = subscription.next().await.unwrap();
    assert_eq!(joined.kind, ItemKind::Joined);
    store
        .shown(scene.customer.clone(), vec![joined.id.clone()])
        .await
        .unwrap();
    store.close().await;

    let store: Arc<dyn Store> = Arc::new(open(folder.path()).await);
    let scene = Scene {
        store: store.clone(),
        ..scene
    };
    assert_eq!(store.next_due().await.unwrap(), Some(minute(2)));
    // It fell due while nobody was there, and has its own time.
    let fired = store
        .advance(scene.contact.clone(), minute(500))
        .await
        .unwrap();
    assert_eq!(fired[0].at, minute(2));
    let offered = store.to_be_shown(&scene.customer).await.unwrap();
    assert_eq!(
        told(&offered),
        [
            "0 agent participant.joined (2)",
            "2 Ann participant.autodisconnection (1)",
            "2 agent participant.left (1)"
        ]
    );
    assert_eq!(offered[1].id, fired[0].id);
    assert_eq!(store.to_be_shown(&scene.customer).await.unwrap(), offered);
    // The agent is not shown that it was disconnected.
    let agents = store.to_be_shown(&agent).await.unwrap();
    assert_eq!(told(&agents), ["0 agent participant.joined (2)"]);
    let ids = offered.iter().map(|item| item.id.clone()).collect();
    store.shown(scene.customer.clone(), ids).await.unwrap();
    assert_eq!(store.to_be_shown(&scene.customer).await.unwrap(), []);
    assert_eq!(store.flows().await.unwrap()[0].id, fired[0].id);
    store.flow_told(fired[0].id.clone()).await.unwrap();
    assert_eq!(store.flows().await.unwrap(), []);
}
