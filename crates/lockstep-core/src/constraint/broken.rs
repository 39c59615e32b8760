//! A broken constraint before its place is known, and the text it becomes.

use std::fmt;

#[cfg(feature = "pattern")]
use super::Pattern;
use super::{Constraints, Repeated};
use crate::Violation;

/// What is wrong with a value. Readers note this with a place in the text; the sentence is made
/// only when an answer needs it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Broken {
    /// The structure at this place has no value for the required member of this name, so the
    /// violation's path is one step longer than the place.
    Missing(&'static str),
    /// The length is outside `@length`.
    Length {
        /// The length that the value has.
        found: u64,
        /// Holds the bounds.
        of: &'static Constraints,
    },
    /// The number is outside `@range`.
    Range(&'static Constraints),
    /// The text does not match `@pattern`.
    #[cfg(feature = "pattern")]
    Pattern(&'static Pattern),
    /// The text is none of an enum's values, which are these.
    Enumeration(&'static [&'static str]),
    /// The number is none of an intEnum's values, which are these.
    IntEnumeration(&'static [i32]),
    /// Elements of a list with `@uniqueItems` are equal.
    Unique(Repeated),
}

impl Broken {
    /// The violation of the value at `path`, a JSON pointer.
    pub fn at(self, mut path: String) -> Violation {
        if let Self::Missing(name) = &self {
            crate::json::push_segment(&mut path, name);
        }
        let message = match &self {
            Self::Length { found, .. } => format!(
                "Value with length {found} at '{path}' failed to satisfy constraint: Member {self}"
            ),
            Self::Unique(repeated) => {
                format!("{repeated} at '{path}' failed to satisfy constraint: Member {self}")
            }
            _ => format!("Value at '{path}' failed to satisfy constraint: Member {self}"),
        };
        Violation::new(path, message)
    }
}

/// The end of the sentence that begins with "Member".
impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(_) => f.write_str("must not be null"),
            Self::Length { of, .. } => match (of.min_length, of.max_length) {
                (Some(min), Some(max)) => {
                    write!(f, "must have length between {min} and {max}, inclusive")
                }
                (Some(min), None) => write!(f, "must have length greater than or equal to {min}"),
                (None, Some(max)) => write!(f, "must have length less than or equal to {max}"),
                (None, None) => f.write_str("must have another length"),
            },
            Self::Range(of) => match (of.min, of.max) {
                (Some(min), Some(max)) => write!(f, "must be between {min} and {max}, inclusive"),
                (Some(min), None) => write!(f, "must be greater than or equal to {min}"),
                (None, Some(max)) => write!(f, "must be less than or equal to {max}"),
                (None, None) => f.write_str("must be another number"),
            },
            #[cfg(feature = "pattern")]
            Self::Pattern(pattern) => {
                write!(
                    f,
                    "must satisfy regular expression pattern: {}",
                    pattern.source()
                )
            }
            Self::Enumeration(values) => value_set(f, values),
            Self::IntEnumeration(values) => value_set(f, values),
            Self::Unique(_) => f.write_str("must have unique values"),
        }
    }
}

fn value_set(f: &mut fmt::Formatter<'_>, values: &[impl fmt::Display]) -> fmt::Result {
    f.write_str("must satisfy enum value set: [")?;
    for (i, value) in values.iter().enumerate() {
        let comma = if i == 0 { "" } else { ", " };
        write!(f, "{comma}{value}")?;
    }
    f.write_str("]")
}
