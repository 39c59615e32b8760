//! Which members must be boxed, because a type cannot hold itself; and types that no box can end.

use std::collections::BTreeSet;

use crate::ast::{Member, Model, Shape, ShapeId, ShapeKind};
use crate::diagnostic::Diagnostics;

/// Whether `holder` would hold itself through this member, over structures and unions alone: lists and maps already
/// put their elements elsewhere.
pub(super) fn is_boxed(model: &Model, holder: &ShapeId, member: &Member) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![&member.target];
    while let Some(id) = waiting.pop() {
        if id == holder {
            return true;
        }
        if let Some(shape) = model.shape(id.as_str())
            && is_direct(shape)
            && seen.insert(id)
        {
            waiting.extend(shape.members.values().map(|member| &member.target));
        }
    }
    false
}

/// A list or map has no type of its own in Rust, so none may hold itself over lists and maps alone.
///
/// # Errors
///
/// All that do.
pub(super) fn check(model: &Model, reached: &BTreeSet<ShapeId>) -> Result<(), Diagnostics> {
    let mut sink = model.sink();
    for shape in reached.iter().filter_map(|id| model.shape(id.as_str())) {
        if is_collection(shape) && holds_itself(model, shape) {
            let help = "put a structure or a union between it and itself";
            sink.error(
                shape.span,
                format!("`{}` is made of itself and of nothing else", shape.id),
                help,
            );
        }
    }
    sink.finish(())
}

fn holds_itself(model: &Model, collection: &Shape) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![collection];
    while let Some(shape) = waiting.pop() {
        for target in shape
            .members
            .values()
            .filter_map(|member| model.shape(member.target.as_str()))
        {
            if target.id == collection.id {
                return true;
            }
            if is_collection(target) && seen.insert(&target.id) {
                waiting.push(target);
            }
        }
    }
    false
}

fn is_collection(shape: &Shape) -> bool {
    matches!(shape.kind, ShapeKind::List | ShapeKind::Map)
}

fn is_direct(shape: &Shape) -> bool {
    matches!(shape.kind, ShapeKind::Structure | ShapeKind::Union)
}
