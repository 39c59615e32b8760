//! The body of a signed request: hashed as it comes, and verified at its end.

use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::BodyExt as _;
use lockstep_sigv4::{PayloadHasher, Pending};
use tracing::Span;

use super::admit::refuse;
use super::claim::{Claim, Late, Stream, lock};
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
        let (late, state) = Late::watching();
        let stream = Verifying {
            unread: Some(Box::new(Unread {
                body,
                hasher: PayloadHasher::new(),
                pending: self.pending,
                access_key_id: self.access_key_id,
            })),
            state,
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

/// A stream as far as it has not been read.
pub(super) struct Unread {
    body: Body,
    /// Has seen what was read.
    hasher: PayloadHasher,
    pending: Pending,
    access_key_id: String,
}

impl Unread {
    /// Reads the rest for nobody, and says whether the whole is what was signed.
    pub(super) async fn verify(mut self: Box<Self>) -> Result<(), Refusal> {
        while let Some(frame) = self.body.frame().await {
            let frame = frame.map_err(|error| {
                tracing::debug!(error = &error as &dyn Error, "the body broke off");
                Refusal::BodyUnreadable
            })?;
            if let Some(data) = frame.data_ref() {
                self.hasher.update(data);
            }
        }
        let id = self.access_key_id.clone();
        self.end().map_err(|failure| refuse(failure, Some(&id)))
    }

    fn end(self: Box<Self>) -> Result<(), lockstep_sigv4::Failure> {
        self.pending.finish(self.hasher.finish()).map(drop)
    }
}

/// A stream that ends in an error if it is not the one that was signed. If it knows its end in time, that error stands
/// in the place of the last frame. Whatever is not read of it can be read by the server afterwards.
struct Verifying {
    /// `None` behind the end.
    unread: Option<Box<Unread>>,
    state: Arc<Mutex<Stream>>,
    /// The stream is read outside of the request's span.
    span: Span,
}

impl Verifying {
    fn end(&mut self) -> Result<(), lockstep_sigv4::Failure> {
        let Some(unread) = self.unread.take() else {
            return Ok(());
        };
        let id = unread.access_key_id.clone();
        unread.end().inspect_err(|failure| {
            *lock(&self.state) = Stream::Refused(Failure::Signature(*failure));
            self.span.in_scope(|| refuse(*failure, Some(&id)));
        })
    }
}

impl Drop for Verifying {
    fn drop(&mut self) {
        if let Some(unread) = self.unread.take() {
            *lock(&self.state) = Stream::Unread(unread);
        }
    }
}

impl http_body::Body for Verifying {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        let Some(unread) = &mut this.unread else {
            return Poll::Ready(None);
        };
        let frame = match ready!(Pin::new(&mut unread.body).poll_frame(cx)).transpose()? {
            Some(frame) => frame,
            None => {
                let end = this.end();
                return Poll::Ready(end.err().map(|failure| Err(failure.into())));
            }
        };
        if let Some(data) = frame.data_ref() {
            unread.hasher.update(data);
        }
        if unread.body.is_end_stream() {
            this.end()?;
        }
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.unread.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let unread = self.unread.as_ref();
        unread.map_or_else(|| SizeHint::with_exact(0), |unread| unread.body.size_hint())
    }
}
