//! What a client is told about a value that breaks the model's constraints.

use std::fmt;

/// One value of a request that breaks one constraint of the model.
///
/// Its two texts are those of `smithy.framework#ValidationExceptionField`, to the letter, so that
/// clients of other Smithy servers find what they know.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Violation {
    /// An RFC 6901 JSON pointer from the operation's input to the value; the path of a map, if one
    /// of its keys is at fault.
    pub path: String,
    /// A sentence that names the path and the constraint.
    pub message: String,
}

impl Violation {
    /// Puts the two texts together. The caller's message names the path.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
