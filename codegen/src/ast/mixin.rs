//! Mixins: what a shape takes over from others: <https://smithy.io/2.0/spec/mixins.html>.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::apply::{self, ToMembers};
use super::id::ShapeId;
use super::read::Draft;
use super::shape::{Member, Shape, ShapeKind, Traits};
use crate::diagnostic::Sink;

const MIXIN: &str = "smithy.api#mixin";

/// Puts into each shape what its mixins have, and into members what was applied to them. Keeps the order of shapes.
pub(super) fn flatten(
    drafts: IndexMap<ShapeId, Draft>,
    mut applies: ToMembers,
    sink: &mut Sink,
) -> IndexMap<ShapeId, Shape> {
    let order = mixins_first(&drafts, sink);
    // Filled in the order of the drafts, overwritten in the order of dependence.
    let mut done: IndexMap<ShapeId, Shape> = IndexMap::with_capacity(drafts.len());
    let mut mixins_of = HashMap::new();
    for (id, draft) in drafts {
        done.insert(id.clone(), draft.shape);
        if !draft.mixins.is_empty() {
            mixins_of.insert(id, draft.mixins);
        }
    }
    for id in order {
        let mixins = mixins_of.remove(&id).unwrap_or_default();
        let applies = applies.remove(&id).unwrap_or_default();
        if mixins.is_empty() && applies.is_empty() {
            continue;
        }
        let Some(mut own) = done.get(&id).cloned() else {
            continue;
        };
        let mut whole = Shape {
            traits: Traits::default(),
            members: IndexMap::new(),
            ..own.clone()
        };
        for mixin in mixins.iter().filter_map(|mixin| done.get(mixin)) {
            inherit(&mut whole, mixin, sink);
        }
        whole.traits.set_all(&own.traits);
        let mut applied: IndexMap<String, Traits> = IndexMap::new();
        for apply in applies {
            let name = apply.member.unwrap_or_default();
            if let Some(member) = own.members.get_mut(&name) {
                apply::merge(&mut member.traits, &apply.traits, sink);
            } else if whole.members.contains_key(&name) {
                apply::merge(applied.entry(name).or_default(), &apply.traits, sink);
            } else {
                sink.error(apply.span, format!("`{id}` has no member `{name}`"), None);
            }
        }
        for (name, member) in own.members {
            add_member(&mut whole, &name, &member, sink);
        }
        for (name, traits) in applied {
            if let Some(member) = whole.members.get_mut(&name) {
                member.traits.set_all(&traits);
            }
        }
        done.insert(id, whole);
    }
    done
}

/// Takes over from one mixin; a later mixin's traits replace those of an earlier one.
fn inherit(into: &mut Shape, mixin: &Shape, sink: &mut Sink) {
    if std::mem::discriminant(&into.kind) != std::mem::discriminant(&mixin.kind) {
        let message = format!(
            "`{}` is {}, its mixin `{}` {}",
            into.id,
            into.kind.phrase(),
            mixin.id,
            mixin.kind.phrase()
        );
        sink.error(
            into.span,
            message,
            "a mixin gives only to shapes of its own kind",
        );
        return;
    }
    let local = mixin
        .traits
        .get(MIXIN)
        .and_then(|applied| applied.value.get("localTraits")?.as_array());
    for (id, applied) in mixin.traits.iter() {
        let is_local = local.is_some_and(|list| list.iter().any(|entry| entry == id.as_str()));
        if id.as_str() != MIXIN && !is_local {
            into.traits.set(id.clone(), applied.clone());
        }
    }
    for (name, member) in &mixin.members {
        add_member(into, name, member, sink);
    }
    inherit_properties(&mut into.kind, &mixin.kind);
}

/// Adds a member, or its traits if the shape has it already. It keeps the place at which it came first.
fn add_member(into: &mut Shape, name: &str, member: &Member, sink: &mut Sink) {
    match into.members.get_mut(name) {
        None => {
            into.members.insert(name.to_owned(), member.clone());
        }
        Some(known) if known.target == member.target => {
            known.traits.set_all(&member.traits);
            known.span = member.span;
        }
        Some(known) => {
            let message = format!(
                "`{}` is a `{}` here and a `{}` in a mixin",
                into.id.member(name),
                member.target,
                known.target
            );
            sink.error(member.span, message, None);
        }
    }
}

/// Lists are put together, maps are merged, and what the shape itself says comes before what its mixin says.
fn inherit_properties(into: &mut ShapeKind, mixin: &ShapeKind) {
    fn add(into: &mut Vec<ShapeId>, from: &[ShapeId]) {
        let new: Vec<_> = from
            .iter()
            .filter(|id| !into.contains(id))
            .cloned()
            .collect();
        into.extend(new);
    }
    match (into, mixin) {
        (ShapeKind::Operation(into), ShapeKind::Operation(mixin)) => {
            add(&mut into.errors, &mixin.errors)
        }
        (ShapeKind::Resource(into), ShapeKind::Resource(mixin)) => {
            add(&mut into.operations, &mixin.operations);
            add(&mut into.resources, &mixin.resources);
            for (name, target) in &mixin.identifiers {
                into.identifiers
                    .entry(name.clone())
                    .or_insert_with(|| target.clone());
            }
        }
        (ShapeKind::Service(into), ShapeKind::Service(mixin)) => {
            add(&mut into.operations, &mixin.operations);
            add(&mut into.resources, &mixin.resources);
            add(&mut into.errors, &mixin.errors);
            for (id, name) in &mixin.rename {
                into.rename
                    .entry(id.clone())
                    .or_insert_with(|| name.clone());
            }
            if into.version.is_empty() {
                into.version.clone_from(&mixin.version);
            }
        }
        _ => {}
    }
}

/// The shapes in an order in which each comes after its mixins. A shape that is its own mixin is an error.
fn mixins_first(drafts: &IndexMap<ShapeId, Draft>, sink: &mut Sink) -> Vec<ShapeId> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        Open,
        Done,
    }
    let mut states: HashMap<&ShapeId, State> = HashMap::with_capacity(drafts.len());
    let mut order = Vec::with_capacity(drafts.len());
    for start in drafts.keys() {
        // A stack of our own, because a chain of mixins may be as long as the model.
        let mut stack = vec![(start, 0)];
        while let Some((id, next)) = stack.pop() {
            let Some(draft) = drafts.get(id) else {
                continue;
            };
            if next == 0 {
                if states.contains_key(id) {
                    continue;
                }
                states.insert(id, State::Open);
            }
            let Some(mixin) = draft.mixins.get(next) else {
                states.insert(id, State::Done);
                order.push(id.clone());
                continue;
            };
            stack.push((id, next + 1));
            if states.get(mixin) == Some(&State::Open) {
                sink.error(
                    draft.shape.span,
                    format!("`{id}` is a mixin of itself, by way of `{mixin}`"),
                    None,
                );
            } else {
                stack.push((mixin, 0));
            }
        }
    }
    order
}
