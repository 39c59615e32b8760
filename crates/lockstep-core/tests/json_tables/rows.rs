//! The rows of structures.

use std::collections::BTreeMap;

use lockstep_core::{Rejection, Timestamp, json};

use crate::{SHORT, TAGS, client, server, violations, write};

/// A row of each kind, all of the same type.
#[derive(Debug, PartialEq)]
struct Rows {
    required: String,
    optional: Option<String>,
    optional_demanded: Option<String>,
    defaulted: String,
    defaulted_demanded: String,
    filled: Option<String>,
    filled_demanded: Option<String>,
}

lockstep_core::structure! {
    Rows {
        required: required("required").checked(&SHORT),
        optional: optional("optional").checked(&SHORT),
        optional_demanded: optional("optionalDemanded").demanded().checked(&SHORT),
        defaulted: defaulted("defaulted", || "default".to_owned()).checked(&SHORT),
        defaulted_demanded: defaulted("defaultedDemanded", String::new).demanded().checked(&SHORT),
        filled: filled("filled", || "default".to_owned()).checked(&SHORT),
        filled_demanded: filled("filledDemanded", String::new).demanded().checked(&SHORT),
    }
}

impl Rows {
    fn get(&self, name: &str) -> Option<&str> {
        match name {
            "required" => Some(&self.required),
            "optional" => self.optional.as_deref(),
            "optionalDemanded" => self.optional_demanded.as_deref(),
            "defaulted" => Some(&self.defaulted),
            "defaultedDemanded" => Some(&self.defaulted_demanded),
            "filled" => self.filled.as_deref(),
            "filledDemanded" => self.filled_demanded.as_deref(),
            _ => panic!("no member {name}"),
        }
    }
}

#[test]
fn each_row_says_who_must_have_its_member_and_what_stands_in_for_it() {
    const NAMES: [&str; 7] = [
        "required",
        "optional",
        "optionalDemanded",
        "defaulted",
        "defaultedDemanded",
        "filled",
        "filledDemanded",
    ];
    /// What a server makes of a member that is missing.
    enum Server {
        Refuses,
        Takes(Option<&'static str>),
    }
    use Server::{Refuses, Takes};
    let expected = [
        (Refuses, Some("")),
        (Takes(None), None),
        (Refuses, None),
        (Takes(Some("default")), Some("default")),
        (Refuses, Some("")),
        (Takes(Some("default")), None),
        (Refuses, None),
    ];
    for (name, (of_server, of_client)) in NAMES.into_iter().zip(expected) {
        let text = |value: &str| {
            let member = |other: &str| match other == name {
                true => format!("{other:?}:{value}"),
                false => format!("{other:?}:\"abc\""),
            };
            format!("{{{}}}", NAMES.map(member).join(","))
        };
        // One that is there is taken as it is, and one that breaks its constraint by a client alone.
        let whole = text("\"xyz\"");
        let rows: Rows = server(&whole).unwrap();
        assert_eq!(rows.get(name), Some("xyz"));
        assert_eq!(client::<Rows>(&whole).unwrap(), rows);
        assert_eq!(write(&rows), whole);
        let long = text("\"long\"");
        let length = format!("/{name}: have length less than or equal to 3");
        assert_eq!(violations::<Rows>(&long), [length]);
        assert_eq!(
            client::<Rows>(&long).unwrap().get(name),
            Some("long"),
            "{name}"
        );
        assert!(
            matches!(server::<Rows>(&text("1")), Err(Rejection::Malformed(faults, 0)) if faults[0].path == format!("/{name}")),
            "{name}"
        );
        // One that is null is missing, like one that is not there.
        let null = text("null");
        let absent = text("\"\"").replace(&format!("{name:?}:\"\""), "\"other\":1");
        for missing in [null, absent] {
            match of_server {
                Refuses => {
                    let missed = format!("/{name}: not be null");
                    assert_eq!(violations::<Rows>(&missing), [missed], "{missing}");
                }
                Takes(expected) => {
                    let rows: Rows = server(&missing).unwrap();
                    assert_eq!(rows.get(name), expected, "{missing}");
                }
            }
            let rows: Rows = client(&missing).unwrap();
            assert_eq!(rows.get(name), of_client, "{missing}");
        }
    }
}

/// Rows whose values do not stand in the form of their types, or have more to check.
#[derive(Debug, PartialEq)]
struct By {
    day: Timestamp,
    until: Option<Timestamp>,
    since: Timestamp,
    tags: Vec<String>,
    counts: Option<BTreeMap<String, Option<i32>>>,
    words: Option<Vec<String>>,
}

lockstep_core::structure! {
    By {
        day: required("day") by(|r| r.date_time(), json::Writer::date_time),
        until: optional("until") by(|r| r.http_date(), json::Writer::http_date),
        since: defaulted("since", || Timestamp::new(5, 0)) by(
            |r| r.date_time(),
            json::Writer::date_time,
        ),
        tags: required("tags") by(|r| r.checked_list(&TAGS, |r| r.checked_string(&SHORT))),
        counts: optional("counts").demanded() by(
            |r| r.sparse_map(json::Reader::string, json::Reader::integer),
            |w, v| w.sparse_map(v, json::Writer::integer),
        ),
        words: filled("words", Vec::new) by(|r| r.list(|r| r.checked_string(&SHORT))),
    }
}

#[test]
fn a_row_may_name_the_functions_of_its_value() {
    let text = concat!(
        r#"{"day":"1970-01-01T00:00:01Z","until":"Thu, 01 Jan 1970 00:00:02 GMT","#,
        r#""since":"1970-01-01T00:00:03Z","tags":["a","b"],"counts":{"a":null,"b":1},"words":["c"]}"#
    );
    let by: By = server(text).unwrap();
    let expected = By {
        day: Timestamp::new(1, 0),
        until: Some(Timestamp::new(2, 0)),
        since: Timestamp::new(3, 0),
        tags: vec!["a".to_owned(), "b".to_owned()],
        counts: Some(BTreeMap::from([
            ("a".to_owned(), None),
            ("b".to_owned(), Some(1)),
        ])),
        words: Some(vec!["c".to_owned()]),
    };
    assert_eq!(by, expected);
    assert_eq!(write(&by), text);
    assert_eq!(client::<By>(text).unwrap(), by);
    // What is missing is as with other rows.
    let zero = By {
        day: Timestamp::EPOCH,
        until: None,
        since: Timestamp::new(5, 0),
        tags: Vec::new(),
        counts: None,
        words: None,
    };
    assert_eq!(client("{}"), Ok(zero));
    assert_eq!(
        violations::<By>("{}"),
        [
            "/day: not be null",
            "/tags: not be null",
            "/counts: not be null"
        ]
    );
    let by: By = server(r#"{"day":"1970-01-01T00:00:00Z","tags":["a","b"],"counts":{}}"#).unwrap();
    assert_eq!((by.since, by.words), (Timestamp::new(5, 0), Some(vec![])));
    assert_eq!(
        violations::<By>(
            r#"{"day":"1970-01-01T00:00:00Z","tags":["long"],"counts":{},"words":["x","longer"]}"#
        ),
        [
            "/tags: have length between 2 and 3, inclusive",
            "/tags/0: have length less than or equal to 3",
            "/words/1: have length less than or equal to 3",
        ]
    );
}

#[derive(Debug, PartialEq)]
struct Nothing {}

lockstep_core::structure! {
    Nothing {}
}

#[test]
fn a_structure_may_have_no_members() {
    assert_eq!(server(r#"{"other":[1]}"#), Ok(Nothing {}));
    assert_eq!(write(&Nothing {}), "{}");
    assert!(matches!(
        server::<Nothing>("[]"),
        Err(Rejection::Malformed(..))
    ));
}
