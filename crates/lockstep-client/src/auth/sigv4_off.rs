//! What stands for signatures where the feature `sigv4` is off.

use std::time::Duration;

use http::Request;
use lockstep_core::Body;
use lockstep_core::operation::OperationSpec;
use tokio::time::Instant;

use super::{CredentialsError, CredentialsErrorKind, Unproved};

/// Nothing to sign with.
pub(crate) struct SigV4 {}

/// Nothing to say of it.
#[derive(Default)]
pub(crate) struct SigV4Settings {}

/// There is none.
pub(crate) enum Signing {}

impl SigV4Settings {
    pub(crate) const fn build(self) -> SigV4 {
        SigV4 {}
    }
}

impl SigV4 {
    pub(crate) const fn is_given(&self) -> bool {
        false
    }

    pub(crate) async fn ready(
        &self,
        _: &'static str,
        _: Duration,
        _: Option<Instant>,
    ) -> Result<Signing, CredentialsError> {
        Err(CredentialsError::new(
            CredentialsErrorKind::Unsupported,
            "the operation asks for a signature, which needs the feature `sigv4` of lockstep-client",
        ))
    }
}

impl Signing {
    pub(crate) fn sign(
        self,
        _: &'static OperationSpec,
        _: Request<Body>,
    ) -> Result<Request<Body>, Unproved> {
        match self {}
    }
}
