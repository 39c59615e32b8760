//! What the forms of values keep of them, and the defaults that are filled in on the way.

use super::Members;
use crate::lockstep::model::{Binding, Format, Id, Kind, Member, Model, Shape, Simple};
use crate::lockstep::value::Value;

/// The default that whoever makes a structure fills in, where it is no input: it cannot be absent there.
pub(super) fn filled_in(member: &Member) -> Option<&Value> {
    let traits = &member.traits;
    traits
        .default
        .as_ref()
        .filter(|_| !traits.client_optional && !traits.required)
}

/// What a server fills in within a value that it is sent: the defaults that a client may leave out.
pub(crate) fn filled_by_server(model: &Model, member: &Member, value: &mut Value) {
    let target = model.target(member);
    // A document has the same kinds of values and none of the members.
    match (value, &target.kind) {
        (Value::List(elements), Kind::List) => elements
            .iter_mut()
            .for_each(|element| filled_by_server(model, &target.members[0], element)),
        (Value::Map(entries), Kind::Map) => entries
            .iter_mut()
            .for_each(|(_, value)| filled_by_server(model, &target.members[1], value)),
        (Value::Union(name, value), _) => {
            let mut members = target.members.iter();
            if let Some(member) = members.find(|member| member.name == *name) {
                filled_by_server(model, member, value);
            }
        }
        (Value::Structure(set), _) => {
            for member in &target.members {
                match (set.get_mut(&member.name), &member.traits.default) {
                    (Some(value), _) => filled_by_server(model, member, value),
                    (None, Some(default)) => {
                        set.insert(member.name.clone(), default.clone());
                    }
                    (None, None) => {}
                }
            }
        }
        _ => {}
    }
}

/// A value as its form can tell it: timestamps in their precision, and structures with their defaults.
pub(super) fn in_form(model: &Model, member: &Member, value: &Value, binding: &Binding) -> Value {
    let target = model.target(member);
    let inner = |member: &Member, value: &Value| in_form(model, member, value, binding);
    match (value, &target.kind) {
        (Value::Timestamp(instant), _) if format(member, target, binding) == Format::HttpDate => {
            Value::Timestamp(instant.in_whole_seconds())
        }
        (Value::List(elements), Kind::List) => Value::List(
            elements
                .iter()
                .map(|element| inner(&target.members[0], element))
                .collect(),
        ),
        (Value::Map(entries), Kind::Map) => {
            let entries = entries.iter();
            Value::Map(
                entries
                    .map(|(key, value)| (key.clone(), inner(&target.members[1], value)))
                    .collect(),
            )
        }
        (Value::Structure(set), _) => Value::Structure(with_defaults(model, target, set)),
        (Value::Union(name, value), _) => {
            match target.members.iter().find(|member| member.name == *name) {
                Some(member) => Value::Union(name.clone(), Box::new(inner(member, value))),
                None => Value::Union(name.clone(), value.clone()),
            }
        }
        (other, _) => other.clone(),
    }
}

/// A nested structure, which is the same on both sides.
pub(crate) fn with_defaults(model: &Model, shape: &Shape, set: &Members) -> Members {
    let members = shape.members.iter().filter_map(|member| {
        let value = set.get(&member.name).or_else(|| filled_in(member))?;
        Some((
            member.name.clone(),
            in_form(model, member, value, &Binding::Body),
        ))
    });
    members.collect()
}

/// The form of a timestamp: the member's, else its target's, else that of the place.
fn format(member: &Member, target: &Shape, binding: &Binding) -> Format {
    let otherwise = match binding {
        Binding::Header(_) | Binding::PrefixHeaders(_) => Format::HttpDate,
        Binding::Label | Binding::GreedyLabel | Binding::Query(_) | Binding::QueryParams => {
            Format::DateTime
        }
        Binding::Body | Binding::Payload | Binding::ResponseCode => Format::EpochSeconds,
    };
    member
        .traits
        .timestamp_format
        .or(target.traits.timestamp_format)
        .unwrap_or(otherwise)
}

/// The text of a parameter, or of an element of one that is repeated.
pub(super) fn plain(model: &Model, member: &Member, value: &Value) -> String {
    let target = model.target(member);
    let (holder, target) = match target.kind {
        Kind::List => (&target.members[0], model.target(&target.members[0])),
        _ => (member, target),
    };
    match value {
        Value::Timestamp(instant) => match format(holder, target, &member.binding) {
            Format::EpochSeconds => instant.epoch_seconds(),
            Format::DateTime => instant.date_time(),
            Format::HttpDate => instant.http_date(),
        },
        other => as_text(other),
    }
}

pub(super) fn as_text(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Number(text) => text.clone(),
        Value::Boolean(value) => value.to_string(),
        Value::Special(text) => (*text).to_owned(),
        _ => String::new(),
    }
}

/// Whether a shape's text is written in one way only, so that a map of all parameters shows it in that way.
pub(crate) fn has_one_text(model: &Model, id: Id) -> bool {
    let shape = &model.shapes[id];
    match shape.kind {
        Kind::List => has_one_text(model, shape.members[0].target),
        Kind::Simple(simple) => {
            !matches!(simple, Simple::Float | Simple::Double | Simple::BigDecimal)
        }
        _ => true,
    }
}
