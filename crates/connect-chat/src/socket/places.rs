//! Which sockets are open, and what each of them has written.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::Limits;
use crate::ids::ParticipantId;
use crate::item::ItemId;

/// The sockets of a service. Clones are the same ones.
#[derive(Clone, Debug, Default)]
pub struct Sockets(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    limits: Limits,
    open: Mutex<Open>,
    /// How many there are.
    count: watch::Sender<usize>,
    /// Whether all are to be closed.
    closing: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Open {
    /// The number of the next one.
    next: u64,
    participants: HashMap<ParticipantId, OfOne>,
}

/// The sockets of one participant.
#[derive(Debug, Default)]
struct OfOne {
    open: HashSet<u64>,
    /// Those that have to write an item before it is shown: the open ones that have asked for it, and those that are
    /// `missed`.
    listening: HashSet<u64>,
    /// Sockets that were lost while others were open, the first of them first. Each goes on listening, though it writes
    /// nothing, until another socket takes over what it did not write.
    missed: VecDeque<u64>,
    /// What some of those that listen have written, and others have not.
    written: HashMap<ItemId, HashSet<u64>>,
}

impl OfOne {
    /// Takes out what all that listen have written.
    fn complete(&mut self) -> Vec<ItemId> {
        let listening = &self.listening;
        let complete = |_: &ItemId, by: &mut HashSet<u64>| by.is_superset(listening);
        self.written
            .extract_if(complete)
            .map(|(item, _)| item)
            .collect()
    }
}

impl Sockets {
    /// No sockets yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self(Arc::new(Inner {
            limits,
            ..Inner::default()
        }))
    }

    /// How many are open.
    #[must_use]
    pub fn count(&self) -> usize {
        *self.0.count.borrow()
    }

    /// Done when no more than so many are open.
    pub async fn until_at_most(&self, most: usize) {
        // The sender is in this very value, so there is always a number to wait for.
        let mut count = self.0.count.subscribe();
        let _ = count.wait_for(|count| *count <= most).await;
    }

    /// Tells all of them to close, and those that will be opened later as well.
    pub fn close(&self) {
        self.0.closing.send_replace(true);
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// A place for one more socket of a participant, if it may have one.
    pub(super) fn open(&self, participant: &ParticipantId) -> Option<Place> {
        let mut open = self.lock();
        let number = open.next;
        let of_one = open.participants.entry(participant.clone()).or_default();
        if of_one.open.len() >= self.0.limits.most {
            return None;
        }
        of_one.open.insert(number);
        open.next += 1;
        self.0.count.send_modify(|count| *count += 1);
        Some(Place {
            sockets: self.clone(),
            participant: participant.clone(),
            number,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        // Nothing that could leave it half changed happens under the lock.
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one socket. It is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    sockets: Sockets,
    pub(super) participant: ParticipantId,
    number: u64,
}

impl Place {
    /// From now on an item is only shown once this socket has written it; so it takes over from one that was lost.
    pub(super) fn listens(&self) {
        if let Some(of_one) = self.sockets.lock().participants.get_mut(&self.participant)
            && of_one.listening.insert(self.number)
            && let Some(lost) = of_one.missed.pop_front()
        {
            of_one.listening.remove(&lost);
        }
    }

    /// This socket has written an item. The answer is what all that listen have written now.
    pub(super) fn wrote(&self, item: &ItemId) -> Vec<ItemId> {
        let mut open = self.sockets.lock();
        let Some(of_one) = open.participants.get_mut(&self.participant) else {
            return Vec::new();
        };
        let by = of_one.written.entry(item.clone()).or_default();
        by.insert(self.number);
        of_one.complete()
    }

    /// Gives the place up, because the socket has come to its end. The answer is what all that still listen have
    /// written.
    pub(super) fn leave(&self) -> Vec<ItemId> {
        self.give_up(false)
    }

    /// Gives the place up, because the socket is lost: what it has not written, and what comes from now on, waits for
    /// the next socket that listens, though others may write it. The answer is as that of [`Place::leave`].
    ///
    /// Nothing waits for ever: clients open sockets anew within the hour, and once the participant has none, the store
    /// alone says what was not shown. Each lost socket is taken over by one other, so what was missed is written once
    /// for each of them at most, however often sockets are lost.
    pub(super) fn lose(&self) -> Vec<ItemId> {
        self.give_up(true)
    }

    fn give_up(&self, is_lost: bool) -> Vec<ItemId> {
        let mut open = self.sockets.lock();
        let Some(of_one) = open.participants.get_mut(&self.participant) else {
            return Vec::new();
        };
        if !of_one.open.remove(&self.number) {
            return Vec::new();
        }
        if is_lost && of_one.listening.contains(&self.number) {
            of_one.missed.push_back(self.number);
        } else {
            of_one.listening.remove(&self.number);
        }
        let complete = of_one.complete();
        if of_one.open.is_empty() {
            open.participants.remove(&self.participant);
        }
        self.sockets.0.count.send_modify(|count| *count -= 1);
        complete
    }

    /// Done when all sockets are to be closed.
    pub(super) async fn told_to_close(&self) {
        let mut closing = self.sockets.0.closing.subscribe();
        let _ = closing.wait_for(|closing| *closing).await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_shown_once_all_that_listen_have_written_it() {
        let sockets = Sockets::default();
        let ann = ParticipantId::fresh();
        let places: Vec<Place> = (0..5).filter_map(|_| sockets.open(&ann)).collect();
        assert!(sockets.open(&ann).is_none() && sockets.count() == 5);
        assert!(sockets.open(&ParticipantId::fresh()).is_some());
        let [one, two, three, ..] = &places[..] else {
            return assert_eq!(places.len(), 5);
        };
        one.listens();
        two.listens();
        let (first, second) = (ItemId::fresh(), ItemId::fresh());
        assert_eq!(one.wrote(&first), []);
        assert_eq!(two.wrote(&first), [first]);
        assert_eq!(one.wrote(&second), []);
        assert_eq!(three.leave(), [], "it has not listened");
        assert_eq!(two.leave(), [second]);
        assert_eq!(sockets.count(), 3);
        drop(places);
        assert_eq!(sockets.count(), 0);
        assert!(sockets.lock().participants.is_empty());
    }

    #[test]
    fn what_a_lost_socket_has_not_written_waits_for_the_next_one() {
        let sockets = Sockets::default();
        let ann = ParticipantId::fresh();
        let listens = || {
            let place = sockets.open(&ann);
            place.iter().for_each(Place::listens);
            place
        };
        let (Some(fast), Some(slow), Some(slower)) = (listens(), listens(), listens()) else {
            return assert_eq!(sockets.count(), 3);
        };
        let [first, second, third] = [(); 3].map(|()| ItemId::fresh());
        assert_eq!((fast.wrote(&first), slow.wrote(&first)), (vec![], vec![]));
        assert_eq!(fast.wrote(&second), []);
        assert_eq!((slow.lose(), slower.lose()), (vec![], vec![]));
        assert_eq!(fast.wrote(&third), [], "it is missed as well");
        // Each is taken over by another.
        let one = listens();
        for item in [&first, &second, &third] {
            assert_eq!(one.as_ref().map(|one| one.wrote(item)), Some(vec![]));
        }
        let other = listens();
        for item in [first, second, third] {
            assert_eq!(
                other.as_ref().map(|other| other.wrote(&item)),
                Some(vec![item])
            );
        }
        // Who is alone leaves it to the store.
        drop((one, other));
        let last = ItemId::fresh();
        assert_eq!(fast.wrote(&last), [last]);
        assert_eq!(fast.lose(), []);
        assert!(sockets.lock().participants.is_empty());
    }
}
