//! Canonical query string: the parameters, each encoded once, in the order of their encoded names and values.

use std::borrow::Cow;

use crate::bytes::{Sink, split};
use crate::uri_encode::encode_once;

/// An encoded name and its encoded value.
type Parameter<'a> = (Cow<'a, [u8]>, Cow<'a, [u8]>);

/// Writes the canonical query string of a query as it is on the wire, without its question mark.
///
/// `without` names a parameter that is left out: the signature itself, in a presigned request. A parameter without a
/// value has an empty one, names may be empty, and nothing between two ampersands is no parameter.
pub(crate) fn write(query: &str, without: Option<&str>, sink: &mut impl Sink) {
    if query.is_empty() {
        return;
    }
    let mut parameters: Vec<Parameter<'_>> = pairs(query)
        .filter(|(name, _)| without != Some(*name))
        .map(|(name, value)| (encode_once(name.as_bytes()), encode_once(value.as_bytes())))
        .collect();
    parameters.sort_unstable();
    for (at, (name, value)) in parameters.iter().enumerate() {
        if at > 0 {
            sink.put(b"&");
        }
        sink.put(name);
        sink.put(b"=");
        sink.put(value);
    }
}

/// The parameters of a query in their order, names and values as they are on the wire.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    split(query, b'&')
        .filter(|piece| !piece.is_empty())
        .map(|piece| piece.split_once('=').unwrap_or((piece, "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(query: &str, without: Option<&str>) -> String {
        let mut text = Vec::new();
        write(query, without, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn parameters_are_encoded_once_and_sorted_as_encoded() {
        for (query, canonical) in [
            ("", ""),
            ("a", "a="),
            ("a=", "a="),
            ("=a", "=a"),
            ("&&a=1&", "a=1"),
            ("b=2&a=1&B=3", "B=3&a=1&b=2"),
            ("a=2&a=1&a", "a=&a=1&a=2"),
            ("a=b=c", "a=b%3Dc"),
            ("a=%7e%2f&b=x/y?z", "a=~%2F&b=x%2Fy%3Fz"),
            // `é` is encoded with a percent sign, which comes before every letter.
            ("a=1&é=2", "%C3%A9=2&a=1"),
            ("a=1+2", "a=1%2B2"),
            ("foo-bar=1&foo=2", "foo=2&foo-bar=1"),
        ] {
            assert_eq!(written(query, None), canonical, "{query}");
        }
    }

    #[test]
    fn the_signature_of_a_presigned_request_is_left_out() {
        let query = "b=1&X-Amz-Signature=00&a=2";
        assert_eq!(written(query, Some("X-Amz-Signature")), "a=2&b=1");
        assert_eq!(written(query, None), "X-Amz-Signature=00&a=2&b=1");
    }
}
