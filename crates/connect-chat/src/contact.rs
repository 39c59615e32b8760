//! Contacts, as Amazon Connect calls one conversation of a customer.

use std::collections::BTreeMap;
use std::fmt;

use chat_timeouts::TimerSettings;
use serde::Serialize;

use crate::ids::{ContactId, InstanceId, ParticipantId, ParticipantToken};
use crate::moment::Moment;

/// One conversation of a customer with an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// The instance that it belongs to. To every other instance it does not exist.
    pub instance: InstanceId,
    /// The first contact of the chain of transfers that this one belongs to: itself, if it was never
    /// transferred. It names the chat as a whole.
    pub initial: ContactId,
    /// The contact before this one in that chain.
    pub previous: Option<ContactId>,
    /// How the customer reached the instance.
    pub channel: Channel,
    /// The flow that it was started with.
    pub contact_flow_id: String,
    /// When it was started.
    pub initiated: Moment,
    /// When anything of it was last changed; at first, when it was started.
    pub updated: Moment,
    /// Whether it goes on.
    pub state: ContactState,
    /// The customer's place in it.
    pub customer: Customer,
    /// The contact of the same instance that the caller named as related.
    pub related: Option<ContactId>,
    /// The earlier chat of the same instance that this one continues.
    pub continued_from: Option<ContactId>,
    /// The attributes that flows see.
    pub attributes: BTreeMap<String, String>,
    /// The tags.
    pub tags: BTreeMap<String, String>,
    /// The segment attributes, as the JSON text they were given in. Nothing here looks inside.
    pub segment_attributes: Option<String>,
    /// What the timers of its chat are set to for whoever joins next.
    pub timers: TimerSettings,
    /// The token of the call that started it.
    pub client_token: Option<String>,
}

/// How a customer reaches an instance. The names are Amazon Connect's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Channel {
    /// A call.
    Voice,
    /// A chat: the only one with timers.
    Chat,
    /// A task.
    Task,
    /// A mail.
    Email,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 4] = [Self::Voice, Self::Chat, Self::Task, Self::Email];

    /// The name that Amazon Connect and the store have for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Voice => "VOICE",
            Self::Chat => "CHAT",
            Self::Task => "TASK",
            Self::Email => "EMAIL",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a contact goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactState {
    /// It goes on.
    Active,
    /// It has ended, and can be read but no longer changed.
    Ended {
        /// When it ended.
        at: Moment,
    },
}

/// The customer's place in a contact.
#[derive(Clone, PartialEq, Eq)]
pub struct Customer {
    /// The customer as a participant.
    pub participant: ParticipantId,
    /// What the customer shows to be let in.
    pub token: ParticipantToken,
    /// The name that the others see. It is left out of `Debug`, because the API calls it sensitive.
    pub display_name: String,
    /// Who the customer is to the caller. It is left out of `Debug` for the same reason.
    pub customer_id: Option<String>,
}

impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer")
            .field("participant", &self.participant)
            .finish_non_exhaustive()
    }
}

/// What a call that starts a contact asks for.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct StartContact {
    /// The instance that the contact will belong to.
    #[serde(skip)]
    pub instance: InstanceId,
    /// The channel. The API starts chats only; a program that embeds the store can start the others, to
    /// see what becomes of an operation on a contact that is no chat.
    pub channel: Channel,
    /// The flow to start with. \[ours\] Nothing here runs flows, so every id is accepted.
    pub contact_flow_id: String,
    /// The customer's name as the others see it.
    pub display_name: String,
    /// Who the customer is to the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// A contact that the caller wants named as related. \[ours\] It must be one of the same instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related: Option<ContactId>,
    /// The chat to continue. \[ours\] It must be a contact of the same instance; whether it has ended does not
    /// matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continued_from: Option<ContactId>,
    /// How much of the chat to continue comes along, by Amazon Connect's name for it. \[ours\] No transcript
    /// goes from one chat to another here, so it only tells two calls apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rehydration: Option<String>,
    /// The attributes that flows see.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// The tags.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// The segment attributes as a JSON text, written the same way every time, so that the same attributes
    /// are the same text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment_attributes: Option<String>,
    /// What the customer says first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_message: Option<InitialMessage>,
    /// How long the whole chat may last, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chat_duration_minutes: Option<u32>,
    /// The content types that the customer's client understands, in the caller's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supported_content_types: Vec<String>,
    /// A name for this call: when it is repeated with the same token, it starts nothing and has the contact
    /// of the first call as its answer. See [`StartContact::token`].
    #[serde(skip)]
    pub client_token: Option<String>,
}

/// What the customer says when the chat starts.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct InitialMessage {
    /// The content type, such as `text/plain`.
    pub content_type: String,
    /// What is said.
    pub content: String,
}

impl StartContact {
    /// Starts a chat, with everything that may be left out left out.
    #[must_use]
    pub fn chat(instance: InstanceId, contact_flow_id: String, display_name: String) -> Self {
        Self {
            instance,
            channel: Channel::Chat,
            contact_flow_id,
            display_name,
            customer_id: None,
            related: None,
            continued_from: None,
            rehydration: None,
            attributes: BTreeMap::new(),
            tags: BTreeMap::new(),
            segment_attributes: None,
            initial_message: None,
            chat_duration_minutes: None,
            supported_content_types: Vec::new(),
            client_token: None,
        }
    }

    /// The token by which a repeated call is known, see [`named`].
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        named(self.client_token.as_deref())
    }

    /// Everything that the call asks for apart from its instance and its token, as one text: two calls ask
    /// for the same if and only if the texts are equal. What is not set leaves no trace in it, so that a
    /// member that is added later does not change the text of the calls before.
    ///
    /// # Errors
    ///
    /// None that can be made to happen: the members are strings, numbers, and maps with string keys.
    pub fn parameters(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// The contact that this call starts now, under a fresh id.
    #[must_use]
    pub fn start(self, now: Moment) -> Contact {
        let client_token = self.token().map(str::to_owned);
        let id = ContactId::fresh();
        Contact {
            initial: id.clone(),
            id,
            previous: None,
            instance: self.instance,
            channel: self.channel,
            contact_flow_id: self.contact_flow_id,
            initiated: now,
            updated: now,
            state: ContactState::Active,
            customer: Customer {
                participant: ParticipantId::fresh(),
                token: ParticipantToken::fresh(),
                display_name: self.display_name,
                customer_id: self.customer_id,
            },
            related: self.related,
            continued_from: self.continued_from,
            attributes: self.attributes,
            tags: self.tags,
            segment_attributes: self.segment_attributes,
            timers: TimerSettings::default(),
            client_token,
        }
    }
}

/// The token by which a repeated call is known. \[ours\] An empty token, which the API allows, is none: otherwise all
/// callers that leave it empty would share what one of them has made.
#[must_use]
pub fn named<T: AsRef<str>>(token: Option<T>) -> Option<T> {
    token.filter(|token| !token.as_ref().is_empty())
}
