//! Why a request is not let in: each case with its status, its error's name and its message.

use http::StatusCode;
use lockstep_core::operation::ServiceSpec;

/// What refuses a caller that may not do what it asks for.
pub(crate) const ACCESS_DENIED: &str = "AccessDeniedException";
/// What it is told, unless a hook says more.
pub(crate) const NOT_ALLOWED: &str = "You are not authorized to perform this operation.";

/// Why a request is not let in. None of it says more than its caller may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// As the verifier of signatures says.
    #[cfg(feature = "sigv4")]
    Signature(lockstep_sigv4::Failure),
    /// A bearer token. RFC 6750, section 3, asks for 401 and a challenge.
    Bearer(TokenFailure),
    /// An API key. It has no challenge of HTTP's, and 401 demands one (RFC 9110, section 15.5.2), so it is 403 like a
    /// signature.
    ApiKey(TokenFailure),
    /// Nobody can prove anything, because there is nothing to verify it by.
    NoVerifier,
}

/// What is wrong with a bearer token or an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenFailure {
    Missing,
    /// It belongs to nobody, or it is not written as one.
    Unrecognized,
    Expired,
}

impl Failure {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            #[cfg(feature = "sigv4")]
            Self::Signature(failure) => failure.status(),
            Self::Bearer(_) => StatusCode::UNAUTHORIZED,
            Self::ApiKey(_) | Self::NoVerifier => StatusCode::FORBIDDEN,
        }
    }

    /// The error's name: the same for the same case of each scheme.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            #[cfg(feature = "sigv4")]
            Self::Signature(failure) => failure.error_name(),
            Self::Bearer(failure) | Self::ApiKey(failure) => match failure {
                TokenFailure::Missing => "MissingAuthenticationTokenException",
                TokenFailure::Unrecognized => "UnrecognizedClientException",
                TokenFailure::Expired => "ExpiredTokenException",
            },
            Self::NoVerifier => ACCESS_DENIED,
        }
    }

    pub(crate) fn message(&self) -> String {
        match self {
            #[cfg(feature = "sigv4")]
            Self::Signature(failure) => failure.to_string(),
            Self::Bearer(failure) | Self::ApiKey(failure) => match failure {
                TokenFailure::Missing => "Missing Authentication Token".to_owned(),
                TokenFailure::Unrecognized => {
                    "The security token included in the request is invalid.".to_owned()
                }
                TokenFailure::Expired => {
                    "The security token included in the request is expired".to_owned()
                }
            },
            Self::NoVerifier => NOT_ALLOWED.to_owned(),
        }
    }

    /// The value of `WWW-Authenticate`. A challenge names no error if there was no token at all, and has one parameter
    /// at least, which is why there is a realm (RFC 6750, section 3).
    pub(crate) fn challenge(&self, service: &ServiceSpec) -> Option<String> {
        let error = match self {
            Self::Bearer(TokenFailure::Missing) => "",
            Self::Bearer(_) => ", error=\"invalid_token\"",
            _ => return None,
        };
        Some(format!("Bearer realm=\"{}\"{error}", service.name))
    }
}

#[cfg(feature = "sigv4")]
impl From<lockstep_sigv4::Failure> for Failure {
    fn from(failure: lockstep_sigv4::Failure) -> Self {
        Self::Signature(failure)
    }
}
