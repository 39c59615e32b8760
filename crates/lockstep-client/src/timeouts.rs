//! How long a call may take, and the error that says that it took longer.

use std::fmt;
use std::time::Duration;

/// How long a call may take: the connection, one attempt, and the whole operation.
///
/// The standard limits are 3 seconds for a connection and 60 seconds for an attempt, so that a service that never answers
/// cannot hold a task for ever; the whole operation is bounded by the number of attempts alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    pub(crate) connect: Option<Duration>,
    pub(crate) attempt: Option<Duration>,
    pub(crate) operation: Option<Duration>,
}

impl Timeouts {
    /// The standard limits: 3 seconds to connect, 60 seconds for an attempt, none for the operation.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            connect: Some(Duration::from_secs(3)),
            attempt: Some(Duration::from_secs(60)),
            operation: None,
        }
    }

    /// No limits at all.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            connect: None,
            attempt: None,
            operation: None,
        }
    }

    /// Limits the time until a connection stands, TLS included.
    ///
    /// It is kept by the client's own reqwest transport; a transport that was given to the builder connects as it likes.
    #[must_use]
    pub const fn connect(mut self, limit: Duration) -> Self {
        self.connect = Some(limit);
        self
    }

    /// Limits one attempt, from its start until the answer's body has been read to its end. A body that is a stream is
    /// the caller's to read, and to limit: for it the attempt ends with the headers.
    ///
    /// Credentials may take as long once more, before the attempt; so they may before a request is presigned.
    #[must_use]
    pub const fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = Some(limit);
        self
    }

    /// Limits the whole operation: all attempts and the delays between them.
    ///
    /// A delay that would not end within the limit is not begun: the call returns what the last attempt came to, because
    /// that says more than "timed out" would.
    #[must_use]
    pub const fn operation(mut self, limit: Duration) -> Self {
        self.operation = Some(limit);
        self
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::new()
    }
}

/// What took longer than its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeoutKind {
    /// The connection. The request was not sent.
    Connect,
    /// One attempt. The service may have carried out the operation all the same.
    Attempt,
    /// The whole operation. The service may have carried it out all the same.
    Operation,
}

/// A call that took longer than one of its [`Timeouts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeout {
    kind: TimeoutKind,
    limit: Duration,
    attempts: u32,
}

impl Timeout {
    pub(crate) const fn new(kind: TimeoutKind, limit: Duration) -> Self {
        Self {
            kind,
            limit,
            attempts: 1,
        }
    }

    pub(crate) const fn after(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// What took too long.
    #[must_use]
    pub const fn kind(&self) -> TimeoutKind {
        self.kind
    }

    /// The limit that was passed.
    #[must_use]
    pub const fn limit(&self) -> Duration {
        self.limit
    }

    /// How many attempts were begun, this one included.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = self.limit;
        match self.kind {
            TimeoutKind::Connect => write!(f, "no connection to the service within {limit:?}")?,
            TimeoutKind::Attempt => {
                write!(f, "no complete answer from the service within {limit:?}")?
            }
            TimeoutKind::Operation => write!(f, "the operation did not finish within {limit:?}")?,
        }
        if self.attempts > 1 {
            write!(f, " (after {} attempts)", self.attempts)?;
        }
        Ok(())
    }
}

impl std::error::Error for Timeout {}
