//! What stands in a log where a sensitive value would.

use std::fmt;

/// The placeholder that generated `Debug` implementations print for a member whose shape carries
/// the `@sensitive` trait, so that the value itself never reaches a log.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("** redacted **")
    }
}
