//! The service: its names and the errors by which the runtime answers.

use super::context::Context;
use super::{documentation, field, structure};
use crate::ast::{Shape, ShapeKind};
use crate::ir::{ErrorSpec, Service};
use crate::settings::Located;

/// The service of the package.
pub(super) fn lower(context: &Context<'_>) -> Service {
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
        docs: documentation::lower(&shape.traits),
        malformed: error(
            settings.malformed_error.as_ref(),
            protocol("SerializationException", 400),
            context,
        ),
        invalid: error(
            settings.invalid_error.as_ref(),
            ErrorSpec {
                field_list: true,
                ..protocol("ValidationException", 400)
            },
            context,
        ),
        internal: error(
            settings.internal_error.as_ref(),
            protocol("InternalFailureException", 500),
            context,
        ),
    }
}

/// An error of the protocol, for services that name none of their own.
fn protocol(name: &str, status: u16) -> ErrorSpec {
    ErrorSpec {
        name: name.to_owned(),
        status,
        message: "message".to_owned(),
        field_list: false,
    }
}

fn error(
    named: Option<&Located<String>>,
    otherwise: ErrorSpec,
    context: &Context<'_>,
) -> ErrorSpec {
    let Some(named) = named else { return otherwise };
    let found = context
        .errors
        .iter()
        .filter(|id| id.name() == named.value || id.as_str() == named.value);
    let Some(shape) = found
        .filter_map(|id| context.model.shape(id.as_str()))
        .next()
    else {
        let message = format!(
            "the settings name `{}`, which no operation lists as an error",
            named.value
        );
        context.error_in_settings(
            named.span,
            message,
            "name an error of the service's operations",
        );
        return otherwise;
    };
    let status = structure::status(shape, context);
    ErrorSpec {
        name: shape.id.name().to_owned(),
        status,
        message: message_key(shape, context),
        field_list: false,
    }
}

/// The key of the message; nothing else may be required, because the runtime would not know what to write.
fn message_key(shape: &Shape, context: &Context<'_>) -> String {
    let is_message = |name: &str| name.eq_ignore_ascii_case("message");
    for (name, member) in &shape.members {
        if !is_message(name) && member.traits.has("smithy.api#required") {
            let message = format!(
                "`{}` requires `{name}`, so the runtime cannot answer with it",
                shape.id
            );
            context.error(
                member.span,
                message,
                "name an error in the settings that requires its message alone",
            );
        }
    }
    let found = shape.members.iter().find(|(name, _)| is_message(name));
    found.map_or_else(
        || "message".to_owned(),
        |(name, member)| field::json_name(name, member),
    )
}
