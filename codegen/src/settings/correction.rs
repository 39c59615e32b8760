//! `[name.corrections.…]`: what a model says wrongly, each point under a name of its own and with its reason.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;

use super::{Located, located};
use crate::ast::ShapeId;
use crate::diagnostic::{Sink, Span};

/// Traits that a shape or member of the model should not have, and those that it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its name, by which errors and the documentation of the generated crates call it.
    pub name: Located<String>,
    /// Why the model is wrong, for whoever meets the correction in the documentation.
    pub reason: String,
    /// The shape.
    pub shape: Located<ShapeId>,
    /// The member, if it is for one.
    pub member: Option<String>,
    /// The traits that are taken away.
    pub remove: Vec<Located<ShapeId>>,
    /// The traits that are added, with their values. To change the value of a trait, it is taken away as well.
    pub add: Vec<(Located<ShapeId>, Value)>,
}

impl Correction {
    /// The id of the shape or member, as the settings write it.
    pub fn target(&self) -> String {
        match &self.member {
            Some(member) => self.shape.value.member(member),
            None => self.shape.value.to_string(),
        }
    }
}

/// A correction as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    reason: String,
    target: Spanned<String>,
    #[serde(default)]
    remove: Vec<Spanned<String>>,
    #[serde(default)]
    add: BTreeMap<Spanned<String>, toml::Value>,
}

/// The corrections of a section that can be meant, in the order of their names.
pub(super) fn all(written: BTreeMap<Spanned<String>, Written>, sink: &mut Sink) -> Vec<Correction> {
    let each = written.into_iter();
    each.filter_map(|(name, written)| one(located(name), written, sink))
        .collect()
}

fn one(name: Located<String>, written: Written, sink: &mut Sink) -> Option<Correction> {
    let mut wrong = |span: Span, message: String, help: &str| sink.error(span, message, help);
    if written.reason.trim().is_empty() {
        let message = format!("the correction `{}` has no reason", name.value);
        wrong(
            name.span,
            message,
            "say what is wrong in the model, and where that is seen",
        );
    }
    if written.remove.is_empty() && written.add.is_empty() {
        let message = format!("the correction `{}` changes nothing", name.value);
        wrong(name.span, message, "name traits with `remove` or `add`");
    }
    let mut trait_id = |id: Spanned<String>| {
        let id = located(id);
        let parsed = ShapeId::parse(&id.value);
        if parsed.is_none() {
            let message = format!("`{}` is not the id of a trait", id.value);
            wrong(id.span, message, "ids have the form `namespace#Name`");
        }
        Some(Located {
            value: parsed?,
            span: id.span,
        })
    };
    let remove = written
        .remove
        .into_iter()
        .filter_map(&mut trait_id)
        .collect();
    let add: Vec<_> = written
        .add
        .into_iter()
        .filter_map(|(id, value)| Some((trait_id(id)?, value)))
        .collect();
    let add = add.into_iter().filter_map(|(id, value)| {
        let value = json(value);
        if value.is_none() {
            let message = format!("the value of `{}` cannot stand in a model", id.value);
            wrong(
                id.span,
                message,
                "dates are texts there, and numbers are finite",
            );
        }
        Some((id, value?))
    });
    let add = add.collect();
    let target = located(written.target);
    let Some((shape, member)) = ShapeId::parse_member(&target.value) else {
        let message = format!("`{}` is not the id of a shape or member", target.value);
        let help = "ids have the form `namespace#Name` or `namespace#Name$member`";
        wrong(target.span, message, help);
        return None;
    };
    Some(Correction {
        shape: Located {
            value: shape,
            span: target.span,
        },
        member: member.map(str::to_owned),
        reason: written.reason,
        name,
        remove,
        add,
    })
}

/// A value as a model has it; `None` for what JSON does not know.
fn json(value: toml::Value) -> Option<Value> {
    Some(match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => serde_json::Number::from_f64(number)?.into(),
        toml::Value::Boolean(value) => value.into(),
        toml::Value::Datetime(_) => return None,
        toml::Value::Array(list) => list.into_iter().map(json).collect::<Option<Value>>()?,
        toml::Value::Table(entries) => entries
            .into_iter()
            .map(|(key, value)| Some((key, json(value)?)))
            .collect::<Option<Value>>()?,
    })
}
