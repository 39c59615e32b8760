//! The harness for protocol tests: which cases it gets, and what it says of the types.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use lockstep_codegen::settings::{self, ServiceSettings};
use lockstep_codegen::tree::Files;

const MODEL: &str = r#"{"smithy": "2.0", "shapes": {
    "a#One": {"type": "service", "version": "1",
        "operations": [{"target": "a#Get"}, {"target": "a#Left"}, {"target": "a#Watch"}],
        "errors": [{"target": "a#Broken"}], "traits": {"aws.protocols#restJson1": {}}},
    "a#Two": {"type": "service", "version": "1", "operations": [{"target": "a#Other"}],
        "traits": {"aws.protocols#restJson1": {}}},
    "a#Get": {"type": "operation", "input": {"target": "a#GetInput"},
        "traits": {"smithy.api#http": {"method": "POST", "uri": "/get"},
                   "smithy.test#httpRequestTests": [{"id": "Exact", "params": {"n": 1.00}}]}},
    "a#GetInput": {"type": "structure", "members": {
        "n": {"target": "smithy.api#Double", "traits": {"smithy.api#jsonName": "number"}},
        "list": {"target": "a#List", "traits": {"smithy.api#httpQuery": "list"}},
        "size": {"target": "smithy.api#Integer", "traits": {"smithy.api#default": 7}},
        "choice": {"target": "a#Choice"}}},
    "a#List": {"type": "list", "member": {"target": "smithy.api#String"}},
    "a#Choice": {"type": "union", "members": {
        "text": {"target": "smithy.api#String", "traits": {"smithy.api#jsonName": "t"}},
        "nothing": {"target": "smithy.api#Unit"}}},
    "a#Left": {"type": "operation", "traits": {"smithy.api#http": {"method": "GET", "uri": "/left"},
        "smithy.test#httpRequestTests": [{"id": "NotRun"}]}},
    "a#Watch": {"type": "operation", "output": {"target": "a#WatchOutput"}, "errors": [{"target": "a#Unwatched"}],
        "traits": {"smithy.api#http": {"method": "GET", "uri": "/watch"},
        "smithy.test#eventStreamTests": [{"id": "Events"}], "smithy.test#httpRequestTests": [{"id": "OfEvents"}]}},
    "a#WatchOutput": {"type": "structure", "members": {"events": {"target": "a#Events"}}},
    "a#Events": {"type": "union", "members": {"none": {"target": "smithy.api#Unit"}}, "traits": {"smithy.api#streaming": {}}},
    "a#Unwatched": {"type": "structure", "members": {},
        "traits": {"smithy.api#error": "client", "smithy.test#httpResponseTests": [{"id": "ErrorOfEvents"}]}},
    "a#Other": {"type": "operation", "traits": {"smithy.api#http": {"method": "GET", "uri": "/other"},
        "smithy.test#httpRequestTests": [{"id": "OfTheOther"}]}},
    "a#Broken": {"type": "structure", "mixins": [{"target": "a#Mixin"}], "members": {}},
    "a#Mixin": {"type": "structure", "members": {}, "traits": {"smithy.api#mixin": {}, "smithy.api#error": "client",
        "smithy.test#httpResponseTests": [{"id": "FromMixin"}]}},
    "a#Nowhere": {"type": "structure", "members": {},
        "traits": {"smithy.api#error": "client", "smithy.test#httpResponseTests": [{"id": "Unreachable"}]}}
}}"#;

fn harness() -> Files {
    let text =
        "[small]\nmodel = \"small.json\"\nservice = \"a#One\"\nomit = [\"Left\", \"Watch\"]\n";
    let settings: Vec<ServiceSettings> = settings::read("lockstep.toml", text).unwrap();
    lockstep_codegen::harness("small.json", MODEL, &settings[0]).unwrap()
}

#[test]
fn each_case_comes_with_the_operations_that_can_run_it() {
    let files = harness();
    let groups: serde_json::Value =
        serde_json::from_str(files.get("small-harness/cases.json").unwrap()).unwrap();
    let found: Vec<(String, String)> = groups
        .as_array()
        .unwrap()
        .iter()
        .map(|group| {
            let id = group["cases"][0]["id"].as_str().unwrap().to_owned();
            (
                id,
                format!(
                    "{} {} {} {}",
                    group["shape"], group["operations"], group["error"], group["eventStream"]
                ),
            )
        })
        .collect();
    let expected = [
        ("Exact", r#""a#Get" ["Get"] null null"#),
        ("NotRun", r#""a#Left" [] null null"#),
        ("FromMixin", r#""a#Broken" ["Get"] "Broken" null"#),
        ("Unreachable", r#""a#Nowhere" [] "Nowhere" null"#),
        ("Events", r#""a#Watch" [] null true"#),
        ("OfEvents", r#""a#Watch" [] null true"#),
        ("ErrorOfEvents", r#""a#Unwatched" [] "Unwatched" true"#),
    ];
    for (id, group) in expected {
        assert!(
            found.contains(&(id.to_owned(), group.to_owned())),
            "{id}: {found:?}"
        );
    }
    assert!(!found.iter().any(|(id, _)| id == "OfTheOther"), "{found:?}");
}

#[test]
fn numbers_of_cases_keep_their_digits() {
    assert!(
        harness()
            .get("small-harness/cases.json")
            .unwrap()
            .contains("{\"n\": 1.00}")
    );
}

#[test]
fn params_use_the_names_of_the_model() {
    let files = harness();
    let values = files.get("small-harness/src/values.rs").unwrap();
    for text in [
        r#"given.members(&["n", "list", "size", "choice"])"#,
        r#"n: members.optional("n")?"#,
        r#"list: members.unsent_if_empty("list")?"#,
        r#"size: members.filled("size", || 7)?"#,
        r#"given.variant(&["text", "nothing"])"#,
        r#"0 => value.value().map(Self::Text)"#,
        r#"_ => std::result::Result::Ok(Self::Nothing)"#,
        r#""Broken" => Some(given.value().map(Self::Broken))"#,
    ] {
        assert!(values.contains(text), "{text}\n{values}");
    }
}
