//! Signing key: what the secret, the day, the region and the service are derived into.

use std::fmt;

use hmac::digest::Key;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::credentials::SecretAccessKey;
use crate::scope::{CredentialScope, TERMINATOR};

/// The block of SHA-256 in bytes, to which a key is filled up with zeros.
const BLOCK: usize = 64;

/// The key that signs all requests of one day, region and service.
///
/// It is kept as the state of the keyed digest before any message, so that a signature need not take the key in again;
/// the state is wiped when dropped.
#[derive(Clone)]
pub struct SigningKey(Hmac<Sha256>);

impl SigningKey {
    /// Derives the key: `HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request")`.
    #[must_use]
    pub fn derive(secret: &SecretAccessKey, scope: &CredentialScope<'_>) -> Self {
        let mut start = Zeroizing::new(Vec::with_capacity(4 + secret.expose().len()));
        start.extend_from_slice(b"AWS4");
        start.extend_from_slice(secret.expose().as_bytes());
        let mut key = keyed(&start);
        for part in [scope.date, scope.region, scope.service, TERMINATOR] {
            key.update(part.as_bytes());
            let derived: Zeroizing<[u8; 32]> = Zeroizing::new(key.finalize().into_bytes().into());
            key = keyed(&*derived);
        }
        Self(key)
    }

    /// A keyed digest that has seen no message yet.
    pub(crate) fn mac(&self) -> Hmac<Sha256> {
        self.0.clone()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

/// The keyed digest for a key of any length: one longer than a block is replaced by its hash (RFC 2104).
fn keyed(key: &[u8]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; BLOCK]);
    match block.get_mut(..key.len()) {
        Some(start) => start.copy_from_slice(key),
        None => block[..32].copy_from_slice(&Sha256::digest(key)),
    }
    let block: &Key<Hmac<Sha256>> = (&*block).into();
    Hmac::new(block)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(mac: Hmac<Sha256>) -> String {
        let digits = crate::bytes::hex(&mac.finalize().into_bytes().into());
        String::from_utf8(digits.to_vec()).unwrap()
    }

    /// RFC 4231, test cases 2 and 6: a key shorter and one longer than a block.
    #[test]
    fn keys_of_any_length() {
        let mut mac = keyed(b"Jefe");
        mac.update(b"what do ya want for nothing?");
        assert_eq!(
            hex(mac),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let mut mac = keyed(&[0xaa; 131]);
        mac.update(b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(
            hex(mac),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    /// That this compiles is the test: the digest, of which the keyed one is made, must be built with `zeroize`.
    #[test]
    fn digests_are_wiped_when_dropped() {
        fn wiped<T: zeroize::ZeroizeOnDrop>() {}
        wiped::<Sha256>();
        wiped::<Zeroizing<String>>();
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
