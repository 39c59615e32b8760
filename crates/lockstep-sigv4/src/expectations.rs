//! What a server expects of a signature besides its being right.

use crate::amz_date::AmzDate;
use crate::canonical_uri::PathForm;
use crate::failure::{Failure, ScopePart};
use crate::scope::{Credential, TERMINATOR};
use crate::sign::SessionTokenIs;

/// What a server expects of a signature.
#[derive(Clone, Copy, Debug)]
pub struct Expectations<'a> {
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
    pub(crate) paths: &'static [PathForm],
    pub(crate) session_token: SessionTokenIs,
    pub(crate) unsigned_payload: bool,
    pub(crate) content_type: bool,
}

impl<'a> Expectations<'a> {
    /// A signature for this region, and for a service that signs by this name.
    #[must_use]
    pub const fn new(region: &'a str, service: &'a str) -> Self {
        Self {
            region,
            service,
            paths: PathForm::GENERAL,
            session_token: SessionTokenIs::Signed,
            unsigned_payload: false,
            content_type: false,
        }
    }

    /// Takes the path as encoded once, and only so: Amazon S3's rule.
    #[must_use]
    pub const fn with_path_encoded_once(mut self) -> Self {
        self.paths = PathForm::S3;
        self
    }

    /// Accepts a body that is not signed, as the model allows it for some operations (`aws.auth#unsignedPayload`).
    #[must_use]
    pub const fn with_unsigned_payload(mut self) -> Self {
        self.unsigned_payload = true;
        self
    }

    /// Says whether the session token is signed or was added after signing.
    #[must_use]
    pub const fn with_session_token(mut self, session_token: SessionTokenIs) -> Self {
        self.session_token = session_token;
        self
    }

    /// Demands that a `Content-Type` be signed. The documentation asks it of clients, but the PHP SDK does not do it
    /// and the services accept that, so this is off unless asked for.
    #[must_use]
    pub const fn with_signed_content_type(mut self) -> Self {
        self.content_type = true;
        self
    }

    /// The signature is good for this day, region and service, and nothing else.
    pub(crate) fn check_scope(
        &self,
        credential: &Credential<'_>,
        time: &AmzDate,
    ) -> Result<(), Failure> {
        let scope = credential.scope();
        let wrong = if credential.terminator() != TERMINATOR {
            ScopePart::Terminator
        } else if scope.date.as_bytes() != &time.as_bytes()[..8] {
            ScopePart::Date
        } else if scope.region != self.region {
            ScopePart::Region
        } else if scope.service != self.service {
            ScopePart::Service
        } else {
            return Ok(());
        };
        Err(Failure::Scope(wrong))
    }
}
