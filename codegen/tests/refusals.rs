//! What cannot be generated is refused, with its place and what to do about it.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use expect_test::{Expect, expect};
use lockstep_codegen::{generate, settings};

/// Generates from a service with one operation, `Op`, and these shapes.
fn check(shapes: &str, expected: &Expect) {
    check_with("", OPERATION, shapes, expected);
}

const OPERATION: &str = r#"
"a#Op": { "type": "operation", "input": { "target": "a#In" },
  "traits": { "smithy.api#http": { "method": "POST", "uri": "/op" } } },"#;

fn check_with(settings: &str, operation: &str, shapes: &str, expected: &Expect) {
    let model = format!(
        r#"{{ "smithy": "2.0", "shapes": {{
"a#Service": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Op" }}],
  "traits": {{ "aws.protocols#restJson1": {{}} }} }},{operation}
{shapes}
}} }}"#
    );
    check_model(settings, &model, expected);
}

fn check_model(settings: &str, model: &str, expected: &Expect) {
    let services = settings::read(
        "lockstep.toml",
        &format!("[s]\nmodel = \"m.json\"\n{settings}"),
    )
    .unwrap();
    let errors = generate("m.json", model, &services[0]).unwrap_err();
    expected.assert_eq(&errors.to_string());
}

#[test]
fn a_trait_that_nobody_knows() {
    check(
        r#""a#In": { "type": "structure", "members": { "x": { "target": "smithy.api#String",
  "traits": { "a.b#speaksTo": {} } } } }"#,
        &expect![[r#"
            m.json:7:15: the trait `a.b#speaksTo` of `a#In$x` is not supported
              help: leave out what needs it, in the settings: omit = ["Op"]
              | "traits": { "a.b#speaksTo": {} } } } }
              |             ^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn operations_without_a_place_in_http() {
    check_with(
        "",
        r#"
"a#Op": { "type": "operation" },"#,
        r#""a#In": { "type": "structure", "members": {} }"#,
        &expect![[r#"
            m.json:4:1: `a#Op` has no `smithy.api#http`, which restJson1 needs
              help: leave out what needs it, in the settings: omit = ["Op"]
              | "a#Op": { "type": "operation" },
              | ^^^^^^"#]],
    );
}

fn check_http(http: &str, members: &str, expected: &Expect) {
    let operation = format!(
        r#"
"a#Op": {{ "type": "operation", "input": {{ "target": "a#In" }}, "traits": {{ "smithy.api#http": {http} }} }},"#
    );
    check_with(
        "",
        &operation,
        &format!(r#""a#In": {{ "type": "structure", "members": {{ {members} }} }}"#),
        expected,
    );
}

const LABELLED: &str = r#""id": { "target": "smithy.api#String", "traits": { "smithy.api#httpLabel": {}, "smithy.api#required": {} } }"#;

#[test]
fn labels_and_uris_that_do_not_fit() {
    check_http(
        r#"{ "method": "GET", "uri": "/{id}/{other}" }"#,
        LABELLED,
        &expect![[r#"
        m.json:4:1: the URI of `a#Op` has a label `other` without a member
          help: add the member to the input, with `smithy.api#httpLabel`
          | "a#Op": { "type": "operation", "input": { "target": "a#In" }
          | ^^^^^^"#]],
    );
    check_http(
        r#"{ "method": "GET", "uri": "/plain" }"#,
        LABELLED,
        &expect![[r#"
        m.json:5:45: `id` is bound to the URI of `a#Op`, which has no such label
          help: write it into the URI in braces
          | n": { "type": "structure", "members": { "id": { "target": "smithy.api#String", "traits": { "smithy.a
          |                                         ^^^^"#]],
    );
    check_http(
        r#"{ "method": "get", "uri": "/a-{id}/{id+}/{id+}", "code": 99 }"#,
        LABELLED,
        &expect![[r#"
            m.json:4:75: 99 is not a status of a success
              help: use one from 200 to 599
              | put": { "target": "a#In" }, "traits": { "smithy.api#http": { "method": "get", "uri": "/a-{id}/{id+}/
              |                                         ^^^^^^^^^^^^^^^^^

            m.json:4:75: `a-{id}` of the URI is neither a label nor plain text
              help: a label fills the whole of what stands between two slashes
              | put": { "target": "a#In" }, "traits": { "smithy.api#http": { "method": "get", "uri": "/a-{id}/{id+}/
              |                                         ^^^^^^^^^^^^^^^^^

            m.json:4:75: `get` is not a method of HTTP
              help: methods are in upper case
              | put": { "target": "a#In" }, "traits": { "smithy.api#http": { "method": "get", "uri": "/a-{id}/{id+}/
              |                                         ^^^^^^^^^^^^^^^^^

            m.json:4:75: a URI has at most one greedy label
              | put": { "target": "a#In" }, "traits": { "smithy.api#http": { "method": "get", "uri": "/a-{id}/{id+}/
              |                                         ^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn operations_that_answer_the_same_requests() {
    check_model(
        "",
        r#"{ "smithy": "2.0", "shapes": {
"a#Service": { "type": "service", "version": "1", "operations": [{ "target": "a#Get" }, { "target": "a#Find" }],
  "traits": { "aws.protocols#restJson1": {} } },
"a#Get": { "type": "operation", "input": { "target": "a#In" },
  "traits": { "smithy.api#http": { "method": "GET", "uri": "/x/{id}?a&b=c" } } },
"a#Find": { "type": "operation", "input": { "target": "a#Other" },
  "traits": { "smithy.api#http": { "method": "GET", "uri": "/x/{name}?b=c&a" } } },
"a#In": { "type": "structure", "members": { "id": { "target": "smithy.api#String",
  "traits": { "smithy.api#httpLabel": {}, "smithy.api#required": {} } } } },
"a#Other": { "type": "structure", "members": { "name": { "target": "smithy.api#String",
  "traits": { "smithy.api#httpLabel": {}, "smithy.api#required": {} } } } }
} }"#,
        &expect![[r#"
            m.json:2:1: `Find` and `Get` have the same method and URI
              help: change one, or leave it out with `omit` in the settings
              | "a#Service": { "type": "service", "version": "1", "operation
              | ^^^^^^^^^^^"#]],
    );
}

#[test]
fn services_that_speak_another_protocol() {
    check_model(
        "",
        r#"{ "smithy": "2.0", "shapes": {
"a#Service": { "type": "service", "version": "1", "traits": { "aws.protocols#awsJson1_1": {} } }
} }"#,
        &expect![[r#"
            m.json: the service has no operations
              help: list them in the service or in its resources

            m.json:2:1: `a#Service` does not speak restJson1
              help: add `aws.protocols#restJson1`; other protocols are not supported yet
              | "a#Service": { "type": "service", "version": "1", "traits":
              | ^^^^^^^^^^^"#]],
    );
    check_model(
        "",
        r#"{ "smithy": "2.0", "shapes": { "a#S": { "type": "string" } } }"#,
        &expect![[r#"
        m.json: the model has no service
          help: crates are made of a service and the operations that it lists"#]],
    );
}

fn check_default(target: &str, default: &str, expected: &Expect) {
    let shapes = format!(
        r#""a#In": {{ "type": "structure", "members": {{ "x": {{ "target": "{target}",
  "traits": {{ "smithy.api#default": {default} }} }} }} }},
"a#Enum": {{ "type": "enum", "members": {{ "A": {{ "target": "smithy.api#Unit" }} }} }},
"a#List": {{ "type": "list", "member": {{ "target": "smithy.api#String" }} }}"#
    );
    check(&shapes, expected);
}

#[test]
fn defaults_that_are_no_values_of_their_type() {
    check_default(
        "smithy.api#Byte",
        "128",
        &expect![[r#"
        m.json:7:15: 128 is not a value of `smithy.api#Byte`, which is a byte
          help: give a default of the target's type
          | "traits": { "smithy.api#default": 128 } } } },
          |             ^^^^^^^^^^^^^^^^^^^^"#]],
    );
    check_default(
        "smithy.api#Integer",
        "1.5",
        &expect![[r#"
        m.json:7:15: 1.5 is not a value of `smithy.api#Integer`, which is an integer
          help: give a default of the target's type
          | "traits": { "smithy.api#default": 1.5 } } } },
          |             ^^^^^^^^^^^^^^^^^^^^"#]],
    );
    check_default(
        "smithy.api#Boolean",
        r#""true""#,
        &expect![[r#"
        m.json:7:15: "true" is not a value of `smithy.api#Boolean`, which is a boolean
          help: give a default of the target's type
          | "traits": { "smithy.api#default": "true" } } } },
          |             ^^^^^^^^^^^^^^^^^^^^"#]],
    );
    check_default(
        "smithy.api#Blob",
        r#""no base64!""#,
        &expect![[r#"
        m.json:7:15: "no base64!" is not a value of `smithy.api#Blob`, which is a blob
          help: give a default of the target's type
          | "traits": { "smithy.api#default": "no base64!" } } } },
          |             ^^^^^^^^^^^^^^^^^^^^"#]],
    );
    check_default(
        "smithy.api#Timestamp",
        r#""2021-02-29T00:00:00Z""#,
        &expect![[r#"
        m.json:7:15: "2021-02-29T00:00:00Z" is not a value of `smithy.api#Timestamp`, which is a timestamp
          help: give a default of the target's type
          | "traits": { "smithy.api#default": "2021-02-29T00:00:00Z" } } } },
          |             ^^^^^^^^^^^^^^^^^^^^"#]],
    );
    check_default(
        "a#Enum",
        r#""B""#,
        &expect![[r#"
        m.json:7:15: "B" is not a value of `a#Enum`, which is an enum
          help: give a default of the target's type
          | "traits": { "smithy.api#default": "B" } } } },
          |             ^^^^^^^^^^^^^^^^^^^^"#]],
    );
    check_default(
        "a#List",
        r#"["a"]"#,
        &expect![[r#"
        m.json:7:15: ["a"] is not a value of `a#List`, which is a list
          help: give a default of the target's type
          | "traits": { "smithy.api#default": ["a"] } } } },
          |             ^^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn constraints_that_cannot_be_checked() {
    check(
        r#""a#In": { "type": "structure", "members": { "x": { "target": "a#Text" } } },
"a#Text": { "type": "string", "traits": { "smithy.api#pattern": "(a", "smithy.api#length": {} } }"#,
        &expect![[r#"
            m.json:7:43: the pattern cannot be checked: a `(` is not closed
              | #Text": { "type": "string", "traits": { "smithy.api#pattern": "(a", "smithy.api#length": {} } }
              |                                         ^^^^^^^^^^^^^^^^^^^^

            m.json:7:71: a constraint without `min` and `max` says nothing
              help: give one of them or take it away
              | "traits": { "smithy.api#pattern": "(a", "smithy.api#length": {} } }
              |                                         ^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn collections_of_themselves() {
    check(
        r#""a#In": { "type": "structure", "members": { "x": { "target": "a#List" } } },
"a#List": { "type": "list", "member": { "target": "a#Map" } },
"a#Map": { "type": "map", "key": { "target": "smithy.api#String" }, "value": { "target": "a#List" } }"#,
        &expect![[r#"
            m.json:7:1: `a#List` is made of itself and of nothing else
              help: put a structure or a union between it and itself
              | "a#List": { "type": "list", "member": { "target": "a#Map" }
              | ^^^^^^^^

            m.json:8:1: `a#Map` is made of itself and of nothing else
              help: put a structure or a union between it and itself
              | "a#Map": { "type": "map", "key": { "target": "smithy.api#Str
              | ^^^^^^^"#]],
    );
}

#[test]
fn names_that_stay_equal() {
    check(
        r#""a#In": { "type": "structure", "members": {
  "one": { "target": "a#Thing" }, "two": { "target": "b#Thing" }, "foo__bar": { "target": "smithy.api#String" },
  "foo_bar_": { "target": "smithy.api#String" } } },
"a#Thing": { "type": "structure", "members": {} },
"b#Thing": { "type": "structure", "members": {} }"#,
        &expect![[r#"
            m.json:10:1: `a#Thing` and `b#Thing` are both called `Thing` in Rust; give one another name under `rename` in the settings
              | "b#Thing": { "type": "structure", "members": {} }
              | ^^^^^^^^^"#]],
    );
}

#[test]
fn settings_that_name_what_is_not_there() {
    let shapes = r#""a#In": { "type": "structure", "members": {} }"#;
    check_with(
        "operations = [\"Op\", \"Gone\"]",
        OPERATION,
        shapes,
        &expect![[r#"
        lockstep.toml:3:21: the service has no operation `Gone`
          | operations = ["Op", "Gone"]
          |                     ^^^^^^"#]],
    );
    check_with(
        "omit = [\"Gone\"]",
        OPERATION,
        shapes,
        &expect![[r#"
        lockstep.toml:3:9: the service has no operation `Gone`
          | omit = ["Gone"]
          |         ^^^^^^"#]],
    );
    check_with(
        "omit = [\"Op\"]",
        OPERATION,
        shapes,
        &expect![[r#"
            lockstep.toml:1:2: no operation is left to generate
              help: name fewer with `omit`, or loosen `tags`, `omit-tags` or `internal`
              | [s]
              |  ^"#]],
    );
    check_with(
        "service = \"a#Gone\"",
        OPERATION,
        shapes,
        &expect![[r#"
        lockstep.toml:3:11: the model has no service `a#Gone`
          help: it has `a#Service`
          | service = "a#Gone"
          |           ^^^^^^^^"#]],
    );
    check_with(
        "invalid-error = \"Gone\"",
        OPERATION,
        shapes,
        &expect![[r#"
        lockstep.toml:3:17: the settings name `Gone`, which no operation lists as an error
          help: name an error of the service's operations
          | invalid-error = "Gone"
          |                 ^^^^^^"#]],
    );
    check_with(
        "invalid-error = []",
        OPERATION,
        shapes,
        &expect![[r#"
        lockstep.toml:3:17: the settings name no error here
          help: name an error, or leave the key out
          | invalid-error = []
          |                 ^^"#]],
    );
    check_with(
        "rename = { \"a#Gone\" = \"Here\", \"a#In$gone\" = \"here\" }",
        OPERATION,
        shapes,
        &expect![[r#"
        lockstep.toml:3:23: the model has no `a#Gone`
          help: write the id as the model does
          | rename = { "a#Gone" = "Here", "a#In$gone" = "here" }
          |                       ^^^^^^

        lockstep.toml:3:45: the model has no `a#In$gone`
          help: write the id as the model does
          | me = { "a#Gone" = "Here", "a#In$gone" = "here" }
          |                                         ^^^^^^"#]],
    );
}

#[test]
fn variants_that_are_renamed_to_what_is_taken() {
    check_with(
        "[s.rename]\n\"a#E$A\" = \"Unknown\"\n\"a#In$x\" = \"Unknown\"\n\"a#U$a\" = \"Unknown\"",
        OPERATION,
        r#""a#In": { "type": "structure", "members": { "x": { "target": "a#E" }, "y": { "target": "a#U" } } },
"a#E": { "type": "enum", "members": { "A": { "target": "smithy.api#Unit" } } },
"a#U": { "type": "union", "members": { "a": { "target": "smithy.api#String" } } }"#,
        &expect![[r#"
            lockstep.toml:4:11: `a#E$A` cannot be `Unknown`, the variant for what the model does not list
              help: give it another name
              | "a#E$A" = "Unknown"
              |           ^^^^^^^^^

            lockstep.toml:6:11: `a#U$a` cannot be `Unknown`, the variant for what the model does not list
              help: give it another name
              | "a#U$a" = "Unknown"
              |           ^^^^^^^^^"#]],
    );
}
