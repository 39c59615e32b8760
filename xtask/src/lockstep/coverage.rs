//! What was used how often: the table in the end, in which nothing may be missing.

use std::collections::BTreeMap;
use std::fmt;

use super::edits::Change;
use super::model::{
    Binding, Constraints, ErrorTraits, Format, Id, Kind, Member, Model, SIMPLE, Simple, Traits,
};
use super::rules::Members;
use super::shapes::RECURSION;
use super::trips::Trip;
use super::value::Value;
use super::violations::{self, Broken};

/// Which way a message goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    ToServer,
    ToClient,
}

/// Where a row can be counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Both,
    Server,
    Client,
}

/// The rows that are not made of the types' names. Streams of bytes, `@endpoint` and `@requestCompression` belong here
/// too as soon as the generator speaks them.
const ROWS: [(&str, Reach, &[&str]); 8] = [
    (
        "shape kind",
        Reach::Both,
        &[
            "enum",
            "intEnum",
            "list",
            "map",
            "structure",
            "union",
            "unit member",
            "recursion: structure",
            "recursion: list",
            "recursion: map",
            "recursion: union",
        ],
    ),
    (
        "binding",
        Reach::Server,
        &[
            "label",
            "greedy label",
            "query",
            "query list",
            "query map of strings",
            "query map of lists",
            "query literal",
        ],
    ),
    (
        "binding",
        Reach::Both,
        &[
            "body",
            "header",
            "header list",
            "header epoch-seconds",
            "header date-time",
            "header http-date",
            "header base64",
            "prefix headers",
            "payload structure",
            "payload union",
            "payload document",
            "payload string",
            "payload blob",
            "payload enum",
        ],
    ),
    ("binding", Reach::Client, &["response code"]),
    (
        "trait",
        Reach::Both,
        &[
            "required",
            "clientOptional",
            "sparse list",
            "sparse map",
            "jsonName",
            "timestampFormat",
            "mediaType",
            "sensitive",
            "internal value",
            "enumValue",
            "length of string",
            "length of blob",
            "length of list",
            "length of map",
            "range",
            "pattern",
            "uniqueItems",
            "default of enum",
            "default of intEnum",
            "default of list",
            "default of map",
            "mixin",
            "apply",
            "resource",
        ],
    ),
    ("trait", Reach::Server, &["idempotencyToken"]),
    (
        "trait",
        Reach::Client,
        &["error", "httpError", "retryable", "throttling"],
    ),
    (
        "presence",
        Reach::Both,
        &[
            "set",
            "absent",
            "null",
            "empty",
            "default",
            "at the limit",
            "beyond the limit",
        ],
    ),
];

/// The rows of what requests are refused for, and of what is changed on their way.
const REQUESTS: [(&str, &[&str]); 2] = [
    (
        "refusal",
        &[
            "missing",
            "length",
            "range",
            "pattern",
            "enum",
            "intEnum",
            "uniqueItems",
            "several at once",
            "deep inside",
            "not sent at all",
        ],
    ),
    (
        "changed on the way",
        &["null", "removed", "not in the model"],
    ),
];

/// The table.
pub(crate) struct Coverage {
    rows: Vec<Row>,
    index: BTreeMap<(&'static str, String), usize>,
}

struct Row {
    group: &'static str,
    name: String,
    reach: Reach,
    to_server: usize,
    to_client: usize,
}

impl Coverage {
    /// A table of zeros.
    pub(crate) fn new() -> Self {
        let mut table = Self {
            rows: Vec::new(),
            index: BTreeMap::new(),
        };
        for (_, name) in SIMPLE {
            table.add("shape kind", name.to_owned(), Reach::Both);
        }
        for (group, reach, names) in ROWS {
            for name in names {
                table.add(group, (*name).to_owned(), reach);
            }
        }
        for (_, name) in SIMPLE {
            table.add("trait", format!("default of {name}"), Reach::Both);
        }
        for (group, names) in REQUESTS {
            for name in names {
                table.add(group, (*name).to_owned(), Reach::Server);
            }
        }
        table
    }

    fn add(&mut self, group: &'static str, name: String, reach: Reach) {
        self.index.insert((group, name.clone()), self.rows.len());
        self.rows.push(Row {
            group,
            name,
            reach,
            to_server: 0,
            to_client: 0,
        });
    }

    /// The rows that count nothing where they could.
    pub(crate) fn unused(&self) -> Vec<String> {
        let is_unused = |row: &&Row| {
            (row.reach != Reach::Client && row.to_server == 0)
                || (row.reach != Reach::Server && row.to_client == 0)
        };
        self.rows
            .iter()
            .filter(is_unused)
            .map(|row| format!("{}: {}", row.group, row.name))
            .collect()
    }

    /// Counts what a trip uses.
    pub(crate) fn count(&mut self, model: &Model, trip: &Trip) {
        let operation = &model.operations[trip.operation];
        let mut to_server = Counter {
            table: self,
            model,
            way: Way::ToServer,
        };
        to_server.message(operation.input, &trip.input);
        if !operation.literals.is_empty() {
            to_server.one("binding", "query literal");
        }
        for edit in &trip.edits {
            let name = match edit.change {
                Change::Null => "null",
                Change::Remove => "removed",
                Change::Unknown => "not in the model",
            };
            to_server.one("changed on the way", name);
        }
        if trip.is_unsendable {
            return to_server.one("refusal", "not sent at all");
        }
        if let Err(broken) = &trip.heard {
            for violation in broken {
                let name = match violation.kind {
                    Broken::Missing => "missing",
                    Broken::Length => "length",
                    Broken::Range => "range",
                    Broken::Pattern => "pattern",
                    Broken::Enum => "enum",
                    Broken::IntEnum => "intEnum",
                    Broken::Unique => "uniqueItems",
                };
                to_server.one("refusal", name);
                if violation.path.matches('/').count() > 2 {
                    to_server.one("refusal", "deep inside");
                }
            }
            if broken.len() > 1 {
                to_server.one("refusal", "several at once");
            }
            // No handler answers.
            return;
        }
        let mut to_client = Counter {
            table: self,
            model,
            way: Way::ToClient,
        };
        to_client.message(trip.error.unwrap_or(operation.output), &trip.answer);
        if let Some(error) = trip.error.and_then(|id| model.shapes[id].error.as_ref()) {
            to_client.error(error);
        }
    }
}

/// Counts the values of one message.
struct Counter<'a> {
    table: &'a mut Coverage,
    model: &'a Model,
    way: Way,
}

impl Counter<'_> {
    fn one(&mut self, group: &'static str, name: &str) {
        if let Some(index) = self.table.index.get(&(group, name.to_owned())) {
            let row = &mut self.table.rows[*index];
            match self.way {
                Way::ToServer => row.to_server += 1,
                Way::ToClient => row.to_client += 1,
            }
        }
    }

    fn error(&mut self, error: &ErrorTraits) {
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

    fn message(&mut self, id: Id, set: &Members) {
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

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:48} {:>13} {:>13}",
            "used", "to the server", "to the client"
        )?;
        for row in &self.rows {
            let cell = |count: usize, other: Reach| {
                if row.reach == other {
                    "-".to_owned()
                } else {
                    count.to_string()
                }
            };
            let name = format!("{}: {}", row.group, row.name);
            let (server, client) = (
                cell(row.to_server, Reach::Client),
                cell(row.to_client, Reach::Server),
            );
            writeln!(f, "{name:48} {server:>13} {client:>13}")?;
        }
        Ok(())
    }
}
