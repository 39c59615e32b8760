//! Where canonical text goes, and digests as lower-case hexadecimal text.

use crate::hmac::Hmac;
use crate::sha256::Sha256;

/// Takes the pieces of a canonical text one after another. The text itself is never put together: it goes into a
/// digest piece by piece, or into a buffer for those who want to read it.
pub(crate) trait Sink {
    /// Takes the next piece.
    fn put(&mut self, piece: &[u8]);
}

impl Sink for Sha256 {
    fn put(&mut self, piece: &[u8]) {
        self.update(piece);
    }
}

impl Sink for Hmac {
    fn put(&mut self, piece: &[u8]) {
        self.update(piece);
    }
}

impl Sink for Vec<u8> {
    fn put(&mut self, piece: &[u8]) {
        self.extend_from_slice(piece);
    }
}

/// The pieces of a text between the occurrences of an ASCII character. For texts as short as these, a plain loop takes
/// a third of what the standard library's search does.
pub(crate) fn split(text: &str, at: u8) -> impl Iterator<Item = &str> + Clone {
    debug_assert!(at.is_ascii());
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let Some(end) = text.bytes().position(|byte| byte == at) else {
            return Some(text);
        };
        rest = text.get(end + 1..);
        text.get(..end)
    })
}

/// A digest of 32 bytes as 64 lower-case hexadecimal digits.
pub(crate) fn hex(digest: &[u8; 32]) -> [u8; 64] {
    let mut text = [0; 64];
    for (pair, byte) in text.as_chunks_mut().0.iter_mut().zip(digest) {
        *pair = DIGITS[usize::from(*byte)];
    }
    text
}

/// The digest that 64 lower-case hexadecimal digits write; nothing else writes one.
pub(crate) fn from_hex(text: &[u8]) -> Option<[u8; 32]> {
    let text: &[u8; 64] = text.try_into().ok()?;
    let mut digest = [0; 32];
    let mut all = 0;
    for (byte, [high, low]) in digest.iter_mut().zip(text.as_chunks().0) {
        let (high, low) = (VALUES[usize::from(*high)], VALUES[usize::from(*low)]);
        all |= high | low;
        *byte = high << 4 | low;
    }
    (all < NO_DIGIT).then_some(digest)
}

/// The two digits of each byte. What is looked up here is public, so the time that it takes tells nothing.
const DIGITS: [[u8; 2]; 256] = {
    let digits = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [digits[byte >> 4], digits[byte & 15]];
        byte += 1;
    }
    pairs
};

/// The value of each digit, and [`NO_DIGIT`] for all other bytes.
const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        values[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    values
};

const NO_DIGIT: u8 = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_goes_both_ways_in_lower_case_only() {
        let digest: [u8; 32] = std::array::from_fn(|at| (at * 8 + 7) as u8);
        let text = hex(&digest);
        assert!(text.starts_with(b"070f171f"));
        assert_eq!(from_hex(&text), Some(digest));
        assert_eq!(from_hex(&text.to_ascii_uppercase()), None);
        assert_eq!(from_hex(&text[1..]), None);
        assert_eq!(
            from_hex(b"g000000000000000000000000000000000000000000000000000000000000000"),
            None
        );
    }
}
