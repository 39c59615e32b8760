//! What goes wrong outside the model.

use std::{error::Error, fmt, sync::Arc};

use bytes::Bytes;

/// A boxed error that can cross threads.
pub(crate) type BoxError = Box<dyn Error + Send + Sync + 'static>;

/// An error that the model does not list.
///
/// A server makes it from what went wrong inside ([`Failure::internal`]) or from what it does not
/// do ([`Failure::not_implemented`]); a client gets it for an answer whose error the operation does
/// not list.
#[derive(Clone, Debug)]
pub struct Failure(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Internal(Arc<dyn Error + Send + Sync + 'static>),
    NotImplemented,
    Response(Arc<Answer>),
}

struct Answer {
    status: u16,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    body: Bytes,
}

/// The body may hold anything, secrets included, so only its length is shown.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

impl Failure {
    /// A failure inside the server. The source is for the log: a client sees the service's internal
    /// error and a fixed text.
    pub fn internal(source: impl Into<BoxError>) -> Self {
        Self(Kind::Internal(Arc::from(source.into())))
    }

    /// An operation that this server does not implement, answered with 501.
    #[must_use]
    pub const fn not_implemented() -> Self {
        Self(Kind::NotImplemented)
    }

    /// An answer whose error the operation does not list.
    #[doc(hidden)]
    #[must_use]
    pub fn response(
        status: u16,
        code: Option<String>,
        message: Option<String>,
        request_id: Option<String>,
        body: Bytes,
    ) -> Self {
        Self(Kind::Response(Arc::new(Answer {
            status,
            code,
            message,
            request_id,
            body,
        })))
    }

    /// The HTTP status of the answer: on a server 500 or 501.
    #[must_use]
    pub fn status(&self) -> u16 {
        match &self.0 {
            Kind::Internal(_) => 500,
            Kind::NotImplemented => 501,
            Kind::Response(answer) => answer.status,
        }
    }

    /// The error's name as the answer gave it, on a client.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.answer()?.code.as_deref()
    }

    /// The error's message as the answer gave it, on a client.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.answer()?.message.as_deref()
    }

    /// The request id that the answer carried, on a client.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.answer()?.request_id.as_deref()
    }

    /// The answer's body as it came, on a client.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        Some(&self.answer()?.body)
    }

    /// Whether this is [`Failure::not_implemented`].
    #[must_use]
    pub const fn is_not_implemented(&self) -> bool {
        matches!(self.0, Kind::NotImplemented)
    }

    /// What went wrong inside the server, shared with whoever writes the log.
    #[must_use]
    pub fn shared_source(&self) -> Option<Arc<dyn Error + Send + Sync + 'static>> {
        match &self.0 {
            Kind::Internal(source) => Some(Arc::clone(source)),
            _ => None,
        }
    }

    fn answer(&self) -> Option<&Answer> {
        match &self.0 {
            Kind::Response(answer) => Some(answer),
            _ => None,
        }
    }
}

/// The text never holds the internal source's, because `Display` is what ends up in an answer by
/// mistake.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Internal(_) => f.write_str("an internal error occurred"),
            Kind::NotImplemented => f.write_str("the operation is not implemented"),
            Kind::Response(answer) => {
                write!(
                    f,
                    "{} (status {})",
                    answer.code.as_deref().unwrap_or("unknown error"),
                    answer.status
                )?;
                match &answer.message {
                    Some(message) => write!(f, ": {message}"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Kind::Internal(source) => Some(&**source),
            _ => None,
        }
    }
}
