//! HMAC (RFC 2104) over SHA-256.

use zeroize::Zeroizing;

use crate::sha256::Sha256;

/// A keyed digest: `H(K XOR opad, H(K XOR ipad, message))`.
///
/// It is kept as the two digests that have seen their block of the key, so that a clone of one that has seen no message
/// need not take the key in again. Both are wiped when dropped.
#[derive(Clone)]
pub(crate) struct Hmac {
    pub(crate) inner: Sha256,
    pub(crate) outer: Sha256,
}

impl Hmac {
    /// Takes a key of any length: one longer than a block is replaced by its hash.
    pub(crate) fn new(key: &[u8]) -> Self {
        let mut block = Zeroizing::new([0; Sha256::BLOCK]);
        match block.get_mut(..key.len()) {
            Some(start) => start.copy_from_slice(key),
            None => {
                let mut digest = Sha256::new();
                digest.update(key);
                block[..32].copy_from_slice(&*Zeroizing::new(digest.finish()));
            }
        }
        Self {
            inner: padded(&block, 0x36),
            outer: padded(&block, 0x5c),
        }
    }

    /// The next bytes of the message.
    #[inline]
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.inner.update(bytes);
    }

    /// The code of the message, which is as secret as the key unless it is sent.
    pub(crate) fn finish(mut self) -> Zeroizing<[u8; 32]> {
        self.outer.update(&*Zeroizing::new(self.inner.finish()));
        Zeroizing::new(self.outer.finish())
    }
}

/// A digest that has seen the key, each byte of it changed by the pad.
fn padded(key: &[u8; Sha256::BLOCK], pad: u8) -> Sha256 {
    let block = Zeroizing::new(key.map(|byte| byte ^ pad));
    let mut digest = Sha256::new();
    digest.update(&*block);
    digest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    #[track_caller]
    fn check(key: &[u8], message: &[u8], expected: &str) {
        let mut mac = Hmac::new(key);
        let unused = mac.clone();
        mac.update(message);
        assert_eq!(hex(&mac.finish()), expected.as_bytes());
        let mut again = unused;
        message.iter().for_each(|byte| again.update(&[*byte]));
        assert_eq!(hex(&again.finish()), expected.as_bytes());
    }

    /// Test cases 1, 2, 6 and 7 of RFC 4231: keys shorter and longer than a block, and messages of each length.
    #[test]
    fn the_test_cases_of_the_standard() {
        check(
            &[0x0b; 20],
            b"Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        );
        check(
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        );
        check(
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        );
        check(
            &[0xaa; 131],
            b"This is a test using a larger than block-size key and a larger than block-size data. \
              The key needs to be hashed before being used by the HMAC algorithm.",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        );
    }

    /// A key as long as a block is taken as it is; the codes were computed with Python's `hmac`.
    #[test]
    fn keys_about_as_long_as_a_block() {
        check(
            &[0x61; 64],
            b"m",
            "cd11329ff173063b748ca80406312ca140e95e65d03ba7fa546fdaab1aac03f1",
        );
        check(
            &[0x61; 65],
            b"m",
            "5d5f27064dc43c62a01463f9866c581d865b2ddcbb928b616b43a5f0e71f5de5",
        );
    }
}
