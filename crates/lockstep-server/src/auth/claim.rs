//! What a request has proved of its caller before its body is read, and what the body must still prove.

#[cfg(feature = "sigv4")]
use std::sync::{Arc, OnceLock};

#[cfg(feature = "sigv4")]
use super::signed_body::SignedBody;
use super::{Failure, Identity};

/// Who a request says it comes from.
pub(crate) enum Claim {
    /// Nothing is left to prove.
    Settled(Identity),
    /// The body must be the one that was signed.
    #[cfg(feature = "sigv4")]
    Body(Box<SignedBody>),
}

/// What is found out of a body only while the handler reads it as a stream.
#[derive(Clone, Default)]
pub(crate) struct Late {
    #[cfg(feature = "sigv4")]
    failure: Option<Arc<OnceLock<Failure>>>,
}

impl Late {
    /// Why the request should not have been let in, as far as that is known by now.
    pub(crate) fn failure(&self) -> Option<Failure> {
        #[cfg(feature = "sigv4")]
        let failure = self.failure.as_ref()?.get().copied();
        #[cfg(not(feature = "sigv4"))]
        let failure = None;
        failure
    }

    /// One that a stream can tell of a failure.
    #[cfg(feature = "sigv4")]
    pub(super) fn watching() -> Self {
        Self {
            failure: Some(Arc::default()),
        }
    }

    #[cfg(feature = "sigv4")]
    pub(super) fn fail(&self, failure: Failure) {
        if let Some(cell) = &self.failure {
            // A stream fails once.
            _ = cell.set(failure);
        }
    }
}
