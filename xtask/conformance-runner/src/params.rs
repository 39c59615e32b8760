//! A value as a case writes it: JSON whose numbers keep their text.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON value without a loss: numbers are their text, and an object that has a member twice is none.
///
/// It is read apart from the runtime's own JSON reader, which is what the cases test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Params {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number as it is written.
    Number(String),
    /// A text.
    String(String),
    /// An array.
    List(Vec<Params>),
    /// An object.
    Map(BTreeMap<String, Params>),
}

impl Params {
    /// Reads a JSON text.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Whether there is a null anywhere.
    #[must_use]
    pub fn has_null(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Boolean(_) | Self::Number(_) | Self::String(_) => false,
            Self::List(elements) => elements.iter().any(Self::has_null),
            Self::Map(entries) => entries.values().any(Self::has_null),
        }
    }

    /// Removes the members of objects that are null.
    pub fn forget_nulls(&mut self) {
        match self {
            Self::Null | Self::Boolean(_) | Self::Number(_) | Self::String(_) => {}
            Self::List(elements) => elements.iter_mut().for_each(Self::forget_nulls),
            Self::Map(entries) => {
                entries.retain(|_, value| *value != Self::Null);
                entries.values_mut().for_each(Self::forget_nulls);
            }
        }
    }

    /// Whether it is a list or an object with nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(elements) => elements.is_empty(),
            Self::Map(entries) => entries.is_empty(),
            _ => false,
        }
    }

    /// The value's kind, for messages.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
        }
    }
}

/// No members.
impl Default for Params {
    fn default() -> Self {
        Self::Map(BTreeMap::new())
    }
}

impl<'de> Deserialize<'de> for Params {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if depth(raw.get()) > DEEPEST {
            return Err(D::Error::custom(format!(
                "JSON that is nested more than {DEEPEST} deep"
            )));
        }
        of_text(raw.get()).map_err(D::Error::custom)
    }
}

/// Far deeper than anything that is read, and not so deep that the stack ends.
const DEEPEST: usize = 500;

/// How deep a text is nested that is known to be JSON.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut is_escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Reads a text that is known to be JSON, one level at a time.
fn of_text(text: &str) -> Result<Params, serde_json::Error> {
    Ok(match text.as_bytes().first() {
        Some(b'{') => Params::Map(serde_json::from_str::<Entries>(text)?.0),
        Some(b'[') => Params::List(serde_json::from_str(text)?),
        Some(b'"') => Params::String(serde_json::from_str(text)?),
        Some(b't' | b'f') => Params::Boolean(serde_json::from_str(text)?),
        Some(b'n') => Params::Null,
        _ => Params::Number(text.to_owned()),
    })
}

/// The members of an object, each there once.
struct Entries(BTreeMap<String, Params>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, Params>()? {
                    if entries.contains_key(&name) {
                        return Err(A::Error::custom(format!(
                            "the member `{name}` stands twice"
                        )));
                    }
                    entries.insert(name, value);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// JSON on one line, with the members in the order of their names.
impl fmt::Display for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => value.fmt(f),
            Self::Number(text) => f.write_str(text),
            Self::String(text) => string(text, f),
            Self::List(elements) => {
                f.write_str("[")?;
                for (index, element) in elements.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    element.fmt(f)?;
                }
                f.write_str("]")
            }
            Self::Map(entries) => {
                f.write_str("{")?;
                for (index, (name, value)) in entries.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    string(name, f)?;
                    write!(f, ": {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn string(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

#[cfg(test)]
mod tests {
    use super::Params;

    #[test]
    fn numbers_keep_their_text() {
        let text =
            r#"{"a": [1, 1.0, 1e400, 123456789012345678901234567890, null, true, "\u00e4"]}"#;
        let shown = Params::parse(text).unwrap().to_string();
        assert_eq!(
            shown,
            "{\"a\": [1, 1.0, 1e400, 123456789012345678901234567890, null, true, \"ä\"]}"
        );
    }

    #[test]
    fn what_is_nested_too_deep_is_refused_before_the_stack_ends() {
        let nested =
            |depth: usize| format!("{}\"[[\\\"{{\"{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Params::parse(&nested(500)).is_ok());
        assert!(Params::parse(&nested(501)).is_err());
        assert!(Params::parse(&nested(100_000)).is_err());
    }

    #[test]
    fn what_is_not_json_or_says_something_twice_is_refused() {
        for text in [
            "",
            "{",
            "01",
            "{\"a\": 1, \"a\": 1}",
            "[{\"a\": 1, \"a\": 2}]",
            "1 2",
            "nul",
        ] {
            assert!(Params::parse(text).is_err(), "{text}");
        }
    }
}
