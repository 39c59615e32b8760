//! Where contacts live: a small trait, and one implementation of it.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::pin::Pin;

use chat_timeouts::{TimerChanges, TimerSettings};

use crate::contact::{Contact, StartContact};
use crate::ids::{ContactId, InstanceId, NoSuchInstance};
use crate::moment::Moment;

pub mod sqlite;

/// The answer of a store to one call. Boxed, so that a server can be put on any store at run time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A store of contacts.
///
/// Each operation of the API needs one call, and that call decides all of the operation's rules against one
/// state of the store. Three things hold for every implementation:
///
/// - **Durable**: when a change is answered with `Ok`, it has been synced to the disk.
/// - **Whole**: a change happens completely or not at all, also when the process is killed.
/// - **To its end**: a handler may be dropped at any `await`, when its client goes away. A change that was
///   polled once runs to its end all the same; one that was never polled does nothing. A read stops.
///
/// The time of a change is an argument, because the store has no clock of its own.
pub trait Store: Send + Sync + 'static {
    /// Starts a contact, or answers with the contact that an earlier call with the same token started in
    /// the same instance: as it is now, which may be ended. \[ours\] A token is remembered for as long as the
    /// contact is.
    ///
    /// # Errors
    ///
    /// [`StoreError::InstanceNotFound`]; [`StoreError::ClientTokenReused`], if the token belongs to a call
    /// that asked for something else; [`StoreError::ContactNotFound`], if the related contact or the one to
    /// continue is not in the instance; [`StoreError::Unavailable`].
    fn start_contact(&self, start: StartContact, now: Moment) -> Answer<'_, Contact>;

    /// A contact of an instance, whether active or ended.
    ///
    /// # Errors
    ///
    /// [`StoreError::InstanceNotFound`]; [`StoreError::ContactNotFound`]; [`StoreError::Unavailable`].
    fn contact<'a>(
        &'a self,
        instance: &'a InstanceId,
        contact: &'a ContactId,
    ) -> Answer<'a, Contact>;

    /// Ends a contact of any channel, and answers with it.
    ///
    /// # Errors
    ///
    /// [`StoreError::InstanceNotFound`]; [`StoreError::ContactNotFound`]; [`StoreError::Ended`], also when
    /// the same caller ended it before; [`StoreError::Unavailable`].
    fn stop_contact(
        &self,
        instance: InstanceId,
        contact: ContactId,
        now: Moment,
    ) -> Answer<'_, Contact>;

    /// Changes the timers of a chat: the pairs that are named, and no others. The answer is what the timers
    /// are set to afterwards.
    ///
    /// # Errors
    ///
    /// The first of these that applies: [`StoreError::InstanceNotFound`]; [`StoreError::ContactNotFound`];
    /// [`StoreError::NotAChat`]; [`StoreError::Ended`]; [`StoreError::Unavailable`].
    fn update_timer_settings(
        &self,
        instance: InstanceId,
        contact: ContactId,
        changes: TimerChanges,
        now: Moment,
    ) -> Answer<'_, TimerSettings>;

    /// Answers if the store could read and write now. It changes nothing and syncs nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn check(&self) -> Answer<'_, ()>;

    /// Finishes what is under way and closes the store. Every later call is answered with
    /// [`StoreError::Unavailable`]; closing twice does nothing.
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// Which instances exist.
///
/// \[ours\] Amazon Connect has operations to make an instance; here one comes into being with the first
/// contact that is started in it, unless the exact instances are given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Instances {
    /// Every instance in which a contact was ever started. A contact can be started in any.
    #[default]
    OnDemand,
    /// These and no others, from the first moment on. A store that has contacts of further ones keeps them,
    /// out of reach.
    Only(BTreeSet<InstanceId>),
}

/// Why a store did not do what it was asked for. Except for [`StoreError::Unavailable`] the text is made
/// for the caller of the API.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such instance. The text is what the caller named it by.
    InstanceNotFound(String),
    /// The instance has no such contact; another instance may.
    ContactNotFound(ContactId),
    /// The contact has ended and can no longer be changed.
    Ended(ContactId),
    /// The contact is not a chat, so it has no timers.
    NotAChat(ContactId),
    /// The client token was used before, by a call that started a contact with other parameters. The
    /// caller's mistake: the API answers InvalidRequestException. It names the contact that was started.
    ClientTokenReused(ContactId),
    /// The store itself failed. The source is for the log, and its text never for the caller.
    Unavailable(Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// A failure of the store itself.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(source.into())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InstanceNotFound(id) => write!(f, "instance {id:?} does not exist"),
            Self::ContactNotFound(id) => {
                write!(
                    f,
                    "contact {:?} does not exist in this instance",
                    id.as_str()
                )
            }
            Self::Ended(id) => write!(f, "contact {id} has ended"),
            Self::NotAChat(id) => write!(f, "contact {id} is not a chat"),
            Self::ClientTokenReused(id) => write!(
                f,
                "the client token was used before with other parameters, which started contact {id}"
            ),
            Self::Unavailable(_) => f.write_str("the store is not available"),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unavailable(source) => Some(source.as_ref()),
            _ => None,
        }
    }
}

/// A text that cannot be an instance's name is treated as the name of one that does not exist.
impl From<NoSuchInstance> for StoreError {
    fn from(error: NoSuchInstance) -> Self {
        Self::InstanceNotFound(error.0)
    }
}
