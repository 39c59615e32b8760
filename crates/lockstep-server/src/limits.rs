//! How much of a request is taken in, and for how long the server waits.

use std::error::Error;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderMap};
use http_body::Body as _;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::refusal::Refusal;

/// Bounds on one request, for every operation of a [`Service`](crate::Service).
///
/// A body that is a stream (`@streaming`) is bounded by none of them: the handler reads it, and may
/// hand it on in its answer, which is read after the handler has ended; only where a signature is
/// verified that says nothing of the body beforehand, the stream is held in memory, within the limits
/// of other bodies. A compressed body must be within the limit both as it comes and decompressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The longest body in bytes; a longer one is answered with 413, before it is read where its
    /// length is declared. 2 MiB by default, which is axum's own default.
    pub body_bytes: usize,
    /// The longest time from the first wait for the body to its end; a slower one is answered with
    /// 408. 30 seconds by default.
    pub body_time: Duration,
    /// The longest time that a handler may take, with the [hook](crate::Service::authorize) before
    /// it, and after it with the rest of a signed stream that it has not read to its end; a slower
    /// one is dropped and answered with 503. There is no such limit by default.
    pub handler_time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 2 * 1024 * 1024,
            body_time: Duration::from_secs(30),
            handler_time: None,
        }
    }
}

impl Limits {
    /// Sets the longest body, in bytes.
    pub fn body_bytes(mut self, bytes: usize) -> Self {
        self.body_bytes = bytes;
        self
    }

    /// Sets the longest time that a body may take to arrive.
    pub fn body_time(mut self, time: Duration) -> Self {
        self.body_time = time;
        self
    }

    /// Sets the longest time that a handler may take.
    pub fn handler_time(mut self, time: Duration) -> Self {
        self.handler_time = Some(time);
        self
    }

    /// Reads the whole body within the limits. `seen` is called with each piece as it comes.
    pub(crate) async fn read_body(
        &self,
        headers: &HeaderMap,
        body: Body,
        mut seen: impl FnMut(&[u8]),
    ) -> Result<Bytes, Refusal> {
        let declared = headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse().ok());
        let length = declared.unwrap_or(0).max(body.size_hint().lower());
        if length > self.body_bytes as u64 {
            return Err(Refusal::BodyTooLarge(self.body_bytes));
        }
        if body.is_end_stream() {
            return Ok(Bytes::new());
        }
        let body = body.inspect_frame(|frame| {
            if let Some(data) = frame.data_ref() {
                seen(data);
            }
        });
        let limited = Limited::new(body, self.body_bytes);
        match tokio::time::timeout(self.body_time, limited.collect()).await {
            Ok(Ok(collected)) => Ok(collected.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => {
                Err(Refusal::BodyTooLarge(self.body_bytes))
            }
            // The connection broke or the chunks make no sense; if anyone still listens, it is the
            // client's fault.
            Ok(Err(error)) => {
                tracing::debug!(error = &*error as &dyn Error, "the body broke off");
                Err(Refusal::BodyUnreadable)
            }
            Err(_) => Err(Refusal::BodyTooSlow),
        }
    }
}
