//! What may stand where in an HTTP message ("HTTP binding traits" of the specification), and that no two members claim
//! one place.

use std::collections::BTreeMap;

use super::context::Context;
use super::field;
use crate::ast::{Member, Shape};
use crate::ir::{Binding, Kind, Place, Simple};

/// Notes an error for each member that cannot stand where the model binds it.
pub(super) fn check(shape: &Shape, bindings: &[Binding], context: &Context<'_>) {
    let members = || {
        bindings.iter().filter_map(|binding| {
            let (name, member) = shape.members.get_index(binding.field)?;
            Some((binding, name.as_str(), member))
        })
    };
    for (binding, name, member) in members() {
        if !may_stand(&binding.value.kind, &binding.place) {
            let message = format!(
                "`{}` is {}, which cannot stand in {}",
                shape.id.member(name),
                context.target(member).kind.phrase(),
                phrase(&binding.place),
            );
            context.error(
                member.span,
                message,
                "bind it to the body, or give it another type",
            );
        }
    }
    let payload = bindings
        .iter()
        .find(|binding| binding.place == Place::Payload);
    let has_payload = payload.is_some();
    for (binding, name, member) in members() {
        if let Place::Header(header) = &binding.place
            && let Some(why) = framing(header)
        {
            let message = format!(
                "`{}` is bound to the header `{header}`, {why}",
                shape.id.member(name)
            );
            context.error(member.span, message, "bind it to another header");
        }
    }
    let mut claims: BTreeMap<String, &str> = BTreeMap::new();
    for (binding, name, member) in members() {
        if has_payload && binding.place == Place::Body {
            let message = format!(
                "`{}` stands in the body, which another member with `httpPayload` fills",
                shape.id.member(name)
            );
            context.error(
                member.span,
                message,
                "bind it to a header, or put it into the payload's structure",
            );
        }
        let Some(claim) = claim(&binding.place, name, member) else {
            continue;
        };
        if let Some(other) = claims.insert(claim.clone(), name) {
            let message = format!(
                "`{other}` and `{name}` of `{}` both stand in {claim}",
                shape.id
            );
            context.error(member.span, message, "bind one of them elsewhere");
        }
    }
}

/// Why a header is not for a member to write, if it frames the message. `Content-Length` may be read by any; it is written
/// where the body does not say it: of a stream, and of the answer to `HEAD`.
fn framing(header: &str) -> Option<&'static str> {
    match header.to_ascii_lowercase().as_str() {
        "transfer-encoding" | "connection" => Some("which frames the message"),
        _ => None,
    }
}

/// What no two members can share, if it is that.
fn claim(place: &Place, name: &str, member: &Member) -> Option<String> {
    Some(match place {
        Place::Label => return None,
        Place::Query(name) => format!("the query parameter `{name}`"),
        Place::QueryParams => "the whole query".to_owned(),
        Place::Header(name) => format!("the header `{}`", name.to_ascii_lowercase()),
        Place::PrefixHeaders(prefix) => format!("the headers that begin with `{prefix}`"),
        Place::Status => "the status".to_owned(),
        Place::Payload => "the payload".to_owned(),
        Place::Body => format!("the body's member `{}`", field::json_name(name, member)),
    })
}

fn may_stand(kind: &Kind, place: &Place) -> bool {
    match place {
        Place::Label => is_text(kind),
        Place::Query(_) | Place::Header(_) => is_text(kind) || is_list_of_texts(kind),
        Place::QueryParams => {
            matches!(kind, Kind::Map { value, sparse: false, .. } if is_text(&value.kind) || is_list_of_texts(&value.kind))
        }
        Place::PrefixHeaders(_) => {
            matches!(kind, Kind::Map { value, sparse: false, .. } if is_text(&value.kind))
        }
        // A status is an integer, which is checked where the place is decided.
        Place::Status | Place::Payload | Place::Body => true,
    }
}

/// Whether a value has a form as plain text.
fn is_text(kind: &Kind) -> bool {
    match kind {
        Kind::Simple(simple) => *simple != Simple::Document,
        Kind::Enum(_) | Kind::IntEnum(_) => true,
        Kind::Stream | Kind::Shape { .. } | Kind::List { .. } | Kind::Map { .. } => false,
    }
}

fn is_list_of_texts(kind: &Kind) -> bool {
    matches!(kind, Kind::List { element, sparse: false } if is_text(&element.kind))
}

fn phrase(place: &Place) -> &'static str {
    match place {
        Place::Label => "a label",
        Place::Query(_) | Place::QueryParams => "the query",
        Place::Header(_) | Place::PrefixHeaders(_) => "a header",
        Place::Status => "the status",
        Place::Payload | Place::Body => "the body",
    }
}
