//! Chats whose timers run out while the program is killed.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chat_timeouts::{Pair, Role, Timer};
use common::{chat, instance, set};
use connect_chat::ids::ContactId;
use connect_chat::item::ItemKind;
use connect_chat::moment::Moment;
use connect_chat::participant::{NewParticipant, ParticipantRole};
use connect_chat::store::Store;

use crate::common;

/// How many chats each life of the program gets.
const CHATS: i64 = 4;

/// A chat whose customer is idle and whose agent is removed so many minutes after its start.
pub(crate) struct Timed {
    chat: ContactId,
    start: Moment,
    minutes: i64,
}

/// Starts chats whose first timers are due two minutes, and a little more, after the latest time in the store.
pub(crate) async fn start(store: Arc<dyn Store>) -> Vec<Timed> {
    let times = store.times().await.unwrap();
    let latest = times
        .latest
        .map_or_else(Moment::now, |latest| latest.max(Moment::now()));
    // A manual clock shows this, whatever the machine's.
    let now = times.stood.unwrap_or(latest);
    let mut started = Vec::new();
    for minutes in (2..).step_by(3).take(CHATS as usize) {
        let contact = store.start_contact(chat(), now).await.unwrap();
        let timers = [Timer::Idle, Timer::AutoDisconnect].map(|timer| {
            let role = Role::Customer;
            (Pair { role, timer }, minutes)
        });
        let update =
            store.update_timer_settings(instance("i"), contact.id.clone(), set(&timers), now);
        update.await.unwrap();
        let new = NewParticipant {
            role: ParticipantRole::Agent,
            display_name: "Bea".to_owned(),
            token_expires: None,
            client_token: None,
        };
        let agent = store
            .create_participant(instance("i"), contact.id.clone(), new, now)
            .await
            .unwrap();
        for participant in [contact.customer.participant, agent.id] {
            store.connect(participant, now).await.unwrap();
        }
        started.push(Timed {
            chat: contact.id,
            start: now,
            minutes,
        });
    }
    started
}

/// How many timers there were, and how many of them the program itself has let run out.
pub(crate) struct Fired {
    pub(crate) timers: usize,
    pub(crate) by_program: usize,
}

/// Checks that each timer ran out once, at its own time, or does when it is told the time now, and that no two
/// items have the same id. Those that were due until `settled` the program must have let run out.
pub(crate) async fn check(store: &Arc<dyn Store>, all: &[Timed], settled: Option<Moment>) -> Fired {
    let mut ids = BTreeSet::new();
    let mut fired = Fired {
        timers: 0,
        by_program: 0,
    };
    for Timed {
        chat,
        start,
        minutes,
    } in all
    {
        let of_timers = |kind| matches!(kind, ItemKind::Idle | ItemKind::AutoDisconnected);
        let before = store.items(chat).await.unwrap();
        let before = before.iter().filter(|item| of_timers(item.kind)).count();
        fired.by_program += before;
        let due = [*minutes, 2 * minutes].map(|minutes| start.as_millis() + minutes * 60_000);
        let due = due
            .into_iter()
            .filter(|due| settled.is_some_and(|now| *due <= now.as_millis()));
        assert!(
            before >= due.count(),
            "{before} timers of {chat} have run out"
        );
        let end = start.after(Duration::from_secs(24 * 60 * 60));
        store.advance(chat.clone(), end).await.unwrap();
        let items = store.items(chat).await.unwrap();
        let told: Vec<(ItemKind, i64)> = items
            .iter()
            .map(|item| {
                let after = item.at.as_millis() - start.as_millis();
                (item.kind, after)
            })
            .collect();
        let (first, second) = (minutes * 60_000, 2 * minutes * 60_000);
        assert_eq!(
            told,
            [
                (ItemKind::Joined, 0),
                (ItemKind::Joined, 0),
                (ItemKind::Idle, first),
                (ItemKind::AutoDisconnected, second),
                (ItemKind::Left, second),
            ]
        );
        fired.timers += 2;
        let new = items.into_iter().filter(|item| ids.insert(item.id.clone()));
        assert_eq!(new.count(), 5, "an id is there twice");
    }
    assert_eq!(ids.len(), all.len() * 5);
    fired
}
