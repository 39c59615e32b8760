//! Where what was recorded is handed to those who show it.
//!
//! A store publishes each item when it has been synced, before it answers the call that recorded it. Nothing
//! is kept here: who subscribes late, or was too slow, asks the store what it has not been shown.

use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{Notify, broadcast, watch};
use tokio::time::timeout;

use crate::ids::ContactId;
use crate::item::{Item, ItemKind};
use crate::moment::Moment;

/// How many items wait for a slow subscriber; older ones it has missed. A chat has a handful a minute; but one commit
/// may have hundreds of changes, and all that they have recorded comes at once.
const WAITING: usize = 512;

/// The place where items are handed over. Clones are the same place.
#[derive(Clone, Debug, Default)]
pub struct Hub(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    chats: Mutex<HashMap<ContactId, broadcast::Sender<Delivery>>>,
    /// How many items are with subscribers who have not dropped them.
    in_flight: watch::Sender<usize>,
    /// Woken when a timer was started that runs out before `sleeps_until`.
    alarm: Notify,
    sleeps_until: AtomicI64,
    /// Woken when a flow has something to be told.
    flows: Notify,
}

impl Hub {
    /// What is published of this chat, which is named by the first contact of its chain, from now on.
    #[must_use]
    pub fn subscribe(&self, chat: ContactId) -> Subscription {
        let mut chats = self.chats();
        let sender = chats
            .entry(chat.clone())
            .or_insert_with(|| broadcast::channel(WAITING).0);
        Subscription {
            deliveries: sender.subscribe(),
            hub: self.clone(),
            chat,
        }
    }

    /// Hands over what was recorded, in order, and says when the chat's next timer runs out. Never waits.
    pub fn publish(&self, items: Vec<Item>, wake: Option<Moment>) {
        if items
            .iter()
            .any(|item| item.kind == ItemKind::AutoDisconnected)
        {
            self.0.flows.notify_one();
        }
        for item in items {
            let chats = self.chats();
            if let Some(sender) = chats.get(&item.chat) {
                let ticket = Ticket::new(&self.0.in_flight);
                // Without subscribers there is nobody to tell, and the item is dropped at once.
                let _ = sender.send(Delivery(Arc::new((item, ticket))));
            }
        }
        let sleeps_until = self.0.sleeps_until.load(Ordering::SeqCst);
        if wake.is_some_and(|wake| wake.as_millis() < sleeps_until) {
            self.0.alarm.notify_one();
        }
    }

    /// Waits until every subscriber has dropped every item that was handed to it. Says whether that was so
    /// within the time given, by the clock of the machine.
    pub async fn settled(&self, patience: Duration) -> bool {
        let mut in_flight = self.0.in_flight.subscribe();
        let settled = timeout(patience, in_flight.wait_for(|count| *count == 0)).await;
        settled.is_ok()
    }

    /// Someone sleeps until this moment, or until a timer is started that is due before, and asks again
    /// which one is next.
    pub fn sleeps_until(&self, moment: Option<Moment>) {
        let millis = moment.map_or(i64::MAX, Moment::as_millis);
        self.0.sleeps_until.store(millis, Ordering::SeqCst);
    }

    /// Done when a timer was started that is due before the moment of [`Hub::sleeps_until`].
    pub async fn alarm(&self) {
        self.0.alarm.notified().await;
    }

    /// Done when a flow has something to be told.
    pub async fn flow(&self) {
        self.0.flows.notified().await;
    }

    fn chats(&self) -> MutexGuard<'_, HashMap<ContactId, broadcast::Sender<Delivery>>> {
        // Nothing that could leave the map half changed happens under the lock.
        self.0.chats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The items of one chat, as they are recorded.
#[derive(Debug)]
pub struct Subscription {
    deliveries: broadcast::Receiver<Delivery>,
    hub: Hub,
    chat: ContactId,
}

impl Subscription {
    /// The next item. It counts as handed over until it is dropped.
    ///
    /// # Errors
    ///
    /// [`Missed`], if the subscriber was too slow; the next call goes on with what is left.
    pub async fn next(&mut self) -> Result<Delivery, Missed> {
        match self.deliveries.recv().await {
            Ok(delivery) => Ok(delivery),
            // The sender lives in the hub, and its entry as long as there is a subscription.
            Err(RecvError::Lagged(_) | RecvError::Closed) => Err(Missed),
        }
    }

    /// The next item, if there is one already.
    ///
    /// # Errors
    ///
    /// As [`Subscription::next`].
    pub fn try_next(&mut self) -> Result<Option<Delivery>, Missed> {
        match self.deliveries.try_recv() {
            Ok(delivery) => Ok(Some(delivery)),
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Lagged(_) | TryRecvError::Closed) => Err(Missed),
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut chats = self.hub.chats();
        // This one still counts.
        if chats
            .get(&self.chat)
            .is_some_and(|sender| sender.receiver_count() <= 1)
        {
            chats.remove(&self.chat);
        }
    }
}

/// An item that was handed to a subscriber.
#[derive(Clone, Debug)]
pub struct Delivery(Arc<(Item, Ticket)>);

impl Deref for Delivery {
    type Target = Item;

    fn deref(&self) -> &Item {
        &self.0.0
    }
}

/// Counts an item for as long as anyone has it.
#[derive(Debug)]
struct Ticket(watch::Sender<usize>);

impl Ticket {
    fn new(in_flight: &watch::Sender<usize>) -> Self {
        in_flight.send_modify(|count| *count += 1);
        Self(in_flight.clone())
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

/// A subscriber was too slow, and has missed items. The store knows what it has not been shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed;

impl fmt::Display for Missed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("items were missed; the store knows which")
    }
}

impl std::error::Error for Missed {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::ItemId;

    fn item(chat: &str) -> Item {
        Item {
            id: ItemId::fresh(),
            chat: chat.to_owned().into(),
            contact: chat.to_owned().into(),
            at: Moment::from_millis(1),
            kind: ItemKind::ChatEnded,
            content: None,
            attachment: None,
            by: None,
            shown_to: Vec::new(),
        }
    }

    #[tokio::test]
    async fn items_reach_the_subscribers_of_their_chat_and_count_until_they_are_dropped() {
        let hub = Hub::default();
        let (mut one, mut two) = (
            hub.subscribe("a".to_owned().into()),
            hub.subscribe("a".to_owned().into()),
        );
        let published = item("a");
        hub.publish(vec![published.clone(), item("b")], None);
        let first = one.next().await;
        assert_eq!(first.as_deref(), Ok(&published));
        assert!(!hub.settled(Duration::ZERO).await, "two has not seen it");
        assert_eq!(two.next().await.as_deref(), Ok(&published));
        assert!(!hub.settled(Duration::ZERO).await, "one holds it");
        drop(first);
        assert!(hub.settled(Duration::ZERO).await);
        drop((one, two));
        assert!(hub.chats().is_empty());
    }

    #[tokio::test]
    async fn who_is_too_slow_is_told_so() {
        let hub = Hub::default();
        let mut slow = hub.subscribe("a".to_owned().into());
        hub.publish((0..=WAITING).map(|_| item("a")).collect(), None);
        assert_eq!(slow.next().await.as_deref(), Err(&Missed));
        for _ in 0..WAITING {
            assert!(matches!(slow.try_next(), Ok(Some(_))));
        }
        assert!(matches!(slow.try_next(), Ok(None)));
    }

    #[tokio::test]
    async fn a_timer_that_is_due_earlier_wakes_the_sleeper() {
        let hub = Hub::default();
        hub.sleeps_until(Some(Moment::from_millis(10)));
        hub.publish(Vec::new(), Some(Moment::from_millis(10)));
        assert!(timeout(Duration::ZERO, hub.alarm()).await.is_err());
        hub.publish(Vec::new(), Some(Moment::from_millis(9)));
        hub.alarm().await;
    }
}
