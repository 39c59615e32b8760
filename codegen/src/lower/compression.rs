//! `@requestCompression`: whether a client may compress the body of a request.

use super::context::Context;
use crate::ast::Shape;
use crate::ir::Message;

/// Whether gzip is among the encodings; the specification has no other.
pub(super) fn gzip(operation: &Shape, input: &Message, context: &Context<'_>) -> bool {
    let Some(found) = operation.traits.get("smithy.api#requestCompression") else {
        return false;
    };
    let encodings = found
        .value
        .get("encodings")
        .and_then(|encodings| encodings.as_array());
    let mut has_gzip = false;
    for encoding in encodings.into_iter().flatten() {
        if encoding.as_str() == Some("gzip") {
            has_gzip = true;
        } else {
            let message = format!(
                "{encoding} of `{}` is no encoding that is supported",
                operation.id
            );
            context.error(found.span, message, "the specification has `gzip` alone");
        }
    }
    if has_gzip && input.structure.stream().is_some() {
        let message = format!(
            "`{}` compresses a stream, which is not supported",
            operation.id
        );
        context.error(found.span, message, &*context.help_to_omit(&operation.id));
    }
    has_gzip
}
