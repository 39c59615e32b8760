//! Decides everything: which shapes are there, what they are called, what can be absent, where it stands in HTTP.
//!
//! A model goes in, the intermediate representation comes out, sorted, with nothing left for emitters to decide.

mod auth;
mod compression;
mod constant;
mod constraint;
mod context;
mod customization;
mod default;
mod documentation;
mod endpoint;
mod enumeration;
mod example;
mod field;
mod filter;
mod jmespath;
mod naming;
mod operation;
mod paginated;
mod placement;
mod recursion;
mod route;
mod selection;
mod service;
mod stream;
mod structure;
mod traits;
mod union;
mod value;
mod waitable;

use crate::ast::{Model, ShapeKind};
use crate::diagnostic::Diagnostics;
use crate::ir::{Completeness, ErrorShape, Openness, Package, Shape};
use crate::settings::{ServiceSettings, Types};
use context::Context;
use filter::Filtered;

/// Lowers the service that the settings name.
///
/// # Errors
///
/// Everything in the model that cannot be generated, each with its place and what to do.
pub(crate) fn lower(
    model: &Model,
    settings: &ServiceSettings,
    model_file: &str,
) -> Result<Package, Diagnostics> {
    filter::check(model, settings)?;
    let filtered = filter::members(model, settings);
    let kept = filtered.as_ref().map(|filtered| &filtered.model);
    let context = Context::new(model, kept, settings)?;
    filter::check_unions(filtered.as_ref(), &context);
    traits::check(&context);
    selection::check_renames(&context);
    stream::check(&context);
    let auth = auth::of_service(&context);
    let operations = operation::all(&auth, &context);
    route::check(&operations, &context);
    waitable::check(&operations, &context);
    let shapes = shapes(&context);
    let errors = errors(&context);
    let service = service::lower(auth, &context);
    let package = Package {
        name: settings.name.clone(),
        model_file: model_file.to_owned(),
        service,
        operations,
        shapes,
        errors,
        constraints: context.constraints(),
        left_out: context.left_out.clone(),
        members_left_out: members_left_out(filtered.as_ref(), &context),
        openness: match settings.types {
            Types::Closed => Openness::Closed,
            Types::Open => Openness::Open,
        },
        completeness: if settings.partial_server {
            Completeness::Partial
        } else {
            Completeness::Whole
        },
        has_deprecated: traits::has_deprecated(&context),
    };
    context.finish(package)
}

/// The members that the settings leave out of the shapes that are generated.
fn members_left_out(filtered: Option<&Filtered>, context: &Context<'_>) -> Vec<String> {
    let members = filtered.into_iter().flat_map(|filtered| &filtered.members);
    members
        .filter(|(shape, _)| context.reached.contains(shape))
        .map(|(shape, member)| format!("{}${member}", shape.name()))
        .collect()
}

/// The named types that are nested in others, sorted by name.
fn shapes(context: &Context<'_>) -> Vec<Shape> {
    let mut shapes: Vec<(String, Shape)> = context
        .nested
        .union(&context.shared)
        .filter_map(|id| context.model.shape(id.as_str()))
        .filter(|shape| !context.errors.contains(&shape.id))
        .filter_map(|shape| {
            let lowered = match &shape.kind {
                ShapeKind::Structure => Shape::Structure(structure::lower(shape, context)),
                ShapeKind::Union => Shape::Union(union::lower(shape, context)),
                ShapeKind::Enum => Shape::Enum(enumeration::string(shape, context)),
                ShapeKind::IntEnum => Shape::IntEnum(enumeration::integer(shape, context)),
                _ => return None,
            };
            Some((context.type_name(&shape.id), lowered))
        })
        .collect();
    shapes.sort_by(|(a, _), (b, _)| a.cmp(b));
    shapes.into_iter().map(|(_, shape)| shape).collect()
}

/// The modeled errors, sorted by name.
fn errors(context: &Context<'_>) -> Vec<ErrorShape> {
    let mut errors: Vec<ErrorShape> = context
        .errors
        .iter()
        .filter_map(|id| context.model.shape(id.as_str()))
        .map(|shape| structure::error(shape, context))
        .collect();
    errors.sort_by(|a, b| a.structure.name.cmp(&b.structure.name));
    errors
}
