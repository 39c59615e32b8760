//! What is left to tell when a text has been read.

use crate::Violation;
use crate::constraint::Broken;
use crate::operation::Rejection;

/// A broken constraint whose place is still an offset.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) at: usize,
    pub(super) broken: Broken,
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
    /// The first error, if the text could not be read; then there are no violations.
    pub malformed: Option<Malformed>,
    /// The broken constraints in the order of their places, at most
    /// [`MAX_VIOLATIONS`](super::MAX_VIOLATIONS).
    pub violations: Vec<Violation>,
    /// How many violations there are besides.
    pub more: usize,
}

impl Outcome {
    /// The value, if nothing went wrong.
    ///
    /// # Errors
    ///
    /// The error or the violations. A value that is missing although nothing was noted is malformed.
    pub fn into_result<T>(self, value: Option<T>) -> Result<T, Rejection> {
        if let Some(Malformed { path, message }) = self.malformed {
            return Err(Rejection::Malformed { path, message });
        }
        if !self.violations.is_empty() {
            return Err(Rejection::Invalid(self.violations, self.more));
        }
        value.ok_or_else(|| Rejection::Malformed {
            path: String::new(),
            message: "the value is incomplete".to_owned(),
        })
    }
}
