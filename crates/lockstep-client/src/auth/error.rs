//! What can be wrong with the proof of who calls.

use std::fmt;
use std::sync::Arc;

use crate::BoxError;
use crate::reqwest_transport::chain;

/// A call that was not made, because the client cannot prove who it is as the operation asks. Nothing was sent, and
/// nothing is tried again.
///
/// It says which sources were asked and what each of them said. It never holds a secret of the client; what a provider
/// of the program says of its failure is shown as it is.
#[derive(Clone)]
pub struct CredentialsError {
    /// Shared, because all the calls that waited for one failed attempt to get credentials are told of it.
    inner: Arc<Inner>,
}

struct Inner {
    kind: CredentialsErrorKind,
    problem: String,
    tried: Vec<Tried>,
    source: Option<BoxError>,
}

/// Which way a client came to have no proof of who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialsErrorKind {
    /// The client has nothing for any of the schemes that the operation takes.
    Missing,
    /// A source has something that cannot be used as it is: half of a pair of keys, a file that cannot be read, a
    /// profile that asks for what this client does not do.
    Unusable,
    /// A provider failed.
    Provider,
    /// The credentials did not come in time.
    Late,
    /// The credentials will expire before the presigned request was to.
    Expiring,
    /// There are credentials, but no region to sign for.
    Region,
    /// The client knows none of the operation's schemes, or the feature for them is off.
    Unsupported,
}

/// A source that was asked in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    source: String,
    said: String,
}

impl Tried {
    #[cfg_attr(
        not(feature = "sigv4"),
        allow(dead_code, reason = "only signatures have several sources")
    )]
    pub(crate) fn new(source: impl Into<String>, said: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            said: said.into(),
        }
    }

    /// The source: `environment`, or the path of a file.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Why it gave nothing.
    #[must_use]
    pub fn said(&self) -> &str {
        &self.said
    }
}

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source, self.said)
    }
}

impl CredentialsError {
    pub(crate) fn new(kind: CredentialsErrorKind, problem: impl Into<String>) -> Self {
        Self::made(kind, problem.into(), Vec::new(), None)
    }

    /// Several sources were asked, and none of them had it.
    #[cfg(feature = "sigv4")]
    pub(crate) fn after(
        kind: CredentialsErrorKind,
        problem: impl Into<String>,
        tried: Vec<Tried>,
    ) -> Self {
        Self::made(kind, problem.into(), tried, None)
    }

    /// A provider failed.
    #[cfg(feature = "sigv4")]
    pub(crate) fn of_provider(source: BoxError) -> Self {
        let problem = "the provider gave no credentials".to_owned();
        Self::made(
            CredentialsErrorKind::Provider,
            problem,
            Vec::new(),
            Some(source),
        )
    }

    fn made(
        kind: CredentialsErrorKind,
        problem: String,
        tried: Vec<Tried>,
        source: Option<BoxError>,
    ) -> Self {
        let inner = Inner {
            kind,
            problem,
            tried,
            source,
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Which way it failed.
    #[must_use]
    pub fn kind(&self) -> CredentialsErrorKind {
        self.inner.kind
    }

    /// The sources that were asked, in this order; empty if there was only one to ask.
    #[must_use]
    pub fn tried(&self) -> &[Tried] {
        &self.inner.tried
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.problem)?;
        for (at, tried) in self.inner.tried.iter().enumerate() {
            write!(f, "{}{tried}", if at == 0 { " (tried " } else { "; " })?;
        }
        if !self.inner.tried.is_empty() {
            f.write_str(")")?;
        }
        // The outermost text of a provider is most often "an error occurred"; the reasons are below it.
        if let Some(source) = &self.inner.source {
            for cause in chain(&**source) {
                write!(f, ": {cause}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsError")
            .field("kind", &self.inner.kind)
            .field("problem", &self.inner.problem)
            .field("tried", &self.inner.tried)
            .field("source", &self.inner.source)
            .finish()
    }
}

impl std::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}
