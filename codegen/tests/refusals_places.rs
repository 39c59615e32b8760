//! Members that the model binds where they cannot stand are refused, not lost.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use lockstep_codegen::{generate, settings};

/// The messages of a service whose one operation, `PUT /{id}`, takes these members and these further shapes.
fn messages(members: &str, shapes: &str) -> Vec<String> {
    let model = format!(
        r#"{{ "smithy": "2.0", "shapes": {{
"a#Service": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Op" }}],
  "traits": {{ "aws.protocols#restJson1": {{}} }} }},
"a#Op": {{ "type": "operation", "input": {{ "target": "a#In" }},
  "traits": {{ "smithy.api#http": {{ "method": "PUT", "uri": "/{{id}}" }} }} }},
"a#In": {{ "type": "structure", "members": {{
  "id": {{ "target": "smithy.api#String", "traits": {{ "smithy.api#httpLabel": {{}}, "smithy.api#required": {{}} }} }},
  {members} }} }}
{shapes} }} }}"#
    );
    let services = settings::read("lockstep.toml", "[s]\nmodel = \"m.json\"\n").unwrap();
    match generate("m.json", &model, &services[0]) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(|error| error.message.clone()).collect(),
    }
}

fn member(name: &str, target: &str, binding: &str, value: &str) -> String {
    format!(
        r#""{name}": {{ "target": "{target}", "traits": {{ "smithy.api#{binding}": {value} }} }}"#
    )
}

const SHAPES: &str = r#",
"a#Point": { "type": "structure", "members": { "x": { "target": "smithy.api#Integer" } } },
"a#Points": { "type": "list", "member": { "target": "a#Point" } },
"a#Holes": { "type": "list", "member": { "target": "smithy.api#String" }, "traits": { "smithy.api#sparse": {} } },
"a#Names": { "type": "list", "member": { "target": "smithy.api#String" } },
"a#Tags": { "type": "map", "key": { "target": "smithy.api#String" }, "value": { "target": "a#Point" } }"#;

#[test]
fn a_type_without_a_text_cannot_stand_in_a_header_or_the_query() {
    for (target, phrase) in [
        ("a#Point", "a structure"),
        ("a#Points", "a list"),
        ("a#Holes", "a list"),
        ("smithy.api#Document", "a document"),
    ] {
        let found = messages(&member("m", target, "httpHeader", "\"X-M\""), SHAPES);
        assert_eq!(
            found,
            [format!(
                "`a#In$m` is {phrase}, which cannot stand in a header"
            )]
        );
        let found = messages(&member("m", target, "httpQuery", "\"m\""), SHAPES);
        assert_eq!(
            found,
            [format!(
                "`a#In$m` is {phrase}, which cannot stand in the query"
            )]
        );
    }
    assert_eq!(
        messages(
            &member("m", "a#Tags", "httpPrefixHeaders", "\"X-\""),
            SHAPES
        ),
        ["`a#In$m` is a map, which cannot stand in a header"]
    );
    assert!(messages(&member("m", "a#Names", "httpHeader", "\"X-M\""), SHAPES).is_empty());
}

#[test]
fn no_two_members_have_one_place() {
    let two = |binding: &str, first: &str, second: &str| {
        let string = "smithy.api#String";
        let (m, n) = (
            member("m", string, binding, first),
            member("n", string, binding, second),
        );
        messages(&format!("{m}, {n}"), SHAPES)
    };
    assert_eq!(
        two("httpHeader", "\"X-Same\"", "\"x-same\""),
        ["`m` and `n` of `a#In` both stand in the header `x-same`"]
    );
    assert_eq!(
        two("httpQuery", "\"q\"", "\"q\""),
        ["`m` and `n` of `a#In` both stand in the query parameter `q`"]
    );
    assert_eq!(
        two("jsonName", "\"j\"", "\"j\""),
        ["`m` and `n` of `a#In` both stand in the body's member `j`"]
    );
    assert_eq!(
        two("httpPayload", "{}", "{}"),
        ["`m` and `n` of `a#In` both stand in the payload"]
    );
    assert!(two("httpQuery", "\"q\"", "\"r\"").is_empty());
}

#[test]
fn beside_a_payload_nothing_else_stands_in_the_body() {
    let payload = member("m", "a#Point", "httpPayload", "{}");
    let beside = format!(r#"{payload}, "n": {{ "target": "smithy.api#String" }}"#);
    assert_eq!(
        messages(&beside, SHAPES),
        ["`a#In$n` stands in the body, which another member with `httpPayload` fills"]
    );
    assert!(messages(&payload, SHAPES).is_empty());
}

#[test]
fn constraints_that_cannot_be_checked() {
    let with =
        |target: &str, name: &str, value: &str| messages(&member("m", target, name, value), SHAPES);
    assert_eq!(
        with("smithy.api#Timestamp", "range", r#"{ "min": 1 }"#),
        ["`smithy.api#range` cannot be checked on a timestamp, such as `smithy.api#Timestamp`"]
    );
    assert_eq!(
        with("smithy.api#Integer", "length", r#"{ "min": 1 }"#),
        ["`smithy.api#length` cannot be checked on an integer, such as `smithy.api#Integer`"]
    );
    assert_eq!(
        with("smithy.api#String", "length", r#"{ "min": 1.5, "max": 3 }"#),
        ["`min` is 1.5, which is no bound"]
    );
    assert!(with("smithy.api#String", "length", r#"{ "min": 1, "max": 3 }"#).is_empty());
}

#[test]
fn values_that_rust_cannot_hold() {
    let with =
        |target: &str, name: &str, value: &str| messages(&member("m", target, name, value), SHAPES);
    assert_eq!(
        with("smithy.api#Float", "default", "1e300"),
        ["1e+300 is not a value of `smithy.api#Float`, which is a float"]
    );
    assert!(with("smithy.api#Double", "default", "1e300").is_empty());
    assert_eq!(
        with("smithy.api#Unit", "documentation", "\"nothing\""),
        ["`a#In$m` holds the unit shape"]
    );
}
