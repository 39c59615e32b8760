//! Whether the shapes fit together.

use indexmap::IndexMap;

use super::id::ShapeId;
use super::read::{Reference, Role};
use super::shape::{Shape, ShapeKind};
use crate::diagnostic::{Sink, Span};

/// Checks that each shape that is named exists and can be what it is named as.
pub(super) fn references(
    shapes: &IndexMap<ShapeId, Shape>,
    references: &[Reference],
    sink: &mut Sink,
) {
    for reference in references {
        let Some(target) = shapes.get(&reference.target) else {
            sink.error(
                reference.span,
                format!("`{}` does not exist", reference.target),
                None,
            );
            continue;
        };
        if let Some(wanted) = unfit(reference.role, target) {
            sink.error(
                reference.span,
                format!("`{}` is {}; {wanted}", target.id, target.kind.phrase()),
                None,
            );
        }
    }
}

/// What the role asks for, if the shape is not that.
fn unfit(role: Role, shape: &Shape) -> Option<&'static str> {
    let is_mixin = shape.traits.has("smithy.api#mixin");
    let (fits, wanted) = match role {
        Role::Data => (
            shape.kind.is_data() && !is_mixin,
            "a member's target must be data, and no mixin",
        ),
        Role::Key => (
            matches!(shape.kind, ShapeKind::String | ShapeKind::Enum),
            "the keys of a map must be strings",
        ),
        Role::InputOrOutput => (
            shape.kind == ShapeKind::Structure && !is_mixin,
            "the input and the output of an operation must be structures",
        ),
        Role::Error => {
            let fits = shape.kind == ShapeKind::Structure && shape.traits.has("smithy.api#error");
            (
                fits,
                "an error must be a structure with the trait `smithy.api#error`",
            )
        }
        Role::Operation => (
            matches!(shape.kind, ShapeKind::Operation(_)),
            "an operation must stand here",
        ),
        Role::Resource => (
            matches!(shape.kind, ShapeKind::Resource(_)),
            "a resource must stand here",
        ),
        Role::Mixin => (is_mixin, "a mixin must have the trait `smithy.api#mixin`"),
        Role::Renamed => (shape.kind.is_data(), "only data shapes can be renamed"),
    };
    (!fits).then_some(wanted)
}

/// Checks what each shape must have, mixins included.
pub(super) fn shapes(shapes: &IndexMap<ShapeId, Shape>, sink: &mut Sink) {
    for shape in shapes.values() {
        let needed: &[&str] = match shape.kind {
            ShapeKind::List => &["member"],
            ShapeKind::Map => &["key", "value"],
            _ => &[],
        };
        for name in needed
            .iter()
            .filter(|name| !shape.members.contains_key(**name))
        {
            sink.error(
                shape.span,
                format!(
                    "`{}` is {} and has no `{name}`",
                    shape.id,
                    shape.kind.phrase()
                ),
                None,
            );
        }
        let is_empty = shape.members.is_empty() && !shape.traits.has("smithy.api#mixin");
        if is_empty
            && matches!(
                shape.kind,
                ShapeKind::Union | ShapeKind::Enum | ShapeKind::IntEnum
            )
        {
            sink.error(
                shape.span,
                format!("`{}` is {} without members", shape.id, shape.kind.phrase()),
                None,
            );
        }
        for member in shape.members.values() {
            refuse_box(
                &shape.id,
                member
                    .traits
                    .get("smithy.api#box")
                    .map(|applied| applied.span),
                sink,
            );
        }
        refuse_box(
            &shape.id,
            shape
                .traits
                .get("smithy.api#box")
                .map(|applied| applied.span),
            sink,
        );
    }
}

/// Version 2.0 has no `box`: a member is optional unless it is required or has a default.
fn refuse_box(id: &ShapeId, applied: Option<Span>, sink: &mut Sink) {
    if let Some(span) = applied {
        sink.error(
            span,
            format!("`{id}` uses the trait `box` of Smithy 1.0"),
            "leave it out: without a default, a member is optional",
        );
    }
}
