//! The traits that are understood, and those that change nothing on the wire; any other stops the run.

#[cfg(test)]
mod tests;

use super::auth;
use super::context::Context;
use crate::ast::{ShapeId, Traits};
use crate::diagnostic::Span;

/// Traits that lowering reads.
const UNDERSTOOD: &[&str] = &[
    "aws.auth#unsignedPayload",
    "aws.protocols#restJson1",
    "smithy.api#auth",
    "smithy.api#clientOptional",
    "smithy.api#default",
    "smithy.api#deprecated",
    "smithy.api#documentation",
    "smithy.api#enumValue",
    "smithy.api#endpoint",
    "smithy.api#error",
    "smithy.api#examples",
    "smithy.api#hostLabel",
    "smithy.api#http",
    "smithy.api#httpChecksumRequired",
    "smithy.api#httpError",
    "smithy.api#httpHeader",
    "smithy.api#httpLabel",
    "smithy.api#httpPayload",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpQuery",
    "smithy.api#httpQueryParams",
    "smithy.api#httpResponseCode",
    "smithy.api#idempotencyToken",
    "smithy.api#internal",
    "smithy.api#jsonName",
    "smithy.api#length",
    "smithy.api#mediaType",
    "smithy.api#optionalAuth",
    "smithy.api#paginated",
    "smithy.api#pattern",
    "smithy.api#range",
    "smithy.api#requestCompression",
    "smithy.api#required",
    "smithy.api#requiresLength",
    "smithy.api#sensitive",
    "smithy.api#sparse",
    "smithy.api#streaming",
    "smithy.api#tags",
    "smithy.api#timestampFormat",
    "smithy.api#uniqueItems",
    "smithy.framework.rust#validationException",
    "smithy.framework.rust#validationFieldList",
    "smithy.framework.rust#validationFieldMessage",
    "smithy.framework.rust#validationFieldName",
    "smithy.framework.rust#validationMessage",
    "smithy.waiters#waitable",
];

const DISCOVERY: &str = "which endpoint a client finds by asking; ours is given one";
const EVENTS: &str = "counts in event streams alone, which are refused by themselves";
const OTHER_PROTOCOL: &str = "another protocol, which a service may speak beside restJson1";

/// Traits that change nothing on the wire, and why.
const WITHOUT_EFFECT: &[(&str, &str)] = &[
    ("aws.api#arn", "how a resource is named in other services"),
    ("aws.api#arnReference", "what a string refers to"),
    (
        "aws.api#awsChunked",
        "a way to send a stream that a client may choose",
    ),
    ("aws.api#clientDiscoveredEndpoint", DISCOVERY),
    ("aws.api#clientEndpointDiscovery", DISCOVERY),
    ("aws.api#clientEndpointDiscoveryId", DISCOVERY),
    (
        "aws.api#controlPlane",
        "a class of operations for documentation",
    ),
    ("aws.api#data", "a class of data for documentation"),
    (
        "aws.api#dataPlane",
        "a class of operations for documentation",
    ),
    (
        "aws.api#service",
        "names of the service in other tools; its sdkId names the trait",
    ),
    ("aws.api#tagEnabled", "that resources can have tags"),
    ("aws.api#taggable", "how a resource gets its tags"),
    (
        "aws.auth#cognitoUserPoolsScopes",
        "what a token must allow, in a scheme that is not spoken",
    ),
    ("aws.customizations#s3UnwrappedXmlOutput", "another format"),
    ("aws.iam#actionName", "documentation of policies"),
    (
        "aws.iam#actionPermissionDescription",
        "documentation of policies",
    ),
    ("aws.iam#conditionKeyValue", "documentation of policies"),
    ("aws.iam#conditionKeys", "documentation of policies"),
    ("aws.iam#defineConditionKeys", "documentation of policies"),
    (
        "aws.iam#disableConditionKeyInference",
        "documentation of policies",
    ),
    ("aws.iam#iamAction", "documentation of policies"),
    ("aws.iam#iamResource", "documentation of policies"),
    ("aws.iam#requiredActions", "documentation of policies"),
    (
        "aws.iam#serviceResolvedConditionKeys",
        "documentation of policies",
    ),
    (
        "aws.iam#supportedPrincipalTypes",
        "documentation of policies",
    ),
    ("aws.protocols#awsJson1_0", OTHER_PROTOCOL),
    ("aws.protocols#awsJson1_1", OTHER_PROTOCOL),
    ("aws.protocols#awsQuery", OTHER_PROTOCOL),
    ("aws.protocols#awsQueryCompatible", OTHER_PROTOCOL),
    (
        "aws.protocols#awsQueryError",
        "names of errors in another protocol",
    ),
    ("aws.protocols#ec2Query", OTHER_PROTOCOL),
    (
        "aws.protocols#ec2QueryName",
        "names of members in another protocol",
    ),
    ("aws.protocols#restXml", OTHER_PROTOCOL),
    (
        "smithy.api#addedDefault",
        "when a default came; it counts all the same",
    ),
    ("smithy.api#authDefinition", "defines a trait"),
    ("smithy.api#cfnResource", "names in another tool"),
    (
        "smithy.api#cors",
        "what a browser may read; the author of a server adds a layer for it",
    ),
    ("smithy.api#eventHeader", EVENTS),
    ("smithy.api#eventPayload", EVENTS),
    ("smithy.api#externalDocumentation", "documentation"),
    ("smithy.api#idRef", "defines traits"),
    ("smithy.api#idempotent", "a promise about the handler"),
    (
        "smithy.api#input",
        "a structure is an input because an operation names it; required members stay required, on both sides",
    ),
    (
        "smithy.api#output",
        "a structure is an output because an operation names it",
    ),
    (
        "smithy.api#unitType",
        "marks the unit shape, which is known by its name",
    ),
    (
        "smithy.api#longPoll",
        "how long a client should wait; its timeouts are the program's",
    ),
    (
        "smithy.api#metadata",
        "defines a key of the model's metadata",
    ),
    ("smithy.api#mixin", "mixins are in their shapes by now"),
    (
        "smithy.api#nestedProperties",
        "which members are a resource's properties",
    ),
    ("smithy.api#noReplace", "a promise about the handler"),
    (
        "smithy.api#notProperty",
        "which members are a resource's properties",
    ),
    (
        "smithy.api#private",
        "who may refer to a shape in the model",
    ),
    (
        "smithy.api#property",
        "which members are a resource's properties",
    ),
    ("smithy.api#protocolDefinition", "defines a trait"),
    ("smithy.api#readonly", "a promise about the handler"),
    ("smithy.api#recommended", "advice to users"),
    ("smithy.api#references", "what an identifier refers to"),
    ("smithy.api#resourceIdentifier", "what a member identifies"),
    (
        "smithy.api#retryable",
        "whether a client may try again; what a call sends is the same",
    ),
    ("smithy.api#since", "documentation"),
    ("smithy.api#suppress", "silences the official validator"),
    ("smithy.api#title", "documentation"),
    ("smithy.api#trait", "defines a trait"),
    ("smithy.api#traitValidators", "defines a trait"),
    ("smithy.api#unstable", "documentation"),
    ("smithy.api#xmlAttribute", "another format"),
    ("smithy.api#xmlFlattened", "another format"),
    ("smithy.api#xmlName", "another format"),
    ("smithy.api#xmlNamespace", "another format"),
    ("smithy.protocols#rpcv2Cbor", OTHER_PROTOCOL),
    ("smithy.protocols#rpcv2Json", OTHER_PROTOCOL),
    ("smithy.test#eventStreamTests", "cases for tests"),
    ("smithy.test#httpMalformedRequestTests", "cases for tests"),
    ("smithy.test#httpRequestTests", "cases for tests"),
    ("smithy.test#httpResponseTests", "cases for tests"),
    ("smithy.test#smokeTests", "cases for tests"),
];

/// Namespaces whose traits are data for other tools.
const OTHER_TOOLS: &[(&str, &str)] = &[
    ("aws.apigateway", "how a gateway passes requests on"),
    ("aws.cloudformation", "names of resources in templates"),
    (
        "aws.endpoints",
        "rules for a client's choice of an endpoint; ours is given one",
    ),
    ("smithy.contracts", "what the tests of a model check"),
    (
        "smithy.openapi",
        "a translation to another language of models",
    ),
    (
        "smithy.rules",
        "rules for a client's choice of an endpoint; ours is given one",
    ),
];

/// Notes an error for each trait that would be dropped in silence.
pub(super) fn check(context: &Context<'_>) {
    check_traits(
        &context.service.id,
        None,
        context.service.span,
        &context.service.traits,
        context,
    );
    let operations = context.operations.keys();
    for shape in operations
        .chain(&context.reached)
        .filter_map(|id| context.model.shape(id.as_str()))
    {
        check_traits(&shape.id, None, shape.span, &shape.traits, context);
        for (name, member) in &shape.members {
            check_traits(&shape.id, Some(name), member.span, &member.traits, context);
        }
    }
    if !context.service.traits.has("aws.protocols#restJson1") {
        let help = "add `aws.protocols#restJson1`; other protocols are not supported yet";
        context.error(
            context.service.span,
            format!("`{}` does not speak restJson1", context.service.id),
            help,
        );
    }
}

/// Whether the service, or any of its shapes and members that are generated, is deprecated.
pub(super) fn has_deprecated(context: &Context<'_>) -> bool {
    let is_deprecated = |traits: &Traits| traits.has("smithy.api#deprecated");
    let operations = context.operations.keys();
    let shapes = operations
        .chain(&context.reached)
        .filter_map(|id| context.model.shape(id.as_str()));
    is_deprecated(&context.service.traits)
        || shapes.into_iter().any(|shape| {
            is_deprecated(&shape.traits)
                || shape
                    .members
                    .values()
                    .any(|member| is_deprecated(&member.traits))
        })
}

fn check_traits(
    shape: &ShapeId,
    member: Option<&str>,
    span: Span,
    traits: &Traits,
    context: &Context<'_>,
) {
    for (id, found) in traits.iter() {
        if !is_known(id, context) {
            let span = if found.span == Span::default() {
                span
            } else {
                found.span
            };
            let owner = member.map_or_else(|| shape.to_string(), |name| shape.member(name));
            let help = context.help_to_omit(shape);
            context.error(
                span,
                format!("the trait `{id}` of `{owner}` is not supported"),
                &*help,
            );
        }
    }
}

fn is_known(id: &ShapeId, context: &Context<'_>) -> bool {
    UNDERSTOOD.contains(&id.as_str())
        || auth::is_scheme(id, context)
        || WITHOUT_EFFECT
            .iter()
            .any(|(known, _)| *known == id.as_str())
        || OTHER_TOOLS
            .iter()
            .any(|(namespace, _)| *namespace == id.namespace())
}
