//! Which service, and which of its operations.

use std::collections::BTreeMap;

use crate::ast::{Closure, Model, Operation, Shape, ShapeId, ShapeKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Sink};
use crate::settings::{Selection as Asked, ServiceSettings};

use super::context::Context;
use super::filter;

pub(super) struct Selection {
    pub(super) operations: BTreeMap<ShapeId, Operation>,
    pub(super) left_out: Vec<String>,
}

/// The service that the settings name, or the only one of the model.
pub(super) fn service<'m>(
    model: &'m Model,
    settings: &ServiceSettings,
    sink: &mut Sink,
) -> Option<&'m Shape> {
    let services: Vec<&Shape> = model.services().map(|(shape, _)| shape).collect();
    match (&settings.service, services.as_slice()) {
        (Some(named), _) => {
            let found = services
                .iter()
                .copied()
                .find(|shape| shape.id == named.value);
            if found.is_none() {
                let message = format!("the model has no service `{}`", named.value);
                let mut unknown = Sink::new(&settings.source);
                unknown.error(
                    named.span,
                    message,
                    &*format!("it has {}", names(&services)),
                );
                if let Err(diagnostics) = unknown.finish(()) {
                    sink.extend(diagnostics);
                }
            }
            found
        }
        (None, [one]) => Some(one),
        (None, []) => None,
        (None, _) => {
            let names = names(&services);
            sink.error(
                None,
                "the model has several services",
                &*format!("name one with `service` in the settings: {names}"),
            );
            None
        }
    }
}

fn names(services: &[&Shape]) -> String {
    let names: Vec<String> = services
        .iter()
        .map(|shape| format!("`{}`", shape.id))
        .collect();
    names.join(", ")
}

/// The error of a model without a service.
pub(super) fn no_service(model: &Model) -> Diagnostics {
    Diagnostic {
        message: "the model has no service".to_owned(),
        help: Some("crates are made of a service and the operations that it lists".to_owned()),
        span: None,
        source: model.source.clone(),
    }
    .into()
}

/// The operations that the settings ask for.
pub(super) fn operations(
    model: &Model,
    closure: &Closure,
    settings: &ServiceSettings,
    sink: &mut Sink,
) -> Selection {
    let is_asked_for = |id: &ShapeId| {
        let is_named = match &settings.operations {
            Asked::All => true,
            Asked::Only(names) => names.iter().any(|name| is_named(id, &name.value)),
            Asked::Omit(names) => !names.iter().any(|name| is_named(id, &name.value)),
        };
        let shape = model.shape(id.as_str());
        is_named && shape.is_none_or(|shape| filter::keeps_operation(shape, settings))
    };
    if let Asked::Only(names) | Asked::Omit(names) = &settings.operations {
        let mut unknown = Sink::new(&settings.source);
        for name in names.iter().filter(|name| {
            !closure
                .operations
                .keys()
                .any(|id| is_named(id, &name.value))
        }) {
            unknown.error(
                name.span,
                format!("the service has no operation `{}`", name.value),
                None,
            );
        }
        if let Err(diagnostics) = unknown.finish(()) {
            sink.extend(diagnostics);
        }
    }
    if closure.operations.is_empty() {
        sink.error(
            None,
            "the service has no operations",
            "list them in the service or in its resources",
        );
    } else if !closure.operations.keys().any(is_asked_for) {
        let mut nothing = Sink::new(&settings.source);
        nothing.error(
            settings.span,
            "no operation is left to generate",
            "name fewer with `omit`, or loosen `tags`, `omit-tags` or `internal`",
        );
        if let Err(diagnostics) = nothing.finish(()) {
            sink.extend(diagnostics);
        }
    }
    let mut operations = BTreeMap::new();
    let mut left_out = Vec::new();
    for (id, operation) in &closure.operations {
        if is_asked_for(id) {
            operations.insert(id.clone(), operation.clone());
        } else {
            left_out.push(id.name().to_owned());
        }
    }
    left_out.sort();
    Selection {
        operations,
        left_out,
    }
}

/// Every name that the settings give is that of something in the model.
pub(super) fn check_renames(context: &Context<'_>) {
    for (id, new) in &context.settings.rename {
        let (shape, member) = id
            .split_once('$')
            .map_or((id.as_str(), None), |(shape, member)| (shape, Some(member)));
        let found = context.model.shape(shape);
        let is_there = found
            .is_some_and(|shape| member.is_none_or(|member| shape.members.contains_key(member)));
        if !is_there {
            context.error_in_settings(
                new.span,
                format!("the model has no `{id}`"),
                "write the id as the model does",
            );
        }
        let has_variants = found.is_some_and(|shape| {
            matches!(
                shape.kind,
                ShapeKind::Enum | ShapeKind::IntEnum | ShapeKind::Union
            )
        });
        if member.is_some() && has_variants && new.value == "Unknown" {
            context.error_in_settings(
                new.span,
                format!("`{id}` cannot be `Unknown`, the variant for what the model does not list"),
                "give it another name",
            );
        }
    }
}

fn is_named(id: &ShapeId, name: &str) -> bool {
    id.name() == name || id.as_str() == name
}
