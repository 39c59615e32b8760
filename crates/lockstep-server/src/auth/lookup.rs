//! Why a provider does not name a principal.

use std::error::Error;
use std::fmt;

/// Why a provider cannot say whom credentials belong to.
#[derive(Debug)]
#[non_exhaustive]
pub enum LookupError {
    /// They belong to nobody. The caller is told that its credentials are invalid.
    Unknown,
    /// They did belong to somebody. The caller is told so, which is safe if only the owner can have presented them: of
    /// an access key, only after its session token was compared.
    Expired,
    /// The provider itself failed. The request is answered with an internal error; the source is logged, and the caller
    /// is not told.
    Failed(Box<dyn Error + Send + Sync>),
}

impl LookupError {
    /// The provider itself failed, for this reason; as in `.map_err(LookupError::failed)?`.
    pub fn failed(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Failed(source.into())
    }
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "the credentials are unknown",
            Self::Expired => "the credentials have expired",
            Self::Failed(_) => "the credentials could not be looked up",
        })
    }
}

impl Error for LookupError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Failed(source) => Some(&**source),
            Self::Unknown | Self::Expired => None,
        }
    }
}
