//! What happens in a chat, as its record has it and its participants are shown it.

use std::fmt;

use serde::Serialize;

use crate::attachment::Attachment;
use crate::declare::id;
use crate::ids::{ContactId, ParticipantId};
use crate::moment::Moment;
use crate::participant::{Participant, ParticipantRole};

mod kind;

pub use kind::{Format, ItemKind};

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
    /// What was said.
    pub content: Option<Content>,
    /// The file that was shared.
    pub attachment: Option<Attachment>,
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
            content_type: match self.kind {
                ItemKind::Attachment => None,
                kind => Some(kind.content_type()),
            },
            id: self.id.as_str(),
            kind: self.shown_type(),
            content: self.content.as_ref().map(Content::text),
            message_metadata: self.receipt(),
            attachments: self.attachment.as_ref().map(|file| {
                [ShownAttachment {
                    attachment_id: &file.id,
                    attachment_name: &file.name,
                    content_type: &file.media_type,
                    status: "APPROVED",
                }]
            }),
            participant_id: by.map(|by| by.participant.as_str()),
            display_name: by.map(|by| by.display_name.as_str()),
            participant_role: by.map(|by| by.role.as_str()),
            contact_id: self.contact.as_str(),
            initial_contact_id: self.chat.as_str(),
        }
    }

    /// ChatJS knows a receipt by this type, and takes what it says from its metadata.
    fn shown_type(&self) -> &'static str {
        match self.kind {
            ItemKind::Delivered | ItemKind::Read => "MESSAGEMETADATA",
            kind => kind.item_type(),
        }
    }

    fn receipt(&self) -> Option<Receipt<'_>> {
        let (delivered, read) = match self.kind {
            ItemKind::Delivered => (Some(self.at.date_time()), None),
            ItemKind::Read => (None, Some(self.at.date_time())),
            _ => return None,
        };
        let receipt = ReceiptOfOne {
            delivered_timestamp: delivered,
            read_timestamp: read,
            recipient_participant_id: self.by.as_ref()?.participant.as_str(),
        };
        Some(Receipt {
            message_id: message_of(self.content.as_ref()?.text())?,
            receipts: [receipt],
        })
    }
}

/// The message that a receipt is about, which its content names: `{"messageId":"…"}`.
#[must_use]
pub fn message_of(content: &str) -> Option<String> {
    let content: serde_json::Value = serde_json::from_str(content).ok()?;
    Some(content.get("messageId")?.as_str()?.to_owned())
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ShownAttachment<'a> {
    attachment_id: &'a str,
    attachment_name: &'a str,
    content_type: &'a str,
    status: &'a str,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Receipt<'a> {
    message_id: String,
    receipts: [ReceiptOfOne<'a>; 1],
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ReceiptOfOne<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    delivered_timestamp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_timestamp: Option<String>,
    recipient_participant_id: &'a str,
}

/// What someone said. It is left out of `Debug`, because the API calls it sensitive.
#[derive(Clone, PartialEq, Eq)]
pub struct Content(String);

impl Content {
    /// The text itself.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Content(** redacted **)")
    }
}

/// An item in the form in which Amazon Connect shows it, as JSON. What there is not, is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ShownItem<'a> {
    absolute_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<&'a str>,
    id: &'a str,
    #[serde(rename = "Type")]
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_metadata: Option<Receipt<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attachments: Option<[ShownAttachment<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    participant_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    participant_role: Option<&'a str>,
    contact_id: &'a str,
    initial_contact_id: &'a str,
}

id! {
    /// The id of an item: a UUID.
    ItemId
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_file_is_shown_without_a_content_type_of_the_item() -> Result<(), serde_json::Error> {
        let item = Item {
            id: "id".to_owned().into(),
            chat: "first".to_owned().into(),
            contact: "second".to_owned().into(),
            at: Moment::from_millis(0),
            kind: ItemKind::Attachment,
            content: None,
            attachment: Some(Attachment {
                id: "file".to_owned(),
                name: "map.txt".to_owned(),
                media_type: "text/plain".to_owned(),
                size: 17,
            }),
            by: None,
            shown_to: Vec::new(),
        };
        let file = json!({
            "AttachmentId": "file",
            "AttachmentName": "map.txt",
            "ContentType": "text/plain",
            "Status": "APPROVED",
        });
        let shown = json!({
            "AbsoluteTime": "1970-01-01T00:00:00.000Z",
            "Id": "id",
            "Type": "ATTACHMENT",
            "Attachments": [file],
            "ContactId": "second",
            "InitialContactId": "first",
        });
        assert_eq!(serde_json::to_value(item.as_shown())?, shown);
        Ok(())
    }
}
