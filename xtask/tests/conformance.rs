//! `cargo xtask conformance`: the cases of the project's own model pass, and a case that is wrong does not.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../model")
}

fn conformance(model: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("conformance")
        .arg(model)
        .output()
        .unwrap()
}

fn table(output: &Output) -> String {
    let table = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(
        !table.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    table
}

/// The numbers of the last line.
fn totals(table: &str) -> (u32, u32) {
    let mut words = table
        .lines()
        .last()
        .unwrap()
        .split([' ', ','])
        .filter(|word| !word.is_empty());
    let mut next = || words.next().unwrap();
    let passed = next().parse().unwrap();
    assert_eq!(next(), "passed");
    let failed = next().parse().unwrap();
    assert_eq!((next(), words.next()), ("failed", None));
    (passed, failed)
}

/// One test, because both runs need the same scratch workspace, of which the second one builds nothing.
#[test]
fn the_cases_of_the_own_model_pass_and_a_wrong_one_does_not() {
    let output = conformance(&models().join("connect.json"));
    let right = table(&output);
    assert!(output.status.success(), "{right}");
    let (passed, failed) = totals(&right);
    assert!(passed > 100 && failed == 0, "{right}");
    for kind in [
        "client request",
        "client response",
        "server request",
        "server response",
        "malformed",
    ] {
        assert!(
            right
                .lines()
                .any(|line| line.starts_with(&format!("connect  {kind}"))),
            "{right}"
        );
    }

    // Wrong in a request and in a response, on both sides each, in a malformed request of which one case is right, and
    // with a case of a protocol that is not spoken.
    let folder = tempfile::tempdir().unwrap();
    fs::copy(
        models().join("lockstep.toml"),
        folder.path().join("lockstep.toml"),
    )
    .unwrap();
    let model = fs::read_to_string(models().join("connect.json")).unwrap();
    let mut model: serde_json::Value = serde_json::from_str(&model).unwrap();
    let traits = &mut model["shapes"]["com.amazonaws.connect#StopContact"]["traits"];
    let request = &mut traits["smithy.test#httpRequestTests"][0];
    assert_eq!(request["id"], "StopContactRequiredMembers");
    request["params"]["ContactId"] = "another".into();
    let response = &mut traits["smithy.test#httpResponseTests"][0];
    let id = response["id"].as_str().unwrap().to_owned();
    response["headers"]["X-Absent"] = "1".into();
    let mut foreign = response.clone();
    foreign["protocol"] = "aws.protocols#awsJson1_1".into();
    traits["smithy.test#httpResponseTests"]
        .as_array_mut()
        .unwrap()
        .push(foreign);
    traits["smithy.test#httpMalformedRequestTests"] = serde_json::json!([{
        "id": "NoJson",
        "protocol": "aws.protocols#restJson1",
        "request": {
            "method": "POST", "uri": "/contact/stop", "headers": {"Content-Type": "application/json"},
            "body": "$value:L",
        },
        "response": {"code": 400, "headers": {"x-amzn-errortype": "$error:L"}},
        "testParameters": {"value": ["{", "{"], "error": ["InvalidRequestException", "Another"]},
    }]);
    let path = folder.path().join("connect.json");
    fs::write(&path, model.to_string()).unwrap();

    let output = conformance(&path);
    let wrong = table(&output);
    assert!(!output.status.success(), "{wrong}");
    assert_eq!(totals(&wrong), (passed - 2, failed + 4), "{wrong}");
    for text in [
        "FAILED StopContactRequiredMembers (connect, client request)",
        "body at `/ContactId`",
        "FAILED StopContactRequiredMembers (connect, server request)",
        "input at `/ContactId`",
        &format!("FAILED {id} (connect, server response)"),
        "header `X-Absent`",
        "FAILED NoJson_case1 (connect, malformed)",
        "not run yet: 2 of connect: httpResponseTests of aws.protocols#awsJson1_1",
    ] {
        assert!(wrong.contains(text), "{text}: {wrong}");
    }
}
