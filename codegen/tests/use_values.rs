//! The types of `models/values.json`: simple types, defaults, collections, unions, enums, recursion, constraints.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod support;

use std::collections::BTreeMap;

use expect_test::expect;
use golden_values_types::*;
use lockstep_core::operation::Input as _;
use lockstep_core::{Blob, Document, Enumeration as _, Timestamp};
use support::{
    answer, read, read_body, request, response, show_request, show_response, violations,
};

#[test]
fn every_simple_type_goes_out_and_comes_in() {
    let input = Simple {
        blob: Some(Blob::from(b"abc".to_vec())),
        boolean: Some(true),
        string: Some("\"\u{e9}\n".to_owned()),
        byte: Some(i8::MIN),
        short: Some(i16::MAX),
        integer: Some(-1),
        long: Some(i64::MAX),
        float: Some(1.5),
        double: Some(f64::INFINITY),
        big_integer: Some("123456789012345678901234567890".parse().unwrap()),
        big_decimal: Some("1.10".parse().unwrap()),
        timestamp: Some(Timestamp::new(1, 500_000_000)),
        document: Some(Document::Array(vec![Document::Null, "x".into()])),
        date_time: Some(Timestamp::new(0, 0)),
        http_date: Some(Timestamp::new(0, 0)),
        epoch_seconds: Some(Timestamp::new(-1, 0)),
        suit: Some(Suit::Hearts),
        level: Some(Level::High),
        renamed: Some("r".to_owned()),
    };
    let request = request(PutSimple, &input);
    expect![[r#"
        POST /simple
        content-length: 384
        content-type: application/json

        {"blob":"YWJj","boolean":true,"string":"\"é\n","byte":-128,"short":32767,"integer":-1,"long":9223372036854775807,"float":1.5,"double":"Infinity","bigInteger":123456789012345678901234567890,"bigDecimal":1.10,"timestamp":1.5,"document":[null,"x"],"dateTime":"1970-01-01T00:00:00Z","httpDate":"Thu, 01 Jan 1970 00:00:00 GMT","epochSeconds":-1,"suit":"hearts","level":10,"wire-name":"r"}
    "#]]
    .assert_eq(&show_request(&request));
    assert_eq!(read(PutSimple, &request).unwrap(), input);
    assert_eq!(
        answer(PutSimple, &response(PutSimple, &Ok(input.clone()))).unwrap(),
        input
    );
}

#[test]
fn enums_keep_what_they_do_not_know() {
    let suit = Suit::from("clubs");
    assert_eq!(
        (suit.as_str(), suit.to_string(), suit.is_listed()),
        ("clubs", "clubs".to_owned(), false)
    );
    // Without a wildcard: a new value in the model stops this build.
    let name = |suit: &Suit| match suit {
        Suit::Hearts => "hearts",
        Suit::Spades => "spades",
        Suit::Joker => "joker",
        Suit::Unknown(_) => "?",
    };
    assert_eq!((name(&suit), name(&Suit::from("joker"))), ("?", "joker"));
    assert_eq!(Level::from(7).as_i32(), 7);
    let body = r#"{"suit":"clubs","level":7}"#;
    assert_eq!(
        violations(PutSimple, body),
        [
            "Value at '/suit' failed to satisfy constraint: Member must satisfy enum value set: [hearts, spades]",
            "Value at '/level' failed to satisfy constraint: Member must satisfy enum value set: [1, 10]",
        ]
    );
    // A client takes it, and sends it back as it came.
    let response = http::Response::new(body.into());
    let output = answer(PutSimple, &response).unwrap();
    assert!(
        show_request(&request(PutSimple, &output))
            .ends_with("\n{\"suit\":\"clubs\",\"level\":7}\n")
    );
    // Internal values are values.
    assert!(read_body(PutSimple, r#"{"suit":"joker","level":99}"#).is_ok());
}

#[test]
fn defaults_stand_for_what_is_absent() {
    let nested = Defaults::default();
    assert_eq!(nested.byte, -128);
    assert_eq!(nested.long, i64::MIN);
    assert_eq!(nested.float.to_string(), "3.14159");
    assert_eq!(nested.infinite, f64::NEG_INFINITY);
    assert_eq!(nested.blob, Blob::from(b"abc".to_vec()));
    assert_eq!(nested.big_integer.as_str(), "123456789012345678");
    assert_eq!(nested.timestamp, Timestamp::new(1, 0));
    assert_eq!(nested.moment, Timestamp::new(1_582_938_123, 250_000_000));
    assert_eq!(
        (nested.suit.clone(), nested.level.clone()),
        (Suit::Spades, Level::High)
    );
    assert_eq!(
        (nested.nothing.clone(), nested.optional.clone()),
        (None, None)
    );
    // Outside an input a default is always written, and made up where it is missing.
    let output = PutDefaultsOutput::new(nested.clone());
    let response = response(PutDefaults, &Ok(output.clone()));
    expect![[r#"
        200
        content-length: 413
        content-type: application/json

        {"nested":{"blob":"YWJj","boolean":true,"off":false,"string":"hi","empty":"","byte":-128,"short":2,"integer":10,"zero":0,"long":-9223372036854775808,"float":3.14159,"double":1e+300,"infinite":"-Infinity","bigInteger":123456789012345678,"bigDecimal":0.5,"timestamp":1,"moment":"2020-02-29T01:02:03.25Z","document":"text","array":[],"number":1.5,"flag":true,"list":[],"map":{},"suit":"spades","level":10},"count":1}
    "#]]
    .assert_eq(&show_response(&response));
    assert_eq!(answer(PutDefaults, &response).unwrap(), output);
    assert_eq!(
        answer(PutDefaults, &http::Response::new("{\"nested\":{}}".into())).unwrap(),
        output
    );
    // In an input the client sends what is set, and the server fills in the rest.
    let request = request(PutDefaults, &PutDefaultsInput::default());
    assert_eq!(request.body(), "{}");
    let input = read(PutDefaults, &request).unwrap();
    assert_eq!(input.boolean, Some(true));
    assert_eq!(input.empty.as_deref(), Some(""));
    assert_eq!(input.moment, Some(nested.moment));
    assert_eq!(input.document, Some(nested.document));
    assert_eq!(input.list, Some(Vec::new()));
    assert_eq!(input.nested, None);
}

#[test]
fn collections_nest_and_may_be_sparse() {
    let deep = BTreeMap::from([(
        "k".to_owned(),
        vec![BTreeMap::from([
            ("n".to_owned(), Choice::None),
            ("c".to_owned(), Choice::Count(1)),
        ])],
    )]);
    let input = CollectionsInput {
        strings: Some(vec!["a".to_owned()]),
        sparse: Some(vec![Some("a".to_owned()), None]),
        map: Some(BTreeMap::new()),
        sparse_map: Some(BTreeMap::from([
            ("x".to_owned(), None),
            ("y".to_owned(), Some(1)),
        ])),
        by_suit: Some(BTreeMap::from([
            (Suit::Spades, 1),
            (Suit::from("clubs"), 2),
        ])),
        deep: Some(deep),
        unique: Some(vec![Suit::Hearts, Suit::Spades]),
        choice: Some(Choice::Again(Box::new(Choice::Pair(Pair::new("l", 2))))),
        narrow: Some(Narrow::Only("o".to_owned())),
        dates: Some(vec![Timestamp::new(0, 0)]),
    };
    let request = request(PutCollections, &input);
    expect![[r#"
        POST /collections
        content-length: 301
        content-type: application/json

        {"strings":["a"],"sparse":["a",null],"map":{},"sparseMap":{"x":null,"y":1},"bySuit":{"spades":1,"clubs":2},"deep":{"k":[{"c":{"number":1},"n":{"none":{}}}]},"unique":["hearts","spades"],"choice":{"again":{"pair":{"left":"l","right":2}}},"narrow":{"only":"o"},"dates":["Thu, 01 Jan 1970 00:00:00 GMT"]}
    "#]]
    .assert_eq(&show_request(&request));
    assert_eq!(
        support::show_violations(read(PutCollections, &request)),
        [
            "Value at '/bySuit' failed to satisfy constraint: Member must satisfy enum value set: [hearts, spades]"
        ]
    );
    assert_eq!(
        violations(PutCollections, r#"{"unique":["hearts","hearts"]}"#),
        ["Value at '/unique' failed to satisfy constraint: Member must have unique values"]
    );
}

#[test]
fn unions_have_one_member() {
    // Without a wildcard; a union that a client can receive has a place for what is unknown, which cannot be sent.
    let name = |choice: &Choice| match choice {
        Choice::None => "none".to_owned(),
        Choice::Text(text) => text.clone(),
        Choice::Count(_)
        | Choice::Suit(_)
        | Choice::Pair(_)
        | Choice::Strings(_)
        | Choice::Any(_)
        | Choice::Again(_)
        | Choice::Tree(_)
        | Choice::When(_) => "other".to_owned(),
        Choice::Unknown(_) => "unknown".to_owned(),
    };
    let output = answer(
        PutCollections,
        &http::Response::new(r#"{"choice":{"later":{"a":1}}}"#.into()),
    )
    .unwrap();
    let choice = output.choice.unwrap();
    assert_eq!(name(&choice), "unknown");
    assert_eq!(name(&Choice::When(Timestamp::new(0, 0))), "other");
    // One that is only sent has none.
    let Narrow::Only(only) = Narrow::Only("x".to_owned());
    assert_eq!(only, "x");
    for malformed in [
        r#"{"choice":{}}"#,
        r#"{"choice":{"text":"a","count":1}}"#,
        r#"{"narrow":{"later":1}}"#,
    ] {
        let read = read_body(PutCollections, malformed);
        assert!(
            matches!(read, Err(lockstep_core::Rejection::Malformed(..))),
            "{malformed}: {read:?}"
        );
    }
    assert!(
        read_body(
            PutCollections,
            r#"{"choice":{"text":null,"none":{},"__type":"x"}}"#
        )
        .is_ok()
    );
}

#[test]
fn recursive_shapes_are_boxed_where_they_must_be() {
    let leaf = Tree::new("leaf");
    let tree = Tree {
        left: Some(Box::new(leaf.clone())),
        children: Some(vec![leaf.clone()]),
        by_name: Some(BTreeMap::from([("a".to_owned(), leaf.clone())])),
        other: Some(Box::new(Choice::Tree(Box::new(leaf)))),
        ..Tree::new("root")
    };
    let response = response(GetTree, &Ok(GetTreeOutput::new(tree.clone())));
    expect![[r#"
        200
        content-length: 140
        content-type: application/json

        {"tree":{"name":"root","left":{"name":"leaf"},"children":[{"name":"leaf"}],"byName":{"a":{"name":"leaf"}},"other":{"tree":{"name":"leaf"}}}}
    "#]]
    .assert_eq(&show_response(&response));
    assert_eq!(answer(GetTree, &response).unwrap().tree, tree);
    assert_eq!(
        show_request(&request(GetTree, &GetTreeInput {})),
        "GET /tree\n\n\n"
    );
}

#[test]
fn a_client_makes_up_what_a_server_owes() {
    let output = answer(GetTree, &http::Response::new("{}".into())).unwrap();
    assert_eq!(output, GetTreeOutput::new(Tree::new("")));
}

#[test]
fn constraints_of_shapes_and_members_are_checked() {
    let body = r#"{"size":11,"items":["12-a","12-a","x"],"name":"123456","bag":{},"data":"AA==","price":0.4,
        "code":"\u0661\u0661-a","part":{"size":0}}"#;
    expect![[r#"
        [
            "Value at '/optional' failed to satisfy constraint: Member must not be null",
            "Value at '/size' failed to satisfy constraint: Member must be between 1 and 10, inclusive",
            "Value with repeated values at indices [0, 1] at '/items' failed to satisfy constraint: Member must have unique values",
            "Value with length 3 at '/items' failed to satisfy constraint: Member must have length less than or equal to 2",
            "Value at '/items/2' failed to satisfy constraint: Member must satisfy regular expression pattern: ^\\d{2}-[a-z]+$",
            "Value with length 6 at '/name' failed to satisfy constraint: Member must have length between 1 and 5, inclusive",
            "Value with length 0 at '/bag' failed to satisfy constraint: Member must have length greater than or equal to 1",
            "Value with length 1 at '/data' failed to satisfy constraint: Member must have length greater than or equal to 2",
            "Value at '/price' failed to satisfy constraint: Member must be greater than or equal to 0.5",
            "Value at '/code' failed to satisfy constraint: Member must satisfy regular expression pattern: ^\\d{2}-[a-z]+$",
            "Value at '/part/label' failed to satisfy constraint: Member must not be null",
            "Value at '/part/size' failed to satisfy constraint: Member must be between 1 and 10, inclusive",
        ]
    "#]]
    .assert_debug_eq(&violations(PutConstrained, body));
    assert_eq!(
        violations(PutConstrained, "{}"),
        [
            "Value at '/size' failed to satisfy constraint: Member must not be null",
            "Value at '/items' failed to satisfy constraint: Member must not be null",
            "Value at '/name' failed to satisfy constraint: Member must not be null",
            "Value at '/optional' failed to satisfy constraint: Member must not be null",
        ]
    );
}

#[test]
fn an_input_is_made_of_its_required_members_and_can_be_checked() {
    let mut input = ConstrainedInput::new(3, vec!["12-a".to_owned()], "name");
    assert_eq!(input.code, None);
    input.optional = Some("o".to_owned());
    assert_eq!(input.validate(), Ok(()));
    input.bag = Some(BTreeMap::from([("long".to_owned(), 0)]));
    expect![[r#"
        [
            "Value with length 4 at '/bag' failed to satisfy constraint: Member must have length less than or equal to 3",
            "Value at '/bag/long' failed to satisfy constraint: Member must be between 1 and 10, inclusive",
        ]
    "#]]
    .assert_debug_eq(&support::show_violations(input.validate()));
}
