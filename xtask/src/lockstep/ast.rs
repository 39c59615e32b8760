//! A model as Smithy's JSON AST: <https://smithy.io/2.0/spec/json-ast.html>.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::json::Json;
use super::model::{Binding, Format, Id, Kind, Member, Model, Operation, Shape, Simple, Traits};
use super::value::Value;

/// All shapes of a model by their ids, its operations and resource among them.
pub(crate) fn shapes(model: &Model) -> Vec<(String, Json)> {
    let mut all = Vec::new();
    for id in reached(model) {
        data(model, id, &mut all);
    }
    let operations = model
        .operations
        .iter()
        .map(|operation| own(model, &operation.name));
    if model.has_resource {
        let targets = operations.map(Json::target).collect();
        let resource = [
            ("type", Json::text("resource")),
            ("operations", Json::Array(targets)),
        ];
        all.push((own(model, "Resource"), Json::object(resource)));
    }
    all.extend(
        model
            .operations
            .iter()
            .map(|one| (own(model, &one.name), operation(model, one))),
    );
    all
}

/// The shapes that the operations reach, other than those of the prelude.
fn reached(model: &Model) -> BTreeSet<Id> {
    let messages = |operation: &Operation| {
        [operation.input, operation.output]
            .into_iter()
            .chain(operation.errors.clone())
    };
    let mut waiting: Vec<Id> = model.operations.iter().flat_map(messages).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        let shape = &model.shapes[id];
        if !shape.is_prelude && reached.insert(id) {
            waiting.extend(shape.members.iter().map(|member| member.target));
        }
    }
    reached
}

/// The namespace of a model.
fn namespace(model: &Model) -> String {
    format!("lockstep.{}", model.prefix.to_lowercase())
}

/// The absolute id of a shape of the model's own.
fn own(model: &Model, name: &str) -> String {
    format!("{}#{}{name}", namespace(model), model.prefix)
}

/// The absolute id of a shape.
fn absolute(model: &Model, id: Id) -> String {
    let shape = &model.shapes[id];
    if shape.is_prelude {
        format!("smithy.api#{}", shape.name)
    } else {
        own(model, &shape.name)
    }
}

fn data(model: &Model, id: Id, to: &mut Vec<(String, Json)>) {
    let shape = &model.shapes[id];
    let mut written = vec![("type".to_owned(), Json::text(kind(shape)))];
    let mut members: Vec<(String, Json)> = match &shape.kind {
        Kind::Enum(values) => values
            .iter()
            .map(|one| {
                // Without the trait, the value is the member's name.
                let value = (one.value != one.name).then(|| Json::text(&one.value));
                (one.name.clone(), listed(value, one.is_internal))
            })
            .collect(),
        Kind::IntEnum(values) => values
            .iter()
            .map(|one| {
                (
                    one.name.clone(),
                    listed(Some(Json::raw(one.value)), one.is_internal),
                )
            })
            .collect(),
        _ => shape
            .members
            .iter()
            .map(|one| (one.name.clone(), member(model, one)))
            .collect(),
    };
    if shape.is_applied
        && let (Some((name, last)), Some(one)) = (members.last_mut(), shape.members.last())
    {
        let applied = [
            ("type", Json::text("apply")),
            ("traits", member_traits(model, one)),
        ];
        *last = Json::target(absolute(model, one.target));
        to.push((
            format!("{}${name}", absolute(model, id)),
            Json::object(applied),
        ));
    }
    if shape.mixed_in > 0 {
        let own_members = members.split_off(shape.mixed_in.min(members.len()));
        let mixed_in = std::mem::replace(&mut members, own_members);
        let mixin = Json::object([
            ("type", Json::text("structure")),
            ("members", Json::Object(mixed_in)),
            (
                "traits",
                Json::object([("smithy.api#mixin", Json::empty())]),
            ),
        ]);
        let name = own(model, &format!("{}Mixin", shape.name));
        written.push(("mixins".to_owned(), Json::Array(vec![Json::target(&name)])));
        to.push((name, mixin));
    }
    match shape.kind {
        Kind::Simple(_) | Kind::Unit => {}
        Kind::List | Kind::Map => written.extend(members),
        _ => written.push(("members".to_owned(), Json::Object(members))),
    }
    let mut traits = traits(&shape.traits);
    if let Some(error) = &shape.error {
        let fault = if error.is_client { "client" } else { "server" };
        traits.push(("smithy.api#error", Json::text(fault)));
        if let Some(status) = error.status {
            traits.push(("smithy.api#httpError", Json::raw(status)));
        }
        if let Some(throttling) = error.retryable {
            let properties = [("throttling", Json::raw(throttling))];
            traits.push(("smithy.api#retryable", Json::object(properties)));
        }
    }
    if !traits.is_empty() {
        written.push(("traits".to_owned(), Json::object(traits)));
    }
    to.push((absolute(model, id), Json::Object(written)));
}

fn kind(shape: &Shape) -> &'static str {
    match shape.kind {
        Kind::Simple(Simple::Blob) => "blob",
        Kind::Simple(Simple::Boolean) => "boolean",
        Kind::Simple(Simple::String) => "string",
        Kind::Simple(Simple::Byte) => "byte",
        Kind::Simple(Simple::Short) => "short",
        Kind::Simple(Simple::Integer) => "integer",
        Kind::Simple(Simple::Long) => "long",
        Kind::Simple(Simple::Float) => "float",
        Kind::Simple(Simple::Double) => "double",
        Kind::Simple(Simple::BigInteger) => "bigInteger",
        Kind::Simple(Simple::BigDecimal) => "bigDecimal",
        Kind::Simple(Simple::Timestamp) => "timestamp",
        Kind::Simple(Simple::Document) => "document",
        Kind::Enum(_) => "enum",
        Kind::IntEnum(_) => "intEnum",
        Kind::List => "list",
        Kind::Map => "map",
        Kind::Structure | Kind::Unit => "structure",
        Kind::Union => "union",
    }
}

/// A value of an enum.
fn listed(value: Option<Json>, is_internal: bool) -> Json {
    let mut traits = Vec::new();
    traits.extend(value.map(|value| ("smithy.api#enumValue", value)));
    if is_internal {
        traits.push(("smithy.api#internal", Json::empty()));
    }
    let unit = ("target", Json::text("smithy.api#Unit"));
    Json::object([unit, ("traits", Json::object(traits))])
}

fn member(model: &Model, member: &Member) -> Json {
    let target = ("target", Json::text(absolute(model, member.target)));
    Json::object([target, ("traits", member_traits(model, member))])
}

fn member_traits(model: &Model, member: &Member) -> Json {
    let mut all = traits(&member.traits);
    if let Some(value) = &member.traits.default {
        let json = match value {
            // Defaults of blobs are base64.
            Value::Blob(text) => Json::Text(STANDARD.encode(text)),
            // A default is written as a value of its format would be.
            Value::Timestamp(instant) => {
                match member
                    .traits
                    .timestamp_format
                    .or(model.target(member).traits.timestamp_format)
                {
                    Some(Format::HttpDate) => Json::Text(instant.http_date()),
                    Some(Format::DateTime) => Json::Text(instant.date_time()),
                    _ => value.params(),
                }
            }
            other => other.params(),
        };
        all.push(("smithy.api#default", json));
    }
    let text = |text: &String| Json::text(text);
    match &member.binding {
        Binding::Body => {}
        Binding::Label | Binding::GreedyLabel => all.push(("smithy.api#httpLabel", Json::empty())),
        Binding::Query(name) => all.push(("smithy.api#httpQuery", text(name))),
        Binding::QueryParams => all.push(("smithy.api#httpQueryParams", Json::empty())),
        Binding::Header(name) => all.push(("smithy.api#httpHeader", text(name))),
        Binding::PrefixHeaders(prefix) => all.push(("smithy.api#httpPrefixHeaders", text(prefix))),
        Binding::Payload => all.push(("smithy.api#httpPayload", Json::empty())),
        Binding::ResponseCode => all.push(("smithy.api#httpResponseCode", Json::empty())),
    }
    Json::object(all)
}

fn traits(traits: &Traits) -> Vec<(&'static str, Json)> {
    let flags = [
        (traits.required, "smithy.api#required"),
        (traits.client_optional, "smithy.api#clientOptional"),
        (traits.idempotency_token, "smithy.api#idempotencyToken"),
        (traits.unique_items, "smithy.api#uniqueItems"),
        (traits.sparse, "smithy.api#sparse"),
        (traits.sensitive, "smithy.api#sensitive"),
        (traits.streaming, "smithy.api#streaming"),
        (traits.requires_length, "smithy.api#requiresLength"),
        (traits.host_label, "smithy.api#hostLabel"),
    ];
    let set = flags.into_iter().filter(|(is_set, _)| *is_set);
    let mut all: Vec<_> = set.map(|(_, name)| (name, Json::empty())).collect();
    if let Some(name) = &traits.json_name {
        all.push(("smithy.api#jsonName", Json::text(name)));
    }
    if let Some(format) = traits.timestamp_format {
        let name = match format {
            Format::EpochSeconds => "epoch-seconds",
            Format::DateTime => "date-time",
            Format::HttpDate => "http-date",
        };
        all.push(("smithy.api#timestampFormat", Json::text(name)));
    }
    if let Some(media_type) = traits.media_type {
        all.push(("smithy.api#mediaType", Json::text(media_type)));
    }
    let ends = |min: Option<String>, max: Option<String>| {
        let ends = [("min", min), ("max", max)].into_iter();
        Json::object(ends.filter_map(|(name, end)| Some((name, Json::Raw(end?)))))
    };
    if let Some(length) = traits.length {
        let text = |end: Option<usize>| end.map(|end| end.to_string());
        all.push((
            "smithy.api#length",
            ends(text(length.min), text(length.max)),
        ));
    }
    if let Some(range) = traits.range {
        all.push((
            "smithy.api#range",
            ends(range.min.map(quarters), range.max.map(quarters)),
        ));
    }
    if let Some(pattern) = traits.pattern {
        all.push(("smithy.api#pattern", Json::text(pattern.source)));
    }
    all
}

/// A number of quarters, in digits.
pub(crate) fn quarters(number: i128) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let fraction = ["", ".25", ".5", ".75"][(number.unsigned_abs() % 4) as usize];
    format!("{sign}{}{fraction}", number.unsigned_abs() / 4)
}

fn operation(model: &Model, operation: &Operation) -> Json {
    let mut written = vec![("type", Json::text("operation"))];
    for (name, id) in [("input", operation.input), ("output", operation.output)] {
        written.push((name, Json::target(absolute(model, id))));
    }
    let errors = operation
        .errors
        .iter()
        .map(|id| Json::target(absolute(model, *id)));
    written.push(("errors", Json::Array(errors.collect())));
    let http = Json::object([
        ("method", Json::text(operation.method)),
        (
            "uri",
            Json::Text(format!("/{}{}", model.prefix.to_lowercase(), operation.uri)),
        ),
        ("code", Json::raw(operation.status)),
    ]);
    let mut traits = vec![("smithy.api#http", http)];
    match operation.method {
        "GET" => traits.push(("smithy.api#readonly", Json::empty())),
        "PUT" | "DELETE" => traits.push(("smithy.api#idempotent", Json::empty())),
        _ => {}
    }
    if let Some(prefix) = &operation.host_prefix {
        let properties = [("hostPrefix", Json::text(prefix))];
        traits.push(("smithy.api#endpoint", Json::object(properties)));
    }
    if operation.is_compressed {
        let encodings = Json::Array(vec![Json::text("gzip")]);
        let properties = [("encodings", encodings)];
        traits.push(("smithy.api#requestCompression", Json::object(properties)));
    }
    if operation.has_digest {
        traits.push(("smithy.api#httpChecksumRequired", Json::empty()));
    }
    written.push(("traits", Json::object(traits)));
    Json::object(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_quarters_are_decimal() {
        for (number, text) in [
            (0, "0"),
            (4, "1"),
            (-1, "-0.25"),
            (-6, "-1.5"),
            (11, "2.75"),
        ] {
            assert_eq!(quarters(number), text);
        }
    }
}
