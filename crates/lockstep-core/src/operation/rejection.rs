//! What is wrong with a request, for the answer.

use std::{error::Error, fmt};

use crate::Violation;

/// Why a server did not accept a request.
///
/// The protocol answers the two cases with different errors: `SerializationException` and
/// `ValidationException`.
#[derive(Clone, Debug, PartialEq)]
pub enum Rejection {
    /// The request cannot be parsed: all that was found wrong with it, and how many faults more there
    /// are. At least one of them is a value that cannot be read; the others may be broken constraints,
    /// because whoever mends a request wants to know them all.
    Malformed(Vec<Violation>, usize),
    /// The request can be parsed but breaks constraints: the violations, and how many more there
    /// are.
    Invalid(Vec<Violation>, usize),
}

impl Rejection {
    /// A request that as a whole cannot be parsed. The message does not hold the request, which may be
    /// a secret.
    #[must_use]
    pub fn malformed(message: &str) -> Self {
        Self::Malformed(vec![Violation::new("", message)], 0)
    }
}

/// The text that a client is told.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (violations, more) = match self {
            Self::Malformed(violations, more) => {
                match violations.len() + more {
                    0 | 1 => {}
                    count => write!(f, "{count} errors detected. ")?,
                }
                (violations, more)
            }
            Self::Invalid(violations, more) => {
                let count = violations.len() + more;
                let noun = if count == 1 { "error" } else { "errors" };
                write!(f, "{count} validation {noun} detected. ")?;
                (violations, more)
            }
        };
        for (index, violation) in violations.iter().enumerate() {
            let semicolon = if index == 0 { "" } else { "; " };
            write!(f, "{semicolon}{violation}")?;
        }
        match more {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl Error for Rejection {}
