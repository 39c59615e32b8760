//! What is compared: each part of a message, and typed values.
//!
//! Every function adds what differs to a list, so that a failing case shows all of it at once.

mod body;
mod headers;
mod message;
mod typed;
mod uri;

pub use body::body;
pub use headers::headers;
pub use message::message;
pub use typed::{outcome, params};
pub use uri::{path, query};

use std::fmt;

/// A difference between what a case expects and what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What was compared, such as ``header `X-Foo` ``.
    pub what: String,
    /// What the case expects.
    pub expected: String,
    /// What came.
    pub came: String,
}

impl Mismatch {
    /// A difference.
    pub fn new(
        what: impl Into<String>,
        expected: impl Into<String>,
        came: impl Into<String>,
    ) -> Self {
        Self {
            what: what.into(),
            expected: expected.into(),
            came: came.into(),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: expected {}, came {}",
            self.what, self.expected, self.came
        )
    }
}

/// Adds a difference unless both texts are the same.
pub fn text(what: &str, expected: &str, came: &str, found: &mut Vec<Mismatch>) {
    if expected != came {
        found.push(Mismatch::new(what, expected, came));
    }
}
