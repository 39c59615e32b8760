//! How the caller of an operation proves who it is ("Authentication traits" of the specification).

use super::context::Context;
use crate::ast::{Shape, ShapeId, Trait};
use crate::ir::AuthScheme;

/// The schemes of the prelude and of AWS; a model may define others with `smithy.api#authDefinition`.
const SCHEMES: [&str; 7] = [
    "aws.auth#cognitoUserPools",
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];

/// Whether a trait is one of authentication, by its own or by its definition in the model.
pub(super) fn is_scheme(id: &ShapeId, context: &Context<'_>) -> bool {
    SCHEMES.contains(&id.as_str())
        || context
            .model
            .shape(id.as_str())
            .is_some_and(|shape| shape.traits.has("smithy.api#authDefinition"))
}

/// What all operations take that say nothing of their own: what `@auth` lists, in its order, or else each scheme that
/// the service has, in the order of the shape ids.
pub(super) fn of_service(context: &Context<'_>) -> Vec<AuthScheme> {
    let service = context.service;
    if let Some(found) = service.traits.get("smithy.api#auth") {
        return listed(service, found, context);
    }
    let mut schemes: Vec<(&ShapeId, &Trait)> = service
        .traits
        .iter()
        .filter(|(id, _)| is_scheme(id, context))
        .collect();
    schemes.sort_by_key(|(id, _)| *id);
    let schemes = schemes.into_iter();
    schemes
        .map(|(id, found)| scheme(id.as_str(), found, context))
        .collect()
}

/// What an operation takes, where that is not what the service says.
pub(super) fn of_operation(
    operation: &Shape,
    of_service: &[AuthScheme],
    context: &Context<'_>,
) -> Option<Vec<AuthScheme>> {
    let mut schemes = match operation.traits.get("smithy.api#auth") {
        Some(found) => listed(operation, found, context),
        None => of_service.to_vec(),
    };
    // Where nobody is asked anything, there is nothing to leave out.
    if operation.traits.has("smithy.api#optionalAuth") && !schemes.is_empty() {
        schemes.push(AuthScheme::Anonymous);
    }
    (schemes != of_service).then_some(schemes)
}

/// The schemes that `@auth` lists, each of which the service must have.
fn listed(shape: &Shape, found: &Trait, context: &Context<'_>) -> Vec<AuthScheme> {
    let mut schemes = Vec::new();
    for id in found.value.as_array().into_iter().flatten() {
        let id = id.as_str().unwrap_or_default();
        match context.service.traits.get(id) {
            Some(found) => schemes.push(scheme(id, found, context)),
            None => {
                let message = format!(
                    "`{}` takes `{id}`, which the service does not have",
                    shape.id
                );
                let help = "apply the trait to the service, or take it from the list";
                context.error(found.span, message, help);
            }
        }
    }
    schemes
}

fn scheme(id: &str, found: &Trait, context: &Context<'_>) -> AuthScheme {
    let text = |key: &str| {
        let value = found.value.get(key).and_then(|value| value.as_str());
        value.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let required = |key: &str| {
        text(key).unwrap_or_else(|| {
            let message = format!("`{id}` has no `{key}`");
            context.error(found.span, message, "write it; the trait requires it");
            String::new()
        })
    };
    match id {
        "aws.auth#sigv4" => AuthScheme::SigV4(required("name")),
        "smithy.api#httpBearerAuth" => AuthScheme::Bearer,
        "smithy.api#httpApiKeyAuth" => match text("in").as_deref() {
            Some("query") => AuthScheme::ApiKeyQuery(required("name")),
            Some("header") => AuthScheme::ApiKeyHeader {
                name: header_name(required("name"), found, context),
                scheme: text("scheme"),
            },
            _ => {
                let message = "an API key stands neither in a header nor in the query";
                context.error(
                    found.span,
                    message,
                    "`in` must be `header` or `query`; write one of them",
                );
                AuthScheme::Unknown(id.to_owned())
            }
        },
        _ => AuthScheme::Unknown(id.to_owned()),
    }
}

/// A header's name, in lower case as the runtime compares it.
fn header_name(name: String, found: &Trait, context: &Context<'_>) -> String {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !name.bytes().all(is_token) {
        let message = format!("`{name}` is no name of a header");
        context.error(found.span, message, "write letters, digits and hyphens");
    }
    name.to_ascii_lowercase()
}
