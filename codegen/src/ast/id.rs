//! Shape ids: `com.amazonaws.connect#ChatMessage`.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The absolute id of a shape, without a member; compared, ordered and hashed as its text. Clones share the text.
///
/// <https://smithy.io/2.0/spec/model.html#shape-id>
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShapeId(Arc<str>);

impl ShapeId {
    /// Reads an absolute id; `None` if the text is none, or is the id of a member.
    pub fn parse(text: &str) -> Option<Self> {
        let (namespace, name) = text.split_once('#')?;
        let valid = namespace.split('.').all(is_identifier) && is_identifier(name);
        valid.then(|| Self(text.into()))
    }

    /// Reads the id of a shape or of a member, `ns#Shape$member`.
    pub fn parse_member(text: &str) -> Option<(Self, Option<&str>)> {
        match text.split_once('$') {
            None => Some((Self::parse(text)?, None)),
            Some((shape, member)) => {
                is_identifier(member).then_some((Self::parse(shape)?, Some(member)))
            }
        }
    }

    /// An id of the prelude, `smithy.api#` and the name.
    pub(super) fn prelude(name: &str) -> Self {
        Self(format!("smithy.api#{name}").into())
    }

    /// The part before `#`.
    pub fn namespace(&self) -> &str {
        self.0
            .split_once('#')
            .map_or("", |(namespace, _)| namespace)
    }

    /// The part after `#`.
    pub fn name(&self) -> &str {
        self.0.split_once('#').map_or(&*self.0, |(_, name)| name)
    }

    /// The id of a member of this shape, as `apply`, settings and errors write it.
    pub fn member(&self, member: &str) -> String {
        format!("{self}${member}")
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a text is an identifier of Smithy: `[A-Za-z_][A-Za-z0-9_]*`, and not only underscores.
pub(crate) fn is_identifier(text: &str) -> bool {
    !text.starts_with(|first: char| first.is_ascii_digit())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

/// Maps by id can be asked by text.
impl Borrow<str> for ShapeId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
