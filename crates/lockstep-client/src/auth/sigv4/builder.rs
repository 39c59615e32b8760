//! What the builder of a client is told about signatures.

use std::sync::Arc;
use std::time::SystemTime;

use super::provider::{CredentialsProvider, Provider};
use crate::Builder;

/// What operations that ask for a signature are called with (`@sigv4`).
///
/// Without any of it, credentials and the region come from the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
/// `AWS_SESSION_TOKEN`; `AWS_REGION`, `AWS_DEFAULT_REGION`) or else from the profile that `AWS_PROFILE` names, or
/// `default`, in `~/.aws/credentials` and `~/.aws/config` (or the files that `AWS_SHARED_CREDENTIALS_FILE` and
/// `AWS_CONFIG_FILE` name). All of that is read once, by the first call that needs it, and not by [`Builder::build`].
impl Builder {
    /// Credentials, or a provider of them. The last of this and [`Self::aws_credentials`](#method.aws_credentials) counts.
    ///
    /// ```
    /// # use lockstep_client::{Client, Credentials};
    /// let client = Client::builder()
    ///     .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
    ///     .region("us-east-1");
    /// ```
    pub fn credentials(mut self, provider: impl CredentialsProvider) -> Self {
        self.sigv4.provider = Some(Box::new(Provider(provider)));
        self
    }

    /// Credentials of the AWS SDK, or a provider of them, such as those that `aws-config` makes. They are kept until five
    /// minutes before they expire.
    #[cfg(feature = "aws-credential-types")]
    pub fn aws_credentials(
        self,
        provider: impl aws_credential_types::provider::ProvideCredentials + 'static,
    ) -> Self {
        self.credentials(super::aws::AwsProvider(provider))
    }

    /// The region to sign for; that of the environment or of the profile unless it is set.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.sigv4.region = Some(region.into());
        self
    }

    /// The profile to take credentials and the region from, instead of the one that `AWS_PROFILE` names. It goes before
    /// credentials of the environment, but not before those that are given here, nor before a region of the environment.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.sigv4.profile = Some(name.into());
        self
    }

    /// What tells the time for signatures and for the expiry of credentials; [`SystemTime::now`] unless it is set.
    ///
    /// A test sets it to know a signature in advance. A machine whose clock is off by more than the fifteen minutes that
    /// services allow can correct it here.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.sigv4.clock = Some(Arc::new(now));
        self
    }
}
