//! A store that has every contact that it is asked for, changes nothing, and notes each call.

use std::pin::Pin;
use std::sync::Mutex;

use chat_timeouts::{TimerChanges, TimerSettings};
use connect_chat::contact::{Contact, ContactState, StartContact};
use connect_chat::ids::{ContactId, InstanceId};
use connect_chat::moment::Moment;
use connect_chat::store::{Answer, Store};

/// What the store was asked.
#[derive(Clone, PartialEq)]
pub(crate) enum Noted {
    Start(Box<StartContact>),
    Contact(InstanceId, ContactId),
    Stop(InstanceId, ContactId),
    Update(InstanceId, ContactId, TimerChanges),
}

/// See the module's documentation.
#[derive(Default)]
pub(crate) struct Clerk(Mutex<Vec<Noted>>);

impl Clerk {
    /// What was noted since the last time.
    pub(crate) fn take(&self) -> Vec<Noted> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn note(&self, noted: Noted) {
        self.0.lock().unwrap().push(noted);
    }
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

    fn check(&self) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {})
    }
}
