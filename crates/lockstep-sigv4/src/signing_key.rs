//! Signing key: what the secret, the day, the region and the service are derived into.

use std::fmt;

use zeroize::Zeroizing;

use crate::credentials::SecretAccessKey;
use crate::hmac::Hmac;
use crate::scope::{CredentialScope, TERMINATOR};

/// The key that signs all requests of one day, region and service.
///
/// It is kept as the state of the keyed digest before any message, so that a signature need not take the key in again;
/// the state is wiped when dropped.
#[derive(Clone)]
pub struct SigningKey(Hmac);

impl SigningKey {
    /// Derives the key: `HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request")`.
    #[must_use]
    pub fn derive(secret: &SecretAccessKey, scope: &CredentialScope<'_>) -> Self {
        let mut start = Zeroizing::new(Vec::with_capacity(4 + secret.expose().len()));
        start.extend_from_slice(b"AWS4");
        start.extend_from_slice(secret.expose().as_bytes());
        let mut key = Hmac::new(&start);
        for part in [scope.date, scope.region, scope.service, TERMINATOR] {
            key.update(part.as_bytes());
            key = Hmac::new(&*key.finish());
        }
        Self(key)
    }

    /// A keyed digest that has seen no message yet.
    pub(crate) fn mac(&self) -> Hmac {
        self.0.clone()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That this compiles is the test: a key is nothing but digests that are wiped.
    #[test]
    fn a_key_is_wiped_when_dropped() {
        fn wiped(_: &impl zeroize::ZeroizeOnDrop) {}
        let SigningKey(Hmac { inner, outer }) = &SigningKey(Hmac::new(b"key"));
        wiped(inner);
        wiped(outer);
    }

    #[test]
    fn nothing_of_the_key_is_shown() {
        let scope = CredentialScope {
            date: "20150830",
            region: "r",
            service: "s",
        };
        let key = SigningKey::derive(&SecretAccessKey::new("wJalrXUtnFEMI"), &scope);
        assert_eq!(format!("{key:?}"), "SigningKey(..)");
    }
}
