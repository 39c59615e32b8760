//! What can come of a call instead of its output.
//!
//! `Display` of each error says on one line all that it knows, its causes included, because that line is what ends up in a
//! log. `source()` gives the cause itself, for programs that look for one.

use std::fmt;

use lockstep_core::WriteError;

use crate::auth::{CredentialsError, Unproved};
use crate::reqwest_transport::chain;
use crate::service_error::{ServiceError, UnreadableError};
use crate::{BoxError, Timeout};

/// A call that failed; `E` is the operation's own enum of errors.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The input cannot be sent: for example, a label is empty, `.` or `..`. Nothing was sent.
    Input(WriteError),
    /// The client cannot prove who it is as the operation asks. Nothing was sent, or no further attempt.
    Credentials(CredentialsError),
    /// No whole answer came.
    Transport(TransportError),
    /// It took too long.
    Timeout(Timeout),
    /// The service says that it succeeded, but its answer is not what the model says.
    Unreadable(UnreadableError),
    /// The service answered with an error.
    Service(ServiceError<E>),
}

impl<E> Error<E> {
    /// The operation's error, if the service answered with one.
    pub fn service_error(&self) -> Option<&E> {
        match self {
            Self::Service(error) => Some(error.error()),
            _ => None,
        }
    }

    /// The operation's error, or this error back if it is of another kind.
    ///
    /// # Errors
    ///
    /// The error itself, if the service did not answer with an error.
    pub fn into_service_error(self) -> Result<E, Self> {
        match self {
            Self::Service(error) => Ok(error.into_error()),
            other => Err(other),
        }
    }

    /// The status of the answer, if one came.
    pub fn status(&self) -> Option<http::StatusCode> {
        match self {
            Self::Service(error) => Some(error.status()),
            Self::Unreadable(error) => Some(error.status()),
            Self::Input(_) | Self::Credentials(_) | Self::Transport(_) | Self::Timeout(_) => None,
        }
    }

    /// The service's name for the request, if an answer came and it has one.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Service(error) => error.request_id(),
            Self::Unreadable(error) => error.request_id(),
            Self::Input(_) | Self::Credentials(_) | Self::Transport(_) | Self::Timeout(_) => None,
        }
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(error) => write!(f, "the request cannot be written: {error}"),
            Self::Credentials(error) => write!(f, "the caller cannot be authenticated: {error}"),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Unreadable(error) => error.fmt(f),
            Self::Service(error) => error.fmt(f),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Input(error) => Some(error),
            Self::Credentials(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Timeout(_) => None,
            Self::Unreadable(error) => error.source(),
            Self::Service(error) => error.source(),
        }
    }
}

impl<E> From<Lost> for Error<E> {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Transport(error) => Self::Transport(error),
            Lost::Timeout(error) => Self::Timeout(error),
            Lost::Credentials(error) => Self::Credentials(error),
            Lost::Input(error) => Self::Input(error),
        }
    }
}

/// An attempt, or all of them, without a whole answer.
#[derive(Debug)]
pub(crate) enum Lost {
    Transport(TransportError),
    Timeout(Timeout),
    Credentials(CredentialsError),
    Input(WriteError),
}

impl From<Unproved> for Lost {
    fn from(problem: Unproved) -> Self {
        match problem {
            Unproved::Credentials(error) => Self::Credentials(error),
            Unproved::Request(error) => Self::Input(error),
        }
    }
}

impl Lost {
    pub(crate) fn after(self, attempts: u32) -> Self {
        match self {
            Self::Transport(error) => Self::Transport(TransportError { attempts, ..error }),
            Self::Timeout(timeout) => Self::Timeout(timeout.after(attempts)),
            other => other,
        }
    }
}

/// How far a request came that got no whole answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// Nothing was sent: there is no connection, or the request cannot be sent at all.
    NotSent,
    /// The transport failed before the head of an answer came. The service may have carried out the operation.
    NoAnswer,
    /// The answer broke off. The service has most likely carried out the operation.
    CutOff,
}

/// A request that got no whole answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    attempts: u32,
    source: BoxError,
}

impl TransportError {
    pub(crate) fn lost(kind: TransportErrorKind, source: BoxError) -> Lost {
        Lost::Transport(Self {
            kind,
            attempts: 1,
            source,
        })
    }

    /// How far the request of the last attempt came.
    #[must_use]
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// How many attempts were made.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::NotSent => "the request was not sent",
            TransportErrorKind::NoAnswer => "the request got no answer",
            TransportErrorKind::CutOff => "the answer broke off",
        })?;
        // The outermost text of a transport is "error sending request" or the like; the reason is the innermost.
        if let Some(cause) = chain(&*self.source).last() {
            write!(f, ": {cause}")?;
        }
        if self.attempts > 1 {
            write!(f, " (after {} attempts)", self.attempts)?;
        }
        Ok(())
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
