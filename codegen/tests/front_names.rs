//! Names of models and what they are called in Rust.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use lockstep_codegen::names::{
    self, Kind, const_name, distinct, distinct_with, field_name, fn_name, module_name, type_name,
    variant_name,
};

fn same(make: fn(&str) -> String, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(make(text), *expected, "for {text}");
    }
}

#[test]
fn types_keep_what_is_in_upper_camel_case() {
    same(
        type_name,
        &[
            ("ChatParticipantRoleConfig", "ChatParticipantRoleConfig"),
            ("VPCConfig", "VPCConfig"),
            ("VPC", "VPC"),
            ("snake_shape", "SnakeShape"),
            ("ACRONYMInside_Shape", "ACRONYMInsideShape"),
            ("SCREAMING_CASE", "ScreamingCase"),
            ("Service_v20150201", "ServiceV20150201"),
            ("Api2_0", "Api2_0"),
            ("Self", "SelfShape"),
            ("_1", "_1"),
            ("camel", "Camel"),
        ],
    );
}

#[test]
fn variants_are_in_upper_camel_case() {
    same(
        variant_name,
        &[
            ("CUSTOMER", "Customer"),
            ("DISCONNECT_NONCUSTOMER", "DisconnectNoncustomer"),
            ("ParticipantTimerAction", "ParticipantTimerAction"),
            ("us-east-1", "UsEast1"),
            ("16:9", "_16_9"),
            ("_16000", "_16000"),
            ("Unknown", "UnknownValue"),
            ("UNKNOWN", "UnknownValue"),
            ("Self", "SelfValue"),
            ("", "Empty"),
        ],
    );
}

#[test]
fn fields_are_in_snake_case_and_acronyms_are_words() {
    same(
        field_name,
        &[
            ("InstanceId", "instance_id"),
            ("SSMAction", "ssm_action"),
            ("providerARNs", "provider_arns"),
            ("VPCIds", "vpc_ids"),
            ("IPv4Addresses", "ipv4_addresses"),
            ("dynamoDBv2", "dynamo_dbv2"),
            ("sizeInGiB", "size_in_gib"),
            ("Type", "r#type"),
            ("gen", "r#gen"),
            ("self", "self_"),
            ("Crate", "crate_"),
            ("foo__bar", "foo_bar"),
        ],
    );
    assert_eq!(
        fn_name("UpdateParticipantRoleConfig"),
        "update_participant_role_config"
    );
    assert_eq!(fn_name("Match"), "r#match");
    assert_eq!(
        const_name("ParticipantTimerConfigList"),
        "PARTICIPANT_TIMER_CONFIG_LIST"
    );
}

#[test]
fn modules_can_be_files() {
    same(
        module_name,
        &[
            ("Type", "type_"),
            ("Mod", "mod_"),
            ("Lib", "lib_"),
            ("SendMessage", "send_message"),
        ],
    );
}

#[test]
fn names_that_become_the_same_say_how_they_are_written() {
    let names = distinct(Kind::Field, &["fooBar", "foo_bar", "FooBar", "FOO_BAR"]).unwrap();
    assert_eq!(
        names,
        [
            "foo_bar_camel",
            "foo_bar",
            "foo_bar_pascal",
            "foo_bar_screaming"
        ]
    );
    let turned = distinct(
        Kind::Field,
        &["FOO_BAR", "FooBar", "other", "foo_bar", "fooBar"],
    )
    .unwrap();
    assert_eq!(
        turned,
        [
            "foo_bar_screaming",
            "foo_bar_pascal",
            "other",
            "foo_bar",
            "foo_bar_camel"
        ]
    );
    let variants = distinct(
        Kind::Variant,
        &["Unknown", "Self", "UnknownValue", "SelfValue", "aac", "AAC"],
    )
    .unwrap();
    assert_eq!(
        variants,
        [
            "UnknownPascal",
            "SelfPascal",
            "UnknownValue",
            "SelfValue",
            "AacLower",
            "AacUpper"
        ]
    );
}

#[test]
fn names_that_are_written_in_one_way_are_spelled_out() {
    let names = |kind, texts: &[&str]| distinct(kind, texts).unwrap();
    assert_eq!(
        names(Kind::Variant, &["C__", "C_", "D"]),
        ["CUnderscoreUnderscore", "CUnderscore", "D"]
    );
    assert_eq!(
        names(Kind::Module, &["HTTPCode", "HttpCode"]),
        ["h_t_t_p_code", "http_code"]
    );
    // Nobody loses a name to the second choice of another.
    assert_eq!(
        names(Kind::Field, &["fooBar", "foo_bar", "fooBarCamel"]),
        ["foo_bar_camel_name", "foo_bar", "foo_bar_camel"]
    );
}

#[test]
fn names_that_stay_the_same_are_an_error() {
    let error = distinct(Kind::Variant, &["A_b", "x", "a_B"]).unwrap_err();
    assert_eq!(
        (error.first.as_str(), error.second.as_str()),
        ("A_b", "a_B")
    );
    assert!(error.to_string().contains("`rename`"));
    let given = distinct_with(Kind::Type, &[("A", Some("B")), ("B", None)]);
    assert!(given.is_err());
    assert_eq!(
        distinct_with(Kind::Type, &[("A", Some("C")), ("A", None)]).unwrap(),
        ["C", "A"]
    );
}

#[test]
fn every_keyword_becomes_a_name() {
    let keywords = "abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen \
        if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait true try type \
        typeof unsafe unsized use virtual where while yield";
    for keyword in keywords.split_whitespace() {
        for name in [field_name(keyword), module_name(keyword)] {
            assert!(
                !names::is_name(keyword) && names::is_name(&name),
                "{keyword}: {name}"
            );
            assert_eq!(names::ident(&name).to_string(), name);
            assert!(
                syn::parse_str::<syn::Ident>(&name).is_ok(),
                "{keyword}: {name}"
            );
        }
    }
}
