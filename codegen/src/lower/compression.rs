//! `@requestCompression`: whether a client may compress the body of a request.

use super::context::Context;
use crate::ast::Shape;
use crate::ir::Message;

/// Whether gzip is among the encodings. Others are optional for clients, so they are left alone.
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
    if has_gzip && input.structure.has_stream {
        let message = format!(
            "`{}` compresses a stream, which is not supported",
            operation.id
        );
        context.error(found.span, message, &*context.help_to_omit(&operation.id));
    }
    has_gzip
}
