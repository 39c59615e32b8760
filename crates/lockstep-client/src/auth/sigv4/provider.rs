//! Where credentials come from if the program gives them.

use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use lockstep_sigv4::Credentials;

use super::CredentialsError;
use super::lookup::Lookup;
use crate::BoxError;

/// Gives the credentials that a client signs with, when the client asks.
///
/// [`Credentials`] are the provider that always gives themselves. A client asks when it makes its first signature, and
/// again some time before what it was given expires. It asks in a task of its own, once at a time: the call that needed
/// the credentials may be given up, and the task goes on. A task that takes more than a minute is stopped when another
/// call needs credentials, unless the call that began it still waits. The providers of the AWS SDK are taken by
/// `Builder::aws_credentials`, with the feature `aws-credential-types`.
///
/// ```
/// use lockstep_client::{BoxError, Credentials, CredentialsProvider, TemporaryCredentials};
/// # use std::time::{Duration, SystemTime};
/// # struct Vault;
/// # impl Vault {
/// #     async fn lease(&self) -> std::io::Result<(String, String, SystemTime)> {
/// #         Ok(("id".into(), "secret".into(), SystemTime::now() + Duration::from_secs(3600)))
/// #     }
/// # }
///
/// struct FromVault(Vault);
///
/// impl CredentialsProvider for FromVault {
///     async fn credentials(&self) -> Result<TemporaryCredentials, BoxError> {
///         let (id, secret, end) = self.0.lease().await?;
///         Ok(TemporaryCredentials::new(Credentials::new(id, secret)).until(end))
///     }
/// }
/// ```
pub trait CredentialsProvider: Send + Sync + 'static {
    /// The credentials, and until when they are good.
    ///
    /// # Errors
    ///
    /// Whatever went wrong. Its text, and that of its sources, stand in the error of the call, so they must not hold a
    /// secret.
    fn credentials(&self) -> impl Future<Output = Result<TemporaryCredentials, BoxError>> + Send;
}

/// Credentials, and until when they are good.
#[derive(Clone, Debug)]
pub struct TemporaryCredentials {
    pub(crate) credentials: Credentials,
    pub(crate) expires: Option<SystemTime>,
}

impl TemporaryCredentials {
    /// Credentials that are good for as long as the client lives.
    #[must_use]
    pub const fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            expires: None,
        }
    }

    /// The same, good until this time only.
    #[must_use]
    pub const fn until(mut self, expires: SystemTime) -> Self {
        self.expires = Some(expires);
        self
    }
}

impl From<Credentials> for TemporaryCredentials {
    fn from(credentials: Credentials) -> Self {
        Self::new(credentials)
    }
}

impl CredentialsProvider for Credentials {
    async fn credentials(&self) -> Result<TemporaryCredentials, BoxError> {
        Ok(self.clone().into())
    }
}

/// Several clients may share a provider; each of them keeps what it was given.
impl<P: CredentialsProvider> CredentialsProvider for Arc<P> {
    async fn credentials(&self) -> Result<TemporaryCredentials, BoxError> {
        P::credentials(self).await
    }
}

/// What a client asks for credentials, with its type erased.
pub(crate) trait Source: Send + Sync {
    fn load(&self) -> Loading<'_>;
}

pub(crate) type Loading<'a> =
    Pin<Box<dyn Future<Output = Result<TemporaryCredentials, CredentialsError>> + Send + 'a>>;

/// A provider of the program.
pub(crate) struct Provider<P>(pub(crate) P);

impl<P: CredentialsProvider> Source for Provider<P> {
    fn load(&self) -> Loading<'_> {
        Box::pin(async {
            let given = self.0.credentials().await;
            given.map_err(CredentialsError::of_provider)
        })
    }
}

/// The environment and the profile files. What they say is good for as long as the client lives, as in botocore.
impl Source for Lookup {
    fn load(&self) -> Loading<'_> {
        Box::pin(async {
            let found = blocking(self.clone(), Lookup::credentials).await?;
            Ok(found.into())
        })
    }
}

/// Looks something up among the threads that may block: a home may lie on a file system that does not answer, and then
/// the call must still be able to end.
pub(crate) async fn blocking<T: Send + 'static>(
    lookup: Lookup,
    find: fn(&Lookup) -> Result<T, CredentialsError>,
) -> Result<T, CredentialsError> {
    let found = tokio::task::spawn_blocking(move || find(&lookup)).await;
    found.unwrap_or_else(|error| Err(CredentialsError::of_provider(error.into())))
}
