//! How a caller proves who it is, as data ("Authentication traits" of the specification).

/// One way of authentication that an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthScheme {
    /// A signature of the whole request (`aws.auth#sigv4`).
    SigV4 {
        /// The name that the service signs by, such as `connect`.
        name: &'static str,
    },
    /// A bearer token in `Authorization` (`smithy.api#httpBearerAuth`, RFC 6750).
    Bearer,
    /// An API key (`smithy.api#httpApiKeyAuth`).
    ApiKey(ApiKeyPlace),
    /// A scheme that is not known here, by its shape id: no caller can prove anything by it.
    Unknown(&'static str),
    /// None at all: the caller need not say who it is (`smithy.api#optionalAuth`). It is the last of its list.
    Anonymous,
}

impl AuthScheme {
    /// A signature, by the name that the service signs by.
    pub const fn sigv4(name: &'static str) -> Self {
        Self::SigV4 { name }
    }
}

/// Where an API key stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyPlace {
    /// In a header.
    Header {
        /// The header's name.
        name: &'static str,
        /// What stands before the key, and a space between them.
        scheme: Option<&'static str>,
    },
    /// In a parameter of the query.
    Query {
        /// The parameter's name.
        name: &'static str,
    },
}
