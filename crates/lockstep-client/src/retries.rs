//! What a client does about attempts that fail: the settings.

use std::time::Duration;

/// Whether, how often and how soon an operation is tried again.
///
/// # What is tried again
///
/// - **Throttling**: status 429, or one of the error codes that the AWS SDKs take for throttling. The service says that it
///   did not carry out the operation, so any operation is tried again.
/// - **No connection**: nothing was sent, so any operation is tried again.
/// - **Transient failures**: a connection that broke or an attempt that timed out after something was sent, status 500,
///   502, 503 or 504, and the codes `RequestTimeout` and `RequestTimeoutException`. The service may have carried out the
///   operation, so it is tried again only if twice does what once does: its HTTP method is idempotent by
///   [RFC 9110, 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2) (GET, HEAD, OPTIONS, TRACE, PUT, DELETE), or
///   the client put an idempotency token into the request. The AWS SDKs repeat every operation; so does
///   [`Self::repeat_unsafe`].
///
/// All else is an answer: it is returned at once.
///
/// # How
///
/// The delay before attempt *n* + 1 is random between zero and the first delay doubled *n* - 1 times, so that clients that
/// failed together do not come back together. `Retry-After` and `x-amz-retry-after` of the answer lengthen it. No delay
/// is longer than the longest delay. Each retry pays from a token bucket that the clones of a client share (capacity 500;
/// 14 for a transient failure, 5 for throttling): a retry that leads to success gets its tokens back, a first attempt that
/// succeeds puts in one, and while the bucket is empty there are no retries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    pub(crate) attempts: u32,
    pub(crate) first_delay: Duration,
    pub(crate) first_throttled_delay: Duration,
    pub(crate) longest_delay: Duration,
    pub(crate) repeat_unsafe: bool,
}

impl Retries {
    /// Three attempts; delays from 50 milliseconds, from one second when throttled, to 20 seconds.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            attempts: 3,
            first_delay: Duration::from_millis(50),
            first_throttled_delay: Duration::from_secs(1),
            longest_delay: Duration::from_secs(20),
            repeat_unsafe: false,
        }
    }

    /// One attempt, whatever comes of it.
    #[must_use]
    pub const fn off() -> Self {
        Self::standard().attempts(1)
    }

    /// The number of attempts of one call, the first included; zero counts as one.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// The upper end of the delay after a first attempt that failed for another reason than throttling.
    #[must_use]
    pub const fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// The upper end of the delay after a first attempt that was throttled.
    #[must_use]
    pub const fn first_throttled_delay(mut self, delay: Duration) -> Self {
        self.first_throttled_delay = delay;
        self
    }

    /// What no delay is longer than, not even one that the service asks for.
    #[must_use]
    pub const fn longest_delay(mut self, delay: Duration) -> Self {
        self.longest_delay = delay;
        self
    }

    /// Also repeats operations that may then be carried out twice, as the AWS SDKs do.
    #[must_use]
    pub const fn repeat_unsafe(mut self) -> Self {
        self.repeat_unsafe = true;
        self
    }
}

impl Default for Retries {
    fn default() -> Self {
        Self::standard()
    }
}
