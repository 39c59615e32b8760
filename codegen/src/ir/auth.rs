//! How a caller proves who it is.

/// One way of authentication that an operation takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthScheme {
    /// A signature of the whole request, with the name that the service signs by.
    SigV4(String),
    /// A bearer token.
    Bearer,
    /// An API key in the header of this name, perhaps behind a scheme.
    ApiKeyHeader {
        /// The header's name.
        name: String,
        /// What stands before the key.
        scheme: Option<String>,
    },
    /// An API key in the query parameter of this name.
    ApiKeyQuery(String),
    /// A scheme that the runtime does not know, by its shape id.
    Unknown(String),
    /// None: the caller need not say who it is.
    Anonymous,
}
