//! A chat with all that is in it, and what becomes of it: the rules, apart from where it is kept.
//!
//! Each operation is told the time, and first of all lets run out what was due until then, each timer at its
//! own time; so it makes no difference whether someone watched the clock in between.
//!
//! In a chat no time goes back. A call may have read the clock before another moved it on, and the machine's clock
//! can be set back; what is told an earlier time than the chat has seen takes place at that latest time.

use chat_timeouts::{Chat, Input, Moment as EngineMoment, TimerChanges, TimerSettings};

use crate::contact::{Channel, Contact, ContactState, named};
use crate::ids::ParticipantId;
use crate::item::{Author, Item, ItemKind};
use crate::moment::Moment;
use crate::participant::{NewParticipant, Participant, ParticipantRole, ParticipantState};
use crate::store::StoreError;
use crate::transfer::Transfer;

mod record;
mod talk;
mod terms;

pub use terms::Terms;

/// How many may take part in a chat at once, those included who may come in and have not yet. \[ours\] Amazon
/// Connect has such a quota; six is what it says of conversations with several parties.
pub const MOST_PARTICIPANTS: usize = 6;

/// A chat, as one change of it finds it and leaves it.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// The contact in which it goes on, or in which it ended.
    pub contact: Contact,
    /// Everyone who takes part, will, or did, in the order in which they were let in.
    pub participants: Vec<Participant>,
    /// Its timers.
    pub timers: Chat<ParticipantId>,
    /// What its start has laid down.
    pub terms: Terms,
    /// What this change has recorded, in order.
    pub recorded: Vec<Item>,
    /// The contact that was left behind, if this change transferred the chat.
    pub transferred_from: Option<Contact>,
}

impl Conversation {
    /// When the next timer runs out, if one runs, or the whole chat.
    #[must_use]
    pub fn wake(&self) -> Option<Moment> {
        let wake = self.timers.next_wake();
        let wake = wake.map(|wake| Moment::from_millis(wake.as_millis()));
        wake.into_iter().chain(self.ends()).min()
    }

    /// Lets run out what is due until now. \[ours\] The chat itself, if it has lasted as long as it may: after the
    /// timers that run out at the same moment, and for those who are there like any other end.
    pub fn advance(&mut self, now: Moment) {
        let now = self.time(now);
        let end = self.ends().filter(|end| *end <= now);
        let events = self.timers.advance(engine(end.unwrap_or(now)));
        self.record(events);
        if let Some(end) = end
            && self.require_active().is_ok()
        {
            self.end(end);
        }
    }

    /// When the chat is over at the latest, if it goes on.
    fn ends(&self) -> Option<Moment> {
        self.terms.ends.filter(|_| self.require_active().is_ok())
    }

    /// Sets and deletes timers, for whoever joins next. The answer is what they are set to afterwards.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotAChat`]; [`StoreError::Ended`].
    pub fn configure(
        &mut self,
        changes: TimerChanges,
        now: Moment,
    ) -> Result<TimerSettings, StoreError> {
        let now = self.open(now)?;
        self.tell(Input::Configured(changes), now);
        self.contact.timers = self.timers.state().settings;
        self.contact.updated = now;
        Ok(self.contact.timers)
    }

    /// Lets one more take part, or finds whom an earlier call with the same token let in.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotAChat`]; [`StoreError::Ended`]; [`StoreError::ParticipantTokenReused`], if the token
    /// belongs to a call that asked for something else; [`StoreError::TooManyParticipants`].
    pub fn let_in(&mut self, new: NewParticipant, now: Moment) -> Result<Participant, StoreError> {
        let now = self.open(now)?;
        let token = named(new.client_token);
        if let Some(token) = &token {
            let mut everyone = self.participants.iter();
            let earlier = everyone.find(|one| one.client_token.as_ref() == Some(token));
            if let Some(earlier) = earlier {
                let same = (earlier.role, &earlier.display_name) == (new.role, &new.display_name);
                return if same {
                    Ok(earlier.clone())
                } else {
                    Err(StoreError::ParticipantTokenReused(earlier.id.clone()))
                };
            }
        }
        let taking_part = self.participants.iter();
        let taking_part = taking_part.filter(|one| one.state != ParticipantState::Left);
        if taking_part.count() >= MOST_PARTICIPANTS {
            return Err(StoreError::TooManyParticipants(self.contact.id.clone()));
        }
        let participant = Participant {
            token_expires: new.token_expires,
            client_token: token,
            ..Participant::created(new.role, new.display_name, now)
        };
        self.participants.push(participant.clone());
        self.contact.updated = now;
        Ok(participant)
    }

    /// A participant is there for the others from now on. If it is already, nothing happens: a second
    /// connection of a person is not a second person.
    ///
    /// # Errors
    ///
    /// [`StoreError::Ended`]; [`StoreError::ParticipantLeft`].
    pub fn connect(&mut self, id: &ParticipantId, now: Moment) -> Result<(), StoreError> {
        let now = self.open(now)?;
        let one = self.taking_part(id)?;
        if one.state == ParticipantState::Connected {
            return Ok(());
        }
        one.state = ParticipantState::Connected;
        one.connected = Some(now);
        let (author, kind) = (Author::from(&*one), one.role.kind());
        self.contact.updated = now;
        let participant = id.clone();
        self.tell(Input::Joined { participant, kind }, now);
        self.note(ItemKind::Joined, Some(author), now, self.connected());
        Ok(())
    }

    /// A participant leaves for good. If it has left already, nothing happens.
    ///
    /// With the customer the chat ends, because a contact ends when its customer leaves; whoever is there is
    /// shown both.
    ///
    /// # Errors
    ///
    /// [`StoreError::Ended`].
    pub fn disconnect(&mut self, id: &ParticipantId, now: Moment) -> Result<(), StoreError> {
        let now = self.open(now)?;
        let Ok(one) = self.taking_part(id) else {
            return Ok(());
        };
        let was_there = one.state == ParticipantState::Connected;
        let role = one.role;
        self.contact.updated = now;
        let participant = id.clone();
        self.tell(Input::Left { participant }, now);
        self.leaves(id, now, was_there.then(|| self.connected()));
        if role == ParticipantRole::Customer {
            self.end(now);
        }
        Ok(())
    }

    /// Passes the chat on: it goes on in a new contact, with its customer and its timers, and everyone else
    /// is gone, also those who were let in and have not come. \[ours\] All who were there are shown that the
    /// transfer succeeded; the customer is shown who left.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotAChat`]; [`StoreError::Ended`].
    pub fn transfer(&mut self, transfer: &Transfer, now: Moment) -> Result<(), StoreError> {
        let now = self.open(now)?;
        let everyone = self.connected();
        self.tell(Input::Transferred, now);
        let next = transfer.next(&self.contact, now);
        self.note(ItemKind::TransferSucceeded, None, now, everyone);
        let gone: Vec<ParticipantId> = self.others();
        for id in &gone {
            self.leaves(id, now, Some(self.connected_customers()));
        }
        let mut left = std::mem::replace(&mut self.contact, next);
        left.state = ContactState::Ended { at: now };
        left.updated = now;
        self.transferred_from = Some(left);
        Ok(())
    }

    /// Ends the contact, whatever its channel, and with it the chat. Whoever is there is shown that it is
    /// over. \[ours\] That each of them left is not recorded too.
    ///
    /// # Errors
    ///
    /// [`StoreError::Ended`].
    pub fn stop(&mut self, now: Moment) -> Result<(), StoreError> {
        let now = self.time(now);
        self.advance(now);
        self.require_active()?;
        self.tell(Input::Ended, now);
        self.end(now);
        Ok(())
    }

    /// What was due until now has run out, and the chat is one, and goes on. The answer is the time of the call.
    fn open(&mut self, now: Moment) -> Result<Moment, StoreError> {
        if self.contact.channel != Channel::Chat {
            return Err(StoreError::NotAChat(self.contact.id.clone()));
        }
        let now = self.time(now);
        self.advance(now);
        self.require_active()?;
        Ok(now)
    }

    /// The time of a call that says that it is now: no earlier than what the chat has seen.
    fn time(&self, now: Moment) -> Moment {
        let seen = self.timers.state().seen.as_millis();
        now.max(Moment::from_millis(seen)).max(self.contact.updated)
    }

    fn require_active(&self) -> Result<(), StoreError> {
        match self.contact.state {
            ContactState::Active => Ok(()),
            ContactState::Ended { .. } => Err(StoreError::Ended(self.contact.id.clone())),
        }
    }

    fn find(&self, id: &ParticipantId) -> Option<&Participant> {
        self.participants.iter().find(|one| one.id == *id)
    }

    fn taking_part(&mut self, id: &ParticipantId) -> Result<&mut Participant, StoreError> {
        let mut all = self.participants.iter_mut();
        all.find(|one| one.id == *id && one.state != ParticipantState::Left)
            .ok_or_else(|| StoreError::ParticipantLeft(id.clone()))
    }

    fn connected(&self) -> Vec<ParticipantId> {
        self.ids(|one| one.state == ParticipantState::Connected)
    }

    fn connected_customers(&self) -> Vec<ParticipantId> {
        self.ids(|one| {
            one.state == ParticipantState::Connected && one.role == ParticipantRole::Customer
        })
    }

    /// Everyone but the customer who has not left.
    fn others(&self) -> Vec<ParticipantId> {
        self.ids(|one| one.state != ParticipantState::Left && one.role != ParticipantRole::Customer)
    }

    fn ids(&self, which: impl Fn(&Participant) -> bool) -> Vec<ParticipantId> {
        let these = self.participants.iter().filter(|one| which(one));
        these.map(|one| one.id.clone()).collect()
    }
}

/// A moment as the timers have it.
fn engine(moment: Moment) -> EngineMoment {
    EngineMoment::from_millis(moment.as_millis())
}
