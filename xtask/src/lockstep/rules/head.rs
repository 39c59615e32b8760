//! What must be said in a request besides its members: where it goes to, and what is done to its body.

use super::Members;
use crate::lockstep::bindings::DIGEST;
use crate::lockstep::json::Json;
use crate::lockstep::model::{Binding, Model, Operation};
use crate::lockstep::sizes;
use crate::lockstep::value::Value;

/// The host of a client whose transport needs no address.
const HOST: &str = "localhost";

/// What a request's head must say.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// The host, with what the operation puts before it.
    pub(crate) host: String,
    /// Whether it must tell the length of its body.
    pub(crate) needs_length: bool,
    /// Whether its body must be compressed or must not be; `None` if it may be either.
    pub(crate) is_compressed: Option<bool>,
    /// The digest of its body.
    pub(crate) digest: Digest,
}

/// What a request says as the digest of its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Digest {
    /// Nothing.
    None,
    /// What its caller gave, whatever that is.
    Given,
    /// What the client made up.
    Made,
}

impl Head {
    /// The head of the request with these members.
    pub(crate) fn of(model: &Model, operation: &Operation, sent: &Members) -> Self {
        let mut prefix = operation.host_prefix.clone().unwrap_or_default();
        for (name, value) in sent {
            if let Value::Text(text) = value {
                prefix = prefix.replace(&format!("{{{name}}}"), text);
            }
        }
        let stream = model.stream(operation.input);
        Self {
            // A client writes the host in lower case, which is the same one (RFC 3986, section 6.2.2.1).
            host: (prefix + HOST).to_ascii_lowercase(),
            is_compressed: if operation.is_compressed {
                sizes::is_large(model, operation, sent)
            } else {
                Some(false)
            },
            digest: digest(model, operation, sent),
            needs_length: stream.is_some_and(|stream| stream.traits.requires_length),
        }
    }

    /// The same with something that no request says which is sent as it must be.
    pub(crate) fn broken(&self, index: usize) -> Self {
        let mut broken = self.clone();
        match (index % 3, self.is_compressed) {
            (0, Some(is_compressed)) => broken.is_compressed = Some(!is_compressed),
            (1, _) => {
                broken.digest = match self.digest {
                    Digest::None => Digest::Made,
                    Digest::Given | Digest::Made => Digest::None,
                }
            }
            _ => broken.host.push('x'),
        }
        broken
    }

    /// As the runner reads it.
    pub(crate) fn json(&self) -> Json {
        Json::object([
            ("host", Json::text(&self.host)),
            ("length", Json::raw(self.needs_length)),
            (
                "digest",
                Json::text(match self.digest {
                    Digest::None => "none",
                    Digest::Given => "given",
                    Digest::Made => "made",
                }),
            ),
            (
                "gzip",
                self.is_compressed.map_or_else(Json::null, Json::raw),
            ),
        ])
    }
}

fn digest(model: &Model, operation: &Operation, sent: &Members) -> Digest {
    let is_given = model.shapes[operation.input].members.iter().any(|one| {
        one.binding == Binding::Header(DIGEST.to_owned()) && sent.contains_key(&one.name)
    });
    match (is_given, operation.has_digest) {
        (true, _) => Digest::Given,
        (false, true) => Digest::Made,
        (false, false) => Digest::None,
    }
}
