//! One profile of the shared config and credentials files: its keys, its region, and what it asks for that this client
//! does not do.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use lockstep_sigv4::Credentials;
use zeroize::Zeroizing;

use super::environment::Environment;
use super::profile_file::{FileKind, ProfileFile, Property};
use super::{CredentialsError, CredentialsErrorKind, Tried};

const ACCESS_KEY_ID: &str = "aws_access_key_id";
const SECRET_ACCESS_KEY: &str = "aws_secret_access_key";
const SESSION_TOKEN: &str = "aws_session_token";

/// Properties that say whose credentials are meant, whatever keys stand beside them.
const INSTEAD_OF_KEYS: [&str; 6] = [
    "role_arn",
    "web_identity_token_file",
    "sso_session",
    "sso_start_url",
    "sso_account_id",
    "sso_role_name",
];

/// Properties that say where credentials come from if the credentials file has no keys, whatever the config file has.
const INSTEAD_OF_KEYS_IN_CONFIG: [&str; 2] = ["login_session", "credential_process"];

/// Properties that mean something only beside a role, and stand alone by mistake if there are no keys.
const WITHOUT_KEYS: [&str; 2] = ["source_profile", "credential_source"];

/// The two files as they were read.
pub(crate) struct Files([File; 2]);

struct File {
    kind: FileKind,
    /// How errors name it.
    shown: String,
    text: Result<Zeroizing<String>, String>,
}

/// A profile, as each of the files has it.
pub(crate) struct Profile<'a> {
    name: &'a str,
    parts: Vec<Part<'a>>,
}

struct Part<'a> {
    kind: FileKind,
    file: &'a str,
    /// None if the file does not have the profile, and then why.
    properties: Result<Vec<Property<'a>>, String>,
}

impl Files {
    /// Reads the files that the environment names, or those in the user's home. This blocks.
    ///
    /// # Errors
    ///
    /// A file is there and cannot be read.
    pub(crate) fn read(environment: &Environment) -> Result<Self, CredentialsError> {
        Ok(Self([
            File::read(
                FileKind::Credentials,
                environment.aws_file("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
            )?,
            File::read(
                FileKind::Config,
                environment.aws_file("AWS_CONFIG_FILE", "config"),
            )?,
        ]))
    }

    /// The profile of a name. `given_by` is what named it, if anything did: then one of the files must have it.
    ///
    /// # Errors
    ///
    /// A file has a line that is none of the format, or no file has a profile that was asked for by name.
    pub(crate) fn profile<'a>(
        &'a self,
        name: &'a str,
        given_by: Option<&str>,
    ) -> Result<Profile<'a>, CredentialsError> {
        let parts = self
            .0
            .iter()
            .map(|file| file.part(name))
            .collect::<Result<Vec<_>, _>>()?;
        let profile = Profile { name, parts };
        match given_by {
            Some(by) if profile.parts.iter().all(|part| part.properties.is_err()) => {
                Err(CredentialsError::after(
                    CredentialsErrorKind::Unusable,
                    format!("there is no profile {name:?}, which {by} names"),
                    profile.tried(""),
                ))
            }
            _ => Ok(profile),
        }
    }
}

impl File {
    fn read(kind: FileKind, path: Option<PathBuf>) -> Result<Self, CredentialsError> {
        let Some(path) = path else {
            let shown = match kind {
                FileKind::Config => "~/.aws/config",
                FileKind::Credentials => "~/.aws/credentials",
            };
            return Ok(Self {
                kind,
                shown: shown.to_owned(),
                text: Err("the user has no home".to_owned()),
            });
        };
        let shown = path.display().to_string();
        // The bytes are wiped also when they are no text.
        let text = match fs::read(&path).map(Zeroizing::new) {
            Ok(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) => Ok(Zeroizing::new(text.to_owned())),
                Err(_) => return Err(unusable(format!("{shown} is not UTF-8"))),
            },
            // The second where a home is no folder: users of services often have `/dev/null`.
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Err("does not exist".to_owned())
            }
            Err(error) => return Err(unusable(format!("{shown} cannot be read: {error}"))),
        };
        Ok(Self { kind, shown, text })
    }

    fn part<'a>(&'a self, name: &str) -> Result<Part<'a>, CredentialsError> {
        let missing = |why: String| Part {
            kind: self.kind,
            file: &self.shown,
            properties: Err(why),
        };
        let text = match &self.text {
            Ok(text) => text,
            Err(why) => return Ok(missing(why.clone())),
        };
        let file = ProfileFile::parse(self.kind, text).map_err(|error| {
            let (shown, line, problem) = (&self.shown, error.line, error.problem);
            unusable(format!("{shown}, line {line}: {problem}"))
        })?;
        if let Some(properties) = file.profile(name) {
            return Ok(Part {
                kind: self.kind,
                file: &self.shown,
                properties: Ok(properties),
            });
        }
        Ok(missing(match file.near_miss(name) {
            Some((line, advice)) => format!("has no profile {name:?} (see line {line}: {advice})"),
            None => format!("has no profile {name:?}"),
        }))
    }
}

impl<'a> Part<'a> {
    /// The last property of a name, unless it is empty.
    fn property(&self, name: &str) -> Option<Property<'a>> {
        let properties = self.properties.as_ref().ok()?;
        let is_meant = |property: &&Property<'a>| property.name.eq_ignore_ascii_case(name);
        let last = properties.iter().rev().find(is_meant)?;
        (!last.value.is_empty() || last.is_continued).then_some(*last)
    }

    /// The value of a property, which must be a single line.
    fn value(&self, name: &str) -> Result<Option<&'a str>, CredentialsError> {
        match self.property(name) {
            Some(property) if property.is_continued => {
                let (file, line) = (self.file, property.line);
                let problem = "goes on in the next line, which is indented more than it";
                Err(unusable(format!("{file}, line {line}: {name} {problem}")))
            }
            property => Ok(property.map(|property| property.value)),
        }
    }

    fn credentials(&self) -> Result<Option<Credentials>, CredentialsError> {
        let Some(access_key_id) = self.value(ACCESS_KEY_ID)? else {
            return Ok(None);
        };
        let Some(secret) = self.value(SECRET_ACCESS_KEY)? else {
            let line = self
                .property(ACCESS_KEY_ID)
                .map_or(0, |property| property.line);
            let problem = "stands without aws_secret_access_key";
            return Err(unusable(format!(
                "{}, line {line}: {ACCESS_KEY_ID} {problem}",
                self.file
            )));
        };
        let credentials = Credentials::new(access_key_id, secret);
        Ok(Some(match self.value(SESSION_TOKEN)? {
            Some(token) => credentials.with_session_token(token),
            None => credentials,
        }))
    }
}

impl Profile<'_> {
    /// The profile's keys. Those of one file belong together; the credentials file goes first. The order is botocore's
    /// (`ProfileProviderBuilder`), which takes the properties below from both files alike.
    ///
    /// # Errors
    ///
    /// The profile has half of a pair, or asks for what only a provider does.
    pub(crate) fn credentials(&self) -> Result<Option<Credentials>, CredentialsError> {
        self.refuse(&INSTEAD_OF_KEYS)?;
        if let Some(credentials) = self.keys_of(FileKind::Credentials)? {
            return Ok(Some(credentials));
        }
        self.refuse(&INSTEAD_OF_KEYS_IN_CONFIG)?;
        if let Some(credentials) = self.keys_of(FileKind::Config)? {
            return Ok(Some(credentials));
        }
        self.refuse(&WITHOUT_KEYS)?;
        Ok(None)
    }

    fn keys_of(&self, kind: FileKind) -> Result<Option<Credentials>, CredentialsError> {
        let part = self.parts.iter().find(|part| part.kind == kind);
        part.map_or(Ok(None), Part::credentials)
    }

    /// The profile's region; that of the credentials file goes first, as with all properties.
    pub(crate) fn region(&self) -> Result<Option<String>, CredentialsError> {
        for part in &self.parts {
            if let Some(region) = part.value("region")? {
                return Ok(Some(region.to_owned()));
            }
        }
        Ok(None)
    }

    /// What each file says, where none of them had what was asked.
    pub(crate) fn tried(&self, missing: &str) -> Vec<Tried> {
        let of = |part: &Part<'_>| {
            let said = match &part.properties {
                Err(why) => why.clone(),
                Ok(_) => format!("its profile {:?} has no {missing}", self.name),
            };
            Tried::new(part.file, said)
        };
        self.parts.iter().map(of).collect()
    }

    fn refuse(&self, properties: &[&str]) -> Result<(), CredentialsError> {
        for part in &self.parts {
            for name in properties {
                if let Some(property) = part.property(name) {
                    let (file, line, profile) = (part.file, property.line, self.name);
                    return Err(needs_provider(&format!(
                        "{file}, line {line}: the profile {profile:?} says {name}"
                    )));
                }
            }
        }
        Ok(())
    }
}

/// The error where something says whose credentials are meant, and getting them takes more than reading.
pub(crate) fn needs_provider(said: &str) -> CredentialsError {
    unusable(format!(
        "{said}, which this client does not do by itself: give it a provider that does, such as one of aws-config \
         (`Builder::aws_credentials`, feature `aws-credential-types`)"
    ))
}

fn unusable(problem: String) -> CredentialsError {
    CredentialsError::new(CredentialsErrorKind::Unusable, problem)
}
