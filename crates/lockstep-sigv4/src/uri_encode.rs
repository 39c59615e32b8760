//! UriEncode: the one percent-encoding of the specification.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};

use crate::bytes::Sink;

/// Every byte is encoded but the unreserved characters of RFC 3986: letters, digits, `-`, `.`, `_` and `~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// As above, with the slash left as it is: what a path is encoded with.
const RESERVED_BUT_SLASH: &AsciiSet = &RESERVED.remove(b'/');

/// Encodes each segment of a path.
pub(crate) fn encode_path(path: &[u8], sink: &mut impl Sink) {
    if kinds(path) < OTHER {
        return sink.put(path);
    }
    for piece in percent_encode(path, RESERVED_BUT_SLASH) {
        sink.put(piece.as_bytes());
    }
}

/// Encodes a name or a value of a query, or one segment of a path.
pub(crate) fn encode(text: &[u8], sink: &mut impl Sink) {
    if kinds(text) == UNRESERVED {
        return sink.put(text);
    }
    for piece in percent_encode(text, RESERVED) {
        sink.put(piece.as_bytes());
    }
}

/// The encoding of what an encoded text means, however it was encoded: `%7e` and `~` are both `~`, `@` and `%40` are
/// both `%40`. A percent sign that two hexadecimal digits do not follow means itself, and so does a plus sign.
pub(crate) fn encode_once(text: &[u8]) -> Cow<'_, [u8]> {
    if is_encoded(text) {
        return Cow::Borrowed(text);
    }
    let decoded: Cow<'_, [u8]> = percent_decode(text).into();
    let mut encoded = Vec::with_capacity(decoded.len() * 2);
    encode(&decoded, &mut encoded);
    Cow::Owned(encoded)
}

/// The meaning of an encoded text, if it is UTF-8.
pub(crate) fn decode(text: &str) -> Option<Cow<'_, str>> {
    percent_decode(text.as_bytes()).decode_utf8().ok()
}

fn is_unreserved(byte: u8) -> bool {
    KINDS[usize::from(byte)] == UNRESERVED
}

/// The kinds of bytes that a text has. Most texts need no encoding, and this sees it in a fraction of the time.
fn kinds(text: &[u8]) -> u8 {
    text.iter()
        .fold(UNRESERVED, |found, byte| found | KINDS[usize::from(*byte)])
}

const UNRESERVED: u8 = 0;
const SLASH: u8 = 1;
const OTHER: u8 = 2;

/// The kind of each byte.
const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            kinds[byte] = UNRESERVED;
        }
        byte += 1;
    }
    kinds[b'-' as usize] = UNRESERVED;
    kinds[b'.' as usize] = UNRESERVED;
    kinds[b'_' as usize] = UNRESERVED;
    kinds[b'~' as usize] = UNRESERVED;
    kinds[b'/' as usize] = SLASH;
    kinds
};

/// Whether the encoding of what the text means is the text itself.
fn is_encoded(text: &[u8]) -> bool {
    let mut bytes = text.iter().copied();
    let digit = |byte: Option<u8>| match byte {
        Some(byte @ b'0'..=b'9') => Some(byte - b'0'),
        Some(byte @ b'A'..=b'F') => Some(byte - b'A' + 10),
        _ => None,
    };
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let (Some(high), Some(low)) = (digit(bytes.next()), digit(bytes.next())) else {
                return false;
            };
            if is_unreserved(high << 4 | low) {
                return false;
            }
        } else if !is_unreserved(byte) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_already_stays_and_the_rest_is_brought_to_it() {
        for (text, encoded) in [
            ("", ""),
            ("aZ09-._~", "aZ09-._~"),
            ("%2F%20%C3%A9", "%2F%20%C3%A9"),
            ("%2f%7e%41", "%2F~A"),
            ("a/b+c d@", "a%2Fb%2Bc%20d%40"),
            ("%", "%25"),
            ("%4", "%254"),
            ("%zz", "%25zz"),
            ("é", "%C3%A9"),
        ] {
            let once = encode_once(text.as_bytes());
            assert_eq!(once, encoded.as_bytes(), "{text}");
            assert_eq!(encode_once(&once), encoded.as_bytes(), "{text} twice");
        }
    }

    #[test]
    fn a_path_keeps_its_slashes_and_is_encoded_once_more() {
        let mut path = Vec::new();
        encode_path(b"/a%2Fb/@\xe1\x88\xb4/", &mut path);
        assert_eq!(path, b"/a%252Fb/%40%E1%88%B4/");
    }
}
