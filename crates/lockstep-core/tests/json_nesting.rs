//! Objects, arrays and unions within each other, as a server takes them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shapes;

use std::cell::RefCell;

use lockstep_core::constraint::Constrained;
use lockstep_core::{Enumeration, Rejection, json};
use shapes::{All, TimerValue};

fn read<T: json::Shape>(text: &str) -> Result<T, Rejection> {
    let mut reader = json::Reader::server(text.as_bytes());
    let value = reader.shape();
    reader.finish(value)
}

/// The path of the error that makes the text malformed.
fn malformed_at<T: json::Shape + std::fmt::Debug>(text: &str) -> String {
    match read::<T>(text) {
        Err(Rejection::Malformed(mut faults, 0)) => {
            // Broken constraints are told besides.
            faults.retain(|fault| !fault.message.starts_with("Value "));
            assert_eq!(faults.len(), 1, "{text} gave {faults:?}");
            faults.remove(0).path
        }
        other => panic!("{text} gave {other:?}"),
    }
}

#[test]
fn lists_and_maps_have_no_nulls_unless_sparse() {
    assert_eq!(
        malformed_at::<All>(r#"{ "tags" : ["a", null, "b"] }"#),
        "/tags/1"
    );
    assert_eq!(
        malformed_at::<All>(r#"{ "counts" : { "abc": null } }"#),
        "/counts/abc"
    );
    assert_eq!(
        malformed_at::<All>(r#"{ "counts" : { null: 1 } }"#),
        "/counts"
    );
    assert_eq!(malformed_at::<All>(r#"{ "tags" : ["a", "b" }"#), "/tags");
    assert_eq!(malformed_at::<All>(r#"{ "tags" : {} }"#), "/tags");
    assert_eq!(malformed_at::<All>(r#"{ "counts" : [] }"#), "/counts");
    assert_eq!(malformed_at::<All>(r#"{ "next" : [] }"#), "/next");
    assert_eq!(
        malformed_at::<All>(r#"{ "next" : {"byte" : 1 "short": 2} }"#),
        "/next"
    );
}

#[test]
fn a_union_has_one_member() {
    for text in [
        r#"{"Minutes":2,"Action":"AGENT"}"#,
        r#"{"Minutes":2,"other":3}"#,
        r#"{"Minutes":null}"#,
        "{}",
        r#"["Minutes"]"#,
        r#"{"other":1}"#,
        r#"{"Minutes":2,"Minutes":2}"#,
        "null",
        r#""Minutes""#,
    ] {
        malformed_at::<TimerValue>(text);
    }
    let text = r#"{"__type":{"a":[1]},"Action":null,"Minutes":2,"Nested":null,"other":null}"#;
    assert_eq!(read(text), Ok(TimerValue::Minutes(2)));
    assert_eq!(
        malformed_at::<All>(r#"{"timers":[{"Value":{"Nested":{"Nested":{}}}}]}"#),
        "/timers/0/Value/Nested/Nested"
    );
}

#[test]
fn nothing_is_nested_more_than_128_deep() {
    let nested = |open: &str, core: &str, close: &str, depth: usize| {
        open.repeat(depth) + core + &close.repeat(depth)
    };
    assert!(read::<All>(&nested(r#"{"next":"#, "{}", "}", 127)).is_ok());
    assert!(malformed_at::<All>(&nested(r#"{"next":"#, "{}", "}", 128)).starts_with("/next/next"));
    for name in ["document", "skipped"] {
        let text = |depth| format!("{{\"{name}\":{}}}", nested("[", "", "]", depth));
        assert!(read::<All>(&text(127)).is_ok(), "{name}");
        malformed_at::<All>(&text(128));
        malformed_at::<All>(&text(100_000));
        let text = |depth| format!("{{\"{name}\":{}}}", nested("{\"a\":", "1", "}", depth));
        assert!(read::<All>(&text(127)).is_ok(), "{name}");
        malformed_at::<All>(&text(128));
        malformed_at::<All>(&text(100_000));
    }
    // What was left is no longer counted.
    assert!(read::<All>(&format!("{{\"x\":[{}]}}", "[[]],".repeat(1000) + "1")).is_ok());
}

#[test]
fn an_unknown_variant_cannot_be_written() {
    let mut reader = json::Reader::client(br#"{"Later":{"a":[1]}}"#);
    let value: Option<TimerValue> = reader.shape();
    let value = reader.finish(value).unwrap();
    let mut writer = json::Writer::new();
    writer.shape(&value);
    assert_eq!(
        writer.finish().unwrap_err().to_string(),
        "the value of the union TimerValue is not known"
    );
}

#[test]
fn structures_may_have_more_members_than_a_word_has_bits() {
    static MEMBERS: [json::Member; 300] = {
        let mut members = [json::Member::optional("x"); 300];
        members[0] = json::Member::required("first");
        members[127] = json::Member::required("low");
        members[128] = json::Member::required("high");
        members[299] = json::Member::required("last");
        members
    };
    /// Reads a flag, and tells that it was found.
    struct Found<'f>(usize, &'f RefCell<Vec<usize>>);
    impl json::Slot for Found<'_> {
        fn read(&mut self, r: &mut json::Reader<'_>) {
            r.boolean();
            self.1.borrow_mut().push(self.0);
        }
        fn constrained(&self) -> Option<&dyn Constrained> {
            None
        }
    }
    let found = |mut reader: json::Reader<'_>| {
        let found = RefCell::default();
        let mut slots: Vec<Found<'_>> = (0..300).map(|index| Found(index, &found)).collect();
        let mut slots: Vec<&mut dyn json::Slot> = slots
            .iter_mut()
            .map(|slot| slot as &mut dyn json::Slot)
            .collect();
        reader.structure(&MEMBERS, &mut slots);
        let violations = reader.outcome("").violations;
        let paths: Vec<String> = violations.into_iter().map(|v| v.path).collect();
        (found.into_inner(), paths)
    };
    let server = |text: &'static str| found(json::Reader::server(text.as_bytes()));
    let (indices, missing) =
        server(r#"{"last":true,"high":true,"low":true,"first":true,"high":true}"#);
    assert_eq!((indices, missing.len()), (vec![299, 128, 127, 0, 128], 0));
    let partial = r#"{"first":true,"high":null}"#;
    let (indices, missing) = server(partial);
    assert_eq!(
        (indices, missing),
        (
            vec![0],
            vec!["/low".to_owned(), "/high".to_owned(), "/last".to_owned()]
        )
    );
    // What a client finds is read once, and then the zero of each member that is missing, in their order.
    let (indices, missing) = found(json::Reader::client(partial.as_bytes()));
    assert_eq!((indices, missing.len()), (vec![0, 127, 128, 299], 0));
    let (indices, _) = found(json::Reader::client(br#"{"last":true,"high":true}"#));
    assert_eq!(indices, [299, 128, 0, 127]);
}

#[test]
fn hidden_values_are_accepted_and_not_told() {
    struct Size(String);
    impl From<&str> for Size {
        fn from(value: &str) -> Self {
            Self(value.to_owned())
        }
    }
    impl Enumeration for Size {
        const VALUES: &'static [&'static str] = &["S", "M"];
        const HIDDEN: &'static [&'static str] = &["XS"];
        fn as_str(&self) -> &str {
            &self.0
        }
    }
    let mut reader = json::Reader::server(br#"["S","XS","L"]"#);
    let sizes: Option<Vec<Size>> = reader.list(json::Reader::enumeration);
    assert_eq!(sizes.map(|sizes| sizes.len()), Some(3));
    let violations = reader.outcome("").violations;
    assert_eq!(violations.len(), 1);
    assert_eq!(
        violations[0].message,
        "Value at '/2' failed to satisfy constraint: Member must satisfy enum value set: [S, M]"
    );
}
