//! JSON text whose numbers keep their digits, for models and values alike.

use std::fmt;

/// A JSON value that is only ever written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    /// A number, `true`, `false`, `null`, or any text that is JSON already.
    Raw(String),
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object, in the order of its members.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// `null`.
    pub(crate) fn null() -> Self {
        Self::Raw("null".to_owned())
    }

    /// `{}`, which is how a trait without properties is written.
    pub(crate) fn empty() -> Self {
        Self::Object(Vec::new())
    }

    /// A number or a boolean.
    pub(crate) fn raw(value: impl fmt::Display) -> Self {
        Self::Raw(value.to_string())
    }

    /// A string.
    pub(crate) fn text(value: impl Into<String>) -> Self {
        Self::Text(value.into())
    }

    /// An object.
    pub(crate) fn object(members: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        let members = members.into_iter();
        Self::Object(
            members
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// A reference to a shape, as the AST writes it.
    pub(crate) fn target(id: impl Into<String>) -> Self {
        Self::object([("target", Self::text(id))])
    }
}

/// On one line; with `{:#}` over several, as a file that people read.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

impl Json {
    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        match self {
            Self::Raw(text) => f.write_str(text),
            Self::Text(text) => string(text, f),
            Self::Array(elements) => {
                f.write_str("[")?;
                for (index, element) in elements.iter().enumerate() {
                    separate(f, index, depth + 1)?;
                    element.write(f, depth + 1)?;
                }
                close(f, elements.is_empty(), depth)?;
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (index, (name, value)) in members.iter().enumerate() {
                    separate(f, index, depth + 1)?;
                    string(name, f)?;
                    f.write_str(": ")?;
                    value.write(f, depth + 1)?;
                }
                close(f, members.is_empty(), depth)?;
                f.write_str("}")
            }
        }
    }
}

fn separate(f: &mut fmt::Formatter<'_>, index: usize, depth: usize) -> fmt::Result {
    match (index, f.alternate()) {
        (0, false) => Ok(()),
        (_, false) => f.write_str(", "),
        (index, true) => {
            f.write_str(if index == 0 { "" } else { "," })?;
            write!(f, "\n{:1$}", "", depth * 2)
        }
    }
}

fn close(f: &mut fmt::Formatter<'_>, is_empty: bool, depth: usize) -> fmt::Result {
    if f.alternate() && !is_empty {
        write!(f, "\n{:1$}", "", depth * 2)
    } else {
        Ok(())
    }
}

fn string(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}
