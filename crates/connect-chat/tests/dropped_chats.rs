//! A call that changes a chat may be dropped at any `await`: what it records, what becomes of the
//! participants and what becomes of the timers happen together, or not at all.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use chat_timeouts::Activity;
use common::api::{Api, start};
use common::scene::{Scene, minute, told};
use common::{NOW, all_four, chat, instance, open};
use connect_chat::contact::ContactState;
use connect_chat::ids::ParticipantId;
use connect_chat::participant::ParticipantRole::Agent;
use connect_chat::store::Store;
use connect_chat::transfer::Transfer;
use connect_client::types::{
    CreateParticipantRequest, ParticipantDetailsToAdd, ParticipantRole, TransferContactRequest,
};

/// How often each call is polled before it is dropped, in the worst case.
const POLLS: usize = 12;

/// Polls a call so many times and drops it, while everything else goes on in between.
async fn left<T>(call: impl Future<Output = T>, polls: usize) {
    let mut call = pin!(call);
    for _ in 0..polls {
        let mut context = Context::from_waker(Waker::noop());
        if call.as_mut().poll(&mut context).is_ready() {
            return;
        }
        tokio::time::sleep(Duration::from_micros(50)).await;
    }
}

/// What is done with a chat.
type Call =
    for<'a> fn(&'a Scene, &'a ParticipantId) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// A chat in which the customer has been idle since the fifth minute, and whose agent may be there.
async fn idle_chat(store: Arc<dyn Store>, agent_is_there: bool) -> (Scene, ParticipantId) {
    let scene = Scene::new(store).await;
    let contact = scene.contact.clone();
    let update = scene
        .store
        .update_timer_settings(instance("i"), contact, all_four(5), NOW);
    update.await.unwrap();
    let agent = scene.newcomer(Agent).await;
    scene.connect(&scene.customer, 0).await;
    if agent_is_there {
        scene.connect(&agent, 0).await;
        scene.advance(5).await;
    }
    (scene, agent)
}

/// Leaves a call after each number of polls, and compares the chat a day later with one in which it was made
/// (if it was polled at all), or was not.
async fn check(agent_is_there: bool, call: Call) {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(open(folder.path()).await);
    let day_later = async |polls: Option<usize>| {
        let (scene, agent) = idle_chat(store.clone(), agent_is_there).await;
        match polls {
            Some(polls) => left(call(&scene, &agent), polls).await,
            None => call(&scene, &agent).await,
        }
        // A change that takes its turn after this one: when it is done, so is that.
        store.start_contact(chat(), NOW).await.unwrap();
        scene.advance(24 * 60).await;
        scene.record().await
    };
    let (none, whole) = (day_later(Some(0)).await, day_later(None).await);
    for polls in 1..=POLLS {
        assert_eq!(
            day_later(Some(polls)).await,
            whole,
            "left after {polls} polls"
        );
    }
    let (scene, _) = idle_chat(store.clone(), agent_is_there).await;
    scene.advance(24 * 60).await;
    assert_eq!(none, scene.record().await, "it was never polled");
}

#[tokio::test]
async fn connecting() {
    check(false, |scene, agent| {
        Box::pin(async { drop(scene.store.connect(agent.clone(), minute(3)).await) })
    })
    .await;
}

#[tokio::test]
async fn disconnecting() {
    check(true, |scene, agent| {
        Box::pin(async { drop(scene.store.disconnect(agent.clone(), minute(6)).await) })
    })
    .await;
}

#[tokio::test]
async fn a_sign_of_life() {
    check(true, |scene, _| {
        let said = scene
            .store
            .activity(scene.customer.clone(), Activity::Message, minute(6));
        Box::pin(async { drop(said.await) })
    })
    .await;
}

#[tokio::test]
async fn advancing() {
    check(true, |scene, _| {
        let due = scene.store.advance(scene.contact.clone(), minute(11));
        Box::pin(async { drop(due.await) })
    })
    .await;
}

#[tokio::test]
async fn transferring() {
    check(true, |scene, _| {
        let transfer = Transfer {
            contact: scene.contact.clone(),
            contact_flow_id: "flow".to_owned(),
            queue: None,
            agent: None,
            client_token: None,
        };
        let call = scene
            .store
            .transfer_contact(instance("i"), transfer, minute(6));
        Box::pin(async { drop(call.await) })
    })
    .await;
}

#[tokio::test]
async fn stopping() {
    check(true, |scene, _| {
        let contact = scene.contact.clone();
        let call = scene.store.stop_contact(instance("i"), contact, minute(6));
        Box::pin(async { drop(call.await) })
    })
    .await;
}

#[tokio::test]
async fn what_was_recorded_is_published_though_the_caller_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = Arc::new(open(folder.path()).await);
    let (scene, agent) = idle_chat(store.clone(), false).await;
    let mut subscription = store.hub().subscribe(scene.contact.clone());
    left(store.connect(agent, minute(1)), 1).await;
    let published = subscription.next().await.unwrap();
    assert_eq!(
        told(&[(*published).clone()]),
        ["1 agent participant.joined (2)"]
    );
}

/// Over the API: a participant is there as a whole or not at all, and a repeated call finds it.
#[tokio::test]
async fn a_participant_whose_call_was_left_is_found_again_by_its_token() {
    let api = Api::new().await;
    let contact = api.chat().await;
    for polls in 0..2 * POLLS {
        let details = ParticipantDetailsToAdd {
            participant_role: Some(ParticipantRole::Agent),
            display_name: Some("Bea".to_owned()),
        };
        let call = || CreateParticipantRequest {
            client_token: Some(format!("token {polls}")),
            ..CreateParticipantRequest::new("i", &contact, details.clone())
        };
        left(api.client.create_participant(call()), polls).await;
        let first = api.client.create_participant(call()).await.unwrap();
        let again = api.client.create_participant(call()).await.unwrap();
        assert_eq!(first, again);
        // Five at most fit into the chat, so none was let in twice.
        let gone = ParticipantId::from(first.participant_id.unwrap());
        api.store.disconnect(gone, NOW).await.unwrap();
    }
}

/// Over the API: a contact has ended by a transfer if and only if there is one in which its chat goes on.
#[tokio::test]
async fn a_transfer_that_was_left_is_made_as_a_whole_or_not_at_all() {
    let api = Api::new().await;
    let (mut made, mut not_made) = (0, 0);
    for polls in (0..2 * POLLS).chain([1; 6]) {
        let contact = api.client.start_chat_contact(start("i")).await.unwrap();
        let contact = contact.contact_id.unwrap();
        let before = api.rows().await.1;
        let call = TransferContactRequest::new("i", &contact, "f");
        left(api.client.transfer_contact(call), polls).await;
        api.store.start_contact(chat(), NOW).await.unwrap();
        let transferred = api.rows().await.1 == before + 2;
        let ended = api.contact(&contact).await.state != ContactState::Active;
        assert_eq!(transferred, ended, "left after {polls} polls");
        made += usize::from(transferred);
        not_made += usize::from(!transferred);
    }
    assert!(made > 0 && not_made > 0, "{made} made, {not_made} not made");
}
