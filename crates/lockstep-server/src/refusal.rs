//! Answers that no handler and no model makes: those of the server itself.

use http::header::{ALLOW, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use lockstep_core::Body;
use lockstep_core::http::error_response;
use lockstep_core::operation::{BodyKind, ServiceSpec};

use crate::auth::{self, ACCESS_DENIED};

/// Why the server itself turns a request away. The names are those of AWS's common errors.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No operation has this path.
    UnknownOperation,
    /// Operations have this path, but with these methods only.
    MethodNotAllowed(Vec<&'static str>),
    /// The caller has not proved who it is.
    NotAuthenticated(auth::Failure),
    /// The caller may not do this, and is told so in these words.
    AccessDenied(String),
    /// The caller asks for too much at a time, and is told so in these words.
    Throttled(String),
    /// The answer would have a body of this kind, which the client does not accept.
    NotAcceptable(BodyKind),
    /// The body has another media type than that of the kind that the operation reads, or none.
    UnsupportedMediaType(BodyKind),
    /// The operation needs to know how long its stream is.
    LengthRequired,
    /// The body is not what its `Content-Encoding` says.
    #[cfg(feature = "gzip")]
    BodyNotGzip,
    /// The operation needs a feature of this crate that is off.
    #[cfg(not(feature = "gzip"))]
    MissingFeature(&'static str),
    /// The body is longer than this many bytes.
    BodyTooLarge(usize),
    /// The body did not arrive in time.
    BodyTooSlow,
    /// The body broke off.
    BodyUnreadable,
    /// The handler did not finish in time.
    HandlerTooSlow,
    /// The handler panicked, or its answer could not be written.
    Internal,
}

impl Refusal {
    /// The answer. `service` is the one that was asked or, as long as that is not known, the port's
    /// first one; it decides how the message's key is written.
    pub(crate) fn into_response(self, service: &'static ServiceSpec) -> Response<Body> {
        #[cfg(not(feature = "gzip"))]
        if let Self::MissingFeature(feature) = self {
            tracing::error!(feature, "the operation needs a feature of lockstep-server");
        }
        let (status, name) = self.status_and_name(service);
        let mut response = error_response(service, name, status, &self.message());
        if let Self::MethodNotAllowed(methods) = &self {
            // A method of the model that is no header value is no method of a request either.
            if let Ok(value) = HeaderValue::try_from(methods.join(", ")) {
                response.headers_mut().insert(ALLOW, value);
            }
        }
        if let Self::NotAuthenticated(failure) = &self
            && let Some(Ok(value)) = failure.challenge(service).map(HeaderValue::try_from)
        {
            response.headers_mut().insert(WWW_AUTHENTICATE, value);
        }
        response
    }

    fn status_and_name(&self, service: &ServiceSpec) -> (StatusCode, &'static str) {
        let (status, name) = match self {
            Self::UnknownOperation => (404, "UnknownOperationException"),
            Self::MethodNotAllowed(_) => (405, "MethodNotAllowedException"),
            Self::NotAuthenticated(failure) => return (failure.status(), failure.name()),
            Self::AccessDenied(_) => (403, ACCESS_DENIED),
            Self::Throttled(_) => (429, "ThrottlingException"),
            Self::NotAcceptable(_) => (406, "NotAcceptableException"),
            Self::UnsupportedMediaType(_) => (415, "UnsupportedMediaTypeException"),
            Self::LengthRequired => (411, "MissingContentLength"),
            #[cfg(feature = "gzip")]
            Self::BodyNotGzip => (service.malformed.status, service.malformed.name),
            Self::BodyTooLarge(_) => (413, "RequestEntityTooLargeException"),
            Self::BodyTooSlow => (408, "RequestTimeoutException"),
            Self::BodyUnreadable => (400, "MalformedHttpRequestException"),
            // Not 408, which says that the client was slow; SDKs try again after either.
            Self::HandlerTooSlow => (503, "ServiceUnavailable"),
            Self::Internal => (service.internal.status, service.internal.name),
            #[cfg(not(feature = "gzip"))]
            Self::MissingFeature(_) => (service.internal.status, service.internal.name),
        };
        (
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            name,
        )
    }

    fn message(&self) -> String {
        match self {
            Self::UnknownOperation => "No operation has this path.".to_owned(),
            Self::MethodNotAllowed(methods) => {
                format!(
                    "This path has no operation with this method, but with {}.",
                    methods.join(", ")
                )
            }
            Self::NotAuthenticated(failure) => failure.message(),
            Self::AccessDenied(message) | Self::Throttled(message) => message.clone(),
            Self::NotAcceptable(kind) => {
                let media_type = kind.media_type().unwrap_or("empty");
                format!("The answer would be {media_type}, which the Accept header does not allow.")
            }
            Self::UnsupportedMediaType(BodyKind::Empty) => {
                "This operation reads no body, so a body must have no Content-Type.".to_owned()
            }
            Self::UnsupportedMediaType(kind) => {
                // The one kind that reads a media type which it never writes is the empty object.
                let media_type = kind.media_type().unwrap_or("application/json");
                format!("The body must have the Content-Type {media_type}.")
            }
            Self::LengthRequired => "The request must have a Content-Length.".to_owned(),
            #[cfg(feature = "gzip")]
            Self::BodyNotGzip => {
                "The body is not compressed as its Content-Encoding says.".to_owned()
            }
            Self::BodyTooLarge(limit) => format!("The body is longer than {limit} bytes."),
            Self::BodyTooSlow => "The body did not arrive in time.".to_owned(),
            Self::BodyUnreadable => "The body could not be read to its end.".to_owned(),
            Self::HandlerTooSlow => "The operation did not finish in time.".to_owned(),
            Self::Internal => "An internal error occurred.".to_owned(),
            #[cfg(not(feature = "gzip"))]
            Self::MissingFeature(_) => "An internal error occurred.".to_owned(),
        }
    }
}
