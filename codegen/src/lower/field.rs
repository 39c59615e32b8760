//! The members of structures: their values, and whether they can be absent.

use super::context::Context;
use super::value::{self, Usage};
use super::{default, documentation, stream};
use crate::ast::{Member, Shape, ShapeKind};
use crate::ir::{Field, Literal, Presence};

/// All members of a structure, in the model's order.
pub(super) fn all(shape: &Shape, context: &Context<'_>) -> Vec<Field> {
    let names = context.names().fields(shape, context);
    let members = shape.members.iter().zip(names);
    members
        .map(|((member_name, member), name)| Field {
            name,
            member: member_name.clone(),
            json_name: json_name(member_name, member),
            docs: documentation::lower(&member.traits),
            value: value::of_member(
                shape,
                member_name,
                member,
                Usage::nested(shape, context),
                context,
            ),
            presence: presence(shape, member, context),
            demanded: member.traits.has("smithy.api#required")
                || member.traits.has("smithy.api#httpLabel"),
            sensitive: is_sensitive(member, context),
            idempotency_token: member.traits.has("smithy.api#idempotencyToken"),
        })
        .collect()
}

/// The name of a member in JSON (`@jsonName`).
pub(super) fn json_name(name: &str, member: &Member) -> String {
    let renamed = member
        .traits
        .get("smithy.api#jsonName")
        .and_then(|found| found.value.as_str());
    renamed.unwrap_or(name).to_owned()
}

/// Whether `Debug` must not show a member: it, its target or what its target is made of is `@sensitive`.
pub(super) fn is_sensitive(member: &Member, context: &Context<'_>) -> bool {
    if member.traits.has("smithy.api#sensitive") {
        return true;
    }
    // All headers of a request are in it, credentials and cookies among them.
    let prefix = member.traits.get("smithy.api#httpPrefixHeaders");
    if prefix.is_some_and(|prefix| prefix.value.as_str() == Some("")) {
        return true;
    }
    let target = context.target(member);
    if target.traits.has("smithy.api#sensitive") {
        return true;
    }
    // Structures and unions hide their own members; elements and entries have nobody else to hide them.
    matches!(target.kind, ShapeKind::List | ShapeKind::Map)
        && target
            .members
            .values()
            .any(|member| is_sensitive(member, context))
}

fn presence(holder: &Shape, member: &Member, context: &Context<'_>) -> Presence {
    let has = |name: &str| member.traits.has(name);
    if stream::is_stream(context.target(member)) {
        return if has("smithy.api#required") {
            Presence::Required
        } else {
            // No stream and one without a byte cannot be told apart.
            Presence::Defaulted(Literal::EmptyStream)
        };
    }
    let client_optional = has("smithy.api#clientOptional");
    let is_required =
        has("smithy.api#httpLabel") || (has("smithy.api#required") && !client_optional);
    let Some(literal) = default::of_member(member, context) else {
        return if is_required {
            Presence::Required
        } else {
            Presence::Optional
        };
    };
    let is_in_request = context.inputs.contains(&holder.id)
        || (context.nested.contains(&holder.id) && context.read_by_server.contains(&holder.id));
    match (is_required, client_optional) {
        (true, _) => Presence::Corrected(literal),
        // What an input says counts for what a client sets, so a default there is the server's to fill in.
        (false, false) if context.inputs.contains(&holder.id) => Presence::Filled(literal),
        (false, false) => Presence::Defaulted(literal),
        (false, true) if is_in_request => Presence::Filled(literal),
        (false, true) => Presence::Optional,
    }
}
