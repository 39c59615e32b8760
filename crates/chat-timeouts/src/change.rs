//! What a call asks for: changes to some of the four timers.

use std::error::Error;
use std::fmt;

use crate::{Minutes, Pair};

/// What becomes of one timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It is set to this length, whether or not it was set before.
    Set(Minutes),
    /// It is deleted. Deleting a timer that is not set is no error: the caller has what it wanted.
    Unset,
}

/// A timer, and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimerChange {
    /// Which of the four timers.
    pub pair: Pair,
    /// What becomes of it.
    pub change: Change,
}

/// The changes of one call, in which no pair is named twice.
///
/// A list that passed [`TimerChanges::new`] can always be applied, so a call that breaks the rule is
/// refused before anyone has looked for the chat it speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimerChanges(Vec<TimerChange>);

impl TimerChanges {
    /// The changes in the order in which the call names them. An empty list changes nothing.
    ///
    /// # Errors
    ///
    /// [`DuplicatePairs`], if a pair is named twice, whatever the two values are: Amazon Connect refuses
    /// that too, and does not let the last one win.
    pub fn new(changes: impl IntoIterator<Item = TimerChange>) -> Result<Self, DuplicatePairs> {
        let changes: Vec<TimerChange> = changes.into_iter().collect();
        // The place of each pair's first mention. A list of four entries needs no hash table.
        let mut named: Vec<(Pair, usize)> = Vec::new();
        let mut duplicates = Vec::new();
        for (second, TimerChange { pair, .. }) in changes.iter().enumerate() {
            match named.iter().find(|(known, _)| known == pair) {
                Some(&(pair, first)) => duplicates.push(DuplicatePair {
                    pair,
                    first,
                    second,
                }),
                None => named.push((*pair, second)),
            }
        }
        if duplicates.is_empty() {
            Ok(Self(changes))
        } else {
            Err(DuplicatePairs(duplicates))
        }
    }

    /// The changes in the order in which the call names them.
    pub fn iter(&self) -> impl Iterator<Item = &TimerChange> {
        self.0.iter()
    }
}

/// A pair that a call names twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DuplicatePair {
    /// The pair.
    pub pair: Pair,
    /// Where in the list it stands first, counted from 0.
    pub first: usize,
    /// Where it stands again, counted from 0.
    pub second: usize,
}

impl fmt::Display for DuplicatePair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            pair,
            first,
            second,
        } = self;
        write!(
            f,
            "entry {second} names the {pair} timer, which entry {first} names already"
        )
    }
}

/// Every repetition in a list of changes, in the order of the list. There is at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicatePairs(Vec<DuplicatePair>);

impl DuplicatePairs {
    /// The repetitions, in the order of the list. A pair that stands in it three times is here twice, both
    /// times with its first place.
    pub fn iter(&self) -> impl Iterator<Item = &DuplicatePair> {
        self.0.iter()
    }
}

impl fmt::Display for DuplicatePairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, duplicate) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{duplicate}")?;
        }
        Ok(())
    }
}

impl Error for DuplicatePairs {}
