//! What an operation puts before the endpoint's host ("endpoint trait" and "hostLabel trait" of the specification).

use super::context::Context;
use crate::ast::{Shape, ShapeId, ShapeKind};
use crate::ir::HostPart;

/// The host prefix of an operation, in parts.
pub(super) fn lower(operation: &Shape, input: &ShapeId, context: &Context<'_>) -> Vec<HostPart> {
    let labels = labels(input, context);
    let Some(found) = operation.traits.get("smithy.api#endpoint") else {
        if let Some((name, _)) = labels.first() {
            let message = format!(
                "`{name}` is a label of a host, and `{}` has no `smithy.api#endpoint`",
                operation.id
            );
            context.error(
                operation.span,
                message,
                "add the trait, or take the label away",
            );
        }
        return Vec::new();
    };
    let prefix = found
        .value
        .get("hostPrefix")
        .and_then(|prefix| prefix.as_str())
        .unwrap_or_default();
    let Some(parts) = parts(prefix) else {
        let message = format!("the host prefix `{prefix}` is no part of a host's name");
        let help = "write letters, digits, hyphens and dots, and labels in braces";
        context.error(found.span, message, help);
        return Vec::new();
    };
    for part in &parts {
        if let HostPart::Label(label) = part
            && !labels.iter().any(|(name, _)| name == label)
        {
            let message = format!("the host prefix has a label `{label}` without a member");
            let help = "add the member to the input, with `smithy.api#hostLabel`";
            context.error(found.span, message, help);
        }
    }
    for (name, is_text) in &labels {
        if !parts.contains(&HostPart::Label(name.clone())) {
            let message = format!("the host prefix has no label `{name}`");
            context.error(found.span, message, "write it into the prefix in braces");
        }
        if !is_text {
            let message = format!("`{name}` is a label of a host and not a required string");
            context.error(found.span, message, "make it a string, and required");
        }
    }
    parts
}

/// The names of the labelled members, and whether each is a string that is always there.
fn labels(input: &ShapeId, context: &Context<'_>) -> Vec<(String, bool)> {
    let members = context
        .model
        .shape(input.as_str())
        .into_iter()
        .flat_map(|input| &input.members);
    members
        .filter(|(_, member)| member.traits.has("smithy.api#hostLabel"))
        .map(|(name, member)| {
            let is_text = matches!(
                context.target(member).kind,
                ShapeKind::String | ShapeKind::Enum
            );
            let is_required = member.traits.has("smithy.api#required")
                && !member.traits.has("smithy.api#clientOptional");
            (name.clone(), is_text && is_required)
        })
        .collect()
}

/// The indices of the labelled members.
pub(super) fn host_labels(input: &Shape) -> Vec<usize> {
    let members = input.members.values().enumerate();
    members
        .filter(|(_, member)| member.traits.has("smithy.api#hostLabel"))
        .map(|(index, _)| index)
        .collect()
}

/// The parts of a prefix; `None` if it is none.
fn parts(prefix: &str) -> Option<Vec<HostPart>> {
    let mut parts = Vec::new();
    let mut rest = prefix;
    while let Some((literal, after)) = rest.split_once('{') {
        let (label, after) = after.split_once('}')?;
        if !literal.is_empty() {
            parts.push(HostPart::Literal(literal.to_owned()));
        }
        parts.push(HostPart::Label(label.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(HostPart::Literal(rest.to_owned()));
    }
    let is_part = |part: &HostPart| match part {
        HostPart::Literal(text) => text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')),
        HostPart::Label(name) => !name.is_empty(),
    };
    (!parts.is_empty() && parts.iter().all(is_part)).then_some(parts)
}
