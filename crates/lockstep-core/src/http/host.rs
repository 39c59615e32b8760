//! What stands before the host of an endpoint ("endpoint trait" and "hostLabel trait" of the specification).

use super::message_writer::unwritable;
use crate::{WriteError, operation::HostPart};

/// What a request's operation puts before the endpoint's host, such as `data.` (`@endpoint`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPrefix(pub String);

/// The prefix that the parts make with these labels; `None` if there are no parts.
pub(super) fn prefix(
    parts: &[HostPart],
    labels: &[(&'static str, String)],
) -> Result<Option<HostPrefix>, WriteError> {
    if parts.is_empty() {
        return Ok(None);
    }
    let mut prefix = String::new();
    for part in parts {
        prefix.push_str(match part {
            HostPart::Literal(text) => text,
            HostPart::Label(name) => labels
                .iter()
                .find(|(label, _)| label == name)
                .map(|(_, text)| text.as_str())
                .ok_or_else(|| unwritable(format!("the host label {name:?}"), "has no value"))?,
        });
    }
    // What stands behind the last dot is the beginning of the endpoint's own first label.
    let mut labels: Vec<&str> = prefix.split('.').collect();
    labels.pop();
    if labels.into_iter().all(is_label) {
        Ok(Some(HostPrefix(prefix)))
    } else {
        let problem = "has a label that is empty, too long, or has a hyphen at an end";
        Err(unwritable("the host prefix", problem))
    }
}

/// Whether a text is one label of a host's name (RFC 1123, section 2.1).
pub(super) fn is_label(text: &str) -> bool {
    let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(is_inside)
        && !text.starts_with('-')
        && !text.ends_with('-')
}
