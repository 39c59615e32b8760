//! Credential scope: the day, the region and the service that a derived key is good for.

use std::fmt;

use crate::bytes::{Sink, split};

/// What the scope ends in.
pub(crate) const TERMINATOR: &str = "aws4_request";

/// `20150830/us-east-1/service/aws4_request`, in its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialScope<'a> {
    /// The day in UTC: `20150830`.
    pub date: &'a str,
    /// The region's name: `us-east-1`.
    pub region: &'a str,
    /// The name that the service signs by, which need not be the name of its endpoint: `connect`.
    pub service: &'a str,
}

impl CredentialScope<'_> {
    pub(crate) fn write(&self, sink: &mut impl Sink) {
        for part in [self.date, self.region, self.service] {
            sink.put(part.as_bytes());
            sink.put(b"/");
        }
        sink.put(TERMINATOR.as_bytes());
    }
}

impl fmt::Display for CredentialScope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}/{}/{}/{TERMINATOR}",
            self.date, self.region, self.service
        )
    }
}

/// `Credential`: the access key and its scope, as a signature names them.
#[derive(Clone, Debug)]
pub(crate) struct Credential<'a> {
    pub(crate) access_key_id: &'a str,
    pub(crate) scope: CredentialScope<'a>,
    /// Should be [`TERMINATOR`].
    pub(crate) terminator: &'a str,
}

impl<'a> Credential<'a> {
    /// Reads `AKIDEXAMPLE/20150830/us-east-1/service/aws4_request`: five parts, no more and no less.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = split(text, b'/');
        let mut next = || parts.next();
        let (access_key_id, date, region) = (next()?, next()?, next()?);
        let (service, terminator) = (next()?, next()?);
        let scope = CredentialScope {
            date,
            region,
            service,
        };
        next().is_none().then_some(Self {
            access_key_id,
            scope,
            terminator,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_has_five_parts() {
        let text = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";
        let credential = Credential::parse(text).unwrap();
        assert_eq!(format!("AKIDEXAMPLE/{}", credential.scope), text);
        let mut written = Vec::new();
        credential.scope.write(&mut written);
        assert_eq!(written, b"20150830/us-east-1/service/aws4_request");
        for text in ["", "a/b/c/d", "a/b/c/d/e/f"] {
            assert!(Credential::parse(text).is_none(), "{text}");
        }
        // Some clients sign with an empty key; whether that is a key is for the server's keys to say.
        assert_eq!(
            Credential::parse("/20150830/r/s/aws4_request")
                .unwrap()
                .access_key_id,
            ""
        );
    }
}
