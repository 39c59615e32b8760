//! Documentation and deprecation of shapes and members.

use super::context::Context;
use crate::ast::{Shape, Traits};
use crate::ir::Docs;
use crate::{correction, docs};

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

/// The documentation of the service, with what the settings correct in its model.
pub(super) fn of_service(service: &Shape, context: &Context<'_>) -> Docs {
    let mut docs = lower(&service.traits);
    let corrections = correction::documentation(context.settings);
    if !corrections.is_empty() {
        if !docs.lines.is_empty() {
            docs.lines.push(String::new());
        }
        docs.lines.push("# Corrections of the model".to_owned());
        docs.lines.push(String::new());
        docs.lines.extend(docs::markdown(&corrections.join("\n")));
    }
    docs
}
