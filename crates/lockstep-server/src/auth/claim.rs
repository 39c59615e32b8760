//! What a request has proved of its caller before its body is read, and what the body must still prove.

#[cfg(feature = "sigv4")]
use std::mem;
#[cfg(feature = "sigv4")]
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Identity;
#[cfg(feature = "sigv4")]
use super::{
    Failure,
    signed_body::{SignedBody, Unread},
};
use crate::refusal::Refusal;

/// Who a request says it comes from.
pub(crate) enum Claim {
    /// Nothing is left to prove.
    Settled(Identity),
    /// The body must be the one that was signed.
    #[cfg(feature = "sigv4")]
    Body(Box<SignedBody>),
}

/// What is found out of a body only while, or after, the handler reads it as a stream.
#[derive(Default)]
pub(crate) struct Late {
    #[cfg(feature = "sigv4")]
    stream: Option<Arc<Mutex<Stream>>>,
}

/// How far a stream has come that is verified at its end.
#[cfg(feature = "sigv4")]
#[derive(Default)]
pub(super) enum Stream {
    /// Somebody holds it and has not read all of it; or it has been read, and is the one that was signed.
    #[default]
    Quiet,
    /// Whoever held it has dropped it before its end.
    Unread(Box<Unread>),
    /// It is not the one that was signed.
    Refused(Failure),
}

impl Late {
    /// Whether the request should have been let in, once its handler has ended. If `to_the_end`, what the handler has
    /// not read is read now, because nothing is known of a body before its end.
    ///
    /// A stream that the handler has handed on, into its answer or to another task, is still held; whoever reads it
    /// finds out.
    #[cfg_attr(
        not(feature = "sigv4"),
        allow(clippy::unused_async, reason = "there is nothing to read")
    )]
    pub(crate) async fn verify(&self, to_the_end: bool) -> Result<(), Refusal> {
        #[cfg(feature = "sigv4")]
        if let Some(stream) = &self.stream {
            let state = mem::take(&mut *lock(stream));
            match state {
                Stream::Refused(failure) => return Err(Refusal::NotAuthenticated(failure)),
                Stream::Unread(unread) if to_the_end => unread.verify().await?,
                Stream::Unread(_) | Stream::Quiet => {}
            }
        }
        #[cfg(not(feature = "sigv4"))]
        let _ = to_the_end;
        Ok(())
    }

    /// One that hears of a stream, and where that tells it.
    #[cfg(feature = "sigv4")]
    pub(super) fn watching() -> (Self, Arc<Mutex<Stream>>) {
        let stream = Arc::default();
        let late = Self {
            stream: Some(Arc::clone(&stream)),
        };
        (late, stream)
    }
}

/// The state, which no panic leaves half written.
#[cfg(feature = "sigv4")]
pub(super) fn lock(stream: &Mutex<Stream>) -> MutexGuard<'_, Stream> {
    stream.lock().unwrap_or_else(PoisonError::into_inner)
}
