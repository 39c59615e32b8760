//! JSON without a model.

use std::collections::BTreeMap;

use crate::BigDecimal;

/// A Smithy `document`: any JSON value.
///
/// Numbers keep their text, so none is rounded on the way through. Members of an object have no
/// order, as in JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Document {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, exactly as it is written.
    Number(BigDecimal),
    /// A text.
    String(String),
    /// An array.
    Array(Vec<Document>),
    /// An object.
    Object(BTreeMap<String, Document>),
}

impl From<bool> for Document {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Document {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl From<&str> for Document {
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<String> for Document {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl<T: Into<Document>> From<Vec<T>> for Document {
    fn from(values: Vec<T>) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Document>> From<BTreeMap<String, T>> for Document {
    fn from(members: BTreeMap<String, T>) -> Self {
        Self::Object(
            members
                .into_iter()
                .map(|(name, value)| (name, value.into()))
                .collect(),
        )
    }
}

/// For those who build documents with `serde_json::json!`.
impl From<serde_json::Value> for Document {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Boolean(value),
            // The text of serde_json's number is in JSON's grammar.
            Value::Number(number) => number.to_string().parse().map_or(Self::Null, Self::Number),
            Value::String(value) => Self::String(value),
            Value::Array(values) => values.into(),
            Value::Object(members) => Self::Object(
                members
                    .into_iter()
                    .map(|(name, v)| (name, v.into()))
                    .collect(),
            ),
        }
    }
}
