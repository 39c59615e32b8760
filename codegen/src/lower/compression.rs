//! `@requestCompression`: whether a client may compress the body of a request.

use super::context::Context;
use crate::ast::Shape;
use crate::ir::Message;

/// Whether gzip is among the encodings, which is the only one that the specification knows.
pub(super) fn gzip(operation: &Shape, input: &Message, context: &Context<'_>) -> bool {
    let Some(found) = operation.traits.get("smithy.api#requestCompression") else {
        return false;
    };
    let encodings = found
        .value
        .get("encodings")
        .and_then(|encodings| encodings.as_array());
    let has_gzip = encodings
        .into_iter()
        .flatten()
        .any(|encoding| encoding.as_str() == Some("gzip"));
    if !has_gzip {
        let message = format!("`{}` names no encoding that is supported", operation.id);
        context.error(found.span, message, "add `gzip`, or take the trait away");
    }
    if has_gzip && input.structure.has_stream {
        let message = format!(
            "`{}` compresses a stream, which is not supported",
            operation.id
        );
        context.error(found.span, message, &*context.help_to_omit(&operation.id));
    }
    has_gzip
}
