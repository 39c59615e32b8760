//! What every store has to do, asked through the trait alone: changing and ending contacts.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use chat_timeouts::{Change, Pair, TimerChange, TimerChanges};
use common::{Fixture, LATER, NOW, all_four, chat, fixture, instance, minutes, set, settings};
use connect_chat::contact::{Channel, ContactState, StartContact};
use connect_chat::moment::Moment;
use connect_chat::store::{Instances, StoreError};

#[tokio::test]
async fn a_call_changes_the_timers_it_names_and_no_others() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let contact = store.start_contact(chat(), NOW).await.unwrap();
    let [customer_idle, customer_gone, agent_idle, _] = Pair::ALL;
    let update =
        |changes| store.update_timer_settings(instance("i"), contact.id.clone(), changes, LATER);

    update(set(&[(customer_idle, 5), (agent_idle, 7)]))
        .await
        .unwrap();
    let unset = [
        TimerChange {
            pair: customer_gone,
            change: Change::Unset,
        },
        TimerChange {
            pair: agent_idle,
            change: Change::Unset,
        },
        TimerChange {
            pair: customer_idle,
            change: Change::Set(minutes(480)),
        },
    ];
    let answer = update(TimerChanges::new(unset).unwrap()).await.unwrap();
    assert_eq!(answer, settings(&[(customer_idle, 480)]));

    let read = store.contact(&contact.instance, &contact.id).await.unwrap();
    assert_eq!(
        (read.timers, read.initiated, read.updated),
        (answer, NOW, LATER)
    );
}

#[tokio::test]
async fn each_timer_is_kept_in_its_own_place() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let contact = store.start_contact(chat(), NOW).await.unwrap();
    let four: Vec<_> = Pair::ALL.into_iter().zip(2..).collect();
    store
        .update_timer_settings(instance("i"), contact.id.clone(), set(&four), NOW)
        .await
        .unwrap();
    assert_eq!(
        store
            .contact(&contact.instance, &contact.id)
            .await
            .unwrap()
            .timers,
        settings(&four)
    );
}

#[tokio::test]
async fn fifty_updates_at_once_lose_nothing() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let contact = store.start_contact(chat(), NOW).await.unwrap();
    let calls: Vec<_> = (0..50_i64)
        .map(|n| {
            let (store, contact) = (store.clone(), contact.id.clone());
            let changes = set(&[(Pair::ALL[usize::try_from(n % 4).unwrap()], 100 + n)]);
            // Each call has a time of its own, by which the last one is known.
            let now = Moment::from_millis(NOW.as_millis() + n);
            tokio::spawn(async move {
                store
                    .update_timer_settings(instance("i"), contact, changes, now)
                    .await
                    .unwrap()
            })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    let read = store.contact(&contact.instance, &contact.id).await.unwrap();
    let last = usize::try_from(read.updated.since(NOW).as_millis()).unwrap();
    assert_eq!(read.timers, answers[last]);
    // Each call has set one timer and kept the other three.
    for (index, pair) in (0..).zip(Pair::ALL) {
        let value = i64::from(read.timers.get(pair).unwrap().get());
        assert_eq!((value - 100) % 4, index);
    }
}

#[tokio::test]
async fn an_ended_contact_can_be_read_and_not_changed() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let contact = store.start_contact(chat(), NOW).await.unwrap();
    store
        .update_timer_settings(instance("i"), contact.id.clone(), all_four(5), NOW)
        .await
        .unwrap();
    let ended = store
        .stop_contact(instance("i"), contact.id.clone(), LATER)
        .await
        .unwrap();
    assert_eq!(
        (ended.state, ended.updated),
        (ContactState::Ended { at: LATER }, LATER)
    );

    let later = Moment::from_millis(LATER.as_millis() + 1);
    let again = store
        .stop_contact(instance("i"), contact.id.clone(), later)
        .await
        .unwrap_err();
    assert!(matches!(again, StoreError::Ended(id) if id == contact.id));
    let update = store
        .update_timer_settings(instance("i"), contact.id.clone(), all_four(6), later)
        .await;
    assert!(matches!(update.unwrap_err(), StoreError::Ended(id) if id == contact.id));
    assert_eq!(
        store.contact(&instance("i"), &contact.id).await.unwrap(),
        ended
    );
}

#[tokio::test]
async fn what_is_no_chat_has_no_timers() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    for channel in Channel::ALL {
        let contact = store
            .start_contact(StartContact { channel, ..chat() }, NOW)
            .await
            .unwrap();
        assert_eq!(contact.channel, channel);
        let update = store
            .update_timer_settings(instance("i"), contact.id.clone(), all_four(6), NOW)
            .await;
        match channel {
            Channel::Chat => assert_eq!(update.unwrap().iter().count(), 4),
            _ => {
                assert!(matches!(update.unwrap_err(), StoreError::NotAChat(id) if id == contact.id))
            }
        }
        // It can be ended, like any other; and that it is no chat is still the first thing to say.
        store
            .stop_contact(instance("i"), contact.id.clone(), NOW)
            .await
            .unwrap();
        let update = store
            .update_timer_settings(instance("i"), contact.id, all_four(6), NOW)
            .await;
        assert_eq!(
            matches!(update.unwrap_err(), StoreError::NotAChat(_)),
            channel != Channel::Chat
        );
    }
}
