//! Where canonical text goes, and digests as lower-case hexadecimal text.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// Takes the pieces of a canonical text one after another. The text itself is never put together: it goes into a
/// digest piece by piece, or into a buffer for those who want to read it.
pub(crate) trait Sink {
    /// Takes the next piece.
    fn put(&mut self, piece: &[u8]);
}

impl Sink for Sha256 {
    fn put(&mut self, piece: &[u8]) {
        Digest::update(self, piece);
    }
}

impl Sink for Hmac<Sha256> {
    fn put(&mut self, piece: &[u8]) {
        Mac::update(self, piece);
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
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [0; 64];
    for (pair, byte) in text.chunks_exact_mut(2).zip(digest) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    text
}

/// The digest that 64 lower-case hexadecimal digits write; nothing else writes one.
pub(crate) fn from_hex(text: &[u8]) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    if text.len() != 64 {
        return None;
    }
    let mut digest = [0; 32];
    for (byte, pair) in digest.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(digest)
}

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
