//! The rules on models that were written by hand, with what must arrive written by hand too.

mod requests;

use super::super::model::{Length, Listed, Traits};
use super::super::value::Instant;
use super::*;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn members(members: &[(&str, Value)]) -> Members {
    members
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect()
}

fn member(name: &str, target: Id, binding: Binding, traits: Traits) -> Member {
    Member {
        binding,
        traits,
        ..Member::new(name, target)
    }
}

fn required() -> Traits {
    Traits {
        required: true,
        ..Traits::default()
    }
}

fn default(value: Value) -> Traits {
    Traits {
        default: Some(value),
        ..Traits::default()
    }
}

const STRING: Simple = Simple::String;

fn prelude(simple: Simple) -> Id {
    Model::prelude(simple)
}

/// A model with a list and a map of strings, and one structure as input, output or error.
fn model(members: impl FnOnce(Id, Id) -> Vec<Member>) -> (Model, Operation) {
    let mut model = Model::new("T".to_owned());
    let string = prelude(STRING);
    let list = model.add(Shape::new("List", Kind::List).with(vec![Member::new("member", string)]));
    let entries = vec![Member::new("key", string), Member::new("value", string)];
    let map = model.add(Shape::new("Map", Kind::Map).with(entries));
    let message = model.add(Shape::new("Message", Kind::Structure).with(members(list, map)));
    let operation = Operation {
        name: "Op".to_owned(),
        method: "POST",
        uri: "/".to_owned(),
        literals: vec![("all".to_owned(), String::new())],
        status: 201,
        input: message,
        output: message,
        errors: Vec::new(),
        host_prefix: None,
        is_compressed: false,
        has_digest: false,
    };
    (model, operation)
}

/// What a handler is called with, or the sentences of what is wrong.
fn heard(
    (model, operation): &(Model, Operation),
    input: &[(&str, Value)],
) -> Result<Members, Vec<String>> {
    let rules = Rules::input(model, operation);
    let arrived = rules.arrived(rules.sent(&members(input)));
    let violations = rules.violations(&arrived);
    if violations.is_empty() {
        Ok(rules.received(arrived))
    } else {
        Err(violations.into_iter().map(|one| one.message).collect())
    }
}

/// What a client gets of this answer.
fn answered((model, operation): &(Model, Operation), output: &[(&str, Value)]) -> Members {
    let rules = Rules::answer(model, operation.output, operation.status);
    rules.received(rules.arrived(rules.sent(&members(output))))
}

#[test]
fn a_server_fills_in_defaults_and_a_client_makes_up_the_token() {
    let token = Traits {
        idempotency_token: true,
        ..Traits::default()
    };
    let model = model(|_, _| {
        vec![
            member("a", prelude(STRING), Binding::Body, default(text("x"))),
            member(
                "t",
                prelude(STRING),
                Binding::Header("X-T".to_owned()),
                token,
            ),
            member("n", prelude(STRING), Binding::Body, Traits::default()),
        ]
    });
    let expected = members(&[("a", text("x")), ("t", text(TOKEN))]);
    assert_eq!(heard(&model, &[]).unwrap(), expected);
    let given = [("a", text("y")), ("t", text("mine"))];
    assert_eq!(heard(&model, &given).unwrap(), members(&given));
}

#[test]
fn what_has_no_form_of_its_own_arrives_as_nothing() {
    let model = model(|list, map| {
        vec![
            member("q", list, Binding::Query("q".to_owned()), Traits::default()),
            member(
                "h",
                list,
                Binding::Header("X-H".to_owned()),
                Traits::default(),
            ),
            member(
                "p",
                map,
                Binding::PrefixHeaders("X-P-".to_owned()),
                Traits::default(),
            ),
            member(
                "b",
                prelude(Simple::Blob),
                Binding::Payload,
                Traits::default(),
            ),
        ]
    });
    let empty = [
        ("q", Value::List(Vec::new())),
        ("h", Value::List(Vec::new())),
        ("p", Value::Map(BTreeMap::new())),
        ("b", Value::Blob(String::new())),
    ];
    // An empty list in a header is an empty header.
    let expected = members(&[("h", Value::List(Vec::new()))]);
    assert_eq!(heard(&model, &empty).unwrap(), expected);
    assert_eq!(
        answered(&model, &[("b", Value::Blob(String::new()))]),
        Members::new()
    );
}

#[test]
fn names_of_headers_are_in_lower_case_and_their_dates_have_whole_seconds() {
    let model = model(|_, map| {
        vec![
            member(
                "p",
                map,
                Binding::PrefixHeaders("X-P-".to_owned()),
                Traits::default(),
            ),
            member(
                "d",
                prelude(Simple::Timestamp),
                Binding::Header("X-D".to_owned()),
                Traits::default(),
            ),
            member(
                "e",
                prelude(Simple::Timestamp),
                Binding::Body,
                Traits::default(),
            ),
        ]
    });
    let instant = |nanos| Value::Timestamp(Instant { seconds: 7, nanos });
    let map = |key: &str| Value::Map(BTreeMap::from([(key.to_owned(), text("V"))]));
    let given = [("p", map("Ab")), ("d", instant(5)), ("e", instant(5))];
    let expected = members(&[("p", map("ab")), ("d", instant(0)), ("e", instant(5))]);
    assert_eq!(heard(&model, &given).unwrap(), expected);
    assert_eq!(answered(&model, &given), expected);
}

#[test]
fn a_map_of_parameters_shows_those_of_others() {
    let model = model(|list, map| {
        vec![
            member("l", list, Binding::Query("l".to_owned()), Traits::default()),
            member(
                "n",
                prelude(Simple::Integer),
                Binding::Query("n".to_owned()),
                Traits::default(),
            ),
            member("all", map, Binding::QueryParams, Traits::default()),
        ]
    });
    let map = |entries: &[(&str, &str)]| {
        Value::Map(
            entries
                .iter()
                .map(|(name, value)| ((*name).to_owned(), text(value)))
                .collect(),
        )
    };
    let list = Value::List(vec![text("1"), text("2")]);
    let given = [
        ("l", list),
        ("n", Value::number(3)),
        ("all", map(&[("n", "9"), ("own", "4")])),
    ];
    let heard = heard(&model, &given).unwrap();
    assert_eq!(
        heard["all"],
        map(&[("all", ""), ("l", "1"), ("n", "3"), ("own", "4")])
    );
}

#[test]
fn an_answer_has_the_defaults_that_its_sender_cannot_leave_out_and_a_status() {
    let optional = Traits {
        client_optional: true,
        ..default(text("x"))
    };
    let model = model(|_, _| {
        vec![
            member("a", prelude(STRING), Binding::Body, default(text("x"))),
            member("b", prelude(STRING), Binding::Body, optional),
            member(
                "s",
                prelude(Simple::Integer),
                Binding::ResponseCode,
                Traits::default(),
            ),
        ]
    });
    let expected = members(&[("a", text("x")), ("s", Value::number(201))]);
    assert_eq!(answered(&model, &[]), expected);
}

#[test]
fn each_broken_constraint_has_its_sentence() {
    let length = Traits {
        length: Some(Length {
            min: Some(2),
            max: None,
        }),
        ..Traits::default()
    };
    let mut model = model(|list, _| {
        vec![
            member("a~b", prelude(STRING), Binding::Body, length.clone()),
            member(
                "l",
                list,
                Binding::Body,
                Traits {
                    unique_items: true,
                    ..Traits::default()
                },
            ),
            member(
                "r",
                prelude(STRING),
                Binding::Query("r".to_owned()),
                Traits {
                    client_optional: true,
                    ..required()
                },
            ),
        ]
    });
    let values = vec![
        Listed {
            name: "A".to_owned(),
            value: "a".to_owned(),
            is_internal: false,
        },
        Listed {
            name: "B".to_owned(),
            value: "b".to_owned(),
            is_internal: true,
        },
    ];
    let color = model.0.add(Shape::new("Color", Kind::Enum(values)));
    let message = model.1.input;
    model.0.shapes[message]
        .members
        .push(Member::new("c", color));
    let given = [
        ("a~b", text("\u{1f600}")),
        ("l", Value::List(vec![text("x"), text("x")])),
        ("c", text("z")),
    ];
    let path = "failed to satisfy constraint: Member";
    assert_eq!(
        heard(&model, &given).unwrap_err(),
        [
            format!(
                "Value with length 1 at '/a~0b' {path} must have length greater than or equal to 2"
            ),
            format!("Value at '/l' {path} must have unique values"),
            format!("Value at '/r' {path} must not be null"),
            format!("Value at '/c' {path} must satisfy enum value set: [a]"),
        ]
    );
    let right = [("a~b", text("ab")), ("r", text("")), ("c", text("b"))];
    assert_eq!(heard(&model, &right).unwrap(), members(&right));
}
