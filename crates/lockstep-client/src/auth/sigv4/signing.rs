//! Signs requests, with what the program gave or the environment has.

use std::sync::OnceLock;
use std::time::Duration;

use http::Request;
use http::header::{CONTENT_LENGTH, USER_AGENT};
use lockstep_core::operation::OperationSpec;
use lockstep_core::{Body, WriteError};
use lockstep_sigv4::{KeyCache, PayloadHash, SignError, Signer};
use tokio::time::Instant;

use super::asking::Asking;
use super::cache::{CredentialsCache, Held};
use super::lookup::Lookup;
use super::provider::blocking;
use super::settings::Clock;
use super::{CredentialsError, CredentialsErrorKind, Unproved};

/// What a client signs with.
pub(crate) struct SigV4 {
    /// Whether the program said what to sign with, itself or by a profile.
    pub(super) is_given: bool,
    pub(super) credentials: CredentialsCache,
    pub(super) region: OnceLock<String>,
    pub(super) asking_region: Asking<String>,
    pub(super) lookup: Lookup,
    pub(super) keys: KeyCache,
    pub(super) clock: Clock,
}

/// All that a signature needs but the request.
pub(crate) struct Signing<'a> {
    held: Held,
    region: &'a str,
    service: &'static str,
    of: &'a SigV4,
}

impl SigV4 {
    pub(crate) const fn is_given(&self) -> bool {
        self.is_given
    }

    /// Gets what is needed to sign for a service by this name, with credentials that are good for as long as `lasting`
    /// if there are such. The caller waits until a time at the most, if there is one, and sees to that itself.
    ///
    /// # Errors
    ///
    /// There are no credentials, or no region.
    pub(crate) async fn ready(
        &self,
        service: &'static str,
        lasting: Duration,
        until: Option<Instant>,
    ) -> Result<Signing<'_>, CredentialsError> {
        Ok(Signing {
            held: self.credentials.get(lasting, until).await?,
            region: self.region().await?,
            service,
            of: self,
        })
    }

    async fn region(&self) -> Result<&str, CredentialsError> {
        if let Some(region) = self.region.get() {
            return Ok(region);
        }
        let find = || blocking(self.lookup.clone(), Lookup::region);
        let region = self.asking_region.ask(find).await?;
        Ok(self.region.get_or_init(|| region))
    }
}

impl Signing<'_> {
    /// Signs a request in its headers. After that nothing that is signed may change: all that the client adds is there,
    /// and what the transport adds (`Accept`, `Host` of the URI, a `Content-Length`) is not signed or is known.
    ///
    /// `X-Amz-Content-Sha256` is always sent, as the JavaScript and Java SDKs do it: with it a server can refuse a wrong
    /// signature before it reads the body, and the hash is computed anyway.
    ///
    /// # Errors
    ///
    /// The body is a stream and the operation wants it signed, or the credentials cannot stand in a header.
    pub(crate) fn sign(
        self,
        spec: &'static OperationSpec,
        request: Request<Body>,
    ) -> Result<Request<Body>, Unproved> {
        let payload = payload(spec, request.body())?;
        let (mut head, body) = request.into_parts();
        self.signer()
            .with_content_sha256()
            .sign(&mut head, payload, (self.of.clock)())
            .map_err(|error| unsignable(spec, error))?;
        Ok(Request::from_parts(head, body))
    }

    /// Signs a request in its query. Its headers must be sent along, so those that say nothing are left out: the user
    /// agent, and the length, which is known from the body.
    ///
    /// # Errors
    ///
    /// As [`Self::sign`]; or the time is too long, or longer than the credentials are good: a service refuses a request
    /// whose credentials have expired, whatever time it was signed for.
    pub(crate) fn presign(
        self,
        spec: &'static OperationSpec,
        request: Request<Body>,
        expires: Duration,
    ) -> Result<Request<Body>, Unproved> {
        let now = (self.of.clock)();
        if !self.held.lasts(now, expires) {
            let left = self
                .held
                .expires
                .and_then(|end| end.duration_since(now).ok());
            let left = left.unwrap_or_default().as_secs();
            let problem = format!(
                "the credentials are good for another {left} seconds, and the request was to be for {}",
                expires.as_secs()
            );
            return Err(CredentialsError::new(CredentialsErrorKind::Expiring, problem).into());
        }
        let payload = payload(spec, request.body())?;
        let (mut head, body) = request.into_parts();
        head.headers.remove(USER_AGENT);
        head.headers.remove(CONTENT_LENGTH);
        self.signer()
            .presign(&mut head, payload, now, expires)
            .map_err(|error| unsignable(spec, error))?;
        Ok(Request::from_parts(head, body))
    }

    fn signer(&self) -> Signer<'_> {
        Signer::new(
            &self.held.credentials,
            self.region,
            self.service,
            &self.of.keys,
        )
    }
}

/// What the signature says of the body: nothing if the model says so (`aws.auth#unsignedPayload`), else its hash.
fn payload(spec: &'static OperationSpec, body: &Body) -> Result<PayloadHash, WriteError> {
    if spec.unsigned_payload {
        return Ok(PayloadHash::UNSIGNED);
    }
    let unsignable = || {
        let name = spec.name;
        WriteError::new(format!(
            "the body of {name} is a stream, and its hash is signed before it is sent: make the body from bytes \
             (`Body::from`), or call the operation with a client that does not sign"
        ))
    };
    body.as_bytes()
        .map(|bytes| PayloadHash::of(bytes))
        .ok_or_else(unsignable)
}

fn unsignable(spec: &'static OperationSpec, error: SignError) -> Unproved {
    match error {
        SignError::Credentials => {
            CredentialsError::new(CredentialsErrorKind::Unusable, error.to_string()).into()
        }
        error => WriteError::new(format!("{} cannot be signed: {error}", spec.name)).into(),
    }
}
