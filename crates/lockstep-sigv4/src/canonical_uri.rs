//! Canonical URI: the path of a request as it is signed.

use crate::bytes::{Sink, split};
use crate::uri_encode;

/// How a path becomes the canonical URI.
///
/// The general rule is [`Normalized`](Self::Normalized). Signers differ over paths with segments that are empty, `.`
/// or `..`, so a server accepts the first three for such a path; for any other path the three are the same. Encoding
/// once and encoding twice are never both accepted: a signature of `/a%20b` would also be one of `/a%2520b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PathForm {
    /// Segments that are empty or `.` are removed, `..` takes the one before along (RFC 3986, 5.2.4), and each
    /// segment is encoded once more than on the wire. A dot segment at the end leaves its slash.
    #[default]
    Normalized,
    /// The same, but a dot segment at the end leaves no slash, as in botocore and the JavaScript SDK.
    NormalizedWithoutSlash,
    /// Each segment is encoded once more than on the wire, and none is removed, as in the Go SDK.
    AsSent,
    /// Each segment is encoded once, and none is removed: the rule of Amazon S3.
    EncodedOnce,
}

impl PathForm {
    /// What a server of any service but S3 accepts. The path as it was sent comes first, because a signature of that
    /// form says more than one of another.
    pub(crate) const GENERAL: &'static [Self] =
        &[Self::AsSent, Self::Normalized, Self::NormalizedWithoutSlash];
    /// What S3 accepts.
    pub(crate) const S3: &'static [Self] = &[Self::EncodedOnce];

    /// Whether no segment of the path is missing in this form, so that a signature of it is good for this path alone.
    pub(crate) const fn keeps_segments(self) -> bool {
        matches!(self, Self::AsSent | Self::EncodedOnce)
    }
}

/// Whether normalizing leaves the path as it is.
pub(crate) fn is_normal(path: &str) -> bool {
    let Some(rest) = path.strip_prefix('/') else {
        return false;
    };
    // Where nothing follows a slash that could be removed, which is almost everywhere, the segments need not be found.
    let bytes = path.as_bytes();
    let removable = |found, (byte, next): (&u8, &u8)| {
        found | (u8::from(*byte == b'/') & (u8::from(*next == b'/') | u8::from(*next == b'.')))
    };
    if bytes.iter().zip(&bytes[1..]).fold(0, removable) == 0 {
        return true;
    }
    // Only the last segment may be empty.
    let mut after_empty = false;
    split(rest, b'/').all(|segment| {
        let normal = !after_empty && !matches!(segment, "." | "..");
        after_empty = segment.is_empty();
        normal
    })
}

/// Writes the canonical URI of a path. The path is the one on the wire; an empty one means `/`.
pub(crate) fn write(path: &str, form: PathForm, sink: &mut impl Sink) {
    match form {
        _ if path.is_empty() => sink.put(b"/"),
        PathForm::EncodedOnce => {
            for (at, segment) in path.split('/').enumerate() {
                if at > 0 {
                    sink.put(b"/");
                }
                sink.put(&uri_encode::encode_once(segment.as_bytes()));
            }
        }
        PathForm::AsSent => uri_encode::encode_path(path.as_bytes(), sink),
        PathForm::Normalized | PathForm::NormalizedWithoutSlash if is_normal(path) => {
            uri_encode::encode_path(path.as_bytes(), sink);
        }
        PathForm::Normalized => {
            let ends_in_slash = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
            write_normalized(path, ends_in_slash, sink);
        }
        PathForm::NormalizedWithoutSlash => write_normalized(path, path.ends_with('/'), sink),
    }
}

fn write_normalized(path: &str, ends_in_slash: bool, sink: &mut impl Sink) {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    for segment in &segments {
        sink.put(b"/");
        uri_encode::encode(segment.as_bytes(), sink);
    }
    if ends_in_slash || segments.is_empty() {
        sink.put(b"/");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(path: &str, form: PathForm) -> String {
        let mut text = Vec::new();
        write(path, form, &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn each_form_of_a_path() {
        // The wire's path, and its canonical URI normalized, without a slash at the end, as sent, and encoded once.
        for (path, normalized, without_slash, as_sent, once) in [
            ("", "/", "/", "/", "/"),
            ("/", "/", "/", "/", "/"),
            ("/a/b", "/a/b", "/a/b", "/a/b", "/a/b"),
            ("/a/b/", "/a/b/", "/a/b/", "/a/b/", "/a/b/"),
            ("/a%2Fb", "/a%252Fb", "/a%252Fb", "/a%252Fb", "/a%2Fb"),
            ("//a//b//", "/a/b/", "/a/b/", "//a//b//", "//a//b//"),
            ("/a/./b/../c", "/a/c", "/a/c", "/a/./b/../c", "/a/./b/../c"),
            ("/a/b/..", "/a/", "/a", "/a/b/..", "/a/b/.."),
            ("/a/.", "/a/", "/a", "/a/.", "/a/."),
            ("/../..", "/", "/", "/../..", "/../.."),
            (
                "/a/..b/c.",
                "/a/..b/c.",
                "/a/..b/c.",
                "/a/..b/c.",
                "/a/..b/c.",
            ),
            ("/%2e/@", "/%252e/%40", "/%252e/%40", "/%252e/%40", "/./%40"),
        ] {
            assert_eq!(written(path, PathForm::Normalized), normalized, "{path}");
            assert_eq!(
                written(path, PathForm::NormalizedWithoutSlash),
                without_slash,
                "{path}"
            );
            assert_eq!(written(path, PathForm::AsSent), as_sent, "{path}");
            assert_eq!(written(path, PathForm::EncodedOnce), once, "{path}");
            assert_eq!(
                is_normal(path),
                !path.is_empty() && normalized == as_sent,
                "{path}"
            );
        }
    }
}
