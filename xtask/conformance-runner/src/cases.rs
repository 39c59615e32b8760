//! The cases of a service, as the generator takes them out of a model.
//!
//! A file holds one [`Group`] for each shape and trait. Within it the cases are what the model says, to the letter:
//! <https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html>.

mod malformed;
mod template;

pub use malformed::Malformed;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::Params;

/// The cases that stand at one shape under one trait.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The shape's absolute id.
    pub shape: String,
    /// The trait's name without its namespace, such as `httpRequestTests`.
    #[serde(rename = "trait")]
    pub applied: String,
    /// The names of the operations by which the cases can be run; for an error, all that list it.
    pub operations: Vec<String>,
    /// Whether all operations that could run the cases stream events, which nobody generates yet.
    #[serde(default, rename = "eventStream")]
    pub event_stream: bool,
    /// The name of the error's shape, if the shape is one.
    pub error: Option<String>,
    /// The cases.
    pub cases: Vec<Box<RawValue>>,
}

/// A case of `httpRequestTests` or `httpResponseTests`.
///
/// A key that is not known here is an error, because it may ask for something that would then not be compared.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// The name.
    pub id: String,
    /// What it shows.
    #[serde(default)]
    pub documentation: String,
    /// The absolute id of the protocol's trait.
    pub protocol: String,
    /// The one side that it is for.
    pub applies_to: Option<Applies>,
    /// The typed value.
    #[serde(default)]
    pub params: Params,

    /// The method; only of a request, as all down to `require_query_params`.
    #[serde(default)]
    pub method: String,
    /// The path, percent-encoded.
    #[serde(default)]
    pub uri: String,
    /// The host, and perhaps a path, at which the client is pointed.
    pub host: Option<String>,
    /// The host to which the client must send.
    pub resolved_host: Option<String>,
    /// Parameters of the query, percent-encoded.
    #[serde(default)]
    pub query_params: Vec<String>,
    /// Names of parameters that must not be there.
    #[serde(default)]
    pub forbid_query_params: Vec<String>,
    /// Names of parameters that must be there.
    #[serde(default)]
    pub require_query_params: Vec<String>,

    /// The status; only of a response.
    #[serde(default)]
    pub code: u16,

    /// Headers and their values.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Headers that must not be there.
    #[serde(default)]
    pub forbid_headers: Vec<String>,
    /// Headers that must be there.
    #[serde(default)]
    pub require_headers: Vec<String>,
    /// The body; without one, any body will do.
    pub body: Option<String>,
    /// The body's media type, which says how it is compared.
    pub body_media_type: Option<String>,

    /// Labels for whoever selects cases; here all run.
    #[serde(default)]
    pub tags: IgnoredAny,
    /// How the request would be signed; signatures are not part of these cases.
    #[serde(default)]
    pub auth_scheme: IgnoredAny,
    /// Settings of an SDK, which have no counterpart here.
    #[serde(default)]
    pub vendor_params: IgnoredAny,
    /// The shape of these settings.
    #[serde(default)]
    pub vendor_params_shape: IgnoredAny,
}

/// The side that a case is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Applies {
    /// The client alone.
    Client,
    /// The server alone.
    Server,
}

impl Case {
    /// Reads a case.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn read(raw: &RawValue) -> Result<Self, serde_json::Error> {
        serde_json::from_str(raw.get())
    }

    /// Whether it is for a side.
    #[must_use]
    pub fn is_for(&self, side: Applies) -> bool {
        self.applies_to.is_none_or(|only| only == side)
    }
}

/// Reads the file of a suite.
///
/// # Errors
///
/// What is wrong with the file.
pub fn read(path: &Path) -> Result<Vec<Group>, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::{Applies, Case};

    fn read(text: &str) -> Result<Case, serde_json::Error> {
        Case::read(&RawValue::from_string(text.to_owned()).unwrap())
    }

    #[test]
    fn a_case_is_for_both_sides_unless_it_says_otherwise() {
        let case =
            read(r#"{"id": "A", "protocol": "a#b", "params": {"n": 1.0}, "code": 200}"#).unwrap();
        assert!(case.is_for(Applies::Client) && case.is_for(Applies::Server));
        assert_eq!(case.params.to_string(), "{\"n\": 1.0}");
        let case = read(r#"{"id": "A", "protocol": "a#b", "appliesTo": "server", "tags": ["x"]}"#)
            .unwrap();
        assert!(!case.is_for(Applies::Client) && case.is_for(Applies::Server));
    }

    #[test]
    fn a_key_that_would_not_be_compared_is_refused() {
        let error = read(r#"{"id": "A", "protocol": "a#b", "trailers": {}}"#).unwrap_err();
        assert!(
            error.to_string().contains("unknown field `trailers`"),
            "{error}"
        );
    }
}
