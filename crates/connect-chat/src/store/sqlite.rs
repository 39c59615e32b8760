//! The store in one SQLite file.
//!
//! Durable means synced before the answer: the file is in WAL mode with `synchronous=FULL`, so a commit
//! returns when the log has been synced, and readers see it only then. `tests/durability.rs` watches this
//! happen. All changes go through one connection, inside `BEGIN IMMEDIATE`, so that a change never finds
//! out in its middle that another process was faster; reads have connections of their own and wait for
//! nobody.

use std::path::Path;
use std::sync::Arc;

use chat_timeouts::{TimerChanges, TimerSettings};
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnection;
use tracing::Instrument;

use super::{Answer, Instances, Store, StoreError};
use crate::contact::{Channel, Contact, ContactState, StartContact};
use crate::ids::{ContactId, InstanceId};
use crate::moment::Moment;

mod open;
mod rows;

pub use open::{FILE_NAME, OpenError};

/// A [`Store`] in one SQLite file. Clones are handles on the same store.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
    instances: Arc<Instances>,
}

impl SqliteStore {
    /// Opens the store in a folder, and makes the folder and the file if they are not there. An older file
    /// is brought up to date; a newer one, which a later version of this program has written, is refused.
    ///
    /// # Errors
    ///
    /// [`OpenError`], if the folder cannot be made or the file cannot be used.
    pub async fn open(folder: &Path, instances: Instances) -> Result<Self, OpenError> {
        let (writer, readers) = open::open(folder).await?;
        Ok(Self {
            writer,
            readers,
            instances: Arc::new(instances),
        })
    }

    /// Runs a change in a task of its own, which goes on when the caller is dropped.
    fn change<T, F>(&self, work: F) -> Answer<'static, T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, StoreError>> + Send + 'static,
    {
        Box::pin(async move {
            tokio::spawn(work.in_current_span())
                .await
                .map_err(StoreError::unavailable)?
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

    async fn start(self, start: StartContact, now: Moment) -> Result<Contact, StoreError> {
        if matches!(&*self.instances, Instances::Only(listed) if !listed.contains(&start.instance))
        {
            return Err(StoreError::InstanceNotFound(start.instance.to_string()));
        }
        let parameters = start.parameters().map_err(StoreError::unavailable)?;
        let mut change = self.writer.begin_with(IMMEDIATE).await?;
        if let Some(token) = start.token()
            && let Some((contact, before)) =
                rows::contact_by_token(&mut change, &start.instance, token).await?
        {
            // Nothing was written, so there is nothing to commit.
            return if before == parameters {
                Ok(contact)
            } else {
                Err(StoreError::ClientTokenReused(contact.id))
            };
        }
        for named in [&start.related, &start.continued_from]
            .into_iter()
            .flatten()
        {
            if rows::contact(&mut change, &start.instance, named)
                .await?
                .is_none()
            {
                return Err(StoreError::ContactNotFound(named.clone()));
            }
        }
        rows::insert_instance(&mut change, &start.instance, now).await?;
        let contact = start.start(now);
        rows::insert_contact(&mut change, &contact, &parameters).await?;
        change.commit().await?;
        Ok(contact)
    }

    async fn stop(
        self,
        instance: InstanceId,
        contact: ContactId,
        now: Moment,
    ) -> Result<Contact, StoreError> {
        let mut change = self.writer.begin_with(IMMEDIATE).await?;
        let mut contact = self.find(&mut change, &instance, &contact).await?;
        require_active(&contact)?;
        contact.state = ContactState::Ended { at: now };
        contact.updated = now;
        rows::end_contact(&mut change, &contact.id, now).await?;
        change.commit().await?;
        Ok(contact)
    }

    async fn update_timers(
        self,
        instance: InstanceId,
        contact: ContactId,
        changes: TimerChanges,
        now: Moment,
    ) -> Result<TimerSettings, StoreError> {
        let mut change = self.writer.begin_with(IMMEDIATE).await?;
        let contact = self.find(&mut change, &instance, &contact).await?;
        if contact.channel != Channel::Chat {
            return Err(StoreError::NotAChat(contact.id));
        }
        require_active(&contact)?;
        let timers = contact.timers.apply(&changes);
        rows::update_timers(&mut change, &contact.id, timers, now).await?;
        change.commit().await?;
        Ok(timers)
    }
}

impl Store for SqliteStore {
    fn start_contact(&self, start: StartContact, now: Moment) -> Answer<'_, Contact> {
        self.change(self.clone().start(start, now))
    }

    fn contact<'a>(
        &'a self,
        instance: &'a InstanceId,
        contact: &'a ContactId,
    ) -> Answer<'a, Contact> {
        Box::pin(async move {
            // One transaction, so that the instance and the contact are looked up in the same state.
            let mut state = self.readers.begin().await?;
            self.find(&mut state, instance, contact).await
        })
    }

    fn stop_contact(
        &self,
        instance: InstanceId,
        contact: ContactId,
        now: Moment,
    ) -> Answer<'_, Contact> {
        self.change(self.clone().stop(instance, contact, now))
    }

    fn update_timer_settings(
        &self,
        instance: InstanceId,
        contact: ContactId,
        changes: TimerChanges,
        now: Moment,
    ) -> Answer<'_, TimerSettings> {
        self.change(self.clone().update_timers(instance, contact, changes, now))
    }

    fn check(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            rows::read_something(&mut *self.readers.acquire().await?).await?;
            // The right to write, taken and given back: nothing is written.
            self.writer.begin_with(IMMEDIATE).await?.rollback().await?;
            Ok(())
        })
    }

    fn close(&self) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            // The readers first: the last connection to close writes the log back into the file.
            self.readers.close().await;
            self.writer.close().await;
        })
    }
}

/// Takes the right to write at the start of a transaction. With a plain `BEGIN` it is taken by the first
/// write, which fails if another process has written since the transaction's first read.
const IMMEDIATE: &str = "BEGIN IMMEDIATE";

fn require_active(contact: &Contact) -> Result<(), StoreError> {
    match contact.state {
        ContactState::Active => Ok(()),
        ContactState::Ended { .. } => Err(StoreError::Ended(contact.id.clone())),
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::unavailable(error)
    }
}
