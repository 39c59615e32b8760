//! An answer that is not what the model says.

use std::{error::Error, fmt};

/// Why a client cannot read a response.
///
/// The text names the place and what was expected there, never the value, which may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    path: String,
    problem: String,
}

impl Unreadable {
    pub(crate) fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            problem: problem.into(),
        }
    }

    /// Where, as a JSON pointer into the output; empty for the whole output.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => write!(f, "the response cannot be read: {}", self.problem),
            path => write!(
                f,
                "the response cannot be read at '{path}': {}",
                self.problem
            ),
        }
    }
}

impl Error for Unreadable {}
