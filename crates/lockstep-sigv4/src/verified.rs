//! What a server knows of a request once its signature was found right.

use std::fmt;

use crate::amz_date::AmzDate;
use crate::canonical_headers;

/// Who made a request, once its signature was found right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub(crate) names: Names,
    pub(crate) signed_at: AmzDate,
    pub(crate) presigned: bool,
    pub(crate) payload_signed: bool,
    pub(crate) path_signed: bool,
}

impl Verified {
    /// The access key that the request was signed with.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        self.names.access_key_id()
    }

    /// When the request was signed, by the client's clock.
    #[must_use]
    pub const fn signed_at(&self) -> AmzDate {
        self.signed_at
    }

    /// Whether the signature stood in the query, so that whoever was given the URI may have made the request.
    #[must_use]
    pub const fn is_presigned(&self) -> bool {
        self.presigned
    }

    /// Whether the signature says what the body is.
    #[must_use]
    pub const fn is_payload_signed(&self) -> bool {
        self.payload_signed
    }

    /// Whether the signature says what the path is, segment by segment.
    ///
    /// Some clients sign a path without its segments that are empty, `.` or `..`, and then send it with them. Such a
    /// signature is as good for every path that comes to the same without them, so whoever holds it, as anyone may hold
    /// a presigned URI, can reach other paths than the one that was meant: a server must not act on the path as it was
    /// sent. For a path without such segments the answer is always yes.
    #[must_use]
    pub const fn is_path_signed(&self) -> bool {
        self.path_signed
    }

    /// Whether the signature covers the header of this name, in any case of its letters; a header that is covered was
    /// in the request.
    ///
    /// Only `Host` and those headers that begin with `X-Amz-` must be covered, so whoever acts on another one may ask
    /// here whether it is the signer's.
    #[must_use]
    pub fn signs(&self, header: &str) -> bool {
        canonical_headers::listed(self.names.signed_headers())
            .any(|name| name.eq_ignore_ascii_case(header))
    }
}

/// The access key's id and the list of signed headers, in one piece of memory.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Names {
    text: Box<str>,
    /// Where the id ends.
    end: usize,
}

impl Names {
    pub(crate) fn new(access_key_id: &str, signed_headers: &str) -> Self {
        let mut text = String::with_capacity(access_key_id.len() + signed_headers.len());
        text.push_str(access_key_id);
        text.push_str(signed_headers);
        Self {
            text: text.into_boxed_str(),
            end: access_key_id.len(),
        }
    }

    fn access_key_id(&self) -> &str {
        self.text.get(..self.end).unwrap_or_default()
    }

    fn signed_headers(&self) -> &str {
        self.text.get(self.end..).unwrap_or_default()
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Names")
            .field(&self.access_key_id())
            .field(&self.signed_headers())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_apart_though_they_are_in_one_piece() {
        let names = Names::new("AKID", "host;x-amz-date");
        assert_eq!(names.access_key_id(), "AKID");
        assert_eq!(names.signed_headers(), "host;x-amz-date");
        let shown = r#"Names("AKID", "host;x-amz-date")"#;
        assert_eq!(format!("{names:?}"), shown);
        assert_eq!(Names::new("", "host").access_key_id(), "");
    }
}
