//! Why a request is refused: each case with its status, its error's name and its message.

use std::error::Error;
use std::fmt;

use http::StatusCode;

use crate::amz_date::AmzDate;

/// Why a signature was not accepted.
///
/// What is shown of it, by `Debug` too, is what its caller may be told: nothing of a secret, of a derived key or of
/// the signature that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// Nothing in the request says who makes it.
    MissingAuthenticationToken,
    /// The signature cannot be read.
    IncompleteSignature(Malformed),
    /// The access key is unknown, or the session token is not its own. Whoever looks up the key says this.
    UnrecognizedClient,
    /// The session has ended. Whoever looks up the key says this.
    ExpiredToken,
    /// The signature is good for something else.
    Scope(ScopePart),
    /// A header that must be signed is not.
    Unsigned(RequiredHeader),
    /// A header that is said to be signed is not in the request.
    SignedHeaderMissing,
    /// The signature was made more than fifteen minutes ago.
    SignatureExpired {
        /// When it was made, as it says.
        signed: AmzDate,
        /// The server's time.
        now: AmzDate,
    },
    /// The signature was made more than fifteen minutes from now.
    SignatureNotYetCurrent {
        /// When it was made, as it says.
        signed: AmzDate,
        /// The server's time.
        now: AmzDate,
    },
    /// The time that a presigned request is good for is over.
    RequestExpired,
    /// The signature is another than this request's. Neither is told.
    SignatureDoesNotMatch,
}

/// What cannot be read of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Malformed {
    /// The algorithm is not `AWS4-HMAC-SHA256`.
    Algorithm,
    /// The header is not made of names and values.
    NotAPair,
    /// A part of the signature is not UTF-8.
    NotUtf8,
    /// `Host` and the URI's own host are not the same.
    Hosts,
    /// This parameter is missing or empty.
    Missing(&'static str),
    /// This header or parameter occurs more than once.
    Repeated(&'static str),
    /// The credential is not an access key and its scope.
    Credential,
    /// The names of the signed headers are not in lower case and in order.
    SignedHeaders,
    /// There is no `X-Amz-Date`, or it cannot be read.
    Date,
    /// `X-Amz-Expires` is not a number from one to 604,800.
    Expires,
    /// The request is signed in its header and in its query.
    Twice,
}

/// The part of a credential scope that is not the service's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopePart {
    /// The day is not that of `X-Amz-Date`.
    Date,
    /// The region is another.
    Region,
    /// The service is another.
    Service,
    /// It does not end in `aws4_request`.
    Terminator,
}

/// A header that must be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequiredHeader {
    /// `Host`, or what stands for it in HTTP/2.
    Host,
    /// `Content-Type`, where the server asks for it.
    ContentType,
    /// A header whose name begins with `X-Amz-`.
    XAmz,
}

impl Failure {
    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::RequestExpired => StatusCode::BAD_REQUEST,
            _ => StatusCode::FORBIDDEN,
        }
    }

    /// The error's name, as clients know it; the message is what `Display` writes.
    #[must_use]
    pub const fn error_name(&self) -> &'static str {
        match self {
            Self::MissingAuthenticationToken => "MissingAuthenticationTokenException",
            Self::IncompleteSignature(_) => "IncompleteSignatureException",
            Self::UnrecognizedClient => "UnrecognizedClientException",
            Self::ExpiredToken => "ExpiredTokenException",
            Self::RequestExpired => "RequestExpired",
            Self::Scope(_)
            | Self::Unsigned(_)
            | Self::SignedHeaderMissing
            | Self::SignatureExpired { .. }
            | Self::SignatureNotYetCurrent { .. }
            | Self::SignatureDoesNotMatch => "InvalidSignatureException",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = match self {
            Self::IncompleteSignature(malformed) => return malformed.fmt(f),
            Self::SignatureExpired { signed, now } => {
                return write!(
                    f,
                    "Signature expired: {signed} is more than 15 minutes before {now}."
                );
            }
            Self::SignatureNotYetCurrent { signed, now } => {
                return write!(
                    f,
                    "Signature not yet current: {signed} is more than 15 minutes after {now}."
                );
            }
            Self::MissingAuthenticationToken => "Missing Authentication Token",
            Self::UnrecognizedClient => "The security token included in the request is invalid.",
            Self::ExpiredToken => "The security token included in the request is expired",
            Self::RequestExpired => "Request has expired.",
            Self::Scope(ScopePart::Date) => {
                "Date in Credential scope does not match the date of the request."
            }
            Self::Scope(ScopePart::Region) => "Credential should be scoped to a valid region.",
            Self::Scope(ScopePart::Service) => "Credential should be scoped to correct service.",
            Self::Scope(ScopePart::Terminator) => {
                "Credential should be scoped with a valid terminator: 'aws4_request'."
            }
            Self::Unsigned(RequiredHeader::Host) => {
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
            }
            Self::Unsigned(RequiredHeader::ContentType) => {
                "'Content-Type' must be a 'SignedHeader' in the AWS Authorization."
            }
            Self::Unsigned(RequiredHeader::XAmz) => {
                "Every 'X-Amz-' header must be a 'SignedHeader' in the AWS Authorization."
            }
            Self::SignedHeaderMissing => {
                "Every 'SignedHeader' of the AWS Authorization must be in the request."
            }
            Self::SignatureDoesNotMatch => {
                "The request signature we calculated does not match the signature you provided. \
                 Check your AWS Secret Access Key and signing method."
            }
        };
        f.write_str(message)
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = match self {
            Self::Missing(name) => return write!(f, "The signature requires '{name}' parameter."),
            Self::Repeated(name) => return write!(f, "'{name}' occurs more than once."),
            Self::Algorithm => "The signature's algorithm must be 'AWS4-HMAC-SHA256'.",
            Self::NotAPair => "The signature is not made of key=value pairs.",
            Self::NotUtf8 => "The signature is not UTF-8.",
            Self::Hosts => "'Host' is not the host of the request's URI.",
            Self::Credential => "Credential must have exactly 5 slash-delimited elements.",
            Self::SignedHeaders => "SignedHeaders must be lower-case names in ascending order.",
            Self::Date => {
                "The signature requires existence of 'X-Amz-Date' in the form 'YYYYMMDDTHHMMSSZ'."
            }
            Self::Expires => "X-Amz-Expires must be a number from 1 to 604800.",
            Self::Twice => {
                "Only one of the Authorization header and a presigned query may be used."
            }
        };
        f.write_str(message)
    }
}

impl From<Malformed> for Failure {
    fn from(malformed: Malformed) -> Self {
        Self::IncompleteSignature(malformed)
    }
}

impl Error for Failure {}
