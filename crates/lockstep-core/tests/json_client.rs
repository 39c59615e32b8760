//! What a client makes of an answer that is not quite what the model says.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shapes;

use lockstep_core::{BigDecimal, BigInteger, Blob, Document, Rejection, Timestamp, json};
use shapes::{All, Level, Required, Role, Timer, TimerValue};

fn read<T: json::Shape>(text: &str) -> Result<T, Rejection> {
    let mut reader = json::Reader::client(text.as_bytes());
    let value = reader.shape();
    reader.finish(value)
}

fn unknown() -> TimerValue {
    TimerValue::Unknown(lockstep_core::UnknownVariant::new())
}

#[test]
fn missing_required_members_become_zero() {
    let required: Required = read("{}").unwrap();
    let expected = Required {
        text: String::new(),
        flag: false,
        number: 0,
        float: 0.0,
        double: 0.0,
        big: BigInteger::default(),
        decimal: BigDecimal::default(),
        blob: Blob::default(),
        seconds: Timestamp::EPOCH,
        date_time: Timestamp::EPOCH,
        http_date: Timestamp::EPOCH,
        document: Document::Null,
        role: Role::from(""),
        level: Level::from(0),
        timer: Timer {
            role: Role::from(""),
            value: unknown(),
            name: None,
            count: 1,
        },
        tags: Vec::new(),
        counts: Default::default(),
    };
    assert_eq!(required, expected);
    assert_eq!(big_text(&required), ("0", "0"));
}

fn big_text(required: &Required) -> (&str, &str) {
    (required.big.as_str(), required.decimal.as_str())
}

#[test]
fn only_what_is_missing_becomes_zero() {
    let required: Required =
        read(r#"{"number":7,"text":null,"timer":{"Value":{"Minutes":9999}},"tags":["a","a"]}"#)
            .unwrap();
    assert_eq!(required.number, 7);
    assert_eq!(required.text, "");
    assert_eq!(required.timer.value, TimerValue::Minutes(9999));
    assert_eq!(required.timer.role, Role::from(""));
    assert_eq!(required.tags, ["a", "a"]);
}

#[test]
fn constraints_are_not_checked() {
    let timer: Timer =
        read(r#"{"Role":"SUPERVISOR","Value":{"Action":"OTHER"},"Name":"too long"}"#).unwrap();
    assert_eq!(timer.role, Role::from("SUPERVISOR"));
    assert_eq!(timer.name.as_deref(), Some("too long"));
    let all: All = read(r#"{"level":77}"#).unwrap();
    assert_eq!(all.level, Some(Level::from(77)));
}

#[test]
fn null_elements_are_skipped() {
    let all: All =
        read(r#"{"tags":[null,"a",null],"counts":{"a":null,"b":1},"sparseTags":[null]}"#).unwrap();
    assert_eq!(all.tags, Some(vec!["a".to_owned()]));
    assert_eq!(
        all.counts.unwrap().into_iter().collect::<Vec<_>>(),
        [("b".to_owned(), 1)]
    );
    assert_eq!(all.sparse_tags, Some(vec![None]));
}

#[test]
fn unknown_variants_are_kept_apart() {
    assert_eq!(read(r#"{"Later":{"a":[1,{}]}}"#), Ok(unknown()));
    assert_eq!(
        read(r#"{"__type":"x","Later":1,"Minutes":null}"#),
        Ok(unknown())
    );
    assert_eq!(
        read(r#"{"Nested":{"Later":1}}"#),
        Ok(TimerValue::Nested(Box::new(unknown())))
    );
    for text in ["{}", r#"{"Later":1,"Minutes":2}"#, r#"{"Minutes":null}"#] {
        assert!(
            matches!(read::<TimerValue>(text), Err(Rejection::Malformed { .. })),
            "{text}"
        );
    }
}

#[test]
fn times_may_have_offsets_and_fractions() {
    let all: All = read(r#"{"dateTime":"2019-12-16T22:48:18-01:00","httpDate":"Sun, 02 Jan 2000 20:34:56.456 GMT"}"#).unwrap();
    assert_eq!(all.date_time, Some(Timestamp::new(1_576_540_098, 0)));
    assert_eq!(all.http_date, Some(Timestamp::from_millis(946_845_296_456)));
}

#[test]
fn a_wrong_type_is_still_malformed() {
    for text in [
        r#"{"byte":"1"}"#,
        r#"{"byte":128}"#,
        r#"{"tags":{}}"#,
        r#"{"next":[]}"#,
        "{} x",
        "[]",
    ] {
        assert!(
            matches!(read::<All>(text), Err(Rejection::Malformed { .. })),
            "{text}"
        );
    }
}
