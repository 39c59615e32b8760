//! Corrections of a model in the settings: what they change, and that each must find what it corrects.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use expect_test::{Expect, expect};
use lockstep_codegen::diagnostic::Diagnostics;
use lockstep_codegen::tree::Files;
use lockstep_codegen::{generate, settings};

/// A service that names signatures, with an operation whose member is from 1 to 5.
const MODEL: &str = r#"{ "smithy": "2.0", "shapes": {
"a#Service": { "type": "service", "version": "1", "operations": [{ "target": "a#Op" }], "traits": {
  "smithy.api#documentation": "A service.",
  "aws.auth#sigv4": { "name": "n" }, "aws.protocols#restJson1": {} } },
"a#Op": { "type": "operation", "input": { "target": "a#In" },
  "traits": { "smithy.api#http": { "method": "POST", "uri": "/op" } } },
"a#In": { "type": "structure", "members": {
  "count": { "target": "smithy.api#Integer", "traits": { "smithy.api#range": { "min": 1, "max": 5 } } },
  "name": { "target": "smithy.api#String" } } }
} }"#;

/// Generates from the model with this text in the settings.
fn generated(corrections: &str) -> Result<Files, Diagnostics> {
    let text = format!("[s]\nmodel = \"m.json\"\n{corrections}");
    let services = settings::read("lockstep.toml", &text).unwrap_or_else(|e| panic!("{e}"));
    generate("m.json", MODEL, &services[0])
}

/// The text of a file, with single blanks.
fn text(corrections: &str, path: &str) -> String {
    let files = generated(corrections).unwrap_or_else(|errors| panic!("{errors}"));
    let words = files.get(path).unwrap().split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

const NO_SIGNATURES: &str = r#"
[s.corrections.no-signatures]
reason = "The service looks at no signature."
target = "a#Service"
remove = ["aws.auth#sigv4"]
add = { "smithy.api#auth" = [] }
"#;

#[test]
fn a_trait_is_taken_away_and_one_is_added() {
    let service = "s-types/src/service.rs";
    assert!(text("", service).contains("sigv4("));
    let corrected = text(NO_SIGNATURES, service);
    assert!(!corrected.contains("sigv4("), "{corrected}");
    assert!(corrected.contains("auth: &[]"), "{corrected}");
    // A server without signatures does not ask for the feature that verifies them.
    let manifest = "s-server/Cargo.toml";
    assert!(text("", manifest).contains("sigv4"));
    assert!(!text(NO_SIGNATURES, manifest).contains("sigv4"));
}

#[test]
fn the_documentation_says_what_is_corrected_and_why() {
    let service = text(NO_SIGNATURES, "s-types/src/service.rs");
    assert!(
        service.contains(
            "/// A service. /// /// # Corrections of the model /// /// - `no-signatures`: `a#Service` without \
             `aws.auth#sigv4`, with `smithy.api#auth`. /// The service looks at no signature."
        ),
        "{service}"
    );
    assert!(!text("", "s-types/src/service.rs").contains("Corrections"));
}

#[test]
fn the_value_of_a_members_trait_is_changed_to_the_digit() {
    let changed = r#"
[s.corrections.wider]
reason = "Larger counts were seen."
target = "a#In$count"
remove = ["smithy.api#range"]
add = { "smithy.api#range" = { min = 0.50, max = 9007199254740993 }, "smithy.api#required" = {} }
[s.corrections.short]
reason = "Long names were refused."
target = "a#In$name"
add = { "smithy.api#length" = { max = 7 } }
"#;
    let constraints = text(changed, "s-types/src/constraints.rs");
    for bound in ["0.5", "9007199254740993", "7"] {
        assert!(constraints.contains(bound), "{bound}: {constraints}");
    }
    let operation = text(changed, "s-types/src/operations/op.rs");
    assert!(operation.contains("pub count: i32"), "{operation}");
}

fn refused(corrections: &str, expected: Expect) {
    expected.assert_eq(&generated(corrections).unwrap_err().to_string());
}

#[test]
fn a_correction_that_finds_nothing_to_correct_is_an_error() {
    refused(
        r#"
[s.corrections.gone]
reason = "r"
target = "a#Gone"
remove = ["smithy.api#required"]
[s.corrections.gone-member]
reason = "r"
target = "a#In$gone"
add = { "smithy.api#required" = {} }
"#,
        expect![[r#"
            lockstep.toml:6:10: the correction `gone` is for `a#Gone`, which the model does not have
              help: look whether the model still needs it, and what the shape is called now
              | target = "a#Gone"
              |          ^^^^^^^^

            lockstep.toml:10:10: the correction `gone-member` is for `a#In$gone`, which the model does not have
              help: look whether the model still needs it, and what the shape is called now
              | target = "a#In$gone"
              |          ^^^^^^^^^^^"#]],
    );
    refused(
        r#"
[s.corrections.right-by-now]
reason = "r"
target = "a#In$count"
remove = ["smithy.api#required"]
add = { "smithy.api#range" = { min = 0 } }
[s.corrections.same]
reason = "r"
target = "a#Service"
remove = ["aws.auth#sigv4"]
add = { "aws.auth#sigv4" = { name = "n" } }
"#,
        expect![[r#"
            lockstep.toml:7:11: the correction `right-by-now` takes `smithy.api#required` from `a#In$count`, which does not have it
              help: the model may be right by now: take this away
              | remove = ["smithy.api#required"]
              |           ^^^^^^^^^^^^^^^^^^^^^

            lockstep.toml:8:9: the correction `right-by-now` adds `smithy.api#range` to `a#In$count`, which has it
              help: the model may be right by now: take this away; or, to change its value, `remove` it as well
              | add = { "smithy.api#range" = { min = 0 } }
              |         ^^^^^^^^^^^^^^^^^^

            lockstep.toml:13:9: the correction `same` gives `aws.auth#sigv4` of `a#Service` the value that it has
              help: the model is right by now: take this away
              | add = { "aws.auth#sigv4" = { name = "n" } }
              |         ^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn two_corrections_do_not_make_the_same_change() {
    let twice = NO_SIGNATURES.replace("no-signatures", "second-time");
    refused(
        &format!("{NO_SIGNATURES}{twice}"),
        expect![[r#"
        lockstep.toml:13:11: the correction `second-time` takes `aws.auth#sigv4` from `a#Service`, which does not have it
          help: the model may be right by now: take this away
          | remove = ["aws.auth#sigv4"]
          |           ^^^^^^^^^^^^^^^^

        lockstep.toml:14:9: the correction `second-time` adds `smithy.api#auth` to `a#Service`, which has it
          help: the model may be right by now: take this away; or, to change its value, `remove` it as well
          | add = { "smithy.api#auth" = [] }
          |         ^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn what_a_correction_makes_wrong_is_told_where_the_model_has_its_target() {
    refused(
        r#"
[s.corrections.no-bound]
reason = "r"
target = "a#In$name"
add = { "smithy.api#length" = { max = "many" } }
"#,
        expect![[r#"
            m.json:9:3: `max` is many, which is no bound
              help: give a number in digits
              | "name": { "target": "smithy.api#String" } } }
              | ^^^^^^"#]],
    );
}

#[test]
fn what_cannot_be_meant_is_an_error_of_the_settings() {
    let text = r#"[s]
model = "m.json"
[s.corrections.empty]
reason = " "
target = "Service"
[s.corrections.values]
reason = "r"
target = "a#Service"
remove = ["sigv4"]
add = { "auth" = [], "a#when" = 2026-01-01, "a#much" = [1, { x = inf }] }
"#;
    let errors = settings::read("lockstep.toml", text).unwrap_err();
    expect![[r#"
        lockstep.toml:3:16: the correction `empty` changes nothing
          help: name traits with `remove` or `add`
          | [s.corrections.empty]
          |                ^^^^^

        lockstep.toml:3:16: the correction `empty` has no reason
          help: say what is wrong in the model, and where that is seen
          | [s.corrections.empty]
          |                ^^^^^

        lockstep.toml:5:10: `Service` is not the id of a shape or member
          help: ids have the form `namespace#Name` or `namespace#Name$member`
          | target = "Service"
          |          ^^^^^^^^^

        lockstep.toml:9:11: `sigv4` is not the id of a trait
          help: ids have the form `namespace#Name`
          | remove = ["sigv4"]
          |           ^^^^^^^

        lockstep.toml:10:9: `auth` is not the id of a trait
          help: ids have the form `namespace#Name`
          | add = { "auth" = [], "a#when" = 2026-01-01, "a#much" = [1, { x = inf
          |         ^^^^^^

        lockstep.toml:10:22: the value of `a#when` cannot stand in a model
          help: dates are texts there, and numbers are finite
          | add = { "auth" = [], "a#when" = 2026-01-01, "a#much" = [1, { x = inf }] }
          |                      ^^^^^^^^

        lockstep.toml:10:45: the value of `a#much` cannot stand in a model
          help: dates are texts there, and numbers are finite
          | = { "auth" = [], "a#when" = 2026-01-01, "a#much" = [1, { x = inf }] }
          |                                         ^^^^^^^^"#]]
    .assert_eq(&errors.to_string());
    let text = "[s]\nmodel = \"m.json\"\n[s.corrections.a]\ntarget = \"a#B\"\nremove = [\"a#c\"]";
    let errors = settings::read("lockstep.toml", text).unwrap_err();
    expect![[r#"
        lockstep.toml:3:1: missing field `reason`
          | [s.corrections.a]
          | ^^^^^^^^^^^^^^^^^"#]]
    .assert_eq(&errors.to_string());
}
