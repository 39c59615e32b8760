//! Broken constraints: their texts and paths, from a text and from a finished value.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shapes;

use lockstep_core::constraint::Constraints;
use lockstep_core::{BigDecimal, BigInteger, Blob, Rejection, Violation, json};
use shapes::{All, Required, Timer};

fn violations<T: json::Shape>(text: &str) -> Vec<Violation> {
    let mut reader = json::Reader::server(text.as_bytes());
    let value: Option<T> = reader.shape();
    match reader.finish(value) {
        Err(Rejection::Invalid(violations, 0)) => violations,
        Err(other) => panic!("{text} gave {other:?}"),
        Ok(_) => Vec::new(),
    }
}

/// Each as `path: the constraint`.
fn told(violations: &[Violation]) -> Vec<String> {
    let constraint = |violation: &Violation| {
        let (start, constraint) = violation
            .message
            .split_once(" failed to satisfy constraint: Member ")
            .unwrap();
        assert!(
            start.ends_with(&format!(" at '{}'", violation.path)),
            "{violation:?}"
        );
        format!("{}: {constraint}", violation.path)
    };
    violations.iter().map(constraint).collect()
}

/// Checks the text as it is read, and the finished value by writing it and reading that.
fn check<T: json::Shape>(text: &str, expected: &[&str]) {
    let found = violations::<T>(text);
    assert_eq!(told(&found), expected, "{text}");
    let mut reader = json::Reader::client(text.as_bytes());
    let value: Option<T> = reader.shape();
    let mut writer = json::Writer::new();
    writer.shape(&reader.finish(value).unwrap());
    let written = String::from_utf8(writer.finish().unwrap()).unwrap();
    assert_eq!(violations::<T>(&written), found, "{text}");
}

#[test]
fn messages_are_those_of_the_protocol_suite() {
    let found = violations::<Timer>(r#"{"Role":"X","Value":{"Minutes":1},"Name":"a"}"#);
    let messages: Vec<&str> = found
        .iter()
        .map(|violation| violation.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "Value at '/Role' failed to satisfy constraint: Member must satisfy enum value set: [CUSTOMER, AGENT]",
            "Value at '/Value/Minutes' failed to satisfy constraint: Member must be between 2 and 480, inclusive",
            "Value with length 1 at '/Name' failed to satisfy constraint: Member must have length between 2 and 4, inclusive",
        ]
    );
    let found = violations::<Timer>(r#"{"Value":{"Minutes":2}}"#);
    assert_eq!(found[0].path, "/Role");
    assert_eq!(
        found[0].message,
        "Value at '/Role' failed to satisfy constraint: Member must not be null"
    );
}

#[test]
fn values_and_texts_are_told_the_same() {
    check::<All>("{}", &[]);
    check::<All>(
        r#"{"level":2}"#,
        &["/level: must satisfy enum value set: [1, 3]"],
    );
    check::<All>(
        r#"{"tags":[]}"#,
        &["/tags: must have length greater than or equal to 1"],
    );
    check::<All>(
        r#"{"tags":["ab","ab"]}"#,
        &["/tags: must have unique values"],
    );
    check::<All>(
        r#"{"tags":["👍👍👍","👍👍👍👍",""]}"#,
        &[
            "/tags/1: must have length between 1 and 3, inclusive",
            "/tags/2: must have length between 1 and 3, inclusive",
        ],
    );
    check::<All>(
        r#"{"roles":{"OTHER":"x"}}"#,
        &["/roles: must satisfy enum value set: [CUSTOMER, AGENT]"],
    );
    check::<All>(
        r#"{"counts":{"a":1,"b":2,"long":3}}"#,
        &[
            "/counts: must have length between 0 and 2, inclusive",
            "/counts: must have length between 1 and 3, inclusive",
        ],
    );
    let timer = r#"{"Role":"AGENT","Value":{"Nested":{"Action":"X"}}}"#;
    check::<All>(
        &format!(r#"{{ "next" : {{"timers" : [ {timer},{timer}, {timer}]}} }}"#),
        &[
            "/next/timers: must have length less than or equal to 2",
            "/next/timers/0/Value/Nested/Action: must satisfy enum value set: [CUSTOMER, AGENT]",
            "/next/timers/1/Value/Nested/Action: must satisfy enum value set: [CUSTOMER, AGENT]",
            "/next/timers/2/Value/Nested/Action: must satisfy enum value set: [CUSTOMER, AGENT]",
        ],
    );
}

#[test]
fn missing_members_do_not_hide_what_else_is_wrong() {
    let text = r#"{"timers":[{"Name":"a"}, {"Value":{"Minutes":1}}, {"Role":null,"Value":{"Minutes":5}}],"level":9}"#;
    assert_eq!(
        told(&violations::<All>(text)),
        [
            "/timers: must have length less than or equal to 2",
            "/timers/0/Role: must not be null",
            "/timers/0/Value: must not be null",
            "/timers/0/Name: must have length between 2 and 4, inclusive",
            "/timers/1/Role: must not be null",
            "/timers/1/Value/Minutes: must be between 2 and 480, inclusive",
            "/timers/2/Role: must not be null",
            "/level: must satisfy enum value set: [1, 3]",
        ]
    );
    assert_eq!(violations::<Required>("{}").len(), 17);
}

/// Everything that a malformed text is answered with.
fn faults<T: json::Shape + std::fmt::Debug>(text: &str) -> Vec<String> {
    let mut reader = json::Reader::server(text.as_bytes());
    let value: Option<T> = reader.shape();
    match reader.finish(value) {
        Err(Rejection::Malformed(faults, 0)) => faults.into_iter().map(|f| f.message).collect(),
        other => panic!("{text} gave {other:?}"),
    }
}

#[test]
fn a_value_of_the_wrong_kind_does_not_hide_what_else_is_wrong() {
    let text = concat!(
        r#"{"level":9,"byte":"x","tags":{"a":[1]},"next":["}"],"timers":[{"Role":5,"Value":{}},"#,
        r#"{"Role":"AGENT","Value":{"Other":[],"Minutes":1,"Action":2}},null],"choice":{"number":"1"}}"#,
    );
    assert_eq!(
        faults::<All>(text),
        [
            "Value at '/level' failed to satisfy constraint: Member must satisfy enum value set: [1, 3]",
            "/byte: expected a number",
            "/tags: expected an array",
            "/next: expected an object",
            "Value with length 3 at '/timers' failed to satisfy constraint: \
             Member must have length less than or equal to 2",
            "/timers/0/Role: expected a string",
            "/timers/0/Value: a union has one member, and here is none",
            "/timers/1/Value: the union has no such member",
            "/timers/1/Value: a union has one member, and here are more",
            "/timers/2: null is no element of this list or map",
            "/choice/number: expected a number",
        ]
    );
}

#[test]
fn text_that_is_not_json_ends_the_search_for_faults() {
    assert_eq!(
        faults::<All>(r#"{"level":9,"byte":1.5,"short":"x"; "long":"x"}"#),
        [
            "Value at '/level' failed to satisfy constraint: Member must satisfy enum value set: [1, 3]",
            "/byte: the number is not an integer within the type's range",
            "/short: expected a number",
            "the body: expected a comma or a closing brace at byte 33",
        ]
    );
    assert_eq!(
        faults::<All>("tru"),
        ["the body: expected an object at byte 0"]
    );
    let deep = format!(r#"{{"byte":{}"#, "[".repeat(1_000));
    assert_eq!(faults::<All>(&deep).len(), 1);
}

#[test]
fn what_cannot_be_read_makes_a_text_malformed_also_when_it_is_not_told() {
    let text = format!(r#"{{"tags":["a"{}],"byte":"x"}}"#, r#","four""#.repeat(200));
    let mut reader = json::Reader::server(text.as_bytes());
    let value: Option<All> = reader.shape();
    assert!(reader.has_failed());
    let outcome = reader.outcome("/payload");
    assert_eq!(value.map(|all| all.byte), Some(None));
    assert_eq!(
        outcome.malformed.map(|malformed| malformed.path),
        Some("/payload/byte".to_owned())
    );
    assert_eq!((outcome.violations.len(), outcome.more), (100, 102));
}

#[test]
fn a_payload_has_the_path_of_its_member() {
    let mut reader = json::Reader::server(br#"{"level":9}"#);
    let _: Option<All> = reader.shape();
    assert_eq!(
        reader.outcome("/payload").violations[0].path,
        "/payload/level"
    );
}

#[test]
fn names_are_escaped_in_paths() {
    static BAD: Constraints = Constraints::new().max("0");
    let mut reader = json::Reader::server(br#"{"a\/b~":1,"\u00e9":2,"":3}"#);
    let value = reader.map(json::Reader::string, |r| {
        r.checked(&BAD, json::Reader::integer)
    });
    let Err(Rejection::Invalid(violations, 0)) = reader.finish(value) else {
        panic!()
    };
    let paths: Vec<&str> = violations
        .iter()
        .map(|violation| violation.path.as_str())
        .collect();
    assert_eq!(paths, ["/a~1b~0", "/é", "/"]);
}

#[test]
fn a_hundred_violations_are_told_and_the_rest_counted() {
    let text = format!(
        r#"{{"tags":["a"{}],"level":2}}"#,
        r#","four""#.repeat(10_000)
    );
    let mut reader = json::Reader::server(text.as_bytes());
    let value: Option<All> = reader.shape();
    let Err(Rejection::Invalid(violations, more)) = reader.finish(value) else {
        panic!()
    };
    // Ten thousand lengths, one list that is not unique, one level.
    assert_eq!((violations.len(), more), (100, 9902));
    assert_eq!(violations[0].path, "/tags");
    assert_eq!(violations[1].path, "/tags/1");
    assert_eq!(violations[99].path, "/tags/99");
}

fn broken<T: lockstep_core::constraint::Constrained + ?Sized>(
    constraints: &'static Constraints,
    value: &T,
) -> usize {
    let mut count = 0;
    constraints.check(value, |_| count += 1);
    count
}

#[test]
fn ranges_are_exact() {
    static RANGE: Constraints = Constraints::new().range("2.2", "8.8");
    assert_eq!(
        [2.1f32, 2.2, 8.8, 8.9, f32::NAN].map(|value| broken(&RANGE, &value)),
        [1, 0, 0, 1, 1]
    );
    assert_eq!(
        [2.1f64, 2.2, 8.8, 8.9, f64::INFINITY].map(|value| broken(&RANGE, &value)),
        [1, 0, 0, 1, 1]
    );
    assert_eq!(
        [2i8, 3, 8, 9].map(|value| broken(&RANGE, &value)),
        [1, 0, 0, 1]
    );
    static LONGS: Constraints =
        Constraints::new().range("-9223372036854775808", "9007199254740993");
    assert_eq!(
        [i64::MIN, 9_007_199_254_740_993, 9_007_199_254_740_994]
            .map(|value| broken(&LONGS, &value)),
        [0, 0, 1]
    );
    static BIG: Constraints = Constraints::new()
        .min("1e30")
        .max("1000000000000000000000000000000.5");
    let integers = [
        "999999999999999999999999999999",
        "1000000000000000000000000000000",
        "1000000000000000000000000000001",
    ];
    assert_eq!(
        integers.map(|text| broken(&BIG, &text.parse::<BigInteger>().unwrap())),
        [1, 0, 1]
    );
    let decimals = [
        "9.99e29",
        "1E30",
        "1000000000000000000000000000000.50",
        "1000000000000000000000000000000.51",
    ];
    assert_eq!(
        decimals.map(|text| broken(&BIG, &text.parse::<BigDecimal>().unwrap())),
        [1, 0, 0, 1]
    );
}

#[test]
fn lengths_count_characters_bytes_and_entries() {
    static TWO: Constraints = Constraints::new().length(2, 2);
    assert_eq!(broken(&TWO, "é👍"), 0);
    assert_eq!(broken(&TWO, &Blob::new("ab")), 0);
    assert_eq!(broken(&TWO, &Blob::new("é👍")), 1);
    assert_eq!(broken(&TWO, &vec![(), ()]), 0);
    // A constraint that does not apply is not broken.
    assert_eq!(broken(&TWO, &5i32), 0);
}

#[cfg(feature = "pattern")]
#[test]
fn patterns_match_anywhere_and_repeat_the_models_text() {
    use lockstep_core::constraint::Pattern;
    static SOME: Pattern = Pattern::new(r"\d+", "[0-9]+");
    static WHOLE: Pattern = Pattern::new("^([0-9]+)+$", "^([0-9]+)+$");
    static NONSENSE: Pattern = Pattern::new("(", "(");
    static TEXT: Constraints = Constraints::new().pattern(&SOME);
    static ALL: Constraints = Constraints::new().max_length(3).pattern(&WHOLE);
    static NOTHING: Constraints = Constraints::new().pattern(&NONSENSE);
    assert_eq!(broken(&TEXT, "a1b"), 0);
    assert_eq!(broken(&TEXT, "a"), 1);
    assert_eq!(broken(&NOTHING, "("), 1);
    let text = format!("\"{}!\"", "0".repeat(100_000));
    let mut reader = json::Reader::server(text.as_bytes());
    let value = reader.checked(&ALL, json::Reader::string);
    let Err(Rejection::Invalid(violations, 0)) = reader.finish(value) else {
        panic!()
    };
    assert_eq!(
        told(&violations),
        [
            ": must have length less than or equal to 3",
            ": must satisfy regular expression pattern: ^([0-9]+)+$",
        ]
    );
}

#[cfg(feature = "backtracking-pattern")]
#[test]
fn patterns_that_look_around_have_a_limit_of_steps() {
    use lockstep_core::constraint::Pattern;
    static TAG: Pattern = Pattern::backtracking("^(?!aws:)[a-z:]+$", "^(?!aws:)[a-z:]+$");
    static SLOW: Pattern = Pattern::backtracking("^(?=((a+)+$))b", "^(?=((a+)+$))b");
    assert!(TAG.is_match("mine:a"));
    assert!(!TAG.is_match("aws:a"));
    assert!(!SLOW.is_match(&format!("{}!", "a".repeat(10_000))));
}

#[test]
fn a_long_key_does_not_make_a_long_answer() {
    static ONE: Constraints = Constraints::new().max_length(1);
    let values = vec!["\"ab\""; 100].join(",");
    let text = format!("{{\"{}\":[{values}]}}", "k".repeat(100_000));
    let mut reader = json::Reader::server(text.as_bytes());
    let value = reader.map(json::Reader::string, |r| {
        r.list(|r| r.checked(&ONE, json::Reader::string))
    });
    let rejection = reader.finish(value).unwrap_err();
    let Rejection::Invalid(violations, 0) = &rejection else {
        panic!("{rejection:?}");
    };
    assert_eq!(violations.len(), 100);
    assert_eq!(violations[7].path, format!("/{}…/7", "k".repeat(128)));
    assert!(rejection.to_string().len() < text.len());
}

#[test]
fn what_is_shown_of_a_reader_or_writer_holds_no_value() {
    let mut writer = json::Writer::new();
    writer.string("hunter2");
    assert!(!format!("{writer:?}").contains("hunter2"));
    let text = writer.finish().unwrap();
    assert!(!format!("{:?}", json::Reader::server(&text)).contains("hunter2"));
}
