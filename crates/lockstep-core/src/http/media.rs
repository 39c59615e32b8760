//! Which `Content-Type` and which `Accept` an operation takes.

use ::http::{HeaderMap, header};

use crate::operation::BodyKind;

/// The media type of a blob without `@mediaType`, which says nothing about its content.
const ANY_BYTES: &str = "application/octet-stream";

/// Whether a server takes a request body of this `Content-Type`; if not, it answers 415.
///
/// Parameters such as `charset` are ignored. A body that is not there needs no type; one that is
/// must have the type of its kind, and where the operation has no body, none at all: without a type
/// it is ignored.
#[must_use]
pub fn content_type_is_accepted(kind: BodyKind, headers: &HeaderMap, body_is_empty: bool) -> bool {
    if body_is_empty {
        return true;
    }
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .map(|value| essence(value.as_bytes()));
    match (kind, content_type) {
        (BodyKind::Empty, content_type) => content_type.is_none(),
        (
            BodyKind::Blob(ANY_BYTES)
            | BodyKind::Stream {
                media_type: ANY_BYTES,
                ..
            },
            _,
        )
        | (BodyKind::EmptyObject, None) => true,
        (BodyKind::EmptyObject | BodyKind::Json, Some(found)) => {
            found.eq_ignore_ascii_case(b"application/json")
        }
        (
            BodyKind::Blob(expected)
            | BodyKind::Text(expected)
            | BodyKind::Stream {
                media_type: expected,
                ..
            },
            Some(found),
        ) => found.eq_ignore_ascii_case(essence(expected.as_bytes())),
        (_, None) => false,
    }
}

/// Whether the client's `Accept` admits a response body of this kind; if not, the server answers
/// 406.
///
/// No `Accept` admits everything, and a response without a body suits everyone. The most specific range
/// that matches decides (RFC 9110, section 12.5.1); of the weights only `q=0`, which refuses it, matters.
#[must_use]
pub fn accept_is_satisfied(kind: BodyKind, headers: &HeaderMap) -> bool {
    let Some(offered) = kind
        .media_type()
        .filter(|media_type| *media_type != ANY_BYTES)
    else {
        return true;
    };
    let offered = essence(offered.as_bytes());
    let ranges: Vec<&[u8]> = headers
        .get_all(header::ACCEPT)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .filter(|range| !range.is_empty())
        .collect();
    let matching = || {
        ranges
            .iter()
            .filter(|range| admits(essence(range), offered))
            .map(|range| (specificity(essence(range)), !is_refused(range)))
    };
    // Of equally specific ranges, one that takes the type is enough.
    ranges.is_empty() || matching().max().is_some_and(|(_, is_taken)| is_taken)
}

/// The type and the subtype, without parameters.
fn essence(media_type: &[u8]) -> &[u8] {
    media_type
        .split(|byte| *byte == b';')
        .next()
        .unwrap_or_default()
        .trim_ascii()
}

fn admits(range: &[u8], offered: &[u8]) -> bool {
    match range.strip_suffix(b"/*") {
        Some(b"*") => true,
        Some(kind) => offered
            .split(|byte| *byte == b'/')
            .next()
            .is_some_and(|offered| offered.eq_ignore_ascii_case(kind)),
        None => range.eq_ignore_ascii_case(offered),
    }
}

/// How narrow a range is: all types, all of one kind, or one type.
fn specificity(range: &[u8]) -> u8 {
    match range.strip_suffix(b"/*") {
        Some(b"*") => 0,
        Some(_) => 1,
        None => 2,
    }
}

fn is_refused(range: &[u8]) -> bool {
    range.split(|byte| *byte == b';').skip(1).any(|parameter| {
        let parameter = parameter.trim_ascii();
        parameter
            .strip_prefix(b"q=0")
            .or_else(|| parameter.strip_prefix(b"Q=0"))
            .is_some_and(|rest| rest.iter().all(|byte| matches!(byte, b'.' | b'0')))
    })
}
