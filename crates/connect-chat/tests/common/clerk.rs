//! A store that has every contact that it is asked for, changes nothing, and notes each call.

use std::pin::Pin;
use std::sync::Mutex;

use chat_timeouts::{Activity, TimerChanges, TimerSettings};
use connect_chat::attachment::{Attachment, FileLink, NewAttachment};
use connect_chat::connection::{Bearer, ConnectionToken, FileTicket, NewConnection, SocketTicket};
use connect_chat::contact::{Contact, ContactState, StartContact};
use connect_chat::hub::Hub;
use connect_chat::ids::{ContactId, InstanceId, ParticipantId, ParticipantToken};
use connect_chat::item::{Item, ItemId};
use connect_chat::moment::Moment;
use connect_chat::participant::{NewParticipant, Participant};
use connect_chat::store::{Answer, Store, StoreError, Times, TokenHolder};
use connect_chat::talk::{Page, Said, Window};
use connect_chat::transfer::Transfer;

/// What the store was asked.
#[derive(Clone, PartialEq)]
pub(crate) enum Noted {
    Start(Box<StartContact>),
    Contact(InstanceId, ContactId),
    Stop(InstanceId, ContactId),
    Update(InstanceId, ContactId, TimerChanges),
    Create(InstanceId, ContactId, Box<NewParticipant>),
    Transfer(InstanceId, Box<Transfer>),
}

/// How many bytes every file has that is sent to a clerk.
pub(crate) const EXPECTED: i64 = 17;

/// See the module's documentation.
#[derive(Default)]
pub(crate) struct Clerk(Mutex<Vec<Noted>>, Hub);

impl Clerk {
    /// What was noted since the last time.
    pub(crate) fn take(&self) -> Vec<Noted> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn note(&self, noted: Noted) {
        self.0.lock().unwrap().push(noted);
    }
}

/// Nothing happens in the chats of a clerk.
fn nothing<T: Default + Send + 'static>() -> Answer<'static, T> {
    Box::pin(async { Ok(T::default()) })
}

/// An active chat with these ids.
fn chat(instance: InstanceId, contact: ContactId, now: Moment) -> Contact {
    let start = StartContact::chat(instance, "flow".to_owned(), "Ann".to_owned());
    Contact {
        id: contact,
        ..start.start(now)
    }
}

impl Store for Clerk {
    fn start_contact(&self, start: StartContact, now: Moment) -> Answer<'_, Contact> {
        self.note(Noted::Start(Box::new(start.clone())));
        Box::pin(async move { Ok(start.start(now)) })
    }

    fn contact<'a>(
        &'a self,
        instance: &'a InstanceId,
        contact: &'a ContactId,
    ) -> Answer<'a, Contact> {
        self.note(Noted::Contact(instance.clone(), contact.clone()));
        let found = chat(instance.clone(), contact.clone(), super::NOW);
        Box::pin(async move { Ok(found) })
    }

    fn described<'a>(
        &'a self,
        instance: &'a InstanceId,
        contact: &'a ContactId,
    ) -> Answer<'a, (Contact, Option<(ParticipantId, Moment)>)> {
        let found = self.contact(instance, contact);
        Box::pin(async move { Ok((found.await?, None)) })
    }

    fn stop_contact(
        &self,
        instance: InstanceId,
        contact: ContactId,
        now: Moment,
    ) -> Answer<'_, Contact> {
        self.note(Noted::Stop(instance.clone(), contact.clone()));
        let ended = Contact {
            state: ContactState::Ended { at: now },
            ..chat(instance, contact, now)
        };
        Box::pin(async move { Ok(ended) })
    }

    fn update_timer_settings(
        &self,
        instance: InstanceId,
        contact: ContactId,
        changes: TimerChanges,
        _: Moment,
    ) -> Answer<'_, TimerSettings> {
        let timers = TimerSettings::default().apply(&changes);
        self.note(Noted::Update(instance, contact, changes));
        Box::pin(async move { Ok(timers) })
    }

    fn create_participant(
        &self,
        instance: InstanceId,
        contact: ContactId,
        new: NewParticipant,
        now: Moment,
    ) -> Answer<'_, Participant> {
        let participant = Participant::created(new.role, new.display_name.clone(), now);
        self.note(Noted::Create(instance, contact, Box::new(new)));
        Box::pin(async move { Ok(participant) })
    }

    fn transfer_contact(
        &self,
        instance: InstanceId,
        transfer: Transfer,
        now: Moment,
    ) -> Answer<'_, Contact> {
        let contact = chat(instance.clone(), transfer.contact.clone(), now);
        let next = transfer.next(&contact, now);
        self.note(Noted::Transfer(instance, Box::new(transfer)));
        Box::pin(async move { Ok(next) })
    }

    fn bearer<'a>(&'a self, _: &'a ParticipantToken) -> Answer<'a, TokenHolder> {
        Box::pin(async { Err(StoreError::ParticipantNotFound) })
    }

    fn instance_of<'a>(&'a self, _: &'a ConnectionToken) -> Answer<'a, InstanceId> {
        Box::pin(async { Err(StoreError::ParticipantNotFound) })
    }

    fn open_connection(
        &self,
        _: ParticipantToken,
        _: NewConnection,
        _: Moment,
    ) -> Answer<'_, Participant> {
        Box::pin(async { Err(StoreError::ParticipantNotFound) })
    }

    fn participant_by_ticket<'a>(
        &'a self,
        _: &'a SocketTicket,
        _: Moment,
    ) -> Answer<'a, (Participant, ContactId)> {
        Box::pin(async { Err(StoreError::ParticipantNotFound) })
    }

    fn say(&self, _: Bearer, _: Said, _: Moment) -> Answer<'_, Item> {
        Box::pin(async { Err(StoreError::ParticipantNotFound) })
    }

    fn leave(&self, _: Bearer, _: Option<String>, _: Moment) -> Answer<'_, Vec<Item>> {
        nothing()
    }

    fn transcript<'a>(&'a self, _: &'a Bearer, _: &'a Window) -> Answer<'a, Page> {
        Box::pin(async { Err(StoreError::ParticipantNotFound) })
    }

    fn announce(&self, _: Bearer, new: NewAttachment) -> Answer<'_, NewAttachment> {
        Box::pin(async { Ok(new) })
    }

    fn expected_file<'a>(&'a self, ticket: &'a FileTicket, at: Moment) -> Answer<'a, Attachment> {
        let file = NewAttachment::fresh(
            "map.txt".to_owned(),
            "text/plain".to_owned(),
            EXPECTED,
            ticket.secret().to_owned(),
            at,
        );
        Box::pin(async move { Ok(file.attachment) })
    }

    fn put_file(&self, _: FileTicket, _: Vec<u8>, _: Moment) -> Answer<'_, ()> {
        nothing()
    }

    fn link_file(&self, _: Bearer, _: FileLink) -> Answer<'_, Attachment> {
        Box::pin(async { Err(StoreError::FileNotFound) })
    }

    fn file<'a>(&'a self, _: &'a FileTicket, _: Moment) -> Answer<'a, (Attachment, Vec<u8>)> {
        Box::pin(async { Err(StoreError::FileNotFound) })
    }

    fn connect(&self, _: ParticipantId, _: Moment) -> Answer<'_, Vec<Item>> {
        nothing()
    }

    fn disconnect(&self, _: ParticipantId, _: Moment) -> Answer<'_, Vec<Item>> {
        nothing()
    }

    fn activity(&self, _: ParticipantId, _: Activity, _: Moment) -> Answer<'_, Vec<Item>> {
        nothing()
    }

    fn advance(&self, _: ContactId, _: Moment) -> Answer<'_, Vec<Item>> {
        nothing()
    }

    fn next_due(&self) -> Answer<'_, Option<Moment>> {
        nothing()
    }

    fn due(&self, _: Moment, _: u32) -> Answer<'_, Vec<ContactId>> {
        nothing()
    }

    fn items<'a>(&'a self, _: &'a ContactId) -> Answer<'a, Vec<Item>> {
        nothing()
    }

    fn to_be_shown<'a>(&'a self, _: &'a ParticipantId) -> Answer<'a, Vec<Item>> {
        nothing()
    }

    fn shown(&self, _: ParticipantId, _: Vec<ItemId>) -> Answer<'_, ()> {
        nothing()
    }

    fn flows(&self) -> Answer<'_, Vec<Item>> {
        nothing()
    }

    fn flow_told(&self, _: ItemId) -> Answer<'_, ()> {
        nothing()
    }

    fn times(&self) -> Answer<'_, Times> {
        nothing()
    }

    fn set_clock(&self, _: Moment) -> Answer<'_, ()> {
        nothing()
    }

    fn hub(&self) -> &Hub {
        &self.1
    }

    fn check(&self) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {})
    }
}
