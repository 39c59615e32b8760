//! Where credentials and the region come from if the program does not give them: the environment, then the profile
//! files.
//!
//! The order is botocore's, also of what this client does not do by itself: where botocore would turn to a role or to
//! the credentials of a container, the lookup ends with an error that says so, because the next source that has keys is
//! likely to mean somebody else. All is read at the first call that needs it, and not when the client is built, so that
//! a client that never signs reads nothing.

use lockstep_sigv4::Credentials;

use super::environment::{Environment, NotUnicode};
use super::profile::{Files, Profile, needs_provider};
use super::{CredentialsError, CredentialsErrorKind, Tried};

/// The variables that say where a container gets its credentials from. Any of them is enough.
const CONTAINER: [&str; 2] = [
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// The environment and the profile files, and which profile is meant.
#[derive(Clone)]
pub(crate) struct Lookup {
    /// The profile that the program names.
    pub(crate) profile: Option<String>,
    pub(crate) environment: Environment,
}

impl Lookup {
    /// The credentials of the environment, or else those of the profile. This blocks.
    ///
    /// A profile that the program names goes before the environment's credentials, as in botocore and the JavaScript SDK:
    /// whoever names one means it. One that `AWS_PROFILE` names does not.
    ///
    /// # Errors
    ///
    /// Nothing is found, with what each source said; or what is found cannot be used, or needs a provider.
    pub(crate) fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let mut tried = Vec::new();
        if self.profile.is_none() {
            match self.of_environment()? {
                Ok(credentials) => return Ok(credentials),
                Err(nothing) => tried.push(nothing),
            }
            self.refuse(&["AWS_WEB_IDENTITY_TOKEN_FILE"])?;
        }
        self.with_profile(|profile| match profile.credentials()? {
            Some(credentials) => Ok(credentials),
            None => {
                self.refuse(&CONTAINER)?;
                tried.extend(profile.tried("aws_access_key_id"));
                let problem = "there are no credentials to sign with: give the client some (`Builder::credentials`), \
                               or tell it not to sign (`Builder::anonymous`)";
                Err(CredentialsError::after(
                    CredentialsErrorKind::Missing,
                    problem,
                    tried,
                ))
            }
        })
    }

    /// The region of the environment, or else that of the profile. This blocks.
    ///
    /// # Errors
    ///
    /// There is none, with what each source said.
    pub(crate) fn region(&self) -> Result<String, CredentialsError> {
        for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            if let Some(region) = self.environment.get(name)? {
                return Ok(region);
            }
        }
        let said = "neither AWS_REGION nor AWS_DEFAULT_REGION is set";
        self.with_profile(|profile| match profile.region()? {
            Some(region) => Ok(region),
            None => {
                let mut tried = vec![Tried::new("environment", said)];
                tried.extend(profile.tried("region"));
                let problem =
                    "there is no region to sign for: give the client one (`Builder::region`)";
                Err(CredentialsError::after(
                    CredentialsErrorKind::Region,
                    problem,
                    tried,
                ))
            }
        })
    }

    /// The credentials of the environment, or why it has none.
    fn of_environment(&self) -> Result<Result<Credentials, Tried>, CredentialsError> {
        let Some(access_key_id) = self.environment.get("AWS_ACCESS_KEY_ID")? else {
            return Ok(Err(Tried::new(
                "environment",
                "AWS_ACCESS_KEY_ID is not set",
            )));
        };
        let Some(secret) = self.environment.get("AWS_SECRET_ACCESS_KEY")? else {
            let problem = "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not";
            return Err(CredentialsError::new(
                CredentialsErrorKind::Unusable,
                problem,
            ));
        };
        let credentials = Credentials::new(access_key_id, secret);
        Ok(Ok(match self.environment.get("AWS_SESSION_TOKEN")? {
            Some(token) => credentials.with_session_token(token),
            None => credentials,
        }))
    }

    /// Refuses to go on where one of these variables says whose credentials are meant.
    fn refuse(&self, variables: &[&'static str]) -> Result<(), CredentialsError> {
        for name in variables {
            if self.environment.get(name)?.is_some() {
                return Err(needs_provider(&format!("{name} is set")));
            }
        }
        Ok(())
    }

    fn with_profile<T>(
        &self,
        read: impl FnOnce(Profile<'_>) -> Result<T, CredentialsError>,
    ) -> Result<T, CredentialsError> {
        let of_environment = self.environment.get("AWS_PROFILE")?;
        let (name, given_by) = match (&self.profile, &of_environment) {
            (Some(name), _) => (name.as_str(), Some("`Builder::profile`")),
            (None, Some(name)) => (name.as_str(), Some("AWS_PROFILE")),
            (None, None) => ("default", None),
        };
        let files = Files::read(&self.environment)?;
        read(files.profile(name, given_by)?)
    }
}

impl From<NotUnicode> for CredentialsError {
    fn from(NotUnicode(name): NotUnicode) -> Self {
        Self::new(
            CredentialsErrorKind::Unusable,
            format!("the value of {name} is not Unicode"),
        )
    }
}

#[cfg(test)]
#[path = "lookup_tests.rs"]
mod tests;
