//! What is left to tell when a text has been read.

use crate::Violation;
use crate::constraint::Broken;
use crate::operation::Rejection;

/// A fault whose place is still an offset.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) at: usize,
    pub(super) fault: Fault,
}

/// What is wrong with a value.
#[derive(Debug)]
pub(super) enum Fault {
    /// The text is not JSON from here on.
    Syntax(&'static str),
    /// The value is JSON, but not what the shape demands.
    Kind(&'static str),
    /// The value breaks a constraint.
    Broken(Broken),
}

impl Noted {
    /// Why the value cannot be read. A pointer cannot name a place between two values, so an error of
    /// syntax has its offset as well. `None` for a broken constraint.
    pub(super) fn unreadable(&self) -> Option<String> {
        match self.fault {
            Fault::Syntax(what) => Some(format!("{what} at byte {}", self.at)),
            Fault::Kind(what) => Some(what.to_owned()),
            Fault::Broken(_) => None,
        }
    }

    /// The fault of the value at `path`, in words that name the path.
    pub(super) fn at(self, path: String) -> Violation {
        if let Fault::Broken(broken) = self.fault {
            return broken.at(path);
        }
        let what = self.unreadable().unwrap_or_default();
        let place = if path.is_empty() { "the body" } else { &path };
        let message = format!("{place}: {what}");
        Violation::new(path, message)
    }
}

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Malformed {
    /// An RFC 6901 JSON pointer to the innermost value that holds the error.
    pub path: String,
    /// What was expected there.
    pub message: String,
}

/// Everything that went wrong in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// The first value that could not be read, if there is one.
    pub malformed: Option<Malformed>,
    /// All that is wrong, in the order of its places: the values that could not be read and the
    /// broken constraints, at most [`MAX_VIOLATIONS`](super::MAX_VIOLATIONS).
    pub violations: Vec<Violation>,
    /// How many there are besides.
    pub more: usize,
}

impl Outcome {
    /// The value, if nothing went wrong.
    ///
    /// # Errors
    ///
    /// All that is wrong. A value that is missing although nothing was noted is malformed.
    pub fn into_result<T>(self, value: Option<T>) -> Result<T, Rejection> {
        if self.malformed.is_some() {
            return Err(Rejection::Malformed(self.violations, self.more));
        }
        if !self.violations.is_empty() {
            return Err(Rejection::Invalid(self.violations, self.more));
        }
        value.ok_or_else(|| Rejection::malformed("the value is incomplete"))
    }
}
