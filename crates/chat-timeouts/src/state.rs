//! All that a chat remembers, as plain data to be stored.

use std::error::Error;
use std::fmt;

use crate::{Kind, Minutes, Moment, Participant, TimerSettings};

/// All that a chat remembers. The default is a new chat's, whose timers may be set before it starts.
///
/// Two chats with equal states and choices go on alike for ever, so this is what a service stores after
/// each change, and what it brings a chat back from with [`Chat::restore`](crate::Chat::restore).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State<Id> {
    /// What the timers are set to for whoever joins next.
    pub settings: TimerSettings,
    /// The latest moment that the chat has been told of. All timers due until then have run out.
    pub seen: Moment,
    /// Whether the timers run.
    pub phase: Phase,
    /// Who is in the chat, in the order of joining.
    pub participants: Vec<Participant<Id>>,
}

/// Whether the timers of a chat run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// They do not run: there is no customer, or no agent or custom participant (rule 3), or one has left
    /// and the choice is [`Stop::WhenAnyLeaves`](crate::Stop::WhenAnyLeaves).
    Waiting,
    /// They run.
    Running,
    /// They will not run again, because the chat is over. Nobody is in it.
    Ended,
}

impl<Id> Default for State<Id> {
    fn default() -> Self {
        Self {
            settings: TimerSettings::default(),
            seen: Moment::MIN,
            phase: Phase::Waiting,
            participants: Vec::new(),
        }
    }
}

impl<Id: Eq> State<Id> {
    /// Whether a customer and an agent or custom participant are connected.
    pub(crate) fn pair_is_connected(&self) -> bool {
        let mut kinds = self.participants.iter().map(|one| one.kind);
        kinds.clone().any(|kind| kind == Kind::Customer) && kinds.any(Kind::attends_customers)
    }

    /// Checks what holds of every state that a chat was ever in, with whatever choices.
    pub(crate) fn check(&self) -> Result<(), BrokenState> {
        match self.phase {
            Phase::Ended if !self.participants.is_empty() => return Err(BrokenState::NotEmpty),
            Phase::Running if !self.pair_is_connected() => return Err(BrokenState::NoPair),
            Phase::Waiting | Phase::Running | Phase::Ended => {}
        }
        let latest = self.seen.after(Minutes::MAX);
        for (index, participant) in self.participants.iter().enumerate() {
            let earlier = &self.participants[..index];
            if let Some(first) = earlier.iter().position(|other| other.id == participant.id) {
                return Err(BrokenState::Repeated {
                    first,
                    second: index,
                });
            }
            let Some(timer) = participant.timer else {
                continue;
            };
            if self.phase != Phase::Running {
                return Err(BrokenState::TimerOutsideOfRunning { index });
            }
            if timer.due <= self.seen || latest.is_some_and(|latest| timer.due > latest) {
                return Err(BrokenState::DueOutOfRange { index });
            }
        }
        Ok(())
    }
}

/// Why a chat cannot be in a state. Places among the participants are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokenState {
    /// The chat is over, and yet someone is in it.
    NotEmpty,
    /// Timers run, but there is no customer, or neither an agent nor a custom participant.
    NoPair,
    /// A participant is there twice.
    Repeated {
        /// The first place.
        first: usize,
        /// The second place.
        second: usize,
    },
    /// A timer runs for a participant of a chat whose timers do not run.
    TimerOutsideOfRunning {
        /// The participant's place.
        index: usize,
    },
    /// A participant's timer is due at a moment that the chat has seen already, or more than the longest
    /// timer, 480 minutes, after the last that it has seen.
    DueOutOfRange {
        /// The participant's place.
        index: usize,
    },
}

impl fmt::Display for BrokenState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEmpty => f.write_str("the chat is over, and participants are in it"),
            Self::NoPair => f.write_str("timers run, but nobody attends a customer"),
            Self::Repeated { first, second } => {
                write!(f, "participant {second} is participant {first} again")
            }
            Self::TimerOutsideOfRunning { index } => {
                write!(f, "participant {index} has a timer, but no timers run")
            }
            Self::DueOutOfRange { index } => {
                write!(
                    f,
                    "the timer of participant {index} is overdue, or due too late"
                )
            }
        }
    }
}

impl Error for BrokenState {}
