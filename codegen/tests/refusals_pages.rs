//! Pages, waiters and tags that cannot be meant are refused, with their place and what to do about it.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use expect_test::{Expect, expect};
use lockstep_codegen::diagnostic::Diagnostics;
use lockstep_codegen::tree::Files;
use lockstep_codegen::{generate, settings};

/// What is made of a service with one operation, `Op`, which has this trait.
fn made(settings: &str, applied: &str) -> Result<Files, Diagnostics> {
    let model = format!(
        r#"{{ "smithy": "2.0", "shapes": {{
"a#Service": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Op" }}],
  "traits": {{ "aws.protocols#restJson1": {{}} }} }},
"a#Op": {{ "type": "operation", "input": {{ "target": "a#In" }}, "output": {{ "target": "a#Out" }},
  "traits": {{ "smithy.api#http": {{ "method": "POST", "uri": "/op" }}, "smithy.api#tags": ["new"],
{applied} }} }},
"a#In": {{ "type": "structure", "members": {{
  "token": {{ "target": "smithy.api#String" }}, "flag": {{ "target": "smithy.api#Boolean" }},
  "must": {{ "target": "smithy.api#String", "traits": {{ "smithy.api#required": {{}} }} }} }} }},
"a#Out": {{ "type": "structure", "members": {{
  "next": {{ "target": "smithy.api#String" }}, "count": {{ "target": "smithy.api#Integer" }},
  "list": {{ "target": "a#List" }}, "inner": {{ "target": "a#Inner" }} }} }},
"a#Inner": {{ "type": "structure", "members": {{ "state": {{ "target": "smithy.api#String" }} }} }},
"a#List": {{ "type": "list", "member": {{ "target": "a#Inner" }} }}
}} }}"#
    );
    let settings = format!("[s]\nmodel = \"m.json\"\n{settings}");
    let services = settings::read("lockstep.toml", &settings).unwrap();
    generate("m.json", &model, &services[0])
}

fn check(applied: &str, expected: &Expect) {
    expected.assert_eq(&made("", applied).unwrap_err().to_string());
}

fn paginated(value: &str) -> String {
    format!("\"smithy.api#paginated\": {value}")
}

/// The first line alone: the place and the help are the same for all.
fn pages(value: &str, expected: &Expect) {
    let errors = made("", &paginated(value)).unwrap_err().to_string();
    expected.assert_eq(errors.lines().next().unwrap());
}

#[test]
fn pages_that_cannot_be_followed() {
    let nowhere = r#"{ "inputToken": "nowhere", "outputToken": "next" }"#;
    check(
        &paginated(nowhere),
        &expect![[r#"
        m.json:6:1: `a#Op` is paginated, but has no `nowhere` in its input, its `inputToken`
          help: leave out what needs it, in the settings: omit = ["Op"], or all paginators: paginators = false
          | "smithy.api#paginated": { "inputToken": "nowhere", "outputTo
          | ^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
    pages(
        r#"{ "inputToken": "token" }"#,
        &expect!["m.json:6:1: `a#Op` is paginated, but does not say its `outputToken`"],
    );
    pages(
        r#"{ "inputToken": "must", "outputToken": "next" }"#,
        &expect![
            "m.json:6:1: `a#Op` is paginated, but requires its `inputToken` `must`, which the first page does not have"
        ],
    );
    pages(
        r#"{ "inputToken": "flag", "outputToken": "next" }"#,
        &expect![
            "m.json:6:1: `a#Op` is paginated, but has an `inputToken` `flag` that is not a string, an integer or a map of such"
        ],
    );
    pages(
        r#"{ "inputToken": "token", "outputToken": "count" }"#,
        &expect![
            "m.json:6:1: `a#Op` is paginated, but has an `outputToken` of another type than its `inputToken`"
        ],
    );
    pages(
        r#"{ "inputToken": "token", "outputToken": "inner.end" }"#,
        &expect![
            "m.json:6:1: `a#Op` is paginated, but has no `end` in its output, of the `outputToken` `inner.end`"
        ],
    );
    pages(
        r#"{ "inputToken": "token", "outputToken": "next", "items": "inner" }"#,
        &expect![
            "m.json:6:1: `a#Op` is paginated, but has `items` at `inner`, which is neither a list nor a map"
        ],
    );
}

#[test]
fn what_cannot_be_followed_can_be_turned_off() {
    let nowhere = paginated(r#"{ "inputToken": "nowhere", "outputToken": "next" }"#);
    assert!(made("paginators = false", &nowhere).is_ok());
    let odd = waitable(r#""Done": { "acceptors": [] }"#);
    assert!(made("waiters = false", &odd).is_ok());
    let fine = paginated(r#"{ "inputToken": "token", "outputToken": "next", "items": "list" }"#);
    let with = |settings| {
        let files = made(settings, &fine).unwrap();
        let mut all = files.iter().map(|(_, text)| text);
        all.any(|text| text.contains("Paginated"))
    };
    assert!(with("") && !with("paginators = false"));
}

fn waitable(waiters: &str) -> String {
    format!("\"smithy.waiters#waitable\": {{ {waiters} }}")
}

/// The first line of what is said of a waiter for this output.
fn waiter(path: &str, comparator: &str, expected: &Expect) {
    let matcher = format!(
        r#"{{ "output": {{ "path": "{path}", "comparator": "{comparator}", "expected": "x" }} }}"#
    );
    acceptor(
        &format!(r#"{{ "state": "success", "matcher": {matcher} }}"#),
        expected,
    );
}

fn acceptor(acceptor: &str, expected: &Expect) {
    let waiters = waitable(&format!(r#""Done": {{ "acceptors": [{acceptor}] }}"#));
    let errors = made("", &waiters).unwrap_err().to_string();
    expected.assert_eq(errors.lines().next().unwrap());
}

#[test]
fn waiters_that_cannot_be_meant() {
    check(
        &waitable(r#""Done": { "minDelay": 9, "maxDelay": 3, "acceptors": [] }"#),
        &expect![[r#"
            m.json:6:1: `a#Op` has the waiter `Done`, but its `minDelay` 9 is greater than its `maxDelay` 3
              help: leave out what needs it, in the settings: omit = ["Op"], or all waiters: waiters = false
              | "smithy.waiters#waitable": { "Done": { "minDelay": 9, "maxDe
              | ^^^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
    acceptor(
        r#"{ "state": "retry", "matcher": { "success": true } }"#,
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but none of its acceptors says that what is waited for has come"
        ],
    );
    acceptor(
        r#"{ "state": "done", "matcher": { "success": true } }"#,
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but an acceptor is for neither success, failure nor retry"
        ],
    );
    acceptor(
        r#"{ "state": "success", "matcher": { "status": 200 } }"#,
        &expect!["m.json:6:1: `a#Op` has the waiter `Done`, but the matcher `status` is not known"],
    );
    acceptor(
        r#"{ "state": "success" }"#,
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but an acceptor has no matcher, or several"
        ],
    );
}

#[test]
fn paths_that_are_not_understood() {
    waiter(
        "next.",
        "stringEquals",
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but `next.` is no JMESPath: Parse error: Expected identifier, '*', '{', '[', '&', or '[?' -- found Eof (line 0, column 5)"
        ],
    );
    waiter(
        "inner.nowhere",
        "stringEquals",
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but in `inner.nowhere`, `a#Inner` has no member `nowhere`"
        ],
    );
    waiter(
        "count",
        "stringEquals",
        &expect!["m.json:6:1: `a#Op` has the waiter `Done`, but `count` is not a string"],
    );
    waiter(
        "next",
        "booleanEquals",
        &expect!["m.json:6:1: `a#Op` has the waiter `Done`, but `x` is neither `true` nor `false`"],
    );
    waiter(
        "next",
        "anyStringEquals",
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but in `next`, a projection is not on a list"
        ],
    );
    waiter(
        "list[]",
        "allStringEquals",
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but in `list[]`, the elements are not strings"
        ],
    );
    waiter(
        "next",
        "stringBegins",
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but the comparator `stringBegins` is not known"
        ],
    );
    waiter(
        "sort(list)",
        "stringEquals",
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but in `sort(list)`, the function `sort` is not supported"
        ],
    );
    waiter(
        "list[0:1]",
        "anyStringEquals",
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but in `list[0:1]`, slices are not supported"
        ],
    );
    waiter(
        "[next, next]",
        "anyStringEquals",
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but in `[next, next]`, lists of expressions are not supported"
        ],
    );
    waiter(
        "list[?state > `1`].state",
        "anyStringEquals",
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but in `list[?state > `1`].state`, what is compared is of two types"
        ],
    );
    waiter(
        "next < 'b'",
        "booleanEquals",
        &expect![
            "m.json:6:1: `a#Op` has the waiter `Done`, but in `next < 'b'`, only numbers have an order"
        ],
    );
}

#[test]
fn two_waiters_of_one_method() {
    let done = r#"{ "acceptors": [{ "state": "success", "matcher": { "success": true } }] }"#;
    check(
        &waitable(&format!(r#""ThingDone": {done}, "Thing_Done": {done}"#)),
        &expect![[r#"
            m.json:2:1: a waiter of `Op` makes the method `wait_until_thing_done`, which the client has already
              help: leave one of the operations out, or all waiters: waiters = false
              | "a#Service": { "type": "service", "version": "1", "operation
              | ^^^^^^^^^^^"#]],
    );
}

#[test]
fn tags_that_nothing_has() {
    let said = |settings| made(settings, &waitable("")).unwrap_err().to_string();
    expect![[r#"
        lockstep.toml:3:9: nothing in the model has the tag `old`
          help: write the tag as `smithy.api#tags` does
          | tags = ["old"]
          |         ^^^^^"#]]
    .assert_eq(&said("tags = [\"old\"]"));
    expect![[r#"
        lockstep.toml:1:2: no operation is left to generate
          help: name fewer with `omit`, or loosen `tags`, `omit-tags` or `internal`
          | [s]
          |  ^"#]]
    .assert_eq(&said("omit-tags = [\"new\"]"));
    assert!(made("tags = [\"new\"]", &waitable("")).is_ok());
}

#[test]
fn what_is_internal_is_left_out_if_the_settings_say_so() {
    let internal = "\"smithy.api#internal\": {}";
    assert!(made("", internal).is_ok());
    let said = made("internal = false", internal).unwrap_err().to_string();
    assert!(said.contains("no operation is left to generate"), "{said}");
}
