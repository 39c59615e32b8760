//! Which error answers a request that cannot be parsed or breaks a constraint: what the settings name, by operation.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use lockstep_codegen::{generate, settings};

const MODEL: &str = r#"{ "smithy": "2.0", "shapes": {
"a#Service": { "type": "service", "version": "1",
    "operations": [{ "target": "a#Both" }, { "target": "a#Late" }, { "target": "a#None" }],
    "traits": { "aws.protocols#restJson1": {} } },
"a#Both": { "type": "operation", "errors": [{ "target": "a#Bad" }, { "target": "a#Worse" }],
    "traits": { "smithy.api#http": { "method": "POST", "uri": "/both" } } },
"a#Late": { "type": "operation", "errors": [{ "target": "a#Worse" }],
    "traits": { "smithy.api#http": { "method": "POST", "uri": "/late" } } },
"a#None": { "type": "operation", "traits": { "smithy.api#http": { "method": "POST", "uri": "/none" } } },
"a#Bad": { "type": "structure", "members": { "Message": { "target": "smithy.api#String" } },
    "traits": { "smithy.api#error": "client" } },
"a#Worse": { "type": "structure", "members": { "message": { "target": "smithy.api#String" } },
    "traits": { "smithy.api#error": "client", "smithy.api#httpError": 422 } }
}}"#;

/// What the service and each operation answer, without blanks.
fn answers(names: &str) -> Vec<(&'static str, String)> {
    let settings = format!("[s]\nmodel = \"m.json\"\n{names}\n");
    let services = settings::read("lockstep.toml", &settings).unwrap();
    let files = generate("m.json", MODEL, &services[0]).unwrap();
    [
        "service.rs",
        "operations/both.rs",
        "operations/late.rs",
        "operations/none.rs",
    ]
    .map(|file| {
        let text = files.get(&format!("s-types/src/{file}")).unwrap();
        let text: String = text.replace("operation::", "").split_whitespace().collect();
        let of = |key: &str| {
            let (_, rest) = text.split_once(&format!(",{key}:")).unwrap_or_default();
            rest.split_once(")").unwrap_or_default().0.to_owned()
        };
        (file, format!("{} {}", of("malformed"), of("invalid")))
    })
    .to_vec()
}

#[test]
fn each_operation_answers_with_the_first_that_it_lists() {
    let said = answers("invalid-error = [\"Bad\", \"Worse\"]\nmalformed-error = \"Worse\"");
    let expected = [
        (
            "service.rs",
            "ErrorSpec::new(\"Worse\",422,\"message\" ErrorSpec::new(\"Bad\",400,\"Message\"",
        ),
        ("operations/both.rs", " "),
        (
            "operations/late.rs",
            " Some(ErrorSpec::new(\"Worse\",422,\"message\"",
        ),
        // It lists none of them, so the service's answer is its own.
        ("operations/none.rs", " "),
    ];
    assert_eq!(said, expected.map(|(file, text)| (file, text.to_owned())));
}

#[test]
fn without_settings_the_protocols_errors_answer() {
    for (file, text) in answers("") {
        assert_eq!(text, " ", "{file}");
    }
}
