//! The names of things: instances, contacts, participants.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::declare::{id, secret};

/// The id of an Amazon Connect instance.
///
/// Callers may name an instance by its ARN as well, `arn:aws:connect:<region>:<account>:instance/<id>`;
/// both forms are the same instance and become the same id here. \[ours\] The region and the account of the
/// ARN are not compared with anything: whoever has copied an ARN from a real account can use it as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceId(String);

impl InstanceId {
    /// The id without the rest of an ARN.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ARN of this instance in a region and an account.
    #[must_use]
    pub fn arn(&self, region: &str, account: &str) -> String {
        format!("arn:aws:connect:{region}:{account}:instance/{self}")
    }
}

impl FromStr for InstanceId {
    type Err = NoSuchInstance;

    /// Reads an id or an ARN.
    ///
    /// # Errors
    ///
    /// [`NoSuchInstance`], if the text can be neither. \[ours\] A plain id is any text but one with `:` or `/`,
    /// which would be a broken ARN or the ARN of something else, and `.` and `..`, which most clients take
    /// out of a path, so that the instance could be made and never be reached again.
    fn from_str(text: &str) -> Result<Self, NoSuchInstance> {
        let id = match text.strip_prefix("arn:") {
            Some(rest) => of_arn(rest),
            None => Some(text),
        };
        match id {
            Some(id) if !matches!(id, "" | "." | "..") && !id.contains([':', '/']) => {
                Ok(Self(id.to_owned()))
            }
            _ => Err(NoSuchInstance(text.to_owned())),
        }
    }
}

/// The instance's id in what follows `arn:`, if that is the ARN of an instance in any partition of AWS.
fn of_arn(rest: &str) -> Option<&str> {
    let mut parts = rest.splitn(5, ':');
    let partition = parts.next()?;
    let (service, _region, _account, resource) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let known = partition == "aws" || partition.starts_with("aws-");
    (known && service == "connect").then(|| resource.strip_prefix("instance/"))?
}

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that names no instance that there could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchInstance(
    /// The text.
    pub String,
);

impl fmt::Display for NoSuchInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is neither the id nor the ARN of an instance",
            self.0
        )
    }
}

impl Error for NoSuchInstance {}

id! {
    /// The id of a contact. New ones are UUIDs; a caller may ask for any text and learns that there is no such
    /// contact.
    #[derive(Serialize)]
    #[serde(transparent)]
    ContactId
}

impl ContactId {
    /// The ARN of this contact of an instance, in a region and an account.
    #[must_use]
    pub fn arn(&self, instance: &InstanceId, region: &str, account: &str) -> String {
        format!("{}/contact/{self}", instance.arn(region, account))
    }
}

id! {
    /// The id of a participant of a chat. It stays the same for the whole chat.
    ParticipantId
}

secret! {
    /// What a participant shows to be let into a chat. Whoever has it is the participant.
    ParticipantToken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(text: &str) -> Result<InstanceId, NoSuchInstance> {
        text.parse()
    }

    #[test]
    fn an_arn_and_an_id_name_the_same_instance() -> Result<(), NoSuchInstance> {
        let id = instance("22222222-3333-4444-5555-666666666666")?;
        for arn in [
            "arn:aws:connect:us-east-1:111122223333:instance/22222222-3333-4444-5555-666666666666",
            "arn:aws-us-gov:connect:us-gov-west-1:1:instance/22222222-3333-4444-5555-666666666666",
        ] {
            assert_eq!(instance(arn)?, id);
        }
        assert_eq!(instance(&id.arn("eu-west-2", "444455556666"))?, id);
        Ok(())
    }

    #[test]
    fn an_id_is_taken_as_it_is() -> Result<(), NoSuchInstance> {
        for text in ["demo", "Demo", "a b+c%2F", "ünïcödé", "...", "arn"] {
            assert_eq!(instance(text)?.as_str(), text);
        }
        Ok(())
    }

    #[test]
    fn what_can_be_neither_is_refused() {
        for text in [
            "",
            ".",
            "..",
            "a/b",
            "a:b",
            "arn:",
            "arn:aws:connect:us-east-1:111122223333:instance/",
            "arn:aws:connect:us-east-1:111122223333:instance/..",
            "arn:aws:connect:us-east-1:111122223333:instance/a/contact/b",
            "arn:aws:connect:us-east-1:111122223333:queue/a",
            "arn:aws:connect:us-east-1:instance/a",
            "arn:aws:lambda:us-east-1:111122223333:instance/a",
            "arn:gcp:connect:us-east-1:111122223333:instance/a",
            " arn:aws:connect:us-east-1:111122223333:instance/a",
        ] {
            assert_eq!(instance(text), Err(NoSuchInstance(text.to_owned())));
        }
    }

    #[test]
    fn a_contact_has_an_arn_below_its_instance() -> Result<(), NoSuchInstance> {
        let arn = ContactId::from("c".to_owned()).arn(&instance("i")?, "us-east-1", "111122223333");
        assert_eq!(
            arn,
            "arn:aws:connect:us-east-1:111122223333:instance/i/contact/c"
        );
        Ok(())
    }

    #[test]
    fn a_token_is_long_new_and_not_printed() {
        let (one, two) = (ParticipantToken::fresh(), ParticipantToken::fresh());
        assert!(one != two && one.secret().len() == 64);
        assert!(!format!("{one:?}").contains(one.secret()));
    }
}
