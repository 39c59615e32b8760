//! What kinds of things happen in a chat, and what becomes of each.

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
    /// A participant has said something, in this format.
    Message(Format),
    /// A participant has shared a file.
    Attachment,
    /// A participant's client says that its user is typing.
    Typing,
    /// A participant's client says that a message has come to it.
    Delivered,
    /// A participant's client says that its user has read a message.
    Read,
    /// A participant's client says that it is connected.
    ConnectionAcknowledged,
}

/// What the text of a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text.
    Plain,
    /// Text with marks.
    Markdown,
    /// JSON.
    Json,
    /// The answer to an interactive message, as JSON.
    InteractiveResponse,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [
        Self::Plain,
        Self::Markdown,
        Self::Json,
        Self::InteractiveResponse,
    ];

    /// The content type that names it.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Plain => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Json => "application/json",
            Self::InteractiveResponse => {
                "application/vnd.amazonaws.connect.message.interactive.response"
            }
        }
    }

    /// The most characters that a text in it may have.
    #[must_use]
    pub const fn most_characters(self) -> usize {
        match self {
            Self::Plain | Self::Markdown => 1_024,
            Self::Json => 12_000,
            Self::InteractiveResponse => 12_288,
        }
    }
}

impl ItemKind {
    /// All kinds.
    pub const ALL: [Self; 16] = [
        Self::Joined,
        Self::Left,
        Self::Idle,
        Self::Returned,
        Self::AutoDisconnected,
        Self::TransferSucceeded,
        Self::ChatEnded,
        Self::Message(Format::Plain),
        Self::Message(Format::Markdown),
        Self::Message(Format::Json),
        Self::Message(Format::InteractiveResponse),
        Self::Attachment,
        Self::Typing,
        Self::Delivered,
        Self::Read,
        Self::ConnectionAcknowledged,
    ];

    /// Those that a client may send as an event.
    pub const EVENTS: [Self; 4] = [
        Self::Typing,
        Self::Delivered,
        Self::Read,
        Self::ConnectionAcknowledged,
    ];

    /// The content type that says what happened. That of an attachment is the record's own, and nobody is shown it:
    /// what it is, is said of each file.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Attachment => "attachment",
            Self::Joined => "application/vnd.amazonaws.connect.event.participant.joined",
            Self::Left => "application/vnd.amazonaws.connect.event.participant.left",
            Self::Idle => "application/vnd.amazonaws.connect.event.participant.idle",
            Self::Returned => "application/vnd.amazonaws.connect.event.participant.returned",
            Self::AutoDisconnected => {
                "application/vnd.amazonaws.connect.event.participant.autodisconnection"
            }
            Self::TransferSucceeded => "application/vnd.amazonaws.connect.event.transfer.succeeded",
            Self::ChatEnded => "application/vnd.amazonaws.connect.event.chat.ended",
            Self::Message(format) => format.content_type(),
            Self::Typing => "application/vnd.amazonaws.connect.event.typing",
            Self::Delivered => "application/vnd.amazonaws.connect.event.message.delivered",
            Self::Read => "application/vnd.amazonaws.connect.event.message.read",
            Self::ConnectionAcknowledged => {
                "application/vnd.amazonaws.connect.event.connection.acknowledged"
            }
        }
    }

    /// What the record and the transcript call it.
    #[must_use]
    pub const fn item_type(self) -> &'static str {
        match self {
            Self::Message(_) => "MESSAGE",
            Self::Attachment => "ATTACHMENT",
            _ => "EVENT",
        }
    }

    /// Whether the transcript has it. What the timers tell, and what clients signal, is shown while it happens and
    /// not kept.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        match self {
            Self::Joined
            | Self::Left
            | Self::TransferSucceeded
            | Self::ChatEnded
            | Self::Message(_)
            | Self::Attachment => true,
            Self::Idle
            | Self::Returned
            | Self::AutoDisconnected
            | Self::Typing
            | Self::Delivered
            | Self::Read
            | Self::ConnectionAcknowledged => false,
        }
    }

    /// Whether it says nothing to whoever sees it later. \[ours\] That someone was typing before a connection was lost
    /// is not shown after it is back.
    #[must_use]
    pub const fn is_passing(self) -> bool {
        matches!(self, Self::Typing)
    }
}
