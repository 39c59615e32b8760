//! The path and the query of a URI.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Smithy leaves only the unreserved characters of RFC 3986 as they are, in a label and in a query
/// parameter alike.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes one path segment, query name or query value.
#[must_use]
pub fn encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

/// Decodes one path segment, query name or query value, once. `+` stands for itself, as RFC 3986
/// has it; only HTML forms write a blank so.
///
/// # Errors
///
/// A `%` without two hexadecimal digits, or bytes that are not UTF-8.
pub fn decode(text: &str) -> Result<Cow<'_, str>, &'static str> {
    let mut rest = text.as_bytes();
    while let Some(percent) = rest.iter().position(|byte| *byte == b'%') {
        match rest.get(percent + 1..percent + 3) {
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => {}
            _ => return Err("must have two hexadecimal digits after each '%'"),
        }
        rest = rest.get(percent + 3..).unwrap_or_default();
    }
    percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| "must be UTF-8 when decoded")
}

/// A decoded name of a query parameter, and its decoded value.
pub type Parameter<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Splits a query into decoded names and values, in their order. A name without `=` has the empty
/// value.
///
/// # Errors
///
/// As [`decode`].
pub fn parameters(query: &str) -> Result<Vec<Parameter<'_>>, &'static str> {
    query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}
