//! A chat on a store, told in short.

use std::sync::Arc;
use std::time::Duration;

use chat_timeouts::Activity;
use connect_chat::ids::{ContactId, ParticipantId};
use connect_chat::item::Item;
use connect_chat::moment::Moment;
use connect_chat::participant::{NewParticipant, ParticipantRole};
use connect_chat::store::{Store, StoreError};
use connect_chat::transfer::Transfer;

use super::{NOW, chat, instance};

/// A chat, its customer, and the store that it is in.
#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) contact: ContactId,
    pub(crate) customer: ParticipantId,
}

/// So many minutes after [`NOW`].
pub(crate) fn minute(minutes: u64) -> Moment {
    NOW.after(Duration::from_secs(minutes * 60))
}

impl Scene {
    /// A new chat, whose customer has not come in yet.
    pub(crate) async fn new(store: Arc<dyn Store>) -> Self {
        let contact = store.start_contact(chat(), NOW).await.unwrap();
        Self {
            store,
            contact: contact.id,
            customer: contact.customer.participant,
        }
    }

    /// Lets someone in, who is not connected yet.
    pub(crate) async fn newcomer(&self, role: ParticipantRole) -> ParticipantId {
        let new = NewParticipant {
            role,
            display_name: role.to_string().to_lowercase(),
            token_expires: None,
            client_token: None,
        };
        let (store, contact) = (&self.store, self.contact.clone());
        let created = store.create_participant(instance("i"), contact, new, NOW);
        created.await.unwrap().id
    }

    pub(crate) async fn connect(&self, who: &ParticipantId, at: u64) -> Vec<String> {
        told(&self.store.connect(who.clone(), minute(at)).await.unwrap())
    }

    pub(crate) async fn disconnect(&self, who: &ParticipantId, at: u64) -> Vec<String> {
        let left = self.store.disconnect(who.clone(), minute(at));
        told(&left.await.unwrap())
    }

    pub(crate) async fn says(&self, who: &ParticipantId, at: u64) -> Vec<String> {
        let said = self
            .store
            .activity(who.clone(), Activity::Message, minute(at));
        told(&said.await.unwrap())
    }

    pub(crate) async fn advance(&self, at: u64) -> Vec<String> {
        let due = self.store.advance(self.contact.clone(), minute(at));
        told(&due.await.unwrap())
    }

    /// Passes the chat on, and returns the scene as it goes on.
    pub(crate) async fn transfer(&self, at: u64) -> Result<Self, StoreError> {
        let transfer = Transfer {
            contact: self.contact.clone(),
            contact_flow_id: "flow".to_owned(),
            queue: None,
            agent: None,
            client_token: None,
        };
        let next = self
            .store
            .transfer_contact(instance("i"), transfer, minute(at));
        Ok(Self {
            contact: next.await?.id,
            ..self.clone()
        })
    }

    /// The whole record.
    pub(crate) async fn record(&self) -> Vec<String> {
        told(&self.store.items(&self.contact).await.unwrap())
    }
}

/// What is told in these items: the minute, who, what, and how many are to be shown it.
pub(crate) fn told(items: &[Item]) -> Vec<String> {
    let line = |item: &Item| {
        let at = item.at.since(NOW).as_secs() / 60;
        let who = item.by.as_ref().map_or("", |by| by.display_name.as_str());
        let what = item.kind.content_type();
        let what = what.strip_prefix("application/vnd.amazonaws.connect.event.");
        format!("{at} {who} {} ({})", what.unwrap(), item.shown_to.len())
    };
    items.iter().map(line).collect()
}
