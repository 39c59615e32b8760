//! What a member holds: the type in Rust, down to elements and entries.

use super::constraint;
use super::context::Context;
use super::recursion;
use crate::ast::{Member, Shape, ShapeKind, Traits};
use crate::ir::{Kind, Simple, TimestampFormat, Value};

/// Where a value stands, which decides the default form of timestamps ("Timestamp formats" of each binding trait).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// In a JSON body.
    Body,
    /// In a header.
    Header,
    /// In the path or the query.
    Uri,
}

/// What a value is lowered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usage {
    /// Where it stands.
    pub(super) stand: Stand,
    /// Whether a server checks it: it is read from a request, not from an answer.
    pub(super) is_checked: bool,
}

impl Usage {
    /// As a member of a shape that a JSON body holds. A shape that only stands for a whole message has no such form.
    pub(super) fn nested(holder: &Shape, context: &Context<'_>) -> Self {
        let is_checked =
            context.nested.contains(&holder.id) && context.read_by_server.contains(&holder.id);
        Self {
            stand: Stand::Body,
            is_checked,
        }
    }
}

/// The value of a member of `holder`.
pub(super) fn of_member(
    holder: &Shape,
    name: &str,
    member: &Member,
    usage: Usage,
    context: &Context<'_>,
) -> Value {
    let target = context.target(member);
    if target.id.as_str() == "smithy.api#Unit" {
        let message = format!("`{}` holds the unit shape", holder.id.member(name));
        context.error(
            member.span,
            message,
            "only members of unions and operations can",
        );
    }
    let kind = match &target.kind {
        ShapeKind::Structure | ShapeKind::Union => Kind::Shape {
            name: context.type_name(&target.id),
            is_union: target.kind == ShapeKind::Union,
            boxed: is_direct(holder) && recursion::is_boxed(context.model, &holder.id, member),
        },
        _ => kind(target, &member.traits, usage, context),
    };
    // A stream is not there to be checked before the handler runs.
    let constraints = if usage.is_checked && kind != Kind::Stream {
        constraint::of_member(holder, name, member, target, context)
    } else {
        None
    };
    let unique = usage.is_checked
        && target.kind == ShapeKind::List
        && (member.traits.has("smithy.api#uniqueItems")
            || target.traits.has("smithy.api#uniqueItems"));
    Value {
        kind,
        constraints,
        unique,
    }
}

fn is_direct(holder: &Shape) -> bool {
    matches!(holder.kind, ShapeKind::Structure | ShapeKind::Union)
}

fn kind(target: &Shape, traits: &Traits, usage: Usage, context: &Context<'_>) -> Kind {
    let stand = usage.stand;
    let sparse = target.traits.has("smithy.api#sparse");
    let used = |name: &str, usage: Usage| {
        let member = target.members.get(name);
        let value = member.map(|member| of_member(target, name, member, usage, context));
        Box::new(value.unwrap_or(Value {
            kind: Kind::Simple(Simple::Document),
            constraints: None,
            unique: false,
        }))
    };
    let inner = |name: &str| used(name, usage);
    let simple = match &target.kind {
        ShapeKind::List => {
            return Kind::List {
                element: inner("member"),
                sparse,
            };
        }
        ShapeKind::Map => {
            // A key among headers is the end of a name, which is never base64, whatever its media type.
            let usage = Usage {
                stand: Stand::Body,
                ..usage
            };
            return Kind::Map {
                key: used("key", usage),
                value: inner("value"),
                sparse,
            };
        }
        ShapeKind::Enum => return Kind::Enum(context.type_name(&target.id)),
        ShapeKind::IntEnum => return Kind::IntEnum(context.type_name(&target.id)),
        ShapeKind::Blob if target.traits.has("smithy.api#streaming") => return Kind::Stream,
        ShapeKind::Blob => Simple::Blob,
        ShapeKind::Boolean => Simple::Boolean,
        ShapeKind::Byte => Simple::Byte,
        ShapeKind::Short => Simple::Short,
        ShapeKind::Integer => Simple::Integer,
        ShapeKind::Long => Simple::Long,
        ShapeKind::Float => Simple::Float,
        ShapeKind::Double => Simple::Double,
        ShapeKind::BigInteger => Simple::BigInteger,
        ShapeKind::BigDecimal => Simple::BigDecimal,
        ShapeKind::Timestamp => Simple::Timestamp(timestamp_format(traits, target, stand)),
        ShapeKind::Document => Simple::Document,
        ShapeKind::String
            if stand == Stand::Header && has(traits, target, "smithy.api#mediaType") =>
        {
            Simple::MediaTypeString
        }
        // The loader refuses members that hold operations, resources or services.
        _ => Simple::String,
    };
    Kind::Simple(simple)
}

fn has(traits: &Traits, target: &Shape, id: &str) -> bool {
    traits.has(id) || target.traits.has(id)
}

fn timestamp_format(traits: &Traits, target: &Shape, stand: Stand) -> TimestampFormat {
    let named = [traits, &target.traits]
        .into_iter()
        .find_map(|traits| traits.get("smithy.api#timestampFormat"));
    match named.and_then(|found| found.value.as_str()) {
        Some("epoch-seconds") => TimestampFormat::EpochSeconds,
        Some("date-time") => TimestampFormat::DateTime,
        Some("http-date") => TimestampFormat::HttpDate,
        _ => match stand {
            Stand::Body => TimestampFormat::EpochSeconds,
            Stand::Header => TimestampFormat::HttpDate,
            Stand::Uri => TimestampFormat::DateTime,
        },
    }
}
