//! Structures: nested ones, inputs and outputs, and errors.

use super::context::Context;
use super::operation::{self, Direction};
use super::{documentation, field};
use crate::ast::{Shape, ShapeId};
use crate::ir::{Constructor, Debug, Docs, ErrorShape, Field, Kind, Simple, Structure};

/// The most arguments that a constructor takes; with more, nobody knows which is which.
const MOST_ARGUMENTS: usize = 3;

/// A structure.
pub(super) fn lower(shape: &Shape, context: &Context<'_>) -> Structure {
    let fields = field::all(shape, context);
    Structure {
        name: context.type_name(&shape.id),
        module: context.names().module(&shape.id),
        docs: documentation::lower(&shape.traits),
        constructor: constructor(&shape.id, &fields, None, context),
        debug: debug(shape, &fields),
        nested: context.nested.contains(&shape.id),
        fields,
    }
}

/// The structure that stands for no input or no output.
pub(super) fn empty(operation: &ShapeId, direction: Direction, context: &Context<'_>) -> Structure {
    let (suffix, what) = match direction {
        Direction::Request => ("Input", "takes"),
        Direction::Response => ("Output", "returns"),
    };
    let line = format!("What `{}` {what}: nothing.", operation.name());
    Structure {
        name: context.names().of_operation(operation, suffix),
        module: String::new(),
        docs: Docs {
            lines: vec![line],
            deprecated: None,
        },
        fields: Vec::new(),
        constructor: Constructor::Default,
        debug: Debug::Derived,
        nested: false,
    }
}

fn debug(shape: &Shape, fields: &[Field]) -> Debug {
    if shape.traits.has("smithy.api#sensitive") {
        Debug::Opaque
    } else if fields.iter().any(|field| field.sensitive) {
        Debug::Redacting
    } else {
        Debug::Derived
    }
}

fn constructor(
    id: &ShapeId,
    fields: &[Field],
    message: Option<usize>,
    context: &Context<'_>,
) -> Constructor {
    let arguments: Vec<usize> = fields
        .iter()
        .enumerate()
        .filter(|(index, field)| field.presence.is_required() || Some(*index) == message)
        .map(|(index, _)| index)
        .collect();
    match arguments.len() {
        0 => Constructor::Default,
        1..=MOST_ARGUMENTS => Constructor::New(arguments),
        _ => Constructor::Init(context.names().of_shape(id, "Init")),
    }
}

/// A modeled error.
pub(super) fn error(shape: &Shape, context: &Context<'_>) -> ErrorShape {
    let mut structure = lower(shape, context);
    let message = structure.fields.iter().position(|field| {
        field.member.eq_ignore_ascii_case("message")
            && field.value.kind == Kind::Simple(Simple::String)
    });
    structure.constructor = constructor(&shape.id, &structure.fields, message, context);
    ErrorShape {
        bindings: operation::bindings(shape, Direction::Response, context),
        wire_name: shape.id.name().to_owned(),
        status: status(shape, context),
        message,
        structure,
    }
}

/// The status of an error: `@httpError`, else 400 or 500 by whose fault it is.
pub(super) fn status(shape: &Shape, context: &Context<'_>) -> u16 {
    if let Some(found) = shape.traits.get("smithy.api#httpError") {
        match found
            .value
            .as_u64()
            .and_then(|status| u16::try_from(status).ok())
        {
            Some(status @ 300..=599) => return status,
            _ => context.error(
                found.span,
                format!("{} is not a status of HTTP", found.value),
                "use one from 300 to 599",
            ),
        }
    }
    let fault = shape
        .traits
        .get("smithy.api#error")
        .and_then(|found| found.value.as_str());
    if fault == Some("server") { 500 } else { 400 }
}
