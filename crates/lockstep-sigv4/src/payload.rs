//! Payload hash: the last line of the canonical request.

use std::fmt;

use crate::bytes::hex;
use crate::sha256::Sha256;

/// What a signature says of the body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PayloadHash(Kind);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sha256([u8; 64]),
    Unsigned,
}

impl PayloadHash {
    /// The body is not signed, which only some operations allow (`aws.auth#unsignedPayload`).
    pub const UNSIGNED: Self = Self(Kind::Unsigned);

    /// What stands for the hash of a body that is not signed.
    pub(crate) const UNSIGNED_PAYLOAD: &'static [u8] = b"UNSIGNED-PAYLOAD";

    /// The hash of a body that is there as a whole; one without content has a hash too.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        let mut hasher = PayloadHasher::new();
        hasher.update(body);
        hasher.finish()
    }

    /// The text that is signed: 64 hexadecimal digits, or `UNSIGNED-PAYLOAD`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Kind::Sha256(text) => text,
            Kind::Unsigned => Self::UNSIGNED_PAYLOAD,
        }
    }
}

/// The text, which travels in the open.
impl fmt::Debug for PayloadHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Hashes a body while it is read.
#[derive(Clone)]
pub struct PayloadHasher(Sha256);

impl PayloadHasher {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Sha256::new())
    }

    /// The next bytes of the body.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all that was read.
    #[must_use]
    pub fn finish(mut self) -> PayloadHash {
        PayloadHash(Kind::Sha256(hex(&self.0.finish())))
    }
}

impl Default for PayloadHasher {
    fn default() -> Self {
        Self::new()
    }
}

/// What was read is not shown.
impl fmt::Debug for PayloadHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PayloadHasher(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_in_pieces_has_the_hash_of_the_whole() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(PayloadHasher::new().finish().as_str(), empty);
        let mut hasher = PayloadHasher::new();
        hasher.update(b"a");
        hasher.update(b"");
        hasher.update(b"bc");
        assert_eq!(hasher.finish(), PayloadHash::of(b"abc"));
        assert_eq!(PayloadHash::UNSIGNED.as_str(), "UNSIGNED-PAYLOAD");
    }
}
