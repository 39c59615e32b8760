//! What a chat tells.

use crate::Moment;

/// What the timers have to tell the participants.
///
/// Amazon Connect shows these events while they happen and keeps none of them in the transcript (rule 9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<Id> {
    /// When it happened: for a timer the moment at which it ran out, however late the chat was told the
    /// time.
    pub at: Moment,
    /// Who became idle, who returned, or whose silence led to the auto-disconnect.
    pub participant: Id,
    /// What happened.
    pub what: What<Id>,
    /// Who is shown the event, in the order of joining: everyone in the chat, but at an auto-disconnect
    /// only those who stay.
    pub shown_to: Vec<Id>,
}

/// The three things that timers tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What<Id> {
    /// The participant's idle timer has run out.
    Idle,
    /// The participant was idle and has spoken again.
    Returned,
    /// The participant's auto-disconnect timer has run out.
    AutoDisconnected {
        /// Everyone who is no longer in the chat because of it, in the order of joining (rule 8).
        removed: Vec<Id>,
    },
}
