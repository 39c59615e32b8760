//! Models of a few shapes, read whole.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use lockstep_codegen::ast::{self, Model, ShapeId, ShapeKind};

fn model(shapes: &str) -> Model {
    let text = format!("{{\"smithy\": \"2.0\", \"shapes\": {{\n{shapes}\n}}}}");
    ast::load("model/small.json", &text).unwrap_or_else(|error| panic!("{error}"))
}

/// Each member as `name: target [traits]`.
fn members(model: &Model, id: &str) -> Vec<String> {
    let shape = model.shape(id).unwrap();
    let show = |(name, member): (&String, &ast::Member)| {
        let traits: Vec<_> = member
            .traits
            .iter()
            .map(|(id, found)| format!("{}={}", id.name(), found.value))
            .collect();
        format!("{name}: {} {traits:?}", member.target.name())
    };
    shape.members.iter().map(show).collect()
}

#[test]
fn spans_point_at_shapes_members_and_traits() {
    let model = model(
        r#""a#S": {"type": "structure", "members": {
            "m": {"target": "smithy.api#String", "traits": {"smithy.api#length": {"max": 12345678901234567890}}}}}"#,
    );
    let shape = model.shape("a#S").unwrap();
    let member = &shape.members["m"];
    let length = member.traits.get("smithy.api#length").unwrap();
    assert!(
        model
            .source
            .slice(shape.span)
            .starts_with(r#""a#S": {"type""#)
    );
    assert!(model.source.slice(shape.span).ends_with("}}}}}"));
    assert!(
        model
            .source
            .slice(member.span)
            .starts_with(r#""m": {"target""#)
    );
    assert_eq!(
        model.source.slice(length.span),
        r#""smithy.api#length": {"max": 12345678901234567890}"#
    );
    assert_eq!(
        model.source.slice(length.value_span),
        r#"{"max": 12345678901234567890}"#
    );
    assert_eq!(model.source.position(member.span.start), (3, 13));
}

#[test]
fn mixins_give_members_first_and_traits_unless_they_are_local() {
    let model = model(
        r#""a#Base": {"type": "structure", "members": {"id": {"target": "smithy.api#String"}},
            "traits": {"smithy.api#mixin": {"localTraits": ["smithy.api#private"]}, "smithy.api#private": {},
                       "smithy.api#documentation": "base", "smithy.api#internal": {}}},
        "a#Named": {"type": "structure", "mixins": [{"target": "a#Base"}],
            "members": {"name": {"target": "smithy.api#String", "traits": {"smithy.api#documentation": "mixed"}}},
            "traits": {"smithy.api#mixin": {}, "smithy.api#documentation": "named"}},
        "a#User": {"type": "structure", "mixins": [{"target": "a#Named"}],
            "members": {"age": {"target": "smithy.api#Integer"}}, "traits": {"smithy.api#sensitive": {}}},
        "a#User$name": {"type": "apply", "traits": {"smithy.api#required": {}, "smithy.api#documentation": "applied"}}"#,
    );
    let expected = [
        "id: String []",
        r#"name: String ["documentation=\"applied\"", "required={}"]"#,
        "age: Integer []",
    ];
    assert_eq!(members(&model, "a#User"), expected);
    // What is applied to the user's member stays there.
    assert_eq!(
        members(&model, "a#Named")[1],
        r#"name: String ["documentation=\"mixed\""]"#
    );
    let traits: Vec<_> = model
        .shape("a#User")
        .unwrap()
        .traits
        .iter()
        .map(|(id, found)| (id.name(), &found.value))
        .collect();
    assert_eq!(
        format!("{traits:?}"),
        r#"[("documentation", String("named")), ("internal", Object {}), ("sensitive", Object {})]"#
    );
}

#[test]
fn mixins_of_services_and_operations_give_their_properties() {
    let model = model(
        r#""a#Common": {"type": "operation", "errors": [{"target": "a#E"}], "traits": {"smithy.api#mixin": {}}},
        "a#Op": {"type": "operation", "mixins": [{"target": "a#Common"}], "errors": [{"target": "a#F"}]},
        "a#Versioned": {"type": "service", "version": "7", "traits": {"smithy.api#mixin": {}}},
        "a#S": {"type": "service", "mixins": [{"target": "a#Versioned"}], "operations": [{"target": "a#Op"}]},
        "a#E": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
        "a#F": {"type": "structure", "traits": {"smithy.api#error": "server"}}"#,
    );
    let ShapeKind::Operation(operation) = &model.shape("a#Op").unwrap().kind else {
        panic!("no operation")
    };
    assert_eq!(operation.input.as_str(), "smithy.api#Unit");
    assert_eq!(
        operation
            .errors
            .iter()
            .map(ShapeId::name)
            .collect::<Vec<_>>(),
        ["F", "E"]
    );
    assert_eq!(
        model
            .services()
            .map(|(_, service)| service.version.as_str())
            .collect::<Vec<_>>(),
        ["7", "7"]
    );
}

#[test]
fn every_enumeration_has_members_with_values() {
    let model = model(
        r#""a#Old": {"type": "string", "traits": {"smithy.api#enum": [
            {"name": "HASH", "value": "\#x", "documentation": "A hash.", "deprecated": true}, {"value": "us-east-1", "tags": ["internal", "x"]}]}},
        "a#New": {"type": "enum", "members": {"A": {"target": "smithy.api#Unit"},
            "B": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "b"}}}},
        "a#Int": {"type": "intEnum", "members": {"ONE": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": 1}}}}"#
            .replace(r"\#", "#")
            .as_str(),
    );
    assert_eq!(model.shape("a#Old").unwrap().kind, ShapeKind::Enum);
    let old = [
        r##"HASH: Unit ["deprecated={}", "documentation=\"A hash.\"", "enumValue=\"#x\""]"##,
        r#"us_east_1: Unit ["enumValue=\"us-east-1\"", "internal={}", "tags=[\"internal\",\"x\"]"]"#,
    ];
    assert_eq!(members(&model, "a#Old"), old);
    assert_eq!(
        members(&model, "a#New"),
        [
            r#"A: Unit ["enumValue=\"A\""]"#,
            r#"B: Unit ["enumValue=\"b\""]"#
        ]
    );
    assert_eq!(members(&model, "a#Int"), [r#"ONE: Unit ["enumValue=1"]"#]);
}

#[test]
fn values_without_names_are_called_by_what_tells_them_apart() {
    let names = |values: &[&str]| {
        let entries: Vec<String> = values
            .iter()
            .map(|value| format!(r#"{{"value": {value:?}}}"#))
            .collect();
        let shape = format!(
            r#""a#E": {{"type": "string", "traits": {{"smithy.api#enum": [{}]}}}}"#,
            entries.join(", ")
        );
        let model = model(&shape);
        let members: Vec<String> = model
            .shape("a#E")
            .unwrap()
            .members
            .keys()
            .cloned()
            .collect();
        members.join(" ")
    };
    assert_eq!(names(&["a b", "10%", "us-east-1"]), "a_b _10_ us_east_1");
    assert_eq!(
        names(&[">", "*", "", "_", "\u{e9}", "-1+"]),
        "GreaterThan Asterisk Empty Underscore U00E9 _1_"
    );
    assert_eq!(
        names(&["a b", "a-b", "a_b", "a.b c"]),
        "a_Space_b a_Hyphen_b a_b a_b_c"
    );
    assert_eq!(
        names(&["C", "C+", "C++", "C#", "c"]),
        "C C_Plus C_Plus_Plus C_Hash c"
    );
    assert_eq!(names(&["1.0", "1_0", "_1_0"]), "_1_Dot_0 _1_0_Value _1_0");
    assert_eq!(
        names(&["", "Empty", ">="]),
        "Empty_Value Empty GreaterThan_Equals"
    );
    // Their order says nothing.
    assert_eq!(names(&["C#", "C", "C++"]), "C_Hash C C_Plus_Plus");
    assert_eq!(names(&["C++", "C#", "C"]), "C_Plus_Plus C_Hash C");
}

#[test]
fn a_name_that_the_model_gives_to_a_value_is_kept() {
    let model = model(
        r#""a#E": {"type": "string", "traits": {"smithy.api#enum": [
            {"value": "a b"}, {"value": "a-b", "name": "a_b"}]}}"#,
    );
    let members = &model.shape("a#E").unwrap().members;
    assert!(members.keys().eq(["a_Space_b", "a_b"]));
}

#[test]
fn the_closure_holds_what_operations_and_resources_reach() {
    let model = model(
        r#""a#S": {"type": "service", "operations": [{"target": "a#One"}], "resources": [{"target": "a#R"}], "errors": [{"target": "a#E"}]},
        "a#R": {"type": "resource", "identifiers": {"id": {"target": "a#Id"}}, "read": {"target": "a#Get"}, "resources": [{"target": "a#Q"}]},
        "a#Q": {"type": "resource", "collectionOperations": [{"target": "a#Two"}]},
        "a#One": {"type": "operation", "input": {"target": "a#In"}, "errors": [{"target": "a#E"}]},
        "a#Two": {"type": "operation"}, "a#Get": {"type": "operation"}, "a#Apart": {"type": "operation"},
        "a#In": {"type": "structure", "members": {"tree": {"target": "a#Tree"}}},
        "a#Tree": {"type": "map", "key": {"target": "a#Id"}, "value": {"target": "a#Tree"}},
        "a#Id": {"type": "string"}, "a#Unused": {"type": "string"},
        "a#E": {"type": "structure", "traits": {"smithy.api#error": "client"}}"#,
    );
    let closure = model.closure(&ShapeId::parse("a#S").unwrap()).unwrap();
    assert_eq!(
        closure
            .operations
            .keys()
            .map(ShapeId::name)
            .collect::<Vec<_>>(),
        ["Get", "One", "Two"]
    );
    assert!(
        closure
            .operations
            .values()
            .all(|operation| operation.errors.len() == 1)
    );
    assert_eq!(
        closure
            .resources
            .iter()
            .map(ShapeId::name)
            .collect::<Vec<_>>(),
        ["Q", "R"]
    );
    assert_eq!(
        closure.shapes.iter().map(ShapeId::name).collect::<Vec<_>>(),
        ["E", "Id", "In", "Tree", "Unit"]
    );
    let missing = model
        .closure(&ShapeId::parse("a#One").unwrap())
        .unwrap_err();
    assert_eq!(
        missing.to_string(),
        "model/small.json: there is no service `a#One`\n  help: the model has `a#S`"
    );
}

#[test]
fn a_chain_of_mixins_and_deep_json_need_no_stack() {
    let mixin = |n: usize| {
        format!(
            r#""a#M{n}": {{"type": "string", "mixins": [{{"target": "a#M{}"}}], "traits": {{"smithy.api#mixin": {{}}}}}}"#,
            n + 1
        )
    };
    let chain: Vec<_> = (0..20_000).map(mixin).collect();
    let end = r#""a#M20000": {"type": "string", "traits": {"smithy.api#mixin": {}, "smithy.api#sensitive": {}}}"#;
    let model = model(&format!("{},\n{end}", chain.join(",\n")));
    assert!(
        model
            .shape("a#M0")
            .unwrap()
            .traits
            .has("smithy.api#sensitive")
    );
    let deep = format!(
        "{{\"smithy\": \"2.0\", \"metadata\": {{\"x\": {}",
        "[".repeat(100_000)
    );
    assert!(ast::load("deep.json", &deep).is_err());
}
