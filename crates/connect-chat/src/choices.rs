//! What Amazon Connect's documentation leaves open about the timers, as settings: `typing=like-a-message`.
//!
//! What each question is, and why its default is the default, is told at [`chat_timeouts::Choices`]. What
//! becomes of a chat after an auto-disconnect is not among these: that is the
//! [disconnect flow](crate::flows::DisconnectFlow).

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use chat_timeouts::{
    Choices, CustomParticipants, CustomerTimers, Idleness, Signal, Silence, Stop, Supervisors,
};

/// A question and an answer to it.
type Named = (&'static str, fn(&mut Choices));

/// All of them, the default of each question first.
const ALL: [Named; 18] = [
    ("typing=ignored", |to| to.typing = Signal::Ignored),
    ("typing=like-a-message", |to| {
        to.typing = Signal::LikeAMessage
    }),
    ("read-receipts=ignored", |to| {
        to.read_receipts = Signal::Ignored
    }),
    ("read-receipts=like-a-message", |to| {
        to.read_receipts = Signal::LikeAMessage;
    }),
    ("delivered-receipts=ignored", |to| {
        to.delivered_receipts = Signal::Ignored;
    }),
    ("delivered-receipts=like-a-message", |to| {
        to.delivered_receipts = Signal::LikeAMessage;
    }),
    ("custom-participants=like-agents", |to| {
        to.custom_participants = CustomParticipants::LikeAgents;
    }),
    ("custom-participants=without-timers", |to| {
        to.custom_participants = CustomParticipants::WithoutTimers;
    }),
    ("supervisors=without-timers", |to| {
        to.supervisors = Supervisors::WithoutTimers;
    }),
    ("supervisors=like-agents", |to| {
        to.supervisors = Supervisors::LikeAgents;
    }),
    ("silence=of-each", |to| to.silence = Silence::OfEach),
    ("silence=of-the-role", |to| to.silence = Silence::OfTheRole),
    ("stop=when-the-last-leaves", |to| {
        to.stop = Stop::WhenTheLastLeaves;
    }),
    ("stop=when-any-leaves", |to| to.stop = Stop::WhenAnyLeaves),
    ("customer-timers=follow-the-newest", |to| {
        to.customer_timers = CustomerTimers::FollowTheNewest;
    }),
    ("customer-timers=follow-the-first", |to| {
        to.customer_timers = CustomerTimers::FollowTheFirst;
    }),
    ("idleness=until-a-message", |to| {
        to.idleness = Idleness::UntilAMessage;
    }),
    ("idleness=while-timers-run", |to| {
        to.idleness = Idleness::WhileTimersRun;
    }),
];

/// One choice, by its name.
#[derive(Clone, Copy)]
pub struct Choice(Named);

impl Choice {
    /// Makes the choice.
    pub fn make(self, choices: &mut Choices) {
        let (_, make) = self.0;
        make(choices);
    }
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Choice({})", self.0.0)
    }
}

impl FromStr for Choice {
    type Err = NoChoice;

    fn from_str(text: &str) -> Result<Self, NoChoice> {
        let found = ALL.into_iter().find(|(name, _)| *name == text);
        found.map(Self).ok_or_else(|| NoChoice(text.to_owned()))
    }
}

/// A text that names no choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoChoice(
    /// The text.
    pub String,
);

impl fmt::Display for NoChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
        write!(f, "{:?} is none of {}", self.0, names.join(", "))
    }
}

impl Error for NoChoice {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_question_has_two_answers_the_default_first() {
        for pair in ALL.chunks(2) {
            let question = |(name, _): Named| name.split_once('=').map(|(question, _)| question);
            assert_eq!(question(pair[0]), question(pair[1]));
            let mut choices = Choices::default();
            Choice(pair[0]).make(&mut choices);
            assert_eq!(choices, Choices::default(), "{}", pair[0].0);
            Choice(pair[1]).make(&mut choices);
            assert_ne!(choices, Choices::default(), "{}", pair[1].0);
            Choice(pair[0]).make(&mut choices);
            assert_eq!(choices, Choices::default(), "{}", pair[0].0);
        }
    }

    #[test]
    fn a_choice_goes_by_its_name() {
        let names: BTreeSet<&str> = ALL.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), ALL.len());
        for name in names {
            let choice = name.parse::<Choice>().map(|choice| choice.0.0);
            assert_eq!(choice, Ok(name));
        }
        for text in ["", "typing", "typing=", "typing=yes", "Typing=ignored"] {
            let refusal = text.parse::<Choice>().err().map(|error| error.to_string());
            assert!(refusal.is_some_and(|refusal| refusal.contains("stop=when-any-leaves")));
        }
    }
}
