//! Requests that are signed now and made later, by whoever has them.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};
use lockstep_core::operation::{ClientOperation, Input, Operation};

use crate::exchange::Prepared;
use crate::{Client, Error};

/// A request that is signed in its query: whoever has it can make it until it expires, and no other.
///
/// It is a secret for that long, so `Debug` does not show its query.
#[derive(Clone)]
pub struct Presigned {
    request: Request<Bytes>,
}

impl Presigned {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// The whole URI, with the signature.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// The headers that must be sent along, because they are signed. `Host` is signed as well; HTTP clients send it by
    /// themselves.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// The body that must be sent. It is empty for an operation whose body is a stream: such a body is not signed, and
    /// is whatever is sent.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }

    /// The request as the `http` crate has it.
    #[must_use]
    pub fn into_request(self) -> Request<Bytes> {
        self.request
    }
}

impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigned")
            .field("method", self.method())
            .field("path", &self.uri().path())
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Signs the request of an operation, so that it can be made without credentials until `expires_in` has passed: one
    /// second to seven days.
    ///
    /// A service refuses what was signed with credentials that have expired since, so the credentials must be good for
    /// as long. If those that the client has are not, their source is asked for others.
    ///
    /// The request is written as by [`Self::call`], and nothing is sent. An idempotency token is the same each time it
    /// is made. Like a call, this needs a tokio runtime.
    ///
    /// # Errors
    ///
    /// [`Error::Credentials`] if the operation takes no signature, the client is anonymous, or there is nothing to sign
    /// with, not for that long ([`Expiring`](crate::CredentialsErrorKind::Expiring)) or not in time; [`Error::Timeout`]
    /// if that took as long as an operation may; [`Error::Input`] if the input cannot be written, its body is a stream
    /// that must be signed, or `expires_in` is too short or too long.
    pub fn presign<I>(
        &self,
        mut input: I,
        expires_in: Duration,
    ) -> impl Future<Output = Result<Presigned, Error<<I::Operation as Operation>::Error>>> + Send + use<I>
    where
        I: Input,
        I::Operation: ClientOperation,
    {
        let shared = self.shared();
        let prepared = shared.prepare_input::<I::Operation>(&mut input);
        let spec = <I::Operation as Operation>::SPEC;
        async move {
            let prepared = prepared.map_err(Error::Input)?;
            let Prepared { request, auth, .. } = prepared;
            let proof = |until| shared.auth.presign(spec, auth, request, expires_in, until);
            let request = shared.proved_in_time(shared.deadline(), proof).await?;
            let (head, body) = request.into_parts();
            let body = body.as_bytes().cloned().unwrap_or_default();
            Ok(Presigned {
                request: Request::from_parts(head, body),
            })
        }
    }
}
