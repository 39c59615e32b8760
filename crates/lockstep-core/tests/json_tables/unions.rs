//! The rows of unions.

use lockstep_core::constraint::Constraints;
use lockstep_core::{Rejection, Timestamp, UnknownVariant, json};

use crate::{Item, TAGS, client, server, violations, write};

static MINUTES: Constraints = Constraints::new().range("2", "480");

/// A union that clients can receive, with a row of each kind.
#[derive(Debug, PartialEq)]
enum Due {
    Minutes(i32),
    Sometime,
    At(Timestamp),
    Days(Vec<i32>),
    Item(Box<Item>),
    Later(UnknownVariant),
}

lockstep_core::union! {
    Due {
        Minutes(value): member("minutes").checked(&MINUTES),
        Sometime: member("sometime"),
        At(value): member("at") by(|r| r.date_time(), json::Writer::date_time),
        Days(value): member("days") by(|r| r.checked_list(&TAGS, json::Reader::integer)),
        Item(value): member("item"),
        ..Later
    }
}

/// A union that only servers receive.
#[derive(Debug, PartialEq)]
enum Either {
    Left(String),
    Right,
}

lockstep_core::union! {
    Either {
        Left(value): member("left"),
        Right: member("right"),
    }
}

#[test]
fn the_members_of_a_union_are_values_functions_and_nothing() {
    let item = Item {
        name: "a".to_owned(),
    };
    for (text, value) in [
        (r#"{"minutes":5}"#, Due::Minutes(5)),
        (r#"{"sometime":{}}"#, Due::Sometime),
        (
            r#"{"at":"1970-01-01T00:00:07Z"}"#,
            Due::At(Timestamp::new(7, 0)),
        ),
        (r#"{"days":[1,2]}"#, Due::Days(vec![1, 2])),
        (r#"{"item":{"Name":"a"}}"#, Due::Item(Box::new(item))),
    ] {
        assert_eq!(write(&value), text);
        assert_eq!(client::<Due>(text).as_ref(), Ok(&value));
        assert_eq!(server(text), Ok(value));
    }
    for (text, expected) in [
        (
            r#"{"minutes":1}"#,
            "/minutes: be between 2 and 480, inclusive",
        ),
        (
            r#"{"days":[1]}"#,
            "/days: have length between 2 and 3, inclusive",
        ),
        (r#"{"item":{}}"#, "/item/Name: not be null"),
    ] {
        assert_eq!(violations::<Due>(text), [expected]);
    }
    assert_eq!(client(r#"{"minutes":1}"#), Ok(Due::Minutes(1)));
    assert_eq!(server(r#"{"sometime":{"x":[1]}}"#), Ok(Due::Sometime));
    for text in [
        r#"{"sometime":5}"#,
        r#"{"at":7}"#,
        r#"{"at":"1970-01-01T00:00:07Z","sometime":{}}"#,
        r#"{"sometime":null}"#,
    ] {
        for read in [server::<Due>, client::<Due>] {
            assert!(
                matches!(read(text), Err(Rejection::Malformed(..))),
                "{text}"
            );
        }
    }
}

#[test]
fn a_member_that_a_union_does_not_list_is_for_clients_and_only_where_it_has_a_variant() {
    let text = r#"{"elsewhere":[1]}"#;
    assert_eq!(client(text), Ok(Due::Later(UnknownVariant::new())));
    let mut writer = json::Writer::new();
    writer.shape(&Due::Later(UnknownVariant::new()));
    assert_eq!(
        writer.finish().unwrap_err().to_string(),
        "the value of the union Due is not known"
    );
    assert!(matches!(server::<Due>(text), Err(Rejection::Malformed(..))));
    for read in [server::<Either>, client::<Either>] {
        assert!(read(text).is_err());
        assert_eq!(read(r#"{"left":"l"}"#), Ok(Either::Left("l".to_owned())));
        assert_eq!(read(r#"{"right":{}}"#), Ok(Either::Right));
    }
}

/// A structure that cannot be without its union.
#[derive(Debug, PartialEq)]
struct Holder<U> {
    union: U,
}

impl<U: json::Shape> json::Shape for Holder<U> {
    const MEMBERS: &'static [json::Member] = &[json::Member::required("union")];

    fn read(r: &mut json::Reader<'_>) -> Option<Self> {
        let mut union = None;
        r.structure(Self::MEMBERS, &mut [&mut union]);
        Some(Self { union: union? })
    }

    fn write(&self, w: &mut json::Writer) {
        w.structure(Self::MEMBERS, &[&self.union]);
    }
}

#[test]
fn a_union_that_is_missing_is_unknown_or_has_no_zero() {
    let union = Due::Later(UnknownVariant::new());
    assert_eq!(client("{}"), Ok(Holder { union }));
    assert!(client::<Holder<Either>>("{}").is_err());
    assert_eq!(violations::<Holder<Due>>("{}"), ["/union: not be null"]);
}
