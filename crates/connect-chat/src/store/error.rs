//! Why a store does not do what it is asked for.

use std::error::Error;
use std::fmt;

use crate::ids::{ContactId, NoSuchInstance, ParticipantId};
use crate::item::Format;

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
    /// The client token was used before, by a call that let in a participant with another role or name. It
    /// names the participant.
    ParticipantTokenReused(ParticipantId),
    /// The client token was used before, by a call that transferred another contact, or elsewhere. It names
    /// the contact in which that chat went on.
    TransferTokenReused(ContactId),
    /// There is no such participant.
    ParticipantNotFound,
    /// The participant has left, or was removed, and cannot come back.
    ParticipantLeft(ParticipantId),
    /// The token was good once, and is not any more.
    TokenExpired,
    /// The chat has no such item, which the caller named by its id.
    ItemNotFound(String),
    /// The chat was started without this among its content types.
    ContentTypeNotSupported(Format),
    /// A receipt was sent while more than two participants are there.
    TooManyForReceipts(ContactId),
    /// The file, which the caller named by its id, was not sent yet, or is a part of the chat already.
    AttachmentNotReady(String),
    /// The chat has as many files as it may have.
    TooManyAttachments(ContactId),
    /// No file has this address.
    FileNotFound,
    /// What was sent has not the size that was announced for this file.
    FileOfOtherSize(String),
    /// The chat has as many participants as it may have.
    TooManyParticipants(ContactId),
    /// The chat has been transferred as often as it may be.
    TooManyTransfers(ContactId),
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
            Self::ParticipantTokenReused(id) => write!(
                f,
                "the client token was used before with other parameters, which let in participant {}",
                id.as_str()
            ),
            Self::TransferTokenReused(id) => write!(
                f,
                "the client token was used before with other parameters, which transferred to contact {id}"
            ),
            Self::ParticipantNotFound => f.write_str("there is no such participant"),
            Self::ParticipantLeft(id) => write!(f, "participant {} has left", id.as_str()),
            Self::TokenExpired => f.write_str("the token has expired"),
            Self::ItemNotFound(id) => write!(f, "the chat has no item {id:?}"),
            Self::ContentTypeNotSupported(format) => write!(
                f,
                "{} is not among the SupportedMessagingContentTypes of the chat",
                format.content_type()
            ),
            Self::TooManyForReceipts(id) => write!(
                f,
                "contact {id} has more than two participants, so there are no receipts"
            ),
            Self::AttachmentNotReady(id) => {
                write!(
                    f,
                    "attachment {id} was not sent yet, or was completed before"
                )
            }
            Self::TooManyAttachments(id) => {
                write!(f, "chat {id} has as many attachments as it may have")
            }
            Self::FileNotFound => f.write_str("there is no such file"),
            Self::FileOfOtherSize(id) => {
                write!(f, "attachment {id} was announced with another size")
            }
            Self::TooManyParticipants(id) => {
                write!(f, "contact {id} has as many participants as it may have")
            }
            Self::TooManyTransfers(id) => {
                write!(f, "contact {id} has been transferred as often as it may be")
            }
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
