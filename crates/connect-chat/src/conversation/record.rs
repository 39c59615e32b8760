//! What happens in a chat becomes items of its record, and changes who is there.

use chat_timeouts::{Event, Input, Phase, What};

use super::{Conversation, engine};
use crate::contact::{Channel, ContactState};
use crate::ids::ParticipantId;
use crate::item::{Author, Item, ItemId, ItemKind, Showing};
use crate::moment::Moment;
use crate::participant::ParticipantState;

impl Conversation {
    pub(super) fn tell(&mut self, input: Input<ParticipantId>, now: Moment) {
        let events = self.timers.handle(input, engine(now));
        self.record(events);
    }

    /// Records what the timers tell, and carries it out. \[ours\] An auto-disconnect removes whoever is there; one who
    /// was let in and has not come may still come, and is the next to be with the customer.
    pub(super) fn record(&mut self, events: Vec<Event<ParticipantId>>) {
        for event in events {
            let at = Moment::from_millis(event.at.as_millis());
            let (kind, removed) = match event.what {
                What::Idle => (ItemKind::Idle, Vec::new()),
                What::Returned => (ItemKind::Returned, Vec::new()),
                What::AutoDisconnected { removed } => (ItemKind::AutoDisconnected, removed),
            };
            let author = self.find(&event.participant).map(Author::from);
            self.note(kind, author, at, event.shown_to.clone());
            for id in removed {
                self.leaves(&id, at, Some(event.shown_to.clone()));
            }
            if kind == ItemKind::AutoDisconnected && self.timers.state().phase == Phase::Ended {
                self.end(at);
            }
        }
    }

    /// Someone is gone, which these are shown, if they saw the one there.
    pub(super) fn leaves(
        &mut self,
        id: &ParticipantId,
        at: Moment,
        shown_to: Option<Vec<ParticipantId>>,
    ) {
        let Some(one) = self.participants.iter_mut().find(|one| one.id == *id) else {
            return;
        };
        let was_there = one.state == ParticipantState::Connected;
        one.state = ParticipantState::Left;
        one.left = Some(at);
        let author = Author::from(&*one);
        if was_there && let Some(mut shown_to) = shown_to {
            shown_to.retain(|other| other != id);
            self.note(ItemKind::Left, Some(author), at, shown_to);
        }
    }

    /// The chat is over, and nobody is there any more.
    pub(super) fn end(&mut self, at: Moment) {
        self.tell(Input::Ended, at);
        // A call that ends is no chat that ends.
        if self.contact.channel == Channel::Chat {
            self.note(ItemKind::ChatEnded, None, at, self.connected());
        }
        for one in &mut self.participants {
            if one.state != ParticipantState::Left {
                one.state = ParticipantState::Left;
                one.left = Some(at);
            }
        }
        self.contact.state = ContactState::Ended { at };
        self.contact.updated = at;
    }

    pub(super) fn note(
        &mut self,
        kind: ItemKind,
        by: Option<Author>,
        at: Moment,
        shown_to: Vec<ParticipantId>,
    ) {
        let item = self.item(kind, by, at, shown_to);
        self.recorded.push(item);
    }

    pub(super) fn item(
        &self,
        kind: ItemKind,
        by: Option<Author>,
        at: Moment,
        shown_to: Vec<ParticipantId>,
    ) -> Item {
        let showing = |participant| Showing {
            participant,
            shown: false,
        };
        Item {
            id: ItemId::fresh(),
            chat: self.contact.initial.clone(),
            contact: self.contact.id.clone(),
            at,
            kind,
            content: None,
            attachment: None,
            by,
            shown_to: shown_to.into_iter().map(showing).collect(),
        }
    }
}
