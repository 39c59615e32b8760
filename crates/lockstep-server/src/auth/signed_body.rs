//! The body of a signed request: hashed as it comes, and verified at its end.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body as _, Frame, SizeHint};
use lockstep_sigv4::{PayloadHasher, Pending};
use tracing::Span;

use super::admit::refuse;
use super::claim::{Claim, Late};
use super::{Failure, Identity};
use crate::limits::Limits;
use crate::refusal::Refusal;

/// What the body of a request has to prove: that it is the one that was signed.
pub(crate) struct SignedBody {
    /// Whose it is then.
    identity: Identity,
    /// For the log.
    access_key_id: String,
    pending: Pending,
}

impl SignedBody {
    pub(super) fn new(identity: Identity, access_key_id: &str, pending: Pending) -> Self {
        Self {
            identity,
            access_key_id: access_key_id.to_owned(),
            pending,
        }
    }

    /// Reads the whole body within the limits, and verifies it.
    pub(crate) async fn read(
        self,
        limits: &Limits,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<(Bytes, Identity), Refusal> {
        let mut hasher = PayloadHasher::new();
        let bytes = limits
            .read_body(headers, body, |bytes| hasher.update(bytes))
            .await?;
        match self.pending.finish(hasher.finish()) {
            Ok(verified) => Ok((bytes, self.identity.signed(verified))),
            Err(failure) => Err(refuse(failure, Some(&self.access_key_id))),
        }
    }

    /// The body as a stream: verified while it is read if its sender is certain already, and otherwise before.
    pub(crate) async fn stream(
        self,
        limits: &Limits,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<(lockstep_core::Body, Identity, Late), Refusal> {
        let signature = self.pending.verified().cloned();
        let Some(signature) = signature.filter(|_| !body.is_end_stream()) else {
            let (bytes, identity) = self.read(limits, headers, body).await?;
            return Ok((bytes.into(), identity, Late::default()));
        };
        let late = Late::watching();
        let stream = Verifying {
            inner: body,
            unverified: Some((PayloadHasher::new(), self.pending)),
            access_key_id: self.access_key_id,
            ended: false,
            late: late.clone(),
            span: Span::current(),
        };
        let stream = lockstep_core::Body::stream(stream);
        Ok((stream, self.identity.signed(signature), late))
    }
}

impl From<SignedBody> for Claim {
    fn from(body: SignedBody) -> Self {
        Self::Body(Box::new(body))
    }
}

/// A stream that ends in an error if it is not the one that was signed. If it knows its end in time, that error stands in
/// the place of the last frame.
struct Verifying {
    inner: Body,
    unverified: Option<(PayloadHasher, Pending)>,
    access_key_id: String,
    ended: bool,
    late: Late,
    /// The stream is read outside of the request's span.
    span: Span,
}

impl Verifying {
    fn end(&mut self) -> Result<(), lockstep_sigv4::Failure> {
        self.ended = true;
        let Some((hasher, pending)) = self.unverified.take() else {
            return Ok(());
        };
        let verified = pending.finish(hasher.finish());
        verified.map(drop).inspect_err(|failure| {
            self.late.fail(Failure::Signature(*failure));
            self.span
                .in_scope(|| refuse(*failure, Some(&self.access_key_id)));
        })
    }
}

impl http_body::Body for Verifying {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        if this.ended {
            return Poll::Ready(None);
        }
        let frame = match ready!(Pin::new(&mut this.inner).poll_frame(cx)).transpose()? {
            Some(frame) => frame,
            None => {
                let end = this.end();
                return Poll::Ready(end.err().map(|failure| Err(failure.into())));
            }
        };
        if let (Some(data), Some((hasher, _))) = (frame.data_ref(), &mut this.unverified) {
            hasher.update(data);
        }
        if this.inner.is_end_stream() {
            this.end()?;
        }
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.ended
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
