//! The shapes that every model has without defining them: <https://smithy.io/2.0/spec/model.html#prelude>.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::id::ShapeId;
use super::read::Draft;
use super::shape::{Shape, ShapeKind, Trait, Traits};
use crate::diagnostic::{Sink, Span};

/// Adds the shapes of the prelude. A model that was written out with its prelude may define them itself.
pub(super) fn add(shapes: &mut IndexMap<ShapeId, Draft>, sink: &mut Sink) {
    let plain = [
        ("Blob", ShapeKind::Blob),
        ("Boolean", ShapeKind::Boolean),
        ("String", ShapeKind::String),
        ("Byte", ShapeKind::Byte),
        ("Short", ShapeKind::Short),
        ("Integer", ShapeKind::Integer),
        ("Long", ShapeKind::Long),
        ("Float", ShapeKind::Float),
        ("Double", ShapeKind::Double),
        ("BigInteger", ShapeKind::BigInteger),
        ("BigDecimal", ShapeKind::BigDecimal),
        ("Timestamp", ShapeKind::Timestamp),
        ("Document", ShapeKind::Document),
    ];
    for (name, kind) in plain {
        insert(shapes, sink, name, kind, None);
    }
    // Of version 1.0, and still there in 2.0: they have a default, which a member of theirs repeats.
    let primitive = [
        ("PrimitiveBoolean", ShapeKind::Boolean, json!(false)),
        ("PrimitiveByte", ShapeKind::Byte, json!(0)),
        ("PrimitiveShort", ShapeKind::Short, json!(0)),
        ("PrimitiveInteger", ShapeKind::Integer, json!(0)),
        ("PrimitiveLong", ShapeKind::Long, json!(0)),
        ("PrimitiveFloat", ShapeKind::Float, json!(0)),
        ("PrimitiveDouble", ShapeKind::Double, json!(0)),
    ];
    for (name, kind, default) in primitive {
        insert(shapes, sink, name, kind, Some(("default", default)));
    }
    insert(
        shapes,
        sink,
        "Unit",
        ShapeKind::Structure,
        Some(("unitType", json!({}))),
    );
}

fn insert(
    shapes: &mut IndexMap<ShapeId, Draft>,
    sink: &mut Sink,
    name: &str,
    kind: ShapeKind,
    with: Option<(&str, Value)>,
) {
    let id = ShapeId::prelude(name);
    if let Some(own) = shapes.get(&id) {
        if own.shape.kind != kind {
            sink.error(
                own.shape.span,
                format!("`{id}` is of the prelude, where it is {}", kind.phrase()),
                None,
            );
        }
        return;
    }
    let mut traits = Traits::default();
    if let Some((id, value)) = with {
        traits.set(
            ShapeId::prelude(id),
            Trait {
                value,
                span: Span::default(),
                value_span: Span::default(),
                text: None,
            },
        );
    }
    let shape = Shape {
        id: id.clone(),
        kind,
        traits,
        members: IndexMap::new(),
        span: Span::default(),
    };
    shapes.insert(
        id,
        Draft {
            shape,
            mixins: Vec::new(),
        },
    );
}
