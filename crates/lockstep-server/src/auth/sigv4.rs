//! Signatures: the head of a signed request is verified here, and what is left for the body.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use axum::extract::OriginalUri;
use http::request::Parts;
use lockstep_core::operation::{AuthScheme, OperationSpec};
use lockstep_sigv4::{Expectations, Failure, Head, KeyCache, Parsed, PayloadHash};

use super::access_keys::{AccessKeys, ErasedAccessKeys};
use super::admit::{provider_failed, refuse};
use super::claim::Claim;
use super::signed_body::SignedBody;
use super::{Identity, LookupError};
use crate::refusal::Refusal;

/// What signatures are verified by.
#[derive(Clone)]
pub(crate) struct Verifier {
    region: Arc<str>,
    keys: Arc<dyn ErasedAccessKeys>,
    /// The keys that are derived from the secrets.
    derived: Arc<KeyCache>,
}

/// What else is asked of them.
#[derive(Clone)]
pub(crate) struct Rules {
    pub(super) clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    /// Whether `Content-Type` must be signed.
    pub(super) content_type: bool,
    /// Which regions are as good as the verifier's own.
    pub(super) regions: Vec<String>,
}

impl Rules {
    /// The region that a signature must be for, if it claims to be for this one.
    fn region<'a>(&'a self, own: &'a str, claimed: &str) -> &'a str {
        let other = self.regions.iter().find(|region| *region == claimed);
        other.map_or(own, String::as_str)
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemTime::now),
            content_type: false,
            regions: Vec::new(),
        }
    }
}

impl Verifier {
    pub(super) fn new(region: String, keys: impl AccessKeys) -> Self {
        Self {
            region: region.into(),
            keys: Arc::new(keys),
            derived: Arc::default(),
        }
    }

    /// Verifies the head of a request, by a service that signs by this name.
    pub(super) async fn verify(
        &self,
        rules: &Rules,
        service: &'static str,
        operation: &OperationSpec,
        head: &Parts,
    ) -> Result<Claim, Refusal> {
        let parsed = Parsed::parse(signed_head(head)).map_err(|failure| refuse(failure, None))?;
        let id = parsed.access_key_id();
        let refuse = |failure: Failure| refuse(failure, Some(id));
        let token = parsed.session_token();
        let key = self.keys.access_key(id, token).await;
        let now = (rules.clock)();
        // A key that is not good is refused without a look at its signature. That takes less time than a wrong
        // signature does, but the error's name tells these two apart anyway; the cases that it does not tell apart, an
        // unknown key and a wrong session token, differ by the look-up and a comparison alone.
        let (secret, principal) = match key.and_then(|key| key.open(id, token, now)) {
            Ok(opened) => opened,
            Err(LookupError::Unknown) => return Err(refuse(Failure::UnrecognizedClient)),
            Err(LookupError::Expired) => return Err(refuse(Failure::ExpiredToken)),
            Err(LookupError::Failed(source)) => return Err(provider_failed(&*source)),
        };
        let region = rules.region(&self.region, parsed.region());
        let mut expected = Expectations::new(region, service);
        if rules.content_type {
            expected = expected.with_signed_content_type();
        }
        if operation.unsigned_payload {
            expected = expected.with_unsigned_payload();
        }
        let verify = || {
            parsed
                .verify(&secret, &self.derived, now, &expected)
                .map_err(refuse)
        };
        let pending = verify()?;
        let identity = Identity::new(AuthScheme::SigV4 { name: service }, principal);
        if !pending.needs_payload_hash() {
            let verified = pending.finish(PayloadHash::UNSIGNED).map_err(refuse)?;
            return Ok(Claim::Settled(identity.signed(verified)));
        }
        if operation.unsigned_payload && pending.verified().is_none() {
            // Where a payload may be unsigned, some clients do not say whether it is (botocore over TLS).
            if let Ok(verified) = pending.finish(PayloadHash::UNSIGNED) {
                return Ok(Claim::Settled(identity.signed(verified)));
            }
            return Ok(SignedBody::new(identity, id, verify()?).into());
        }
        Ok(SignedBody::new(identity, id, pending).into())
    }
}

/// What the client has signed. A router that nests this service takes its prefix off the path, which the client knows
/// nothing of.
fn signed_head(head: &Parts) -> Head<'_> {
    let uri = match head.extensions.get::<OriginalUri>() {
        Some(original) => &original.0,
        None => &head.uri,
    };
    Head {
        path: uri.path(),
        query: uri.query().unwrap_or_default(),
        ..Head::of(head)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}
