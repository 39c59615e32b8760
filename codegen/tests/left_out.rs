//! What `internal` and `omit-tags` of the settings leave out, and what of it can be read.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use expect_test::expect;
use lockstep_codegen::{generate, settings};

/// All files of a service with the operation `Op`, an input of these members, and these other shapes.
fn made(settings: &str, members: &str, shapes: &str) -> Result<String, String> {
    let model = format!(
        r#"{{ "smithy": "2.0", "shapes": {{
"a#Service": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Op" }}],
  "traits": {{ "aws.protocols#restJson1": {{}} }} }},
"a#Op": {{ "type": "operation", "input": {{ "target": "a#In" }},
  "traits": {{ "smithy.api#http": {{ "method": "POST", "uri": "/op" }} }} }},
"a#In": {{ "type": "structure", "members": {{ {members} }} }}{shapes}
}} }}"#
    );
    let text = format!("[s]\nmodel = \"m.json\"\n{settings}");
    let services = settings::read("lockstep.toml", &text).unwrap();
    let files = generate("m.json", &model, &services[0]).map_err(|errors| errors.to_string())?;
    Ok(files.iter().map(|(_, text)| text).collect())
}

const STRING: &str = r#""target": "smithy.api#String""#;
const INTERNAL: &str = r#""traits": { "smithy.api#internal": {} }"#;

#[test]
fn a_union_must_keep_a_member() {
    let members = r#""choice": { "target": "a#Choice" }"#;
    let union = format!(
        r#",
"a#Choice": {{ "type": "union", "members": {{ "one": {{ {STRING}, {INTERNAL} }} }} }}"#
    );
    assert!(made("", members, &union).is_ok());
    let said = made("internal = false", members, &union).unwrap_err();
    expect![[r#"
        m.json:7:1: `internal = false` in the settings leaves the union `a#Choice` without a member
          help: leave out what needs it, in the settings: omit = ["Op"]
          | "a#Choice": { "type": "union", "members": { "one": { "target
          | ^^^^^^^^^^"#]]
    .assert_eq(&said);
    // Nobody minds a union that is not generated.
    assert!(
        made(
            "internal = false",
            &format!(r#""s": {{ {STRING} }}"#),
            &union
        )
        .is_ok()
    );
}

#[test]
fn members_are_told_apart_from_operations() {
    let members = format!(
        r#""kept": {{ {STRING} }}, "a": {{ {STRING}, {INTERNAL} }}, "b": {{ {STRING}, {INTERNAL} }}"#
    );
    let text = made("internal = false", &members, "").unwrap();
    let line = "//! Members left out by the settings: `In$a`, `In$b`.\n";
    assert_eq!(text.matches(line).count(), 3, "of each crate");
    assert!(!text.contains("operations of the model"));
    assert!(!made("", &members, "").unwrap().contains("left out"));
}

#[test]
fn what_is_left_out_changes_no_name() {
    let members = format!(r#""foo_bar": {{ {STRING}, {INTERNAL} }}, "fooBar": {{ {STRING} }}"#);
    for settings in ["", "internal = false"] {
        let text = made(settings, &members, "").unwrap();
        assert!(text.contains("pub foo_bar_camel: "), "{settings}: {text}");
        assert_eq!(text.contains("pub foo_bar: "), settings.is_empty());
    }
}
