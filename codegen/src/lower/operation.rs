//! Operations: their messages, and where each member stands in HTTP.

use super::context::Context;
use super::value::{self, Stand, Usage};
use super::{
    auth, compression, customization, documentation, endpoint, example, paginated, placement,
    route, service, stream, structure, waitable,
};
use crate::ast::{self, Member, Shape, ShapeId, ShapeKind, Traits};
use crate::ir::{
    AuthScheme, Binding, BodyKind, Checksum, Home, Http, Message, Operation, OperationError, Place,
    Segment,
};
use crate::settings::EmptyOutput;

/// All operations that are generated, sorted by name.
pub(super) fn all(auth: &[AuthScheme], context: &Context<'_>) -> Vec<Operation> {
    let mut operations: Vec<Operation> = context
        .operations
        .iter()
        .filter_map(|(id, operation)| one(id, operation, auth, context))
        .collect();
    operations.sort_by(|a, b| a.name.cmp(&b.name));
    operations
}

fn one(
    id: &ShapeId,
    operation: &ast::Operation,
    auth: &[AuthScheme],
    context: &Context<'_>,
) -> Option<Operation> {
    let shape = context.model.shape(id.as_str())?;
    let Some(binding) = shape.traits.get("smithy.api#http") else {
        let message = format!("`{id}` has no `smithy.api#http`, which restJson1 needs");
        context.error(shape.span, message, &*context.help_to_omit(id));
        return None;
    };
    let mut input = message(id, &operation.input, Direction::Request, context);
    let output = message(id, &operation.output, Direction::Response, context);
    let (segments, query) = route::parse(binding, context);
    in_order_of_path(&mut input, &segments);
    route::check_labels(
        shape,
        &segments,
        context.model.shape(operation.input.as_str()),
        context,
    );
    let mut errors: Vec<OperationError> = operation
        .errors
        .iter()
        .map(|error| self::error(error, &operation.errors, context))
        .collect();
    errors.sort();
    let method = binding
        .value
        .get("method")
        .and_then(|value| value.as_str())
        .unwrap_or_default();
    if method.is_empty() || !method.bytes().all(|byte| byte.is_ascii_uppercase()) {
        context.error(
            binding.span,
            format!("`{method}` is not a method of HTTP"),
            "methods are in upper case",
        );
    }
    let mut docs = documentation::lower(&shape.traits);
    example::add(&mut docs, &shape.traits, context);
    Some(Operation {
        name: id.name().to_owned(),
        marker: context.type_name(id),
        module: context.names().module(id),
        function: context.names().function(id),
        docs,
        http: Http {
            method: method.to_owned(),
            segments,
            query,
            status: success(binding, context),
            has_status_member: output
                .bindings
                .iter()
                .any(|binding| binding.place == Place::Status),
            empty_labels: customization::empty_labels(&input, context),
            request_body: request_body(&operation.input, &input, context),
            response_body: response_body(&operation.output, &output, context),
            host_prefix: endpoint::lower(shape, &operation.input, context),
            headers: customization::headers(context),
            gzip: compression::gzip(shape, &input, context),
            checksum: customization::checksum(&input, context).unwrap_or(
                if shape.traits.has("smithy.api#httpChecksumRequired") {
                    Checksum::ContentMd5
                } else {
                    Checksum::None
                },
            ),
        },
        auth: auth::of_operation(shape, auth, context),
        pagination: paginated::lower(shape, operation, &input, context),
        waiters: waitable::lower(shape, operation, &input, context),
        unsigned_payload: shape.traits.has("aws.auth#unsignedPayload"),
        malformed: service::answer_of(
            &operation.errors,
            context.settings.malformed_error.as_ref(),
            context,
        ),
        invalid: service::answer_of(
            &operation.errors,
            context.settings.invalid_error.as_ref(),
            context,
        ),
        input,
        output,
        error_name: context.names().of_operation(id, "Error"),
        errors,
    })
}

/// Puts the labels into the order of the path, which they are told in if something is wrong with several.
fn in_order_of_path(input: &mut Message, segments: &[Segment]) {
    let fields = &input.structure.fields;
    let place_in_path = |binding: &Binding| {
        let name = &fields.get(binding.field)?.member;
        segments.iter().position(|segment| match segment {
            Segment::Label(label) | Segment::Greedy(label) => label == name,
            Segment::Literal(_) => false,
        })
    };
    input.bindings.sort_by_key(|binding| {
        let label = (binding.place == Place::Label).then(|| place_in_path(binding));
        (binding.place.order(), label)
    });
}

/// The variant is called as the type, except where that is the name of the variant for all other errors: then it is
/// the first of `UnhandledError`, `UnhandledErrorError` and so on that no other error of the operation has.
fn error(id: &ShapeId, all: &[ShapeId], context: &Context<'_>) -> OperationError {
    let shape = context.type_name(id);
    let mut variant = shape.clone();
    if shape == "Unhandled" {
        let others: Vec<String> = all.iter().map(|other| context.type_name(other)).collect();
        while others.contains(&variant) {
            variant.push_str("Error");
        }
    }
    OperationError {
        shape,
        variant,
        wire_name: id.name().to_owned(),
    }
}

fn success(binding: &ast::Trait, context: &Context<'_>) -> u16 {
    match binding.value.get("code") {
        None => 200,
        Some(code) => match code.as_u64().and_then(|code| u16::try_from(code).ok()) {
            Some(code @ 200..=599) => code,
            _ => {
                context.error(
                    binding.span,
                    format!("{code} is not a status of a success"),
                    "use one from 200 to 599",
                );
                200
            }
        },
    }
}

/// Which way a message goes; each has binding traits that the other ignores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the server, which checks it.
    Request,
    /// To the client.
    Response,
}

fn message(
    operation: &ShapeId,
    id: &ShapeId,
    direction: Direction,
    context: &Context<'_>,
) -> Message {
    match context
        .model
        .shape(id.as_str())
        .filter(|_| id.as_str() != "smithy.api#Unit")
    {
        None => Message {
            structure: structure::empty(operation, direction, context),
            home: Home::Operation,
            bindings: Vec::new(),
            host_labels: Vec::new(),
            is_shared: false,
        },
        Some(shape) => {
            let has_own_file = context.shared.contains(id) || context.nested.contains(id);
            Message {
                structure: structure::lower(shape, context),
                home: if has_own_file {
                    Home::Shape
                } else {
                    Home::Operation
                },
                bindings: bindings(shape, direction, context),
                host_labels: match direction {
                    Direction::Request => endpoint::host_labels(shape),
                    Direction::Response => Vec::new(),
                },
                is_shared: context.shared.contains(id),
            }
        }
    }
}

/// Where each member of an input, output or error stands ("HTTP binding traits" of the specification).
pub(super) fn bindings(shape: &Shape, direction: Direction, context: &Context<'_>) -> Vec<Binding> {
    let members = shape.members.iter().enumerate();
    let bindings: Vec<Binding> = members
        .map(|(field, (name, member))| {
            let place = place(member, direction, context);
            let stand = match place {
                Place::Header(_) | Place::PrefixHeaders(_) => Stand::Header,
                Place::Label | Place::Query(_) | Place::QueryParams => Stand::Uri,
                Place::Status | Place::Payload | Place::Body => Stand::Body,
            };
            let usage = Usage {
                stand,
                is_checked: direction == Direction::Request,
            };
            Binding {
                field,
                place,
                value: value::of_member(shape, name, member, usage, context),
            }
        })
        .collect();
    placement::check(shape, &bindings, context);
    let mut bindings = bindings;
    // A message is read from its front to its end, so that what is wrong with it is told in that order.
    bindings.sort_by_key(|binding| binding.place.order());
    bindings
}

fn place(member: &Member, direction: Direction, context: &Context<'_>) -> Place {
    let is_request = direction == Direction::Request;
    let has = |name: &str| member.traits.has(&format!("smithy.api#{name}"));
    let query = text(&member.traits, "httpQuery").filter(|_| is_request);
    let target = context.target(member);
    if has("httpResponseCode") && target.kind != ShapeKind::Integer {
        context.error(
            member.span,
            format!("a status is an integer, not {}", target.kind.phrase()),
            None,
        );
    }
    if is_request && has("httpLabel") {
        Place::Label
    } else if let Some(name) = query {
        Place::Query(name)
    } else if is_request && has("httpQueryParams") {
        Place::QueryParams
    } else if let Some(name) = text(&member.traits, "httpHeader") {
        Place::Header(name)
    } else if let Some(prefix) = text(&member.traits, "httpPrefixHeaders") {
        Place::PrefixHeaders(prefix)
    } else if !is_request && has("httpResponseCode") {
        Place::Status
    } else if has("httpPayload") {
        Place::Payload
    } else {
        Place::Body
    }
}

fn text(traits: &Traits, name: &str) -> Option<String> {
    Some(
        traits
            .get(&format!("smithy.api#{name}"))?
            .value
            .as_str()?
            .to_owned(),
    )
}

fn request_body(id: &ShapeId, message: &Message, context: &Context<'_>) -> BodyKind {
    match body(id, message, context) {
        Some(kind) => kind,
        None if message.structure.fields.is_empty() && id.as_str() != "smithy.api#Unit" => {
            BodyKind::EmptyObject
        }
        None => BodyKind::Empty,
    }
}

/// An output that is a structure is an object, also without members in the body, unless the settings say that this
/// service answers with nothing then; no output is no body.
fn response_body(id: &ShapeId, message: &Message, context: &Context<'_>) -> BodyKind {
    let is_unit = id.as_str() == "smithy.api#Unit";
    body(id, message, context).unwrap_or(
        if is_unit || context.settings.empty_output == EmptyOutput::Nothing {
            BodyKind::Empty
        } else {
            BodyKind::Json
        },
    )
}

/// The body that the members make, if any does.
fn body(id: &ShapeId, message: &Message, context: &Context<'_>) -> Option<BodyKind> {
    let shape = context.model.shape(id.as_str())?;
    if let Some(binding) = message
        .bindings
        .iter()
        .find(|binding| binding.place == Place::Payload)
    {
        let (_, member) = shape.members.get_index(binding.field)?;
        return Some(payload(member, context));
    }
    message
        .bindings
        .iter()
        .any(|binding| binding.place == Place::Body)
        .then_some(BodyKind::Json)
}

fn payload(member: &Member, context: &Context<'_>) -> BodyKind {
    let target = context.target(member);
    let media_type =
        text(&member.traits, "mediaType").or_else(|| text(&target.traits, "mediaType"));
    match target.kind {
        ShapeKind::Blob if stream::is_stream(target) => BodyKind::Stream {
            media_type: media_type.unwrap_or_else(|| "application/octet-stream".to_owned()),
            requires_length: target.traits.has("smithy.api#requiresLength"),
        },
        ShapeKind::Blob => {
            BodyKind::Blob(media_type.unwrap_or_else(|| "application/octet-stream".to_owned()))
        }
        ShapeKind::String | ShapeKind::Enum => {
            BodyKind::Text(media_type.unwrap_or_else(|| "text/plain".to_owned()))
        }
        _ => BodyKind::Json,
    }
}
