//! The providers of the AWS SDK.

use aws_credential_types::provider::ProvideCredentials;
use lockstep_sigv4::Credentials;

use super::provider::{CredentialsProvider, TemporaryCredentials};
use crate::BoxError;

/// A provider of the AWS SDK as one of this crate. They are two traits, and a type may have both.
pub(crate) struct AwsProvider<P>(pub(crate) P);

impl<P: ProvideCredentials + 'static> CredentialsProvider for AwsProvider<P> {
    async fn credentials(&self) -> Result<TemporaryCredentials, BoxError> {
        let given = self.0.provide_credentials().await?;
        let credentials = Credentials::new(given.access_key_id(), given.secret_access_key());
        let credentials = match given.session_token() {
            Some(token) => credentials.with_session_token(token),
            None => credentials,
        };
        Ok(TemporaryCredentials {
            credentials,
            expires: given.expiry(),
        })
    }
}
