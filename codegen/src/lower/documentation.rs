//! Documentation and deprecation of shapes and members.

use crate::ast::Traits;
use crate::docs;
use crate::ir::Docs;

/// The documentation of a shape or member.
pub(super) fn lower(traits: &Traits) -> Docs {
    let text = |id: &str| traits.get(id).and_then(|found| found.value.as_str());
    let lines = text("smithy.api#documentation")
        .map(docs::markdown)
        .unwrap_or_default();
    let deprecated = traits.get("smithy.api#deprecated").map(|found| {
        let part = |key: &str| found.value.get(key).and_then(|value| value.as_str());
        match (part("message"), part("since")) {
            (Some(message), _) => message.to_owned(),
            (None, Some(since)) => format!("since {since}"),
            (None, None) => String::new(),
        }
    });
    Docs { lines, deprecated }
}
