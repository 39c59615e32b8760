//! What the settings leave out by `@tags` and `@internal`: operations, and members that can be absent.

use super::context::Context;
use crate::ast::{Member, Model, Shape, ShapeId, ShapeKind, Traits};
use crate::diagnostic::{Diagnostics, Sink};
use crate::settings::{Located, ServiceSettings};

/// A model without the members that the settings leave out.
pub(super) struct Filtered {
    pub(super) model: Model,
    /// The members that are gone, with the shapes that had them.
    pub(super) members: Vec<(ShapeId, String)>,
    /// The unions that have no member left.
    emptied: Vec<ShapeId>,
}

/// The model without the members that the settings leave out; `None` if they leave none out.
///
/// Members of structures are left out where they can be absent. Those of a union or an enum always can, because there
/// may be others at any time.
pub(super) fn members(model: &Model, settings: &ServiceSettings) -> Option<Filtered> {
    if settings.internal && settings.omit_tags.is_empty() {
        return None;
    }
    let mut filtered = Filtered {
        model: model.clone(),
        members: Vec::new(),
        emptied: Vec::new(),
    };
    for shape in filtered.model.shapes.values_mut() {
        let can_go = match shape.kind {
            ShapeKind::Structure => is_optional,
            ShapeKind::Union | ShapeKind::Enum | ShapeKind::IntEnum => |_: &Member| true,
            _ => continue,
        };
        let id = &shape.id;
        shape.members.retain(|name, member| {
            let target = model.shape(member.target.as_str());
            let stays = keeps(&member.traits, settings)
                && target.is_none_or(|target| keeps(&target.traits, settings));
            if !stays && can_go(member) {
                filtered.members.push((id.clone(), name.clone()));
                return false;
            }
            true
        });
        if shape.kind == ShapeKind::Union && shape.members.is_empty() {
            filtered.emptied.push(shape.id.clone());
        }
    }
    Some(filtered)
}

/// No union that is generated has lost all of its members: it would have no value, and what uses it might need one.
pub(super) fn check_unions(filtered: Option<&Filtered>, context: &Context<'_>) {
    let settings = context.settings;
    let internal = (!settings.internal).then_some("`internal = false`");
    let tags = (!settings.omit_tags.is_empty()).then_some("`omit-tags`");
    let causes: Vec<&str> = internal.into_iter().chain(tags).collect();
    let emptied = filtered.into_iter().flat_map(|filtered| &filtered.emptied);
    let emptied = emptied.filter(|id| context.reached.contains(*id));
    for shape in emptied.filter_map(|id| context.model.shape(id.as_str())) {
        let id = &shape.id;
        let message = format!(
            "{} in the settings leaves the union `{id}` without a member",
            causes.join(" with ")
        );
        context.error(shape.span, message, &*context.help_to_omit(id));
    }
}

fn is_optional(member: &Member) -> bool {
    ["required", "httpLabel", "hostLabel"]
        .iter()
        .all(|name| !member.traits.has(&format!("smithy.api#{name}")))
}

/// Whether an operation is among those that the settings ask for.
pub(super) fn keeps_operation(shape: &Shape, settings: &ServiceSettings) -> bool {
    keeps(&shape.traits, settings)
        && settings
            .tags
            .as_ref()
            .is_none_or(|tags| is_tagged(&shape.traits, tags))
}

/// Whether neither a tag nor `@internal` says that something is left out.
fn keeps(traits: &Traits, settings: &ServiceSettings) -> bool {
    (settings.internal || !traits.has("smithy.api#internal"))
        && !is_tagged(traits, &settings.omit_tags)
}

fn is_tagged(traits: &Traits, tags: &[Located<String>]) -> bool {
    tags.iter().any(|tag| has_tag(traits, &tag.value))
}

fn has_tag(traits: &Traits, tag: &str) -> bool {
    let tags = traits.get("smithy.api#tags");
    let mut tags = tags
        .and_then(|found| found.value.as_array())
        .into_iter()
        .flatten();
    tags.any(|found| found.as_str() == Some(tag))
}

/// Every tag that the settings name is one that the model has.
///
/// # Errors
///
/// Each that it has not, at its place in the settings.
pub(super) fn check(model: &Model, settings: &ServiceSettings) -> Result<(), Diagnostics> {
    let mut sink = Sink::new(&settings.source);
    let tags = settings.tags.iter().flatten().chain(&settings.omit_tags);
    for tag in tags {
        let is_there = model.shapes.values().any(|shape| {
            let members = shape.members.values().map(|member| &member.traits);
            std::iter::once(&shape.traits)
                .chain(members)
                .any(|traits| has_tag(traits, &tag.value))
        });
        if !is_there {
            sink.error(
                tag.span,
                format!("nothing in the model has the tag `{}`", tag.value),
                "write the tag as `smithy.api#tags` does",
            );
        }
    }
    sink.finish(())
}
