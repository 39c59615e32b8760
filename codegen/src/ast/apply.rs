//! `apply` statements: traits that are applied apart from the shape that they are for.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::id::ShapeId;
use super::read::{Apply, Draft};
use super::shape::Traits;
use crate::diagnostic::Sink;

/// The statements that are for members, by shape. They wait for the mixins, because a member may come from one.
pub(super) type ToMembers = HashMap<ShapeId, Vec<Apply>>;

/// Merges the statements that are for whole shapes and hands back those for members.
pub(super) fn to_shapes(
    shapes: &mut IndexMap<ShapeId, Draft>,
    applies: Vec<Apply>,
    sink: &mut Sink,
) -> ToMembers {
    let mut members = ToMembers::new();
    for apply in applies {
        match shapes.get_mut(&apply.target) {
            None => sink.error(
                apply.span,
                format!("`{}` does not exist", apply.target),
                None,
            ),
            Some(_) if apply.member.is_some() => {
                members.entry(apply.target.clone()).or_default().push(apply)
            }
            Some(draft) => merge(&mut draft.shape.traits, &apply.traits, sink),
        }
    }
    members
}

/// Adds traits to those that stand at the definition itself. The same trait twice is no conflict if the values are
/// equal or are lists, which are then put together:
/// <https://smithy.io/2.0/spec/model.html#trait-conflict-resolution>.
pub(super) fn merge(traits: &mut Traits, applied: &Traits, sink: &mut Sink) {
    for (id, new) in applied.iter() {
        match traits.get(id.as_str()).map(|old| &old.value) {
            None => traits.set(id.clone(), new.clone()),
            Some(old) if *old == new.value => {}
            Some(Value::Array(old)) if new.value.is_array() => {
                let mut both = new.clone();
                let added = new.value.as_array().into_iter().flatten().cloned();
                both.value = old.iter().cloned().chain(added).collect();
                traits.set(id.clone(), both);
            }
            Some(_) => sink.error(
                new.span,
                format!("`{id}` is applied a second time, with another value"),
                None,
            ),
        }
    }
}
