//! What happens in a chat, as its record has it and its participants are shown it.

use std::fmt;

use serde::Serialize;
use uuid::Uuid;

use crate::ids::{ContactId, ParticipantId};
use crate::moment::Moment;
use crate::participant::{Participant, ParticipantRole};

/// One thing that happened in a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its own id. However often it is shown, the id is the same.
    pub id: ItemId,
    /// The chat, by the first contact of its chain.
    pub chat: ContactId,
    /// The contact of the chat in which it happened.
    pub contact: ContactId,
    /// When it happened: for a timer the moment at which it ran out.
    pub at: Moment,
    /// What happened.
    pub kind: ItemKind,
    /// Whose doing it is; nobody's if it is the chat's own.
    pub by: Option<Author>,
    /// Who is to be shown it.
    pub shown_to: Vec<Showing>,
}

impl Item {
    /// The item as a participant is shown it.
    #[must_use]
    pub fn as_shown(&self) -> ShownItem<'_> {
        let by = self.by.as_ref();
        ShownItem {
            absolute_time: self.at.date_time(),
            content_type: self.kind.content_type(),
            id: self.id.as_str(),
            kind: "EVENT",
            participant_id: by.map(|by| by.participant.as_str()),
            display_name: by.map(|by| by.display_name.as_str()),
            participant_role: by.map(|by| by.role.as_str()),
            contact_id: self.contact.as_str(),
            initial_contact_id: self.chat.as_str(),
        }
    }
}

/// An item in the form in which Amazon Connect shows it, as JSON. What there is not, is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ShownItem<'a> {
    absolute_time: String,
    content_type: &'a str,
    id: &'a str,
    #[serde(rename = "Type")]
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    participant_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    participant_role: Option<&'a str>,
    contact_id: &'a str,
    initial_contact_id: &'a str,
}

/// The id of an item: a UUID.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(String);

impl ItemId {
    /// An id that no item has yet.
    #[must_use]
    pub fn fresh() -> Self {
        Self(Uuid::new_v4().to_string())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for ItemId {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Someone as an item names them: as they were when it happened.
#[derive(Clone, PartialEq, Eq)]
pub struct Author {
    /// Who.
    pub participant: ParticipantId,
    /// As what.
    pub role: ParticipantRole,
    /// Under which name. It is left out of `Debug`, because the API calls it sensitive.
    pub display_name: String,
}

impl From<&Participant> for Author {
    fn from(participant: &Participant) -> Self {
        Self {
            participant: participant.id.clone(),
            role: participant.role,
            display_name: participant.display_name.clone(),
        }
    }
}

impl fmt::Debug for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Author")
            .field("participant", &self.participant)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

/// That someone is to be shown an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Showing {
    /// Who.
    pub participant: ParticipantId,
    /// Whether it is known that they were.
    pub shown: bool,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ItemKind {
    /// A participant came in.
    Joined,
    /// A participant left, or was removed.
    Left,
    /// A participant's idle timer ran out.
    Idle,
    /// A participant who was idle has spoken again.
    Returned,
    /// Everyone but the customer was removed, because the participant stayed silent.
    AutoDisconnected,
    /// The chat goes on in another contact.
    TransferSucceeded,
    /// The chat is over.
    ChatEnded,
}

impl ItemKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::Joined,
        Self::Left,
        Self::Idle,
        Self::Returned,
        Self::AutoDisconnected,
        Self::TransferSucceeded,
        Self::ChatEnded,
    ];

    /// The content type that says what happened.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Joined => "application/vnd.amazonaws.connect.event.participant.joined",
            Self::Left => "application/vnd.amazonaws.connect.event.participant.left",
            Self::Idle => "application/vnd.amazonaws.connect.event.participant.idle",
            Self::Returned => "application/vnd.amazonaws.connect.event.participant.returned",
            Self::AutoDisconnected => {
                "application/vnd.amazonaws.connect.event.participant.autodisconnection"
            }
            Self::TransferSucceeded => "application/vnd.amazonaws.connect.event.transfer.succeeded",
            Self::ChatEnded => "application/vnd.amazonaws.connect.event.chat.ended",
        }
    }

    /// Whether the transcript has it. What the timers tell is shown while it happens and not kept.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        !matches!(self, Self::Idle | Self::Returned | Self::AutoDisconnected)
    }
}
