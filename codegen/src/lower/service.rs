//! The service: its names and the errors by which the runtime answers.

use super::context::Context;
use super::{documentation, field, structure};
use crate::ast::{Member, Shape, ShapeId, ShapeKind};
use crate::diagnostic::Span;
use crate::ir::{AuthScheme, ErrorSpec, FieldList, Service};
use crate::settings::Located;

/// The service of the package.
pub(super) fn lower(auth: Vec<AuthScheme>, context: &Context<'_>) -> Service {
    let shape = context.service;
    let version = match &shape.kind {
        ShapeKind::Service(service) => service.version.clone(),
        _ => String::new(),
    };
    let settings = context.settings;
    Service {
        id: shape.id.to_string(),
        shape_name: shape.id.name().to_owned(),
        trait_name: match settings.rename.get(shape.id.as_str()) {
            Some(new) => new.value.clone(),
            None => context.names().service_trait(shape),
        },
        version,
        auth,
        docs: documentation::of_service(shape, context),
        malformed: error(
            first(settings.malformed_error.as_ref(), context),
            ErrorSpec::malformed(),
            context,
        ),
        invalid: error(
            first(settings.invalid_error.as_ref(), context).or_else(|| validation_error(context)),
            ErrorSpec::invalid(),
            context,
        ),
        internal: error(
            settings
                .internal_error
                .as_ref()
                .and_then(|name| named(&name.value, name.span, context)),
            ErrorSpec::internal(),
            context,
        ),
    }
}

/// What an operation answers that does not list the first of the errors which the settings name, but another.
pub(super) fn answer_of(
    operation: &[ShapeId],
    names: Option<&Located<Vec<String>>>,
    context: &Context<'_>,
) -> Option<ErrorSpec> {
    let mut names = names?.value.iter();
    let listed = |name: &String| {
        let shape = errors(context).find(|shape| is_called(shape, name))?;
        operation.contains(&shape.id).then_some(shape)
    };
    // The first is what the whole service answers.
    if names.next().and_then(listed).is_some() {
        return None;
    }
    let own = names.find_map(listed)?;
    Some(error(Some(own), ErrorSpec::invalid(), context))
}

/// The first of the errors that the settings name. All of them must be there.
fn first<'m>(names: Option<&Located<Vec<String>>>, context: &Context<'m>) -> Option<&'m Shape> {
    let names = names?;
    if names.value.is_empty() {
        let help = "name an error, or leave the key out";
        context.error_in_settings(
            names.span,
            "the settings name no error here".to_owned(),
            help,
        );
    }
    let found: Vec<_> = names
        .value
        .iter()
        .map(|name| named(name, names.span, context))
        .collect();
    found.into_iter().next().flatten()
}

/// The error that the settings name.
fn named<'m>(name: &str, span: Span, context: &Context<'m>) -> Option<&'m Shape> {
    let found = errors(context).find(|shape| is_called(shape, name));
    if found.is_none() {
        let message = format!("the settings name `{name}`, which no operation lists as an error");
        let help = "name an error of the service's operations";
        context.error_in_settings(span, message, help);
    }
    found
}

fn is_called(shape: &Shape, name: &str) -> bool {
    shape.id.name() == name || shape.id.as_str() == name
}

/// The error that the model itself marks as the answer to what breaks a constraint, with a trait of smithy-rs
/// ("Custom validation exceptions" of its server guide).
fn validation_error<'m>(context: &Context<'m>) -> Option<&'m Shape> {
    errors(context).find(|shape| shape.traits.has(&marker("Exception")))
}

fn errors<'c, 'm>(context: &'c Context<'m>) -> impl Iterator<Item = &'m Shape> + use<'c, 'm> {
    let model = context.model;
    context
        .errors
        .iter()
        .filter_map(move |id| model.shape(id.as_str()))
}

fn error(shape: Option<&Shape>, otherwise: ErrorSpec, context: &Context<'_>) -> ErrorSpec {
    let Some(shape) = shape else { return otherwise };
    let message = shape
        .members
        .iter()
        .find(|(name, member)| is_message(name, member));
    ErrorSpec {
        name: shape.id.name().to_owned(),
        status: structure::status(shape, context),
        message: message.map_or_else(
            || "message".to_owned(),
            |(name, member)| field::json_name(name, member),
        ),
        field_list: field_list(shape, context),
        members: required_members(shape, context),
    }
}

fn is_message(name: &str, member: &Member) -> bool {
    name.eq_ignore_ascii_case("message") || member.traits.has(&marker("Message"))
}

/// What else must be there: members with a default that is a text. Of all others the runtime would not know what to
/// write.
fn required_members(shape: &Shape, context: &Context<'_>) -> Vec<(String, String)> {
    let mut members = Vec::new();
    for (name, member) in &shape.members {
        if is_message(name, member) || !member.traits.has("smithy.api#required") {
            continue;
        }
        let default = member.traits.get("smithy.api#default");
        match default.and_then(|found| found.value.as_str()) {
            Some(text) => members.push((field::json_name(name, member), text.to_owned())),
            None => {
                let message = format!(
                    "`{}` requires `{name}`, so the runtime cannot answer with it",
                    shape.id
                );
                let help = "name an error in the settings that requires its message alone";
                context.error(member.span, message, help);
            }
        }
    }
    members
}

/// The names under which the model wants to see each violation, where it marks them.
fn field_list(shape: &Shape, context: &Context<'_>) -> Option<FieldList> {
    let marked = |shape: &Shape, what: &str| {
        let mut members = shape.members.iter();
        let found = members.find(|(_, member)| member.traits.has(&marker(what)))?;
        Some((field::json_name(found.0, found.1), found.1.clone()))
    };
    let (name, list) = marked(shape, "FieldList")?;
    let element = context.target(context.target(&list).members.get("member")?);
    let key = |what| marked(element, what).map(|(name, _)| name);
    Some(FieldList {
        name,
        path: key("FieldName"),
        message: key("FieldMessage"),
    })
}

/// The trait of smithy-rs that marks a part of a custom validation error.
fn marker(part: &str) -> String {
    format!("smithy.framework.rust#validation{part}")
}
