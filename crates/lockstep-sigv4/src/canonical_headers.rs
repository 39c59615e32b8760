//! Canonical headers and signed headers: which headers are signed, and how their lines are written.

use http::HeaderMap;
use http::header::{AsHeaderName, HeaderName};

use crate::authorization::HOST;
use crate::bytes::{Sink, split};
use crate::head::Head;

/// Headers that a client does not sign, because what lies between it and the server may change them, or because they
/// are made after the signature.
const NEVER_SIGNED: [&str; 12] = [
    "authorization",
    "connection",
    "expect",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];

/// The one header of this family that clients may leave unsigned; the PHP SDK does, and in presigned requests the
/// Rust SDK.
pub(crate) static X_AMZ_USER_AGENT: HeaderName = HeaderName::from_static("x-amz-user-agent");

/// The names of the headers to sign, in order.
///
/// All headers are signed but those that may change on the way, and those that `also` refuses. `Host` is always
/// signed, also when the client sends it without its being among these headers.
pub(crate) fn names(headers: &HeaderMap, also: impl Fn(&HeaderName) -> bool) -> Vec<&HeaderName> {
    let mut names = Vec::with_capacity(headers.keys_len() + 1);
    names.push(&HOST);
    let signed =
        |name: &&HeaderName| **name != HOST && !NEVER_SIGNED.contains(&name.as_str()) && also(name);
    names.extend(headers.keys().filter(signed));
    names.sort_unstable_by_key(|name| name.as_str());
    names
}

/// Writes the list of signed headers: their names with semicolons between.
pub(crate) fn write_names(names: &[&HeaderName], list: &mut String) {
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            list.push(';');
        }
        list.push_str(name.as_str());
    }
}

/// The names in a list of signed headers.
pub(crate) fn listed(signed: &str) -> impl Iterator<Item = &str> {
    split(signed, b';')
}

/// Whether a list of signed headers is as signers write it: lower case, ascending, no name twice.
pub(crate) fn is_list(signed: &str) -> bool {
    let mut before = "";
    split(signed, b';').all(|name| {
        let ascending = before < name;
        before = name;
        ascending && name.bytes().all(|byte| TOKEN[usize::from(byte)])
    })
}

/// Whether a list of signed headers has this name, which is in lower case.
pub(crate) fn has(signed: &str, name: &str) -> bool {
    split(signed, b';').any(|signed| signed == name)
}

/// What the name of a header is made of, but for capital letters: the characters of a token (RFC 9110, 5.6.2).
const TOKEN: [bool; 256] = {
    let mut token = [false; 256];
    let characters = b"abcdefghijklmnopqrstuvwxyz0123456789-_.!#$%&'*+^`|~";
    let mut at = 0;
    while at < characters.len() {
        token[characters[at] as usize] = true;
        at += 1;
    }
    token
};

/// Writes a line for each signed header, in the order of the list, and says whether the request has all of them. One
/// that it lacks has an empty value.
pub(crate) fn write_lines<N>(
    head: &Head<'_>,
    names: impl Iterator<Item = N>,
    sink: &mut impl Sink,
) -> bool
where
    N: AsHeaderName + AsRef<str> + Copy,
{
    let mut all = true;
    for name in names {
        let mut missing = true;
        sink.put(name.as_ref().as_bytes());
        sink.put(b":");
        for (at, value) in head.values(name).enumerate() {
            if at > 0 {
                sink.put(b",");
            }
            trim_all(value, sink);
            missing = false;
        }
        sink.put(b"\n");
        all &= !missing;
    }
    all
}

/// Trimall: no spaces at either end, and one space where there are several. Spaces alone count, not tabs.
fn trim_all(mut value: &[u8], sink: &mut impl Sink) {
    // Most values have none at all.
    let spaces = |found, byte: &u8| found | u8::from(*byte == b' ');
    if value.iter().fold(0, spaces) == 0 {
        return sink.put(value);
    }
    while let Some(rest) = value.strip_prefix(b" ") {
        value = rest;
    }
    while let Some(rest) = value.strip_suffix(b" ") {
        value = rest;
    }
    // A piece goes out with the first space of a row, and the next begins after the last.
    let mut from = 0;
    for (at, pair) in value.windows(2).enumerate() {
        if pair == b"  " {
            if from <= at {
                sink.put(&value[from..=at]);
            }
            from = at + 2;
        }
    }
    sink.put(value.get(from..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn trimmed(value: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        trim_all(value, &mut text);
        text
    }

    #[test]
    fn values_are_trimmed_and_spaces_collapse() {
        for (value, canonical) in [
            ("", ""),
            (" ", ""),
            ("   ", ""),
            ("a", "a"),
            ("  a  ", "a"),
            ("a b", "a b"),
            (" a   b  c ", "a b c"),
            ("a  ", "a"),
            ("a \t b", "a \t b"),
            ("\"a   b\"", "\"a b\""),
        ] {
            assert_eq!(trimmed(value.as_bytes()), canonical.as_bytes(), "{value:?}");
        }
        assert_eq!(trimmed(b" \xff  \xfe "), b"\xff \xfe");
    }

    #[test]
    fn a_list_is_lower_case_and_ascending() {
        for list in ["host", "content-type;host;x-amz-date", "a;a-b;a_b"] {
            assert!(is_list(list), "{list}");
        }
        for list in [
            "",
            ";host",
            "host;",
            "Host",
            "host;content-type",
            "host;host",
            "a b;host",
        ] {
            assert!(!is_list(list), "{list}");
        }
    }

    #[test]
    fn a_client_signs_all_but_what_may_change() {
        let headers: HeaderMap = ["user-agent", "x-amz-date", "content-type", "expect"]
            .map(|name| (HeaderName::from_static(name), HeaderValue::from_static("v")))
            .into_iter()
            .collect();
        let mut list = String::new();
        write_names(&names(&headers, |_| true), &mut list);
        assert_eq!(list, "content-type;host;x-amz-date");
        assert!(is_list(&list) && has(&list, "host") && !has(&list, "hos"));
    }
}
