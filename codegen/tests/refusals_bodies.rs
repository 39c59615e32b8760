//! What is refused of bodies and hosts: streams where none can be, compression of them, host prefixes that are none.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use expect_test::{Expect, expect};
use lockstep_codegen::{generate, settings};

/// The errors of a service with one operation, whose input is the shape `a#In`.
fn check(traits: &str, shapes: &str, expected: &Expect) {
    let model = format!(
        r#"{{ "smithy": "2.0", "shapes": {{
"a#Service": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Op" }}],
  "traits": {{ "aws.protocols#restJson1": {{}} }} }},
"a#Op": {{ "type": "operation", "input": {{ "target": "a#In" }}, "traits": {{ {traits}
  "smithy.api#http": {{ "method": "PUT", "uri": "/" }} }} }},
"a#Bytes": {{ "type": "blob", "traits": {{ "smithy.api#streaming": {{}} }} }},
{shapes}
}} }}"#
    );
    let services = settings::read("lockstep.toml", "[s]\nmodel = \"m.json\"").unwrap();
    let errors = generate("m.json", &model, &services[0]).unwrap_err();
    expected.assert_eq(&errors.to_string());
}

#[test]
fn event_streams() {
    check(
        "",
        r#""a#In": { "type": "structure", "members": {
  "events": { "target": "a#Events", "traits": { "smithy.api#httpPayload": {} } } } },
"a#Events": { "type": "union", "members": { "one": { "target": "a#One" } }, "traits": { "smithy.api#streaming": {} } },
"a#One": { "type": "structure", "members": {} }"#,
        &expect![[r#"
            m.json:8:3: `a#In$events` is an event stream, which is not supported
              help: leave out what needs it, in the settings: omit = ["Op"]
              | "events": { "target": "a#Events", "traits": { "smithy.api#ht
              | ^^^^^^^^"#]],
    );
}

#[test]
fn streams_that_are_no_payload() {
    check(
        "",
        r#""a#In": { "type": "structure", "members": { "body": { "target": "a#Bytes" } } }"#,
        &expect![[r#"
            m.json:7:45: `a#In$body` is a stream within something else
              help: a stream is the payload of an operation's input or output
              | n": { "type": "structure", "members": { "body": { "target": "a#Bytes" } } }
              |                                         ^^^^^^"#]],
    );
    check(
        "",
        r#""a#In": { "type": "structure", "members": { "inner": { "target": "a#Inner" } } },
"a#Inner": { "type": "structure", "members": {
  "body": { "target": "a#Bytes", "traits": { "smithy.api#httpPayload": {} } } } }"#,
        &expect![[r#"
            m.json:9:3: `a#Inner$body` is a stream within something else
              help: a stream is the payload of an operation's input or output
              | "body": { "target": "a#Bytes", "traits": { "smithy.api#httpP
              | ^^^^^^"#]],
    );
    check(
        "",
        r#""a#In": { "type": "structure", "members": { "list": { "target": "a#List" } } },
"a#List": { "type": "list", "member": { "target": "a#Bytes" } }"#,
        &expect![[r#"
            m.json:8:39: `a#List$member` is a stream within something else
              help: a stream is the payload of an operation's input or output
              | "a#List": { "type": "list", "member": { "target": "a#Bytes" } }
              |                                       ^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn streams_of_what_does_not_stream() {
    check(
        "",
        r#""a#In": { "type": "structure", "members": {
  "text": { "target": "a#Text", "traits": { "smithy.api#httpPayload": {} } } } },
"a#Text": { "type": "string", "traits": { "smithy.api#streaming": {} } }"#,
        &expect![[r#"
            m.json:8:3: `a#In$text` is a stream of a string
              help: only blobs and unions can stream
              | "text": { "target": "a#Text", "traits": { "smithy.api#httpPa
              | ^^^^^^"#]],
    );
    check(
        "",
        r#""a#In": { "type": "structure", "members": {
  "blob": { "target": "a#Blob", "traits": { "smithy.api#httpPayload": {} } } } },
"a#Blob": { "type": "blob", "traits": { "smithy.api#requiresLength": {} } }"#,
        &expect![[r#"
            m.json:9:41: `a#Blob` requires a length and is no stream
              help: only blobs that stream can
              | "a#Blob": { "type": "blob", "traits": { "smithy.api#requiresLength": {} } }
              |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn compressed_streams_and_encodings_that_nobody_has() {
    let stream = r#""a#In": { "type": "structure", "members": {
  "body": { "target": "a#Bytes", "traits": { "smithy.api#httpPayload": {}, "smithy.api#required": {} } } } }"#;
    check(
        r#""smithy.api#requestCompression": { "encodings": ["gzip"] },"#,
        stream,
        &expect![[r#"
            m.json:4:75: `a#Op` compresses a stream, which is not supported
              help: leave out what needs it, in the settings: omit = ["Op"]
              | put": { "target": "a#In" }, "traits": { "smithy.api#requestCompression": { "encodings": ["gzip"] },
              |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
    check(
        r#""smithy.api#requestCompression": { "encodings": ["br"] },"#,
        r#""a#In": { "type": "structure", "members": {} }"#,
        &expect![[r#"
            m.json:4:75: "br" of `a#Op` is no encoding that is supported
              help: the specification has `gzip` alone
              | put": { "target": "a#In" }, "traits": { "smithy.api#requestCompression": { "encodings": ["br"] },
              |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn host_prefixes_that_are_none() {
    let label = r#""a#In": { "type": "structure", "members": {
  "a": { "target": "smithy.api#String", "traits": { "smithy.api#required": {}, "smithy.api#hostLabel": {} } } } }"#;
    check(
        "",
        label,
        &expect![[r#"
        m.json:4:1: `a` is a label of a host, and `a#Op` has no `smithy.api#endpoint`
          help: add the trait, or take the label away
          | "a#Op": { "type": "operation", "input": { "target": "a#In" }
          | ^^^^^^"#]],
    );
    check(
        r#""smithy.api#endpoint": { "hostPrefix": "{b}." },"#,
        label,
        &expect![[r#"
            m.json:4:75: the host prefix has a label `b` without a member
              help: add the member to the input, with `smithy.api#hostLabel`
              | put": { "target": "a#In" }, "traits": { "smithy.api#endpoint": { "hostPrefix": "{b}." },
              |                                         ^^^^^^^^^^^^^^^^^^^^^

            m.json:4:75: the host prefix has no label `a`
              help: write it into the prefix in braces
              | put": { "target": "a#In" }, "traits": { "smithy.api#endpoint": { "hostPrefix": "{b}." },
              |                                         ^^^^^^^^^^^^^^^^^^^^^"#]],
    );
    for prefix in ["a b.", "{a", ""] {
        let traits = format!(r#""smithy.api#endpoint": {{ "hostPrefix": "{prefix}" }},"#);
        let expected = match prefix {
            "a b." => expect![[r#"
                m.json:4:75: the host prefix `a b.` is no part of a host's name
                  help: write letters, digits, hyphens and dots, and labels in braces
                  | put": { "target": "a#In" }, "traits": { "smithy.api#endpoint": { "hostPrefix": "a b." },
                  |                                         ^^^^^^^^^^^^^^^^^^^^^"#]],
            "{a" => expect![[r#"
                m.json:4:75: the host prefix `{a` is no part of a host's name
                  help: write letters, digits, hyphens and dots, and labels in braces
                  | put": { "target": "a#In" }, "traits": { "smithy.api#endpoint": { "hostPrefix": "{a" },
                  |                                         ^^^^^^^^^^^^^^^^^^^^^"#]],
            _ => expect![[r#"
                m.json:4:75: the host prefix `` is no part of a host's name
                  help: write letters, digits, hyphens and dots, and labels in braces
                  | put": { "target": "a#In" }, "traits": { "smithy.api#endpoint": { "hostPrefix": "" },
                  |                                         ^^^^^^^^^^^^^^^^^^^^^"#]],
        };
        check(
            &traits,
            r#""a#In": { "type": "structure", "members": {} }"#,
            &expected,
        );
    }
    check(
        r#""smithy.api#endpoint": { "hostPrefix": "{a}." },"#,
        r#""a#In": { "type": "structure", "members": {
  "a": { "target": "smithy.api#Integer", "traits": { "smithy.api#hostLabel": {} } } } }"#,
        &expect![[r#"
            m.json:4:75: `a` is a label of a host and not a required string
              help: make it a string, and required
              | put": { "target": "a#In" }, "traits": { "smithy.api#endpoint": { "hostPrefix": "{a}." },
              |                                         ^^^^^^^^^^^^^^^^^^^^^"#]],
    );
}
