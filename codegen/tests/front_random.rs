//! Whatever comes in, nothing panics, and what comes out keeps its promises.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use lockstep_codegen::names::{self, Kind};
use lockstep_codegen::{ast, docs, pattern, settings};
use proptest::prelude::*;

/// A model that uses all there is, to be broken at random.
const MODEL: &str = r#"{"smithy": "2.0", "metadata": {"x": [1, {"y": null}]}, "shapes": {
    "a#S": {"type": "service", "version": "1", "operations": [{"target": "a#Op"}], "resources": [{"target": "a#R"}],
            "errors": [{"target": "a#E"}], "rename": {"a#In": "Out"}},
    "a#R": {"type": "resource", "identifiers": {"id": {"target": "smithy.api#String"}}, "create": {"target": "a#Op"}},
    "a#Op": {"type": "operation", "input": {"target": "a#In"}, "output": {"target": "smithy.api#Unit"}},
    "a#In": {"type": "structure", "mixins": [{"target": "a#M"}], "members": {"list": {"target": "a#L"}}},
    "a#M": {"type": "structure", "members": {"name": {"target": "a#En"}}, "traits": {"smithy.api#mixin": {}}},
    "a#L": {"type": "list", "member": {"target": "a#U", "traits": {"smithy.api#length": {"min": 1}}}},
    "a#U": {"type": "union", "members": {"map": {"target": "a#Map"}, "n": {"target": "smithy.api#Integer"}}},
    "a#Map": {"type": "map", "key": {"target": "smithy.api#String"}, "value": {"target": "a#U"}},
    "a#En": {"type": "string", "traits": {"smithy.api#enum": [{"value": "é", "name": "E"}, {"value": "b"}]}},
    "a#E": {"type": "structure", "traits": {"smithy.api#error": "client"}},
    "a#In$name": {"type": "apply", "traits": {"smithy.api#required": {}}}
}}"#;

#[test]
fn the_model_itself_is_right() {
    ast::load("model.json", MODEL).unwrap_or_else(|error| panic!("{error}"));
}

/// Replaces some characters of a text by others.
fn broken(text: &str, changes: &[(usize, String)]) -> String {
    let mut characters: Vec<String> = text.chars().map(String::from).collect();
    for (at, change) in changes {
        let at = at % characters.len();
        characters[at].clone_from(change);
    }
    characters.concat()
}

fn changes() -> impl Strategy<Value = Vec<(usize, String)>> {
    let pieces = prop_oneof![
        Just(String::new()),
        "[\"{}\\[\\],:#$\\\\a1. é]",
        Just("a#S".to_owned()),
        Just("\"smithy.api#mixin\": {},".to_owned()),
        Just("\\ud800".to_owned()),
        Just("null".to_owned()),
    ];
    prop::collection::vec((any::<usize>(), pieces), 1..4)
}

proptest! {
    #[test]
    fn a_broken_model_is_no_panic(changes in changes()) {
        let text = broken(MODEL, &changes);
        match ast::load("model.json", &text) {
            Err(error) => prop_assert!(!error.to_string().is_empty()),
            Ok(model) => {
                for (service, _) in model.services() {
                    prop_assert!(model.closure(&service.id).is_ok());
                }
            }
        }
    }

    #[test]
    fn documentation_keeps_its_promises(text in "([a-z]{1,9}|[ \n]|<p>|</p>|<li>|<ul>|</ul>|<code>|</code>|<a href=\"https://a.b\">|</a>|<b>|<i>|<T>|[-*_`\\[\\]<>&;#|~\\\\(.)]|1\\.|https://x.y/z|é){0,60}") {
        for line in docs::markdown(&text) {
            prop_assert_eq!(line.trim_end(), line.as_str());
            prop_assert!(!line.contains(char::is_control), "a control character");
        }
    }

    #[test]
    fn a_pattern_is_translated_or_refused(text in "([a-z]|\\\\.|[\\[\\](){}*+?|^$.,\\-]|[0-9]|é|\\(\\?[:=!]|\\\\u[0-9a-f]{4}){0,20}") {
        if let Ok(translated) = pattern::translate(&text) {
            prop_assert!(translated.engine == pattern::Engine::Backtracking || regex::Regex::new(&translated.regex).is_ok());
        }
    }

    #[test]
    fn every_text_becomes_a_name(text in "\\PC{0,12}|[A-Za-z0-9_]{1,12}") {
        for kind in [Kind::Type, Kind::Field, Kind::Variant, Kind::Function, Kind::Module, Kind::Const] {
            let name = names::name(kind, &text);
            prop_assert!(names::is_name(&name), "{kind:?} {name}");
            prop_assert_eq!(names::ident(&name).to_string(), name);
        }
        let _ = names::ident(&text);
    }

    #[test]
    fn distinct_names_do_not_depend_on_order(mut texts in prop::collection::vec("[a-cA-C_]{1,4}", 1..8)) {
        texts.sort();
        texts.dedup();
        let forward: Vec<&str> = texts.iter().map(String::as_str).collect();
        let backward: Vec<&str> = forward.iter().rev().copied().collect();
        let (ahead, back) = (names::distinct(Kind::Field, &forward), names::distinct(Kind::Field, &backward));
        prop_assert_eq!(ahead.is_ok(), back.is_ok());
        if let (Ok(ahead), Ok(mut back)) = (ahead, back) {
            back.reverse();
            prop_assert_eq!(ahead, back);
        }
    }

    #[test]
    fn settings_are_no_panic(changes in changes()) {
        let text = broken("[a]\nmodel = \"m.json\"\nomit = [\"X\"]\nrename = { \"a#S\" = \"T\" }\n", &changes);
        let _ = settings::read("lockstep.toml", &text).map_err(|error| error.to_string());
    }
}
