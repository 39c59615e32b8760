//! `@streaming`: blobs that are the payload of an input or output, and event streams, which are refused.

use super::context::Context;
use crate::ast::{Shape, ShapeKind};

/// Whether a shape is a blob that is not held in memory.
pub(super) fn is_stream(shape: &Shape) -> bool {
    shape.kind == ShapeKind::Blob && shape.traits.has("smithy.api#streaming")
}

/// Notes an error for each stream that does not stand where one can: as the payload of an input or an output
/// ("streaming trait" of the specification).
pub(super) fn check(context: &Context<'_>) {
    let shapes = context
        .reached
        .iter()
        .filter_map(|id| context.model.shape(id.as_str()));
    for shape in shapes {
        if let Some(found) = shape.traits.get("smithy.api#requiresLength")
            && !is_stream(shape)
        {
            let message = format!("`{}` requires a length and is no stream", shape.id);
            context.error(found.span, message, "only blobs that stream can");
        }
        for (name, member) in &shape.members {
            let target = context.target(member);
            if !target.traits.has("smithy.api#streaming") {
                continue;
            }
            let member_id = shape.id.member(name);
            if target.kind == ShapeKind::Union {
                let message = format!("`{member_id}` is an event stream, which is not supported");
                context.error(member.span, message, &*context.help_to_omit(&shape.id));
            } else if target.kind != ShapeKind::Blob {
                let message = format!("`{member_id}` is a stream of {}", target.kind.phrase());
                context.error(member.span, message, "only blobs and unions can stream");
            } else if context.nested.contains(&shape.id)
                || context.errors.contains(&shape.id)
                || !member.traits.has("smithy.api#httpPayload")
            {
                let message = format!("`{member_id}` is a stream within something else");
                let help = "a stream is the payload of an operation's input or output";
                context.error(member.span, message, help);
            }
        }
    }
}
