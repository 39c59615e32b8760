//! Who may call an operation: what the traits of service and operation come to, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use expect_test::{Expect, expect};
use lockstep_codegen::diagnostic::Diagnostics;
use lockstep_codegen::tree::Files;
use lockstep_codegen::{generate, settings};

/// Generates from a service and its one operation with these traits.
fn generated(service: &str, operation: &str) -> Result<Files, Diagnostics> {
    let model = format!(
        r#"{{ "smithy": "2.0", "shapes": {{
"a#Service": {{ "type": "service", "version": "1", "operations": [{{ "target": "a#Op" }}], "traits": {{
{service}
"aws.protocols#restJson1": {{}} }} }},
"a#Op": {{ "type": "operation", "traits": {{
{operation}
"smithy.api#http": {{ "method": "POST", "uri": "/op" }} }} }}
}} }}"#
    );
    let services = settings::read("lockstep.toml", "[s]\nmodel = \"m.json\"\n").unwrap();
    generate("m.json", &model, &services[0])
}

/// What the service says, and what the operation says of its own, without blanks.
fn check(service: &str, operation: &str, expected: [&str; 2]) {
    let files = generated(service, operation).unwrap_or_else(|errors| panic!("{errors}"));
    let says = |path: &str| {
        let text: String = files.get(path).unwrap().split_whitespace().collect();
        let text = text
            .replace("operation::", "")
            .replace(",}", "}")
            .replace(",]", "]")
            .replace(",)", ")");
        let (_, rest) = text.split_once(",auth:").unwrap_or_default();
        let end = [
            ",malformed:",
            ",..ServiceSpec",
            ",unsigned_payload",
            ",..OperationSpec",
        ]
        .iter()
        .filter_map(|end| rest.find(end))
        .min();
        end.map_or("", |end| &rest[..end]).to_owned()
    };
    assert_eq!(
        [
            says("s-types/src/service.rs"),
            says("s-types/src/operations/op.rs")
        ],
        expected
    );
}

const SIGV4: &str = r#""aws.auth#sigv4": { "name": "n" },"#;
const BEARER: &str = r#""smithy.api#httpBearerAuth": {},"#;

#[test]
fn without_a_list_all_schemes_are_taken_in_the_order_of_their_ids() {
    check("", "", ["&[]", ""]);
    check(
        &format!("{BEARER}{SIGV4}"),
        "",
        [r#"&[AuthScheme::sigv4("n"),AuthScheme::Bearer]"#, ""],
    );
}

#[test]
fn a_list_chooses_and_orders() {
    let list = r#""smithy.api#auth": ["smithy.api#httpBearerAuth", "aws.auth#sigv4"],"#;
    check(
        &format!("{SIGV4}{BEARER}{list}"),
        "",
        [r#"&[AuthScheme::Bearer,AuthScheme::sigv4("n")]"#, ""],
    );
    let both = [
        r#"&[AuthScheme::sigv4("n"),AuthScheme::Bearer]"#,
        r#"Some(&[AuthScheme::Bearer,AuthScheme::sigv4("n")])"#,
    ];
    check(&format!("{SIGV4}{BEARER}"), list, both);
}

#[test]
fn an_operation_says_only_what_differs() {
    let only = r#""smithy.api#auth": ["aws.auth#sigv4"],"#;
    let sigv4 = r#"&[AuthScheme::sigv4("n")]"#;
    check(SIGV4, only, [sigv4, ""]);
    check(SIGV4, r#""smithy.api#auth": [],"#, [sigv4, "Some(&[])"]);
}

#[test]
fn where_authentication_is_optional_nobody_is_the_last_choice() {
    let optional = r#""smithy.api#optionalAuth": {},"#;
    check(
        SIGV4,
        optional,
        [
            r#"&[AuthScheme::sigv4("n")]"#,
            r#"Some(&[AuthScheme::sigv4("n"),AuthScheme::Anonymous])"#,
        ],
    );
    check("", optional, ["&[]", ""]);
}

#[test]
fn an_api_key_stands_in_a_header_or_in_the_query() {
    check(
        r#""smithy.api#httpApiKeyAuth": { "name": "X-Key", "in": "header", "scheme": "Key" },"#,
        "",
        [
            r#"&[AuthScheme::ApiKey(ApiKeyPlace::Header{name:"x-key",scheme:Some("Key")})]"#,
            "",
        ],
    );
    check(
        r#""smithy.api#httpApiKeyAuth": { "name": "Key", "in": "query" },"#,
        "",
        [
            r#"&[AuthScheme::ApiKey(ApiKeyPlace::Query{name:"Key"})]"#,
            "",
        ],
    );
}

#[test]
fn a_scheme_that_the_runtime_does_not_know_is_kept_by_its_id() {
    check(
        r#""aws.auth#sigv4a": { "name": "n" },"#,
        "",
        [r#"&[AuthScheme::Unknown("aws.auth#sigv4a")]"#, ""],
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    let refused = |service: &str, operation: &str, expected: Expect| {
        let errors = generated(service, operation).err().unwrap();
        expected.assert_eq(&errors.to_string());
    };
    refused(
        SIGV4,
        r#""smithy.api#auth": ["smithy.api#httpBearerAuth"],"#,
        expect![[r#"
            m.json:6:1: `a#Op` takes `smithy.api#httpBearerAuth`, which the service does not have
              help: apply the trait to the service, or take it from the list
              | "smithy.api#auth": ["smithy.api#httpBearerAuth"],
              | ^^^^^^^^^^^^^^^^^"#]],
    );
    refused(
        r#""aws.auth#sigv4": {},"#,
        "",
        expect![[r#"
        m.json:3:1: `aws.auth#sigv4` has no `name`
          help: write it; the trait requires it
          | "aws.auth#sigv4": {},
          | ^^^^^^^^^^^^^^^^"#]],
    );
    refused(
        r#""smithy.api#httpApiKeyAuth": { "name": "a b", "in": "header" },"#,
        "",
        expect![[r#"
            m.json:3:1: `a b` is no name of a header
              help: write letters, digits and hyphens
              | "smithy.api#httpApiKeyAuth": { "name": "a b", "in": "header"
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
    refused(
        r#""smithy.api#httpApiKeyAuth": { "name": "a", "in": "body" },"#,
        "",
        expect![[r#"
            m.json:3:1: an API key stands neither in a header nor in the query
              help: `in` must be `header` or `query`; write one of them
              | "smithy.api#httpApiKeyAuth": { "name": "a", "in": "body" },
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^"#]],
    );
}
