//! Why a service does not run.

use std::error::Error;
use std::fmt;
use std::io;
use std::net::SocketAddr;

use crate::access_keys::KeysError;
use crate::store::StoreError;
use crate::store::sqlite::OpenError;

/// Why the service cannot start, or cannot go on.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunError {
    /// The log cannot be set up: the filter is wrong, or the process has a log already.
    Log(String),
    /// The signals cannot be caught.
    Signal(io::Error),
    /// The access keys cannot be used.
    Keys(KeysError),
    /// The store cannot be opened.
    Store(OpenError),
    /// The store cannot be asked for the time.
    Clock(StoreError),
    /// No webhook can be called.
    Flow(reqwest::Error),
    /// The address cannot be listened on.
    Bind(SocketAddr, io::Error),
    /// Connections can no longer be accepted.
    Serve(io::Error),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Log(why) => write!(f, "the log cannot be set up: {why}"),
            Self::Signal(_) => f.write_str("the signals cannot be caught"),
            Self::Keys(_) => f.write_str("the access keys cannot be used"),
            Self::Store(_) => f.write_str("the store cannot be opened"),
            Self::Clock(_) => f.write_str("the store cannot be asked for the time"),
            Self::Flow(_) => f.write_str("no webhook can be called"),
            Self::Bind(address, _) => write!(f, "{address} cannot be listened on"),
            Self::Serve(_) => f.write_str("connections can no longer be accepted"),
        }
    }
}

impl Error for RunError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Log(_) => None,
            Self::Keys(error) => Some(error),
            Self::Store(error) => Some(error),
            Self::Clock(error) => Some(error),
            Self::Flow(error) => Some(error),
            Self::Signal(error) | Self::Bind(_, error) | Self::Serve(error) => Some(error),
        }
    }
}

impl From<OpenError> for RunError {
    fn from(error: OpenError) -> Self {
        Self::Store(error)
    }
}

impl From<KeysError> for RunError {
    fn from(error: KeysError) -> Self {
        Self::Keys(error)
    }
}

impl From<reqwest::Error> for RunError {
    fn from(error: reqwest::Error) -> Self {
        Self::Flow(error)
    }
}
