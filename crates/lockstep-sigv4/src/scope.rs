//! Credential scope: the day, the region and the service that a derived key is good for.

use std::borrow::Cow;
use std::fmt;

use crate::bytes::Sink;

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
    text: Cow<'a, str>,
    /// Where its parts end, but for the last.
    slashes: [usize; 4],
}

impl<'a> Credential<'a> {
    /// Reads `AKIDEXAMPLE/20150830/us-east-1/service/aws4_request`: five parts, no more and no less.
    pub(crate) fn parse(text: Cow<'a, str>) -> Option<Self> {
        let mut slashes = [0; 4];
        let mut places = slashes.iter_mut();
        for (at, byte) in text.bytes().enumerate() {
            if byte == b'/' {
                *places.next()? = at;
            }
        }
        let all = places.next().is_none();
        all.then_some(Self { text, slashes })
    }

    pub(crate) fn access_key_id(&self) -> &str {
        self.text.get(..self.slashes[0]).unwrap_or_default()
    }

    pub(crate) fn scope(&self) -> CredentialScope<'_> {
        let [date, region, service, end] = self.slashes;
        let between = |from: usize, to| self.text.get(from + 1..to).unwrap_or_default();
        CredentialScope {
            date: between(date, region),
            region: between(region, service),
            service: between(service, end),
        }
    }

    /// Should be [`TERMINATOR`].
    pub(crate) fn terminator(&self) -> &str {
        self.text.get(self.slashes[3] + 1..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_has_five_parts() {
        let text = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";
        let credential = Credential::parse(text.into()).unwrap();
        assert_eq!(format!("AKIDEXAMPLE/{}", credential.scope()), text);
        assert_eq!(credential.access_key_id(), "AKIDEXAMPLE");
        assert_eq!(credential.terminator(), TERMINATOR);
        let mut written = Vec::new();
        credential.scope().write(&mut written);
        assert_eq!(written, b"20150830/us-east-1/service/aws4_request");
        for text in ["", "a/b/c/d", "a/b/c/d/e/f"] {
            assert!(Credential::parse(text.into()).is_none(), "{text}");
        }
        // Some clients sign with an empty key; whether that is a key is for the server's keys to say.
        assert_eq!(
            Credential::parse("/20150830/r/s/aws4_request".into())
                .unwrap()
                .access_key_id(),
            ""
        );
    }
}
