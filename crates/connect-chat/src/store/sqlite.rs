//! The store in one SQLite file.
//!
//! Durable means synced before the answer: the file is in WAL mode with `synchronous=FULL`, so a commit
//! returns when the log has been synced, and readers see it only then. `tests/durability.rs` watches this
//! happen. All changes go through one connection, inside `BEGIN IMMEDIATE`, so that a change never finds
//! out in its middle that another process was faster; those that wait are committed together. Reads have
//! connections of their own and wait for nobody.
//!
//! Two processes may have the same file open, and lose nothing; but what one records, the other does not
//! publish, so only one of them serves: the one that has the [`Reservation`].

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chat_timeouts::{Activity, Chat, Choices, TimerChanges, TimerSettings};
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnection;

use super::{Answer, Instances, Store, StoreError, Times, TokenHolder};
use crate::attachment::{Attachment, FileLink, NewAttachment};
use crate::connection::{Bearer, ConnectionToken, FileTicket, NewConnection, SocketTicket};
use crate::contact::{Contact, StartContact};
use crate::conversation::{Conversation, Terms};
use crate::hub::Hub;
use crate::ids::{ContactId, InstanceId, ParticipantId, ParticipantToken};
use crate::item::{Item, ItemId};
use crate::moment::Moment;
use crate::participant::{NewParticipant, Participant, ParticipantRole};
use crate::talk::{Page, Said, Window};
use crate::transfer::Transfer;

mod calls;
mod chats;
mod connections;
mod due;
mod files;
mod items;
mod open;
mod reservation;
mod rows;
mod talk;
mod timers;
mod transcript;
mod writer;

pub use open::{FILE_NAME, OpenError};
pub use reservation::Reservation;
use writer::{Changed, Work, Writer};

/// A [`Store`] in one SQLite file. Clones are handles on the same store.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    writing: Writer,
    writer: SqlitePool,
    readers: SqlitePool,
    instances: Arc<Instances>,
    choices: Choices,
    duration: Option<Duration>,
    hub: Hub,
}

impl SqliteStore {
    /// Opens the store in a folder, and makes the folder and the file if they are not there. An older file
    /// is brought up to date; a newer one, which a later version of this program has written, is refused.
    /// The timers make the default choices; see [`SqliteStore::choosing`].
    ///
    /// # Errors
    ///
    /// [`OpenError`], if the folder cannot be made or the file cannot be used.
    pub async fn open(folder: &Path, instances: Instances) -> Result<Self, OpenError> {
        let (writer, readers) = open::open(folder).await?;
        let hub = Hub::default();
        Ok(Self {
            writing: Writer::start(writer.clone(), hub.clone()),
            writer,
            readers,
            instances: Arc::new(instances),
            choices: Choices::default(),
            duration: None,
            hub,
        })
    }

    /// A handle by which the timers make these choices, wherever the documentation of Amazon Connect leaves
    /// one.
    #[must_use]
    pub fn choosing(mut self, choices: Choices) -> Self {
        self.choices = choices;
        self
    }

    /// A handle by which a chat lasts at most so long, if the call that starts it does not say.
    #[must_use]
    pub fn lasting(mut self, duration: Option<Duration>) -> Self {
        self.duration = duration;
        self
    }

    /// A change in the writer's task, which runs to its end when the caller is dropped.
    fn change<T, W>(&self, work: W) -> Answer<'_, T>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(Self, &'c mut SqliteConnection) -> Work<'c, Changed<T>> + Send + 'static,
    {
        let store = self.clone();
        Box::pin(async move {
            self.writing
                .change(move |connection| work(store, connection))
                .await
        })
    }

    /// A change of the chat in which someone takes part. The answer is what was recorded.
    fn participate(
        &self,
        participant: ParticipantId,
        work: impl FnOnce(&mut Conversation, &ParticipantId) -> Result<(), StoreError> + Send + 'static,
    ) -> Answer<'_, Vec<Item>> {
        self.change(move |store, connection| {
            Box::pin(async move {
                let chat = chats::of_participant(connection, &participant).await?;
                let chat = chat.ok_or(StoreError::ParticipantNotFound)?;
                let mut conversation = store.chat(connection, &chat).await?;
                work(&mut conversation, &participant)?;
                chats::save(connection, &conversation, None).await?;
                Ok(recorded(conversation))
            })
        })
    }

    /// Whether the instance exists, apart from those that come into being on demand.
    async fn require_instance(
        &self,
        connection: &mut SqliteConnection,
        instance: &InstanceId,
    ) -> Result<(), StoreError> {
        let exists = match &*self.instances {
            Instances::Only(listed) => listed.contains(instance),
            Instances::OnDemand => rows::instance_exists(connection, instance).await?,
        };
        if exists {
            Ok(())
        } else {
            Err(StoreError::InstanceNotFound(instance.to_string()))
        }
    }

    /// The contact as this connection sees it.
    async fn find(
        &self,
        connection: &mut SqliteConnection,
        instance: &InstanceId,
        contact: &ContactId,
    ) -> Result<Contact, StoreError> {
        self.require_instance(connection, instance).await?;
        let found = rows::contact(connection, instance, contact).await?;
        found.ok_or_else(|| StoreError::ContactNotFound(contact.clone()))
    }

    /// The chat of a contact, as that contact is in it: one that has ended by a transfer has ended.
    async fn conversation(
        &self,
        connection: &mut SqliteConnection,
        instance: &InstanceId,
        contact: &ContactId,
    ) -> Result<Conversation, StoreError> {
        let contact = self.find(connection, instance, contact).await?;
        chats::load(connection, contact, self.choices).await
    }

    /// The chat of this name, in the contact in which it goes on.
    async fn chat(
        &self,
        connection: &mut SqliteConnection,
        chat: &ContactId,
    ) -> Result<Conversation, StoreError> {
        let contact = rows::current_contact(connection, chat).await?;
        let contact = contact.ok_or_else(|| StoreError::ContactNotFound(chat.clone()))?;
        chats::load(connection, contact, self.choices).await
    }

    async fn start(
        &self,
        connection: &mut SqliteConnection,
        start: StartContact,
        now: Moment,
    ) -> Result<Changed<Contact>, StoreError> {
        if matches!(&*self.instances, Instances::Only(listed) if !listed.contains(&start.instance))
        {
            return Err(StoreError::InstanceNotFound(start.instance.to_string()));
        }
        let parameters = start.parameters().map_err(StoreError::unavailable)?;
        if let Some(token) = start.token()
            && let Some((contact, before)) =
                rows::contact_by_token(connection, &start.instance, token).await?
        {
            return if before == parameters {
                Ok(Changed::quietly(contact))
            } else {
                Err(StoreError::ClientTokenReused(contact.id))
            };
        }
        for named in [&start.related, &start.continued_from]
            .into_iter()
            .flatten()
        {
            if rows::contact(connection, &start.instance, named)
                .await?
                .is_none()
            {
                return Err(StoreError::ContactNotFound(named.clone()));
            }
        }
        rows::insert_instance(connection, &start.instance, now).await?;
        let initial_message = start.initial_message.clone();
        let terms = Terms::of(&start, self.duration, now);
        let contact = start.start(now);
        let customer = &contact.customer;
        let customer = Participant {
            id: customer.participant.clone(),
            token: customer.token.clone(),
            ..Participant::created(
                ParticipantRole::Customer,
                customer.display_name.clone(),
                now,
            )
        };
        let mut conversation = Conversation {
            contact,
            participants: vec![customer],
            timers: Chat::new(self.choices),
            terms,
            recorded: Vec::new(),
            transferred_from: None,
        };
        if let Some(message) = initial_message {
            conversation.begin_with(message, now);
        }
        chats::insert(connection, &conversation).await?;
        rows::insert_contact(connection, &conversation.contact, &parameters, None).await?;
        for item in &conversation.recorded {
            items::insert(connection, item).await?;
        }
        Ok(changed(conversation.contact.clone(), conversation))
    }

    async fn transfer(
        &self,
        connection: &mut SqliteConnection,
        instance: &InstanceId,
        transfer: &Transfer,
        now: Moment,
    ) -> Result<Changed<Contact>, StoreError> {
        self.require_instance(connection, instance).await?;
        let parameters = transfer.parameters().map_err(StoreError::unavailable)?;
        if let Some(token) = transfer.token()
            && let Some((contact, before)) =
                rows::contact_by_transfer(connection, instance, token).await?
        {
            return if before == parameters {
                Ok(Changed::quietly(contact))
            } else {
                Err(StoreError::TransferTokenReused(contact.id))
            };
        }
        let mut conversation = self
            .conversation(connection, instance, &transfer.contact)
            .await?;
        let is_transferred_out =
            rows::is_transferred_out(connection, &conversation.contact).await?;
        conversation.transfer(transfer, now)?;
        if is_transferred_out {
            return Err(StoreError::TooManyTransfers(transfer.contact.clone()));
        }
        let call = (parameters.as_str(), transfer.token());
        chats::save(connection, &conversation, Some(call)).await?;
        Ok(changed(conversation.contact.clone(), conversation))
    }
}

/// A change of a chat, with its answer.
fn changed<T>(answer: T, conversation: Conversation) -> Changed<T> {
    Changed {
        answer,
        wake: conversation.wake(),
        recorded: conversation.recorded,
    }
}

/// A change of a chat that answers with what it has recorded.
fn recorded(conversation: Conversation) -> Changed<Vec<Item>> {
    changed(conversation.recorded.clone(), conversation)
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::unavailable(error)
    }
}
