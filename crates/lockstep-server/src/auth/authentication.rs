//! What the program gives to verify callers by.

use std::fmt;
use std::sync::Arc;
#[cfg(feature = "sigv4")]
use std::time::SystemTime;

use lockstep_core::operation::AuthScheme;

use super::tokens::{ErasedTokens, Tokens};
#[cfg(feature = "sigv4")]
use super::{AccessKeys, sigv4};

/// What callers of a service are verified by: for each scheme of the model, who knows its keys.
///
/// A scheme that nothing is given for verifies nobody; see the [module](super) for what that means.
#[derive(Clone, Default)]
#[must_use = "it verifies nobody until a service has it"]
pub struct Authentication {
    pub(super) bearer: Option<Arc<dyn ErasedTokens>>,
    pub(super) api_keys: Option<Arc<dyn ErasedTokens>>,
    #[cfg(feature = "sigv4")]
    pub(super) sigv4: Option<sigv4::Verifier>,
    #[cfg(feature = "sigv4")]
    pub(super) signatures: sigv4::Rules,
}

impl Authentication {
    /// Nothing to verify anyone by, so every operation that asks for authentication is closed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Verifies signatures (AWS Signature Version 4) for one region, such as `us-east-1`, with these keys;
    /// [`region`](Self::region) adds others.
    #[cfg(feature = "sigv4")]
    pub fn sigv4(mut self, region: impl Into<String>, keys: impl AccessKeys) -> Self {
        self.sigv4 = Some(sigv4::Verifier::new(region.into(), keys));
        self
    }

    /// Takes signatures for this region too, as a service may that answers for several. A signature for any other is
    /// refused.
    #[cfg(feature = "sigv4")]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.signatures.regions.push(region.into());
        self
    }

    /// Verifies bearer tokens.
    pub fn bearer(mut self, tokens: impl Tokens) -> Self {
        self.bearer = Some(Arc::new(tokens));
        self
    }

    /// Verifies API keys.
    pub fn api_keys(mut self, keys: impl Tokens) -> Self {
        self.api_keys = Some(Arc::new(keys));
        self
    }

    /// Takes the time of signatures and sessions from here instead of the machine's clock; for tests.
    #[cfg(feature = "sigv4")]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.signatures.clock = Arc::new(clock);
        self
    }

    /// Refuses a signature that does not cover the request's `Content-Type`.
    ///
    /// The documentation asks clients to sign it, but some do not and AWS accepts that, so this is off unless asked
    /// for. It matters where the type is data, as that of a blob; other operations take a single type anyway. A hook
    /// that wants it, or any other header, of some operations alone asks [`Verified::signs`](super::Verified::signs).
    #[cfg(feature = "sigv4")]
    pub fn signed_content_type(mut self) -> Self {
        self.signatures.content_type = true;
        self
    }

    /// Whether there is something to verify this scheme by.
    pub(super) fn verifies(&self, scheme: &AuthScheme) -> bool {
        match scheme {
            #[cfg(feature = "sigv4")]
            AuthScheme::SigV4 { .. } => self.sigv4.is_some(),
            #[cfg(not(feature = "sigv4"))]
            AuthScheme::SigV4 { .. } => false,
            AuthScheme::Bearer => self.bearer.is_some(),
            AuthScheme::ApiKey(_) => self.api_keys.is_some(),
            AuthScheme::Unknown(_) | AuthScheme::Anonymous => false,
        }
    }
}

/// Shows what can be verified, and nothing of the keys.
impl fmt::Debug for Authentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Authentication");
        #[cfg(feature = "sigv4")]
        debug.field("sigv4", &self.sigv4);
        debug
            .field("bearer", &self.bearer.is_some())
            .field("api_keys", &self.api_keys.is_some())
            .finish_non_exhaustive()
    }
}
