//! Header fields: their names and values as text.

use std::borrow::Cow;

use ::http::{HeaderMap, HeaderName, HeaderValue, header};

/// The value of a field: its lines, joined with commas as RFC 9110 (section 5.3) has it. `None` if
/// there is none.
pub(super) fn value<'a>(
    headers: &'a HeaderMap,
    name: &str,
) -> Option<Result<Cow<'a, str>, &'static str>> {
    let mut lines = headers.get_all(name).iter().map(|line| {
        // Octets beyond ASCII have no meaning in HTTP itself; the one that other Smithy servers
        // give them is UTF-8.
        std::str::from_utf8(line.as_bytes())
            .map(str::trim_ascii)
            .map_err(|_| "must be UTF-8")
    });
    let first = lines.next()?;
    Some(lines.fold(first.map(Cow::Borrowed), |joined, line| {
        Ok(Cow::Owned(format!("{}, {}", joined?, line?)))
    }))
}

/// The names of the fields that begin with the prefix, without it and in lower case.
pub(super) fn with_prefix<'a>(
    headers: &'a HeaderMap,
    prefix: &str,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let prefix = prefix.to_ascii_lowercase();
    headers.keys().filter_map(move |name| {
        let name = name.as_str();
        name.strip_prefix(&prefix).map(|rest| (name, rest))
    })
}

/// A field's name, if the text can be one. The fields that frame a message are not for a model to
/// write.
pub(super) fn name(text: &str) -> Result<HeaderName, &'static str> {
    match HeaderName::from_bytes(text.as_bytes()) {
        Ok(header::CONTENT_LENGTH | header::TRANSFER_ENCODING | header::CONNECTION) => {
            Err("must not be written by a member, because it frames the message")
        }
        Ok(name) => Ok(name),
        Err(_) => Err("is not the name of a header"),
    }
}

/// A field's value, if the text arrives as it is sent.
///
/// Control characters are forbidden (a line break would begin another field), blanks at the ends
/// are removed on the way, and what an octet beyond ASCII means depends on who reads it.
pub(super) fn field_value(text: &str) -> Result<HeaderValue, &'static str> {
    if text
        .bytes()
        .any(|byte| byte != b'\t' && byte.is_ascii_control())
    {
        return Err("holds a control character, which a header cannot");
    }
    if !text.is_ascii() {
        return Err("holds a character that is not ASCII, which a header cannot");
    }
    if text.trim_ascii().len() != text.len() {
        return Err("begins or ends with a blank, which a header loses");
    }
    HeaderValue::from_str(text).map_err(|_| "cannot be the value of a header")
}
