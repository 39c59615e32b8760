//! A handler may be dropped at any `await`. Whenever that is, its change happens as a whole or not at all.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::pin::Pin;
use std::task::{Context, Waker};
use std::time::Duration;

use common::{NOW, all_four, chat, chat_with_token, instance, open};
use connect_chat::contact::ContactState;
use connect_chat::store::Store;

/// Polls a call so many times and drops it, while everything else goes on in between. Says whether it was
/// ready before.
async fn polled<T>(mut call: Pin<Box<dyn Future<Output = T> + Send + '_>>, times: usize) -> bool {
    for _ in 0..times {
        if call
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
            .is_ready()
        {
            return true;
        }
        tokio::time::sleep(Duration::from_micros(50)).await;
    }
    false
}

#[tokio::test]
async fn a_call_that_was_never_polled_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let contact = store.start_contact(chat(), NOW).await.unwrap();
    drop(store.update_timer_settings(instance("i"), contact.id.clone(), all_four(9), NOW));
    drop(store.stop_contact(instance("i"), contact.id.clone(), NOW));
    store.close().await;
    let store = open(folder.path()).await;
    assert_eq!(
        store.contact(&instance("i"), &contact.id).await.unwrap(),
        contact
    );
}

#[tokio::test]
async fn a_call_that_was_polled_runs_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut left_early = 0;
    for times in (1..=40).chain([1; 20]) {
        let store = open(folder.path()).await;
        let contact = store.start_contact(chat(), NOW).await.unwrap();
        let update =
            store.update_timer_settings(instance("i"), contact.id.clone(), all_four(9), NOW);
        left_early += usize::from(!polled(update, times).await);
        // The next change waits for the one before.
        let stopped = store.stop_contact(instance("i"), contact.id.clone(), NOW);
        left_early += usize::from(!polled(stopped, times).await);
        let token = format!("token {times}");
        left_early +=
            usize::from(!polled(store.start_contact(chat_with_token(&token), NOW), times).await);
        // A change that takes its turn after these: when it is done, so are they.
        store.start_contact(chat(), NOW).await.unwrap();

        let found = store.contact(&instance("i"), &contact.id).await.unwrap();
        assert_eq!(found.timers.iter().count(), 4, "left after {times} polls");
        assert_eq!(
            found.state,
            ContactState::Ended { at: NOW },
            "left after {times} polls"
        );
        store.close().await;
    }
    assert!(
        left_early >= 60,
        "only {left_early} calls were left before their end"
    );
}

#[tokio::test]
async fn closing_right_after_a_call_was_left_keeps_all_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for times in 0..20 {
        let store = open(folder.path()).await;
        let contact = store.start_contact(chat(), NOW).await.unwrap();
        let update =
            store.update_timer_settings(instance("i"), contact.id.clone(), all_four(9), NOW);
        polled(update, times).await;
        store.close().await;

        let store = open(folder.path()).await;
        let timers = store
            .contact(&instance("i"), &contact.id)
            .await
            .unwrap()
            .timers;
        assert!(
            matches!(timers.iter().count(), 0 | 4),
            "{timers:?} after {times} polls"
        );
        store.close().await;
    }
}
