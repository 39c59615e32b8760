//! What is expected of an item of a chat.

use std::fmt;
use std::time::SystemTime;

use lockstep_core::Timestamp;
use serde_json::{Map, Value, json};

mod compare;

pub(super) use compare::without_repeats;

const EVENT: &str = "application/vnd.amazonaws.connect.event.";

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// An event, by the end of its content type.
    Event(&'static str),
    /// A message of plain text.
    Message(String),
    /// A file of plain text, by its id and its name.
    File(String, String),
    /// The receipt for a message that was read, by the id of the message.
    Read(String),
}

/// Whose doing it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Author {
    pub(super) participant: String,
    pub(super) name: String,
    pub(super) role: &'static str,
}

/// An item as Amazon Connect shows it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) what: What,
    pub(super) by: Option<Author>,
    /// The contact in which it happened, and the first of its chain.
    pub(super) contact: [String; 2],
    /// Between which times of the chat's clock it happened, both included.
    pub(super) when: [SystemTime; 2],
    /// Known once it was seen.
    pub(super) id: Option<String>,
    /// The participants who are shown it, by their ids.
    pub(super) shown_to: Vec<String>,
    /// The sockets that are shown it, by the names that the player has for them.
    pub(super) seen_at: Vec<String>,
}

impl What {
    /// Whether the transcript has it. What the timers tell, and what clients signal, is not kept.
    pub(super) fn is_kept(&self) -> bool {
        const KEPT: [&str; 4] = [
            "participant.joined",
            "participant.left",
            "transfer.succeeded",
            "chat.ended",
        ];
        match self {
            Self::Event(kind) => KEPT.contains(kind),
            Self::Message(_) | Self::File(..) => true,
            Self::Read(_) => false,
        }
    }

    /// The callbacks of ChatJS that are for this, in the order in which it calls them, on the page of the one whose
    /// doing it is, or on another one.
    fn callbacks(&self, is_own: bool) -> &'static [&'static str] {
        match self {
            Self::Event("participant.idle") => &["onParticipantIdle"],
            Self::Event("participant.returned") => &["onParticipantReturned"],
            Self::Event("participant.autodisconnection") => &["onAutoDisconnection"],
            Self::Event("typing") => &["onTyping"],
            Self::Event("chat.ended") => &["onMessage", "onEnded"],
            // Receipts are for those who have said something.
            Self::Read(_) if is_own => &[],
            Self::Read(_) => &["onReadReceipt"],
            Self::Event(_) | Self::Message(_) | Self::File(..) => &["onMessage"],
        }
    }
}

impl Item {
    /// Whether this socket is shown it.
    pub(super) fn is_seen_at(&self, who: &str) -> bool {
        self.seen_at.iter().any(|one| one == who)
    }

    /// The item of this time as JSON, but for its id and the time itself.
    fn shown(&self, time: &Value) -> Map<String, Value> {
        let mut shown = match &self.what {
            What::Event(kind) => json!({"Type": "EVENT", "ContentType": format!("{EVENT}{kind}")}),
            What::Message(text) => {
                json!({"Type": "MESSAGE", "ContentType": "text/plain", "Content": text})
            }
            What::File(id, name) => {
                let file = json!({
                    "AttachmentId": id,
                    "AttachmentName": name,
                    "ContentType": "text/plain",
                    "Status": "APPROVED",
                });
                json!({"Type": "ATTACHMENT", "Attachments": [file]})
            }
            What::Read(message) => {
                let reader = self.by.as_ref().map(|by| by.participant.as_str());
                let read = json!({"ReadTimestamp": time, "RecipientParticipantId": reader});
                json!({
                    "Type": "MESSAGEMETADATA",
                    "ContentType": format!("{EVENT}message.read"),
                    "Content": json!({"messageId": message}).to_string(),
                    "MessageMetadata": {"MessageId": message, "Receipts": [read]},
                })
            }
        };
        let [contact, initial] = &self.contact;
        shown["ContactId"] = contact.as_str().into();
        shown["InitialContactId"] = initial.as_str().into();
        if let Some(by) = &self.by {
            shown["ParticipantId"] = by.participant.as_str().into();
            shown["DisplayName"] = by.name.as_str().into();
            shown["ParticipantRole"] = by.role.into();
        }
        match shown {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }

    fn time(&self) -> String {
        let [from, to] = self.when.map(|time| Timestamp::from(time).date_time());
        if from == to {
            from
        } else {
            format!("from {from} to {to}")
        }
    }
}

/// As JSON, as it would be shown.
impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = Value::from(self.time());
        let mut shown = self.shown(&time);
        shown.insert("AbsoluteTime".to_owned(), time);
        Value::Object(shown).fmt(f)
    }
}

/// A moment as Amazon Connect's chats tell it.
pub(super) fn moment(text: &Value) -> Option<SystemTime> {
    let text = text.as_str()?;
    // Always with three digits of a second's fraction.
    if text.len() != "2026-01-01T00:00:00.000Z".len() {
        return None;
    }
    Timestamp::from_date_time(text)?.to_system_time()
}
