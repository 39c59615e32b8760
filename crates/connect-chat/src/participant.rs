//! Who takes part in a chat.

use std::fmt;

use chat_timeouts::Kind;
use serde::Serialize;

use crate::ids::{ParticipantId, ParticipantToken};
use crate::moment::Moment;

/// Someone who takes part in a chat, or will, or did.
#[derive(Clone, PartialEq, Eq)]
pub struct Participant {
    /// The participant's id, which stays the same for the whole chat.
    pub id: ParticipantId,
    /// As what it takes part.
    pub role: ParticipantRole,
    /// The name that the others see. It is left out of `Debug`, because the API calls it sensitive.
    pub display_name: String,
    /// What it shows to be let in.
    pub token: ParticipantToken,
    /// When the token stops being good, by the clock of the machine; never, as long as the participant takes
    /// part, for a token without it.
    pub token_expires: Option<Moment>,
    /// Whether it is there.
    pub state: ParticipantState,
    /// When it was let into the chat.
    pub created: Moment,
    /// When it was connected first.
    pub connected: Option<Moment>,
    /// When it left.
    pub left: Option<Moment>,
    /// The token of the call that created it.
    pub client_token: Option<String>,
}

impl Participant {
    /// Someone who may come in, and has not yet.
    #[must_use]
    pub fn created(role: ParticipantRole, display_name: String, now: Moment) -> Self {
        Self {
            id: ParticipantId::fresh(),
            role,
            display_name,
            token: ParticipantToken::fresh(),
            token_expires: None,
            state: ParticipantState::Created,
            created: now,
            connected: None,
            left: None,
            client_token: None,
        }
    }
}

impl fmt::Debug for Participant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Participant")
            .field("id", &self.id)
            .field("role", &self.role)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// As what someone takes part in a chat. The names are Amazon Connect's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ParticipantRole {
    /// The person who started the chat. Each chat has exactly one.
    Customer,
    /// A person who answers it.
    Agent,
    /// A program of one's own.
    CustomBot,
    /// A person who looks on, and may step in.
    Supervisor,
}

impl ParticipantRole {
    /// All roles.
    pub const ALL: [Self; 4] = [
        Self::Customer,
        Self::Agent,
        Self::CustomBot,
        Self::Supervisor,
    ];

    /// The name that Amazon Connect and the store have for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "CUSTOMER",
            Self::Agent => "AGENT",
            Self::CustomBot => "CUSTOM_BOT",
            Self::Supervisor => "SUPERVISOR",
        }
    }

    /// What the timers call it.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Customer => Kind::Customer,
            Self::Agent => Kind::Agent,
            Self::CustomBot => Kind::CustomParticipant,
            Self::Supervisor => Kind::Supervisor,
        }
    }
}

impl fmt::Display for ParticipantRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a participant is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParticipantState {
    /// It has a token, and has not come in.
    Created,
    /// It is there for the others. A client that loses its connection and makes another does not leave.
    Connected,
    /// It has left for good, or was removed; its tokens are no good any more.
    Left,
}

impl ParticipantState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Created, Self::Connected, Self::Left];

    /// The name that the store has for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Connected => "CONNECTED",
            Self::Left => "LEFT",
        }
    }
}

/// What a call that lets one more participant into a chat asks for.
#[derive(Clone, PartialEq, Eq)]
pub struct NewParticipant {
    /// As what it takes part; never as a customer, because each chat has its own.
    pub role: ParticipantRole,
    /// The name that the others see.
    pub display_name: String,
    /// When its token stops being good, by the clock of the machine.
    pub token_expires: Option<Moment>,
    /// A name for this call: when it is repeated with the same token, it lets nobody in and has the first
    /// one's participant as its answer. \[ours\] It is compared within one chat, and an empty one is none.
    pub client_token: Option<String>,
}
