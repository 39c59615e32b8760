//! Passing a chat on.

use serde::Serialize;

use crate::contact::{Contact, ContactState, named};
use crate::ids::ContactId;
use crate::moment::Moment;

/// How often a contact may be transferred on: the whole chain has at most this many transfers. Amazon Connect
/// allows 11.
pub const MOST_TRANSFERS: usize = 11;

/// What a call that transfers a contact asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// The contact to pass on.
    pub contact: ContactId,
    /// The flow that makes the transfer. \[ours\] Nothing here runs flows, so every id is accepted.
    pub contact_flow_id: String,
    /// The queue in which it waits for an agent. \[ours\] Nothing here has queues, so every id is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// The agent who gets it. \[ours\] As for queues. If neither is named, the flow alone decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// A name for this call: when it is repeated with the same token, it transfers nothing and has the first
    /// one's contact as its answer. \[ours\] It is compared within one instance, and an empty one is none.
    #[serde(skip)]
    pub client_token: Option<String>,
}

impl Transfer {
    /// The token by which a repeated call is known.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        named(self.client_token.as_deref())
    }

    /// Everything that the call asks for apart from its token, as one text: two calls ask for the same if and
    /// only if the texts are equal.
    ///
    /// # Errors
    ///
    /// None that can be made to happen: the members are strings.
    pub fn parameters(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// The contact in which a chat goes on that was in this contact until now: the same conversation of the
    /// same customer, with the flow of the transfer.
    #[must_use]
    pub fn next(&self, contact: &Contact, now: Moment) -> Contact {
        Contact {
            id: ContactId::fresh(),
            previous: Some(contact.id.clone()),
            contact_flow_id: self.contact_flow_id.clone(),
            initiated: now,
            updated: now,
            state: ContactState::Active,
            client_token: None,
            ..contact.clone()
        }
    }
}
