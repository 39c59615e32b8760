//! Which members must be boxed, because a type cannot hold itself.

use std::collections::BTreeSet;

use crate::ast::{Member, Model, Shape, ShapeId, ShapeKind};

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

fn is_direct(shape: &Shape) -> bool {
    matches!(shape.kind, ShapeKind::Structure | ShapeKind::Union)
}
