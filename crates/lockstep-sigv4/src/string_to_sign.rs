//! String to sign, and the signature of it.

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::amz_date::AmzDate;
use crate::bytes::{Sink, hex};
use crate::hmac::Hmac;
use crate::payload::PayloadHash;
use crate::scope::CredentialScope;
use crate::sha256::Sha256;
use crate::signing_key::SigningKey;

/// The algorithm's name, the first line of the string to sign.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The keyed digest of all of the string to sign but its last line, which is the hash of the canonical request.
#[derive(Clone)]
pub(crate) struct StringToSign(Hmac);

impl StringToSign {
    pub(crate) fn new(key: &SigningKey, time: &AmzDate, scope: &CredentialScope<'_>) -> Self {
        let mut mac = key.mac();
        let mut lines = *b"AWS4-HMAC-SHA256\n00000000T000000Z\n";
        lines[ALGORITHM.len() + 1..][..16].copy_from_slice(time.as_bytes());
        mac.put(&lines);
        scope.write(&mut mac);
        mac.put(b"\n");
        Self(mac)
    }

    /// The signature of a canonical request that lacks only its payload hash.
    fn sign(self, request: &mut Sha256, payload: &[u8]) -> Zeroizing<[u8; 32]> {
        request.put(payload);
        let mut mac = self.0;
        mac.put(&hex(&request.finish()));
        mac.finish()
    }

    /// The signature as it stands in a request.
    pub(crate) fn signature(self, request: &mut Sha256, payload: PayloadHash) -> [u8; 64] {
        hex(&self.sign(request, payload.as_bytes()))
    }

    /// Whether this is the signature. The time it takes does not tell which of its bytes are right.
    pub(crate) fn accepts(
        &self,
        request: &mut Sha256,
        payload: &[u8],
        signature: &[u8; 32],
    ) -> bool {
        let expected = self.clone().sign(request, payload);
        words(&expected).ct_eq(&words(signature)).into()
    }
}

/// A digest in the machine's words, which are compared four in place of thirty-two.
fn words(digest: &[u8; 32]) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, bytes) in words.iter_mut().zip(digest.as_chunks().0) {
        *word = u64::from_ne_bytes(*bytes);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::SecretAccessKey;

    /// The signature was computed with Python's `hmac` and `hashlib`, from this text.
    #[test]
    fn a_signature_is_of_the_canonical_request() {
        let time = AmzDate::parse(b"20261122T153144Z").unwrap();
        let scope = CredentialScope {
            date: "20261122",
            region: "eu-central-1",
            service: "connect",
        };
        let key = SigningKey::derive(&SecretAccessKey::new("secret"), &scope);
        let string = StringToSign::new(&key, &time, &scope);
        let mut request = Sha256::new();
        request.put(
            b"PUT\n/a%2520b\n\nhost:h.example\nx-amz-date:20261122T153144Z\n\nhost;x-amz-date\n",
        );
        let payload = PayloadHash::of(b"{}");
        let signature = string.clone().signature(&mut request.clone(), payload);
        let expected = b"1770187354c236b7f02e2b867e113c094a55d4cb5c02597e71aa1c4a93fe058a";
        assert_eq!(&signature, expected);
        let right = crate::bytes::from_hex(expected).unwrap();
        assert!(string.accepts(&mut request.clone(), payload.as_bytes(), &right));
        // Each wrong byte makes it another signature, wherever it stands.
        for at in 0..32 {
            let mut wrong = right;
            wrong[at] ^= 1;
            assert!(
                !string.accepts(&mut request.clone(), payload.as_bytes(), &wrong),
                "{at}"
            );
        }
    }
}
