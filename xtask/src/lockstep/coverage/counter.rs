//! Counts the values of messages, and the traits of what holds them.

use super::{Coverage, Way};
use crate::lockstep::model::{
    Binding, Constraints, ErrorTraits, Format, Id, Kind, Member, Model, SIMPLE, Simple, Traits,
};
use crate::lockstep::recursion::RECURSION;
use crate::lockstep::rules::Members;
use crate::lockstep::value::Value;
use crate::lockstep::violations;

/// Counts the values of one message.
pub(super) struct Counter<'a> {
    pub(super) table: &'a mut Coverage,
    pub(super) model: &'a Model,
    pub(super) way: Way,
}

impl Counter<'_> {
    /// Counts one use.
    pub(super) fn one(&mut self, group: &'static str, name: &str) {
        if let Some(index) = self.table.index.get(&(group, name.to_owned())) {
            let row = &mut self.table.rows[*index];
            match self.way {
                Way::ToServer => row.to_server += 1,
                Way::ToClient => row.to_client += 1,
            }
        }
    }

    /// The traits of an error.
    pub(super) fn error(&mut self, error: &ErrorTraits) {
        self.one("trait", "error");
        if error.status.is_some() {
            self.one("trait", "httpError");
        }
        match error.retryable {
            Some(true) => self.one("trait", "throttling"),
            Some(false) => self.one("trait", "retryable"),
            None => {}
        }
    }

    /// An input, an output or an error.
    pub(super) fn message(&mut self, id: Id, set: &Members) {
        if self.model.has_resource {
            self.one("trait", "resource");
        }
        self.structure(id, set);
    }

    fn structure(&mut self, id: Id, set: &Members) {
        let model = self.model;
        let shape = &model.shapes[id];
        for (index, member) in shape.members.iter().enumerate() {
            let Some(value) = set.get(&member.name) else {
                self.one("presence", "absent");
                if model.target(member).is_stream() {
                    self.one("presence", "absent stream");
                }
                if member.traits.default.is_some() {
                    self.one("presence", "default");
                }
                if member.traits.idempotency_token {
                    self.one("trait", "idempotencyToken");
                }
                continue;
            };
            self.one("presence", "set");
            if index < shape.mixed_in {
                self.one("trait", "mixin");
            }
            if shape.is_applied && index + 1 == shape.members.len() {
                self.one("trait", "apply");
            }
            if member.name == RECURSION {
                self.recursion(model.target(member).kind.clone());
            }
            self.member_traits(member);
            self.binding(member);
            if model.target(member).is_stream() {
                self.stream(member, value);
            }
            self.value(member, value);
        }
    }

    fn recursion(&mut self, over: Kind) {
        self.one(
            "shape kind",
            match over {
                Kind::List => "recursion: list",
                Kind::Map => "recursion: map",
                Kind::Union => "recursion: union",
                _ => "recursion: structure",
            },
        );
    }

    fn member_traits(&mut self, member: &Member) {
        let traits = &member.traits;
        let flags = [
            (traits.required, "required"),
            (traits.client_optional, "clientOptional"),
            (traits.json_name.is_some(), "jsonName"),
        ];
        for (_, name) in flags.iter().filter(|(is_set, _)| *is_set) {
            self.one("trait", name);
        }
        if traits.default.is_some() {
            let target = self.model.target(member);
            let name = name_of(&target.kind);
            self.one("trait", &format!("default of {name}"));
        }
    }

    fn binding(&mut self, member: &Member) {
        let target = self.model.target(member);
        let is_list = target.kind == Kind::List;
        let name = match &member.binding {
            Binding::Body => "body",
            Binding::Label => "label",
            Binding::GreedyLabel => "greedy label",
            Binding::Query(_) if is_list => "query list",
            Binding::Query(_) => "query",
            Binding::QueryParams => match self.model.target(&target.members[1]).kind {
                Kind::List => "query map of lists",
                _ => "query map of strings",
            },
            Binding::Header(_) => {
                self.header(member);
                if is_list { "header list" } else { "header" }
            }
            Binding::PrefixHeaders(_) => "prefix headers",
            Binding::Payload => match &target.kind {
                Kind::Structure => "payload structure",
                _ if target.is_stream() => "payload stream",
                Kind::Union => "payload union",
                Kind::Enum(_) => "payload enum",
                Kind::Simple(Simple::Blob) => "payload blob",
                Kind::Simple(Simple::String) => "payload string",
                _ => "payload document",
            },
            Binding::ResponseCode => "response code",
        };
        self.one("binding", name);
    }

    fn stream(&mut self, member: &Member, value: &Value) {
        let target = &self.model.target(member).traits;
        let flags = [
            (target.requires_length, "requiresLength"),
            (target.media_type.is_some(), "mediaType of stream"),
            (member.traits.required, "required stream"),
            (member.traits.default.is_some(), "default of stream"),
        ];
        for (_, name) in flags.iter().filter(|(is_set, _)| *is_set) {
            self.one("trait", name);
        }
        if value.is_empty() {
            self.one("presence", "empty stream");
        }
    }

    fn header(&mut self, member: &Member) {
        let mut member = member;
        let mut target = self.model.target(member);
        if target.kind == Kind::List {
            member = &target.members[0];
            target = self.model.target(member);
        }
        if target.is(Simple::Timestamp) {
            let format = member
                .traits
                .timestamp_format
                .or(target.traits.timestamp_format);
            self.one(
                "binding",
                match format {
                    Some(Format::EpochSeconds) => "header epoch-seconds",
                    Some(Format::DateTime) => "header date-time",
                    _ => "header http-date",
                },
            );
        } else if target.traits.media_type.is_some() && target.is(Simple::String) {
            self.one("binding", "header base64");
        }
    }

    /// A value wherever it stands, and all that is in it.
    fn value(&mut self, member: &Member, value: &Value) {
        if *value == Value::Null {
            return self.one("presence", "null");
        }
        let model = self.model;
        let target = model.target(member);
        self.one("shape kind", name_of(&target.kind));
        if value.is_empty() {
            self.one("presence", "empty");
        }
        self.value_traits(&member.traits, &target.traits, &target.kind);
        let constraints = Constraints::of(&member.traits, &target.traits);
        if violations::is_at_limit(constraints, value) {
            self.one("presence", "at the limit");
        }
        if violations::is_beyond(model, member, value) {
            self.one("presence", "beyond the limit");
        }
        match (value, &target.kind) {
            (Value::Text(text), Kind::Enum(values)) => {
                for one in values.iter().filter(|one| one.value == *text) {
                    self.listed(one.is_internal, one.name != one.value);
                }
            }
            (Value::Number(text), Kind::IntEnum(values)) => {
                for one in values.iter().filter(|one| one.value.to_string() == *text) {
                    self.listed(one.is_internal, true);
                }
            }
            (Value::List(elements), Kind::List) => {
                elements
                    .iter()
                    .for_each(|element| self.value(&target.members[0], element));
            }
            (Value::Map(entries), Kind::Map) => {
                entries
                    .values()
                    .for_each(|value| self.value(&target.members[1], value));
            }
            (Value::Structure(set), _) => self.structure(member.target, set),
            (Value::Union(name, value), _) => {
                if let Some(member) = target.members.iter().find(|member| member.name == *name) {
                    self.member_traits(member);
                    self.value(member, value);
                }
            }
            _ => {}
        }
    }

    fn listed(&mut self, is_internal: bool, has_value: bool) {
        if is_internal {
            self.one("trait", "internal value");
        }
        if has_value {
            self.one("trait", "enumValue");
        }
    }

    fn value_traits(&mut self, own: &Traits, targets: &Traits, kind: &Kind) {
        let constraints = Constraints::of(own, targets);
        let length = match kind {
            Kind::List => "length of list",
            Kind::Map => "length of map",
            Kind::Simple(Simple::Blob) => "length of blob",
            _ => "length of string",
        };
        let sparse = if *kind == Kind::List {
            "sparse list"
        } else {
            "sparse map"
        };
        let flags = [
            (constraints.length.is_some(), length),
            (constraints.range.is_some(), "range"),
            (constraints.pattern.is_some(), "pattern"),
            (constraints.unique, "uniqueItems"),
            (targets.sparse, sparse),
            (targets.sensitive, "sensitive"),
            (targets.media_type.is_some(), "mediaType"),
            (
                own.timestamp_format.or(targets.timestamp_format).is_some(),
                "timestampFormat",
            ),
        ];
        for (_, name) in flags.iter().filter(|(is_set, _)| *is_set) {
            self.one("trait", name);
        }
    }
}

/// The name of a kind in the table.
fn name_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Simple(simple) => SIMPLE
            .iter()
            .find(|(one, _)| one == simple)
            .map_or("", |(_, name)| *name),
        Kind::Enum(_) => "enum",
        Kind::IntEnum(_) => "intEnum",
        Kind::List => "list",
        Kind::Map => "map",
        Kind::Structure => "structure",
        Kind::Union => "union",
        Kind::Unit => "unit member",
    }
}
