//! What is said about models that are wrong.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use expect_test::{Expect, expect};
use lockstep_codegen::ast;

fn wrong(shapes: &str, expected: Expect) {
    let text = format!("{{\"smithy\": \"2.0\", \"shapes\": {{\n{shapes}\n}}}}");
    expected.assert_eq(
        &ast::load("model/small.json", &text)
            .unwrap_err()
            .to_string(),
    );
}

fn wrong_text(text: &str, expected: Expect) {
    expected.assert_eq(&ast::load("model/small.json", text).unwrap_err().to_string());
}

#[test]
fn references_must_exist_and_fit() {
    wrong(
        r#""a#S": {"type": "service", "operations": [{"target": "a#Gone"}, {"target": "a#L"}]},
"a#L": {"type": "list", "member": {"target": "a#S"}},
"a#M": {"type": "map", "key": {"target": "smithy.api#Integer"}, "value": {"target": "smithy.api#Nothing"}},
"a#Op": {"type": "operation", "input": {"target": "a#L"}, "errors": [{"target": "a#T"}]},
"a#T": {"type": "structure", "mixins": [{"target": "a#Op"}]}"#,
        expect![[r#"
            model/small.json:2:54: `a#Gone` does not exist
              | ": "service", "operations": [{"target": "a#Gone"}, {"target": "a#L"}]},
              |                                         ^^^^^^^^

            model/small.json:2:76: `a#L` is a list; an operation must stand here
              | ons": [{"target": "a#Gone"}, {"target": "a#L"}]},
              |                                         ^^^^^

            model/small.json:3:46: `a#S` is a service; a member's target must be data, and no mixin
              | : {"type": "list", "member": {"target": "a#S"}},
              |                                         ^^^^^

            model/small.json:4:42: `smithy.api#Integer` is an integer; the keys of a map must be strings
              | a#M": {"type": "map", "key": {"target": "smithy.api#Integer"}, "value": {"target": "smithy.api#Nothi
              |                                         ^^^^^^^^^^^^^^^^^^^^

            model/small.json:4:85: `smithy.api#Nothing` does not exist
              | ithy.api#Integer"}, "value": {"target": "smithy.api#Nothing"}},
              |                                         ^^^^^^^^^^^^^^^^^^^^

            model/small.json:5:51: `a#L` is a list; the input and the output of an operation must be structures
              | type": "operation", "input": {"target": "a#L"}, "errors": [{"target": "a#T"}]},
              |                                         ^^^^^

            model/small.json:5:81: `a#T` is a structure; an error must be a structure with the trait `smithy.api#error`
              | "target": "a#L"}, "errors": [{"target": "a#T"}]},
              |                                         ^^^^^

            model/small.json:6:1: `a#T` is a structure, its mixin `a#Op` an operation
              help: a mixin gives only to shapes of its own kind
              | "a#T": {"type": "structure", "mixins": [{"target": "a#Op"}]}
              | ^^^^^

            model/small.json:6:52: `a#Op` is an operation; a mixin must have the trait `smithy.api#mixin`
              | pe": "structure", "mixins": [{"target": "a#Op"}]}
              |                                         ^^^^^^"#]],
    );
}

#[test]
fn what_is_not_known_is_refused() {
    wrong(
        r#""a#S": {"type": "structure", "memebers": {}},
"a#T": {"type": "set", "member": {"target": "smithy.api#String"}},
"a#U": {"type": "strukture"},
"a#V": {"type": "string", "traits": {"required": {}}},
"noHash": {"type": "string"},
"a#W": {"type": "structure", "members": {"x": {"target": "smithy.api#String", "traits": {}, "box": 1}, "x": 2, "1": {}, "y": {}}},
"a#X": 3,
"a#X": {"type": "string"}"#,
        expect![[r#"
            model/small.json:2:30: `memebers` is not a key of this kind of shape
              | "a#S": {"type": "structure", "memebers": {}},
              |                              ^^^^^^^^^^

            model/small.json:3:1: sets are of Smithy 1.0
              help: write a `list` with the trait `smithy.api#uniqueItems`
              | "a#T": {"type": "set", "member": {"target": "smithy.api#Stri
              | ^^^^^

            model/small.json:4:1: `strukture` is not a kind of shape
              | "a#U": {"type": "strukture"},
              | ^^^^^

            model/small.json:5:38: `required` is not the id of a trait
              | "a#V": {"type": "string", "traits": {"required": {}}},
              |                                      ^^^^^^^^^^

            model/small.json:6:1: `noHash` is not a shape id
              help: ids have the form `namespace#Name`
              | "noHash": {"type": "string"},
              | ^^^^^^^^

            model/small.json:7:93: `box` is not a key here
              | et": "smithy.api#String", "traits": {}, "box": 1}, "x": 2, "1": {}, "y": {}}},
              |                                         ^^^^^

            model/small.json:7:104: `x` stands here a second time
              | y.api#String", "traits": {}, "box": 1}, "x": 2, "1": {}, "y": {}}},
              |                                         ^^^

            model/small.json:7:112: `1` cannot be the name of a member
              | ring", "traits": {}, "box": 1}, "x": 2, "1": {}, "y": {}}},
              |                                         ^^^

            model/small.json:7:126: this has no `target`
              | ": {}, "box": 1}, "x": 2, "1": {}, "y": {}}},
              |                                         ^^

            model/small.json:8:8: expected an object
              | "a#X": 3,
              |        ^

            model/small.json:9:1: `a#X` stands here a second time
              | "a#X": {"type": "string"}
              | ^^^^^"#]],
    );
}

#[test]
fn shapes_must_be_whole() {
    wrong(
        r#""a#L": {"type": "list"},
"a#M": {"type": "map", "key": {"target": "smithy.api#String"}},
"a#U": {"type": "union", "members": {}},
"a#E": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit"}, "B": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "A"}}}},
"a#I": {"type": "intEnum", "members": {"A": {"target": "smithy.api#Unit"}, "B": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": 2147483648}}}},
"a#B": {"type": "structure", "members": {"b": {"target": "smithy.api#Integer", "traits": {"smithy.api#box": {}}}}},
"a#Gone$x": {"type": "apply", "traits": {}},
"a#B$gone": {"type": "apply", "traits": {}},
"a#B$b": {"type": "apply", "traits": {"smithy.api#box": []}},
"smithy.api#String": {"type": "blob"}"#,
        expect![[r#"
            model/small.json:2:1: `a#L` is a list and has no `member`
              | "a#L": {"type": "list"},
              | ^^^^^

            model/small.json:3:1: `a#M` is a map and has no `value`
              | "a#M": {"type": "map", "key": {"target": "smithy.api#String"
              | ^^^^^

            model/small.json:3:42: `smithy.api#String` is a blob; the keys of a map must be strings
              | a#M": {"type": "map", "key": {"target": "smithy.api#String"}},
              |                                         ^^^^^^^^^^^^^^^^^^^

            model/small.json:4:1: `a#U` is a union without members
              | "a#U": {"type": "union", "members": {}},
              | ^^^^^

            model/small.json:5:119: `a#E$B` has the value "A", as another member has
              | "target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "A"}}}},
              |                                         ^^^^^^^^^^^^^^^^^^^^^^

            model/small.json:6:40: `a#I$A` has no value
              help: add the trait `smithy.api#enumValue`
              | "a#I": {"type": "intEnum", "members": {"A": {"target": "smithy.api#Unit"}, "B": {"target": "smithy.
              |                                        ^^^

            model/small.json:6:122: the value of `a#I$B` is not one of this kind of enumeration
              | "target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": 2147483648}}}},
              |                                         ^^^^^^^^^^^^^^^^^^^^^^

            model/small.json:7:91: `a#B` uses the trait `box` of Smithy 1.0
              help: leave it out: without a default, a member is optional
              | rget": "smithy.api#Integer", "traits": {"smithy.api#box": {}}}}},
              |                                         ^^^^^^^^^^^^^^^^

            model/small.json:8:1: `a#Gone` does not exist
              | "a#Gone$x": {"type": "apply", "traits": {}},
              | ^^^^^^^^^^

            model/small.json:9:1: `a#B` has no member `gone`
              | "a#B$gone": {"type": "apply", "traits": {}},
              | ^^^^^^^^^^

            model/small.json:10:39: `smithy.api#box` is applied a second time, with another value
              | "a#B$b": {"type": "apply", "traits": {"smithy.api#box": []}},
              |                                       ^^^^^^^^^^^^^^^^

            model/small.json:11:1: `smithy.api#String` is of the prelude, where it is a string
              | "smithy.api#String": {"type": "blob"}
              | ^^^^^^^^^^^^^^^^^^^"#]],
    );
}

#[test]
fn mixins_must_not_be_in_a_circle_or_of_another_kind() {
    wrong(
        r#""a#A": {"type": "structure", "mixins": [{"target": "a#B"}], "traits": {"smithy.api#mixin": {}}},
"a#B": {"type": "structure", "mixins": [{"target": "a#A"}], "traits": {"smithy.api#mixin": {}}},
"a#C": {"type": "union", "mixins": [{"target": "a#D"}], "members": {"x": {"target": "smithy.api#String"}}},
"a#D": {"type": "structure", "members": {"x": {"target": "smithy.api#Integer"}}, "traits": {"smithy.api#mixin": {}}},
"a#F": {"type": "structure", "mixins": [{"target": "a#D"}], "members": {"x": {"target": "smithy.api#String"}}}"#,
        expect![[r#"
            model/small.json:3:1: `a#B` is a mixin of itself, by way of `a#A`
              | "a#B": {"type": "structure", "mixins": [{"target": "a#A"}],
              | ^^^^^

            model/small.json:4:1: `a#C` is a union, its mixin `a#D` a structure
              help: a mixin gives only to shapes of its own kind
              | "a#C": {"type": "union", "mixins": [{"target": "a#D"}], "mem
              | ^^^^^

            model/small.json:6:73: `a#F$x` is a `smithy.api#String` here and a `smithy.api#Integer` in a mixin
              | xins": [{"target": "a#D"}], "members": {"x": {"target": "smithy.api#String"}}}
              |                                         ^^^"#]],
    );
}

#[test]
fn versions_and_texts_that_are_not_read() {
    wrong_text(
        r#"{"smithy": "1.0", "shapes": {"a#B": {"type": "set"}}}"#,
        expect![[r#"
        model/small.json:1:12: models of Smithy 1.0 are not read
          help: convert it with the official command, `smithy ast`, which writes version 2.0
          | {"smithy": "1.0", "shapes": {"a#B": {"type": "set"}}}
          |            ^^^^^"#]],
    );
    wrong_text(
        r#"{"smithy": "3.1"}"#,
        expect![[r#"
        model/small.json:1:12: `3.1` is not a version of Smithy that is read
          help: version 2.0 is
          | {"smithy": "3.1"}
          |            ^^^^^"#]],
    );
    wrong_text(
        "{}",
        expect![[r#"
        model/small.json: the model does not say which version of Smithy it is written in
          help: add `"smithy": "2.0"`"#]],
    );
    wrong_text(
        "[]",
        expect![[r#"
        model/small.json:1:1: expected an object
          | []
          | ^^"#]],
    );
    wrong_text(
        "{\"smithy\": \"2.0\",\n  \"shapes\": {,}}",
        expect![[r#"
        model/small.json:2:14: not JSON: key must be a string
          | "shapes": {,}}
          |            ^"#]],
    );
    wrong_text(
        "{\"smithy\": \"2.0\", \"shapes\": {\"a#B\": {\"type\": \"\\ud800\"}}, \"more\": 1}",
        expect![[r#"
            model/small.json:1:53: not JSON: unexpected end of hex escape
              | 2.0", "shapes": {"a#B": {"type": "\ud800"}}, "more": 1}
              |                                         ^

            model/small.json:1:58: `more` is not a key of a model
              | "shapes": {"a#B": {"type": "\ud800"}}, "more": 1}
              |                                        ^^^^^^"#]],
    );
    wrong_text(
        "",
        expect![[r#"
        model/small.json:1:1: not JSON: EOF while parsing a value
          | 
          | ^"#]],
    );
}
