//! Enumerations in one form: a shape with members that carry `enumValue`.
//!
//! Version 1.0 had a trait on strings instead, which version 2.0 still reads:
//! <https://smithy.io/2.0/spec/constraint-traits.html#enum-trait>.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::id::{ShapeId, is_identifier};
use super::shape::{Member, Shape, ShapeKind, Trait, Traits};
use crate::diagnostic::Sink;
use crate::names;

const ENUM: &str = "smithy.api#enum";
const ENUM_VALUE: &str = "smithy.api#enumValue";

/// Turns strings with the `enum` trait into enumerations and gives each member of an enumeration its value.
pub(super) fn normalize(shapes: &mut IndexMap<ShapeId, Shape>, sink: &mut Sink) {
    for shape in shapes.values_mut() {
        if shape.kind == ShapeKind::String
            && let Some(applied) = shape.traits.remove(ENUM)
        {
            shape.kind = ShapeKind::Enum;
            shape.members = members(&shape.id, &applied, sink);
        }
        match shape.kind {
            ShapeKind::Enum => values(shape, sink, |value| {
                value.as_str().map(|text| Value::from(text).to_string())
            }),
            ShapeKind::IntEnum => values(shape, sink, |value| {
                let number = value.as_i64()?;
                i32::try_from(number).ok().map(|number| number.to_string())
            }),
            _ => {}
        }
    }
}

/// Checks that each member has a value of the right kind and that no two have the same.
fn values(shape: &mut Shape, sink: &mut Sink, key: impl Fn(&Value) -> Option<String>) {
    let mut seen = HashSet::new();
    for (name, member) in &mut shape.members {
        if shape.kind == ShapeKind::Enum && !member.traits.has(ENUM_VALUE) {
            let value = Trait {
                value: name.as_str().into(),
                span: member.span,
                value_span: member.span,
                text: None,
            };
            member.traits.set(ShapeId::prelude("enumValue"), value);
        }
        let id = shape.id.member(name);
        match member
            .traits
            .get(ENUM_VALUE)
            .map(|applied| (key(&applied.value), applied.span))
        {
            Some((Some(value), span)) if !seen.insert(value.clone()) => {
                sink.error(
                    span,
                    format!("`{id}` has the value {value}, as another member has"),
                    None,
                );
            }
            Some((Some(_), _)) => {}
            Some((None, span)) => sink.error(
                span,
                format!("the value of `{id}` is not one of this kind of enumeration"),
                None,
            ),
            None => sink.error(
                member.span,
                format!("`{id}` has no value"),
                "add the trait `smithy.api#enumValue`",
            ),
        }
    }
}

/// The members that the entries of an `enum` trait stand for.
fn members(id: &ShapeId, applied: &Trait, sink: &mut Sink) -> IndexMap<String, Member> {
    let mut members = IndexMap::new();
    let Some(entries) = applied.value.as_array() else {
        sink.error(
            applied.span,
            format!("the values of `{id}` are not an array"),
            None,
        );
        return members;
    };
    let Some(target) = ShapeId::parse("smithy.api#Unit") else {
        return members;
    };
    let mut named = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(value) = entry.get("value").and_then(Value::as_str) else {
            sink.error(
                applied.span,
                format!("an entry of `{id}` has no value"),
                None,
            );
            continue;
        };
        let name = entry.get("name").and_then(Value::as_str);
        named.push((entry, (value, name)));
    }
    let given: Vec<_> = named.iter().map(|(_, given)| *given).collect();
    let names = names::of_values(&given);
    for ((entry, (value, _)), name) in named.into_iter().zip(names) {
        let mut traits = Traits::default();
        let mut set = |key: &str, value: Value| {
            traits.set(
                ShapeId::prelude(key),
                Trait {
                    value,
                    span: applied.span,
                    value_span: applied.value_span,
                    text: None,
                },
            );
        };
        set("enumValue", value.into());
        if let Some(text) = entry.get("documentation").filter(|text| text.is_string()) {
            set("documentation", text.clone());
        }
        if let Some(tags) = entry.get("tags").and_then(Value::as_array) {
            set("tags", tags.clone().into());
            // Version 1.0 had no `internal` for an entry; what it had is this tag.
            if tags.iter().any(|tag| tag == "internal") {
                set("internal", Value::Object(serde_json::Map::new()));
            }
        }
        if entry.get("deprecated") == Some(&Value::Bool(true)) {
            set("deprecated", Value::Object(serde_json::Map::new()));
        }
        let member = Member {
            target: target.clone(),
            traits,
            span: applied.span,
        };
        if !is_identifier(&name) {
            sink.error(
                applied.span,
                format!("`{name}`, the name of `{value}` in `{id}`, is no identifier"),
                "correct `name` of the entry",
            );
        } else if members.insert(name.clone(), member).is_some() {
            sink.error(
                applied.span,
                format!("two entries of `{id}` have the name `{name}`"),
                "give one of them another `name`",
            );
        }
    }
    members
}
