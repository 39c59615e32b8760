//! What Smithy's rules make of a value on its way: a slow and obvious model of them, apart from the generator's.
//!
//! A message that arrives is the one that was sent, but for what follows from the rules:
//! - a member with a default is never absent where it has arrived, unless the client may leave it out in an answer;
//! - `http-date` has no fraction of a second;
//! - nothing tells an empty list in the query, or an empty map of headers or parameters, from none at all, nor an empty
//!   text or blob that is the whole body; and an empty object as a body is what a client sends for no structure. Where
//!   there must be a value, what arrives is the empty one, but for the list, which is then missing;
//! - the names of headers are in lower case;
//! - a map of all parameters of the query has those in it that other members and the URI's literals ask for, and these
//!   win over its own;
//! - a client makes up an idempotency token, and every answer has a status.

use std::collections::BTreeMap;

use super::model::{Binding, Format, Id, Kind, Member, Model, Operation, Shape, Simple};
use super::value::Value;
use super::violations::{self, Violation};

/// The token that the client under test makes up.
pub(crate) const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// The members of a structure.
pub(crate) type Members = BTreeMap<String, Value>;

/// Which way a message goes.
#[derive(Clone, Copy)]
pub(crate) enum Way<'a> {
    /// To the server, for this operation.
    Request(&'a Operation),
    /// To the client, with this status.
    Answer(u16),
}

/// The rules for one message.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub(crate) model: &'a Model,
    /// The input, the output or the error.
    pub(crate) shape: &'a Shape,
    pub(crate) way: Way<'a>,
}

impl<'a> Rules<'a> {
    /// The rules for an input.
    pub(crate) fn input(model: &'a Model, operation: &'a Operation) -> Self {
        Self {
            model,
            shape: &model.shapes[operation.input],
            way: Way::Request(operation),
        }
    }

    /// The rules for an output or an error.
    pub(crate) fn answer(model: &'a Model, id: Id, status: u16) -> Self {
        Self {
            model,
            shape: &model.shapes[id],
            way: Way::Answer(status),
        }
    }

    /// What is sent: the members in the precision of their forms, with the defaults that a sender fills in.
    pub(crate) fn sent(&self, given: &Members) -> Members {
        let mut sent = Members::new();
        for member in &self.shape.members {
            let value = match given.get(&member.name) {
                Some(value) => value.clone(),
                None if member.traits.idempotency_token && self.is_request() => {
                    Value::Text(TOKEN.to_owned())
                }
                // A client leaves its server the choice of an input's defaults.
                None if self.is_request() => continue,
                None => match filled_in(member) {
                    Some(default) => default.clone(),
                    None => continue,
                },
            };
            sent.insert(
                member.name.clone(),
                in_form(self.model, member, &value, &member.binding),
            );
        }
        sent
    }

    /// What arrives of what was sent, before a receiver fills in defaults.
    pub(crate) fn arrived(&self, mut members: Members) -> Members {
        for member in &self.shape.members {
            let is_needed = self.is_needed(member);
            let is_lost = members
                .get(&member.name)
                .is_some_and(|value| match &member.binding {
                    Binding::Query(_) => matches!(value, Value::List(_)) && value.is_empty(),
                    Binding::Payload if !is_needed && value.is_empty() => {
                        let kind = &self.model.target(member).kind;
                        let is_text = matches!(
                            kind,
                            Kind::Simple(Simple::String | Simple::Blob) | Kind::Enum(_)
                        );
                        is_text || (*kind == Kind::Structure && self.is_request())
                    }
                    _ => false,
                });
            if is_lost {
                members.remove(&member.name);
            }
            match (&member.binding, self.way) {
                (Binding::PrefixHeaders(_), _) => self.headers(member, &mut members),
                (Binding::QueryParams, Way::Request(operation)) => {
                    self.parameters(member, operation, &mut members)
                }
                (Binding::Payload, Way::Request(_))
                    if is_needed && !members.contains_key(&member.name) =>
                {
                    members.extend(
                        self.nothing(member)
                            .map(|value| (member.name.clone(), value)),
                    );
                }
                (Binding::ResponseCode, Way::Answer(status)) => {
                    members
                        .entry(member.name.clone())
                        .or_insert_with(|| Value::number(status));
                }
                _ => {}
            }
        }
        members
    }

    /// What a handler is called with, or a caller gets.
    pub(crate) fn received(&self, mut members: Members) -> Members {
        for member in &self.shape.members {
            if let Some(value) = members.get_mut(&member.name) {
                if self.is_request() {
                    filled_by_server(self.model, member, value);
                }
                continue;
            }
            let default = if self.is_request() {
                member.traits.default.as_ref()
            } else {
                filled_in(member)
            };
            if let Some(default) = default {
                members.insert(member.name.clone(), default.clone());
            }
        }
        members
    }

    /// What is wrong with what arrived, in the eyes of a server.
    pub(crate) fn violations(&self, arrived: &Members) -> Vec<Violation> {
        violations::of_input(self.model, self.shape, arrived)
    }

    /// Whether a receiver takes the member for one that is always there.
    fn is_needed(&self, member: &Member) -> bool {
        member.traits.required && (self.is_request() || !member.traits.client_optional)
    }

    fn is_request(&self) -> bool {
        matches!(self.way, Way::Request(_))
    }

    /// What no body at all, or the empty object that stands for no structure, is to a server that must have one.
    fn nothing(&self, member: &Member) -> Option<Value> {
        let target = self.model.target(member);
        match &target.kind {
            Kind::Simple(Simple::Blob) => Some(Value::Blob(String::new())),
            Kind::Simple(Simple::String) | Kind::Enum(_) => Some(Value::Text(String::new())),
            Kind::Structure => Some(Value::Structure(with_defaults(
                self.model,
                target,
                &Members::new(),
            ))),
            _ => None,
        }
    }

    /// A map of headers as it arrives. None of them is the empty map where there must be one.
    fn headers(&self, member: &Member, members: &mut Members) {
        let entries = match members.remove(&member.name) {
            Some(Value::Map(entries)) => entries,
            _ => BTreeMap::new(),
        };
        if !entries.is_empty() || self.is_needed(member) {
            let entries = entries
                .into_iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value));
            members.insert(member.name.clone(), Value::Map(entries.collect()));
        }
    }

    fn parameters(&self, member: &Member, operation: &Operation, members: &mut Members) {
        let mut all: Vec<(String, String)> = operation.literals.clone();
        for other in &self.shape.members {
            if let (Binding::Query(name), Some(value)) = (&other.binding, members.get(&other.name))
            {
                let texts = match value {
                    Value::List(elements) => elements
                        .iter()
                        .map(|one| plain(self.model, other, one))
                        .collect(),
                    one => vec![plain(self.model, other, one)],
                };
                all.extend(texts.into_iter().map(|text| (name.clone(), text)));
            }
        }
        let mut entries: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, text) in all {
            entries.entry(name).or_default().push(text);
        }
        if let Some(Value::Map(own)) = members.remove(&member.name) {
            for (name, value) in own {
                let texts: Vec<String> = match &value {
                    Value::List(elements) => elements.iter().map(as_text).collect(),
                    one => vec![as_text(one)],
                };
                if !texts.is_empty() {
                    entries.entry(name).or_insert(texts);
                }
            }
        }
        if entries.is_empty() && !member.traits.required {
            return;
        }
        let holds_lists = self
            .model
            .target(&self.model.target(member).members[1])
            .kind
            == Kind::List;
        let entries = entries.into_iter().map(|(name, texts)| {
            let mut texts = texts.into_iter().map(Value::Text);
            // A name that comes twice has its first value where there is room for one.
            let value = if holds_lists {
                Value::List(texts.collect())
            } else {
                texts.next().unwrap_or(Value::Null)
            };
            (name, value)
        });
        members.insert(member.name.clone(), Value::Map(entries.collect()));
    }
}

/// The default that whoever makes a structure fills in, where it is no input: it cannot be absent there.
fn filled_in(member: &Member) -> Option<&Value> {
    let traits = &member.traits;
    traits
        .default
        .as_ref()
        .filter(|_| !traits.client_optional && !traits.required)
}

/// What a server fills in within a value that it is sent: the defaults that a client may leave out.
fn filled_by_server(model: &Model, member: &Member, value: &mut Value) {
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
fn in_form(model: &Model, member: &Member, value: &Value, binding: &Binding) -> Value {
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
fn plain(model: &Model, member: &Member, value: &Value) -> String {
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

fn as_text(value: &Value) -> String {
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

#[cfg(test)]
mod tests;
