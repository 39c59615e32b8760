//! What can be wrong with the configuration of a client.

use std::fmt;

use crate::BoxError;

/// A client that cannot be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// Neither an endpoint nor a transport was given.
    NoEndpoint,
    /// The endpoint is not a base URL that operations can be joined to.
    Endpoint {
        /// The endpoint as it was given, without a user name and a password.
        endpoint: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The user agent is not a legal value of an HTTP header.
    UserAgent(String),
    /// The HTTP client could not be made: most often, TLS could not be set up.
    Transport(BoxError),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEndpoint => f.write_str("the client has no endpoint"),
            Self::Endpoint { endpoint, problem } => {
                write!(f, "the endpoint {endpoint:?} {problem}")
            }
            Self::UserAgent(value) => {
                write!(f, "the user agent {value:?} cannot stand in an HTTP header")
            }
            Self::Transport(source) => write!(f, "the HTTP client could not be made: {source}"),
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(source) => Some(&**source),
            Self::NoEndpoint | Self::Endpoint { .. } | Self::UserAgent(_) => None,
        }
    }
}
