//! The errors of an answer that came: one that says that the operation failed, and one that cannot be read.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Response, StatusCode};
use lockstep_core::http::Unreadable;

/// An error that the service answered with.
pub struct ServiceError<E>(Box<(E, Option<String>, Received)>);

impl<E> ServiceError<E> {
    pub(crate) fn new(error: E, code: Option<String>, received: Received) -> Self {
        Self(Box::new((error, code, received)))
    }

    /// The operation's error: one that the model lists, or its `Unhandled`.
    #[must_use]
    pub fn error(&self) -> &E {
        &self.0.0
    }

    /// The operation's error, for good.
    #[must_use]
    pub fn into_error(self) -> E {
        self.0.0
    }

    /// The error's name as the service sent it, such as `ResourceNotFoundException`, whether the model lists it or not.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.1.as_deref()
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.2.response.status()
    }

    /// The service's name for the request, for a question to those who run it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.2.response.headers()
    }

    /// The body of the answer as it came.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.0.2.response.body()
    }

    /// How many attempts were made; the answer is the last one's.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.2.attempts
    }
}

impl<E: fmt::Debug> fmt::Debug for ServiceError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (error, _, received) = &*self.0;
        f.debug_struct("ServiceError")
            .field("error", error)
            .field("received", received)
            .finish()
    }
}

impl<E: fmt::Display> fmt::Display for ServiceError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (error, _, received) = &*self.0;
        write!(
            f,
            "the service answered {}: {error}",
            received.response.status()
        )?;
        received.describe(f)
    }
}

impl<E: std::error::Error + 'static> std::error::Error for ServiceError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.error())
    }
}

/// A success whose answer is not what the model says.
///
/// The service has carried out the operation.
pub struct UnreadableError(Box<(Unreadable, Received)>);

impl UnreadableError {
    pub(crate) fn new(problem: Unreadable, received: Received) -> Self {
        Self(Box::new((problem, received)))
    }

    /// What cannot be read, and where.
    #[must_use]
    pub fn problem(&self) -> &Unreadable {
        &self.0.0
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.1.response.status()
    }

    /// The service's name for the request, for a question to those who run it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.1.response.headers()
    }

    /// The body of the answer as it came.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.0.1.response.body()
    }

    /// How many attempts were made; the answer is the last one's.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.1.attempts
    }
}

impl fmt::Debug for UnreadableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (problem, received) = &*self.0;
        f.debug_struct("UnreadableError")
            .field("problem", problem)
            .field("received", received)
            .finish()
    }
}

impl fmt::Display for UnreadableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (problem, received) = &*self.0;
        write!(
            f,
            "the service answered {}, but {problem}",
            received.response.status()
        )?;
        received.describe(f)
    }
}

impl std::error::Error for UnreadableError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.problem())
    }
}

/// An answer, as an error keeps it.
pub(crate) struct Received {
    pub(crate) response: Response<Bytes>,
    pub(crate) attempts: u32,
}

impl Received {
    /// Adds in parentheses what helps to find out more: the request id, a body that is not JSON, the attempts.
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.response.headers();
        let mut details = Vec::new();
        if let Some(id) = request_id(headers) {
            details.push(format!("request id {id}"));
        }
        // A gateway or a proxy that answers in the place of the service does it with a page.
        let media_type = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if let Some(media_type) = media_type.filter(|media_type| !media_type.contains("json")) {
            details.push(format!("a body of {media_type}"));
        }
        if self.attempts > 1 {
            details.push(format!("after {} attempts", self.attempts));
        }
        if details.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", details.join(", "))
        }
    }
}

/// Shows the names of the headers and the length of the body: their content may be long and may hold secrets.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.response.headers();
        f.debug_struct("Received")
            .field("status", &self.response.status())
            .field("request_id", &request_id(headers))
            .field("headers", &headers.keys().collect::<Vec<_>>())
            .field("body_bytes", &self.response.body().len())
            .field("attempts", &self.attempts)
            .finish()
    }
}

/// The request id of an answer, by the names that AWS services give it.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    ["x-amzn-requestid", "x-amz-request-id", "request-id"]
        .iter()
        .find_map(|name| headers.get(*name)?.to_str().ok())
}
