//! What a chat is told.

use crate::{Kind, TimerChanges};

/// What has happened in a chat, as far as its timers are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input<Id> {
    /// Timers were set or deleted. Nothing changes for those who are in the chat (rule 7).
    Configured(TimerChanges),
    /// Someone has connected. A participant who is there already stays as it is, kind, settings and timers:
    /// a second connection of a person is not a second person.
    Joined {
        /// Who.
        participant: Id,
        /// As what.
        kind: Kind,
    },
    /// Someone has disconnected for good. Nothing happens if the participant is not there: an agent whom an
    /// auto-disconnect has removed may still say goodbye.
    Left {
        /// Who.
        participant: Id,
    },
    /// Someone has shown a sign of life. Nothing happens if the participant is not there.
    Active {
        /// Who.
        participant: Id,
        /// What sign.
        activity: Activity,
    },
    /// The chat goes on to another agent or queue (rule 2): everyone but the customer has left, and what
    /// the timers are set to stays. A transfer in which the new agent comes before the old one goes is told
    /// as what it is, [`Input::Joined`] and later [`Input::Left`].
    Transferred,
    /// The chat is over. Nothing ever happens after that.
    Ended,
}

/// A sign of life from a participant.
///
/// The first two reset the participant's timers (rule 6). Whether the others do is a matter of
/// [`Choices`](crate::Choices). That a connection was acknowledged is none: no person has a hand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Activity {
    /// A message was sent.
    Message,
    /// An attachment was sent.
    Attachment,
    /// The client says that its user types.
    Typing,
    /// The client says that its user has read a message.
    ReadReceipt,
    /// The client says that a message has come to it.
    DeliveredReceipt,
}
