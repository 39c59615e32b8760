//! What Smithy's rules make of a value on its way: a slow and obvious model of them, apart from the generator's.
//!
//! A message that arrives is the one that was sent, but for what follows from the rules:
//! - a member with a default is never absent where it has arrived, unless the client may leave it out in an answer;
//! - `http-date` has no fraction of a second;
//! - nothing tells an empty list in the query, or an empty map of headers or parameters, from none at all, nor an empty
//!   text or blob that is the whole body; and an empty object as a body is what a client sends for no structure. Where
//!   there must be a value, what arrives is the empty one, but for the list, which is then missing;
//! - a stream is always there, if only without a byte;
//! - the names of headers are in lower case;
//! - a map of all parameters of the query has those in it that other members and the URI's literals ask for, and these
//!   win over its own;
//! - a client makes up an idempotency token, and the digest of a body where the operation asks for it; and every answer
//!   has a status.

mod forms;
mod head;

use std::collections::BTreeMap;

use super::bindings::DIGEST;
use super::model::{Binding, Id, Kind, Member, Model, Operation, Shape, Simple};
use super::value::Value;
use super::violations::{self, Violation};
use forms::{as_text, filled_in, in_form, plain};
pub(crate) use forms::{filled_by_server, has_one_text, with_defaults};
pub(crate) use head::{Digest, Head};

/// The token that the client under test makes up.
pub(crate) const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// What stands for the digest that the client under test makes up; the runner sees which one it is.
const MADE_DIGEST: &str = "(the digest that was sent)";

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
                (Binding::Header(name), Way::Request(operation))
                    if operation.has_digest && name == DIGEST =>
                {
                    members
                        .entry(member.name.clone())
                        .or_insert_with(|| Value::Text(MADE_DIGEST.to_owned()));
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
            if self.model.target(member).is_stream() {
                members.insert(member.name.clone(), Value::Blob(String::new()));
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

#[cfg(test)]
mod tests;
