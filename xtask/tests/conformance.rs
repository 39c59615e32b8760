//! `cargo xtask conformance`: right cases pass, wrong ones do not, and every break of the wire is told.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The models of the project's own services.
fn own() -> [PathBuf; 2] {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model");
    ["connect", "connectparticipant"].map(|name| models.join(format!("{name}.json")))
}

/// A model with cases for what the project's own services do not have, such as a query.
fn library() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models/library.json")
}

fn conformance(arguments: &[&OsStr]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("conformance")
        .args(arguments)
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

/// One test, because all runs need the same scratch workspace.
#[test]
fn cases_are_run_and_tell_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let passed = right_cases_pass();
    wrong_cases_fail(folder.path(), passed);
    every_break_is_told();
    what_cannot_be_run_is_no_failure(folder.path());
}

fn right_cases_pass() -> u32 {
    let [connect, participant] = own();
    let output = conformance(&[connect.as_ref(), participant.as_ref(), library().as_ref()]);
    let right = table(&output);
    assert!(output.status.success(), "{right}");
    let (passed, failed) = totals(&right);
    assert!(passed > 100 && failed == 0, "{right}");
    for suite in ["connect", "connectparticipant", "library"] {
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
                    .any(|line| line.starts_with(&format!("{suite:18}  {kind}"))),
                "{right}"
            );
        }
    }
    passed
}

/// Wrong in a request and in a response, on both sides each, and in malformed requests: what is sent, what must come, and
/// a handler that is called. A case of a protocol that is not spoken is not run, and fails the run too.
fn wrong_cases_fail(folder: &Path, passed: u32) {
    let model = fs::read_to_string(library()).unwrap();
    let mut model: serde_json::Value = serde_json::from_str(&model).unwrap();
    let traits = &mut model["shapes"]["library#PutBook"]["traits"];
    let request = &mut traits["smithy.test#httpRequestTests"][0];
    request["params"]["title"] = "Other ways".into();
    let responses = traits["smithy.test#httpResponseTests"]
        .as_array_mut()
        .unwrap();
    let mut foreign = responses[0].clone();
    foreign["protocol"] = "aws.protocols#awsJson1_1".into();
    responses[0]["headers"]["X-Absent"] = "1".into();
    responses.push(foreign);
    let malformed = &mut traits["smithy.test#httpMalformedRequestTests"];
    malformed[0]["testParameters"]["pages"][1] = "2".into();
    malformed[2]["response"]["code"] = 400.into();
    let limits = &mut model["shapes"]["library#FindBooks"]["traits"]["smithy.test#httpMalformedRequestTests"]
        [0];
    limits["testParameters"]["value"] = serde_json::json!(["x"]);
    limits["response"]["body"]["assertion"]["messageRegex"] = "^limit".into();
    let path = folder.join("library.json");
    fs::write(&path, model.to_string()).unwrap();

    let [connect, participant] = own();
    let output = conformance(&[connect.as_ref(), participant.as_ref(), path.as_ref()]);
    let wrong = table(&output);
    assert!(!output.status.success(), "{wrong}");
    // Of the seven limits one is left, and it is wrong.
    assert_eq!(totals(&wrong), (passed - 6 - 6, 6), "{wrong}");
    for text in [
        "FAILED PutBook (library, client request)",
        "body at `/title`",
        "FAILED PutBook (library, server request)",
        "input at `/title`",
        "FAILED PutBookOutput (library, server response)",
        "header `X-Absent`",
        "FAILED PutBookBroken_case1 (library, malformed)",
        "expected: no call of PutBook",
        "FAILED PutBookWithoutMediaType (library, malformed)",
        "FAILED FindBooksLimit_case0 (library, malformed)",
        "expected: a match of \"^limit\"",
        "not run yet: 2 of library: httpResponseTests of aws.protocols#awsJson1_1",
    ] {
        assert!(wrong.contains(text), "{text}: {wrong}");
    }
}

fn every_break_is_told() {
    let [connect, _] = own();
    let output = conformance(&["--self-test".as_ref(), connect.as_ref(), library().as_ref()]);
    let told = table(&output);
    assert!(output.status.success(), "{told}");
    assert!(told.ends_with("\n20 breaks told, 0 not told\n"), "{told}");

    // Connect has no query, so that no break of one can be told.
    let output = conformance(&["--self-test".as_ref(), connect.as_ref()]);
    let told = table(&output);
    assert!(!output.status.success(), "{told}");
    assert!(told.contains("NOT TOLD query-dropped"), "{told}");
    assert!(told.ends_with("\n18 breaks told, 2 not told\n"), "{told}");
}

/// A model without cases, and one whose cases are of an operation that streams events.
fn what_cannot_be_run_is_no_failure(folder: &Path) {
    let http = |name: &str| serde_json::json!({"method": "POST", "uri": format!("/{name}")});
    let service = |operations: serde_json::Value| {
        let traits = serde_json::json!({"aws.protocols#restJson1": {}});
        serde_json::json!({"type": "service", "version": "1", "operations": operations, "traits": traits})
    };
    let plain =
        serde_json::json!({"type": "operation", "traits": {"smithy.api#http": http("plain")}});
    let empty = serde_json::json!({"smithy": "2.0", "shapes": {
        "a#Empty": service(serde_json::json!([{"target": "a#Plain"}])),
        "a#Plain": plain,
    }});
    let streams = serde_json::json!({"smithy": "2.0", "shapes": {
        "a#Streams": service(serde_json::json!([{"target": "a#Plain"}, {"target": "a#Watch"}])),
        "a#Plain": plain,
        "a#Watch": {"type": "operation", "output": {"target": "a#Output"}, "traits": {
            "smithy.api#http": http("watch"),
            "smithy.test#eventStreamTests": [{"id": "Events"}, {"id": "MoreEvents"}],
        }},
        "a#Output": {"type": "structure", "members": {"events": {"target": "a#Events"}}},
        "a#Events": {"type": "union", "members": {"one": {"target": "smithy.api#Unit"}},
            "traits": {"smithy.api#streaming": {}}},
    }});
    let (first, second) = (folder.join("empty.json"), folder.join("streams.json"));
    fs::write(&first, empty.to_string()).unwrap();
    fs::write(&second, streams.to_string()).unwrap();

    let output = conformance(&[first.as_ref(), second.as_ref()]);
    let shown = table(&output);
    assert!(output.status.success(), "{shown}");
    for text in [
        "empty has no cases: its crates were generated and compiled\n",
        "not run yet: 2 of streams: eventStreamTests of operations that stream events\n",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    let left_out = "conformance: streams: left out, because they stream events: a#Watch";
    let progress = String::from_utf8_lossy(&output.stderr);
    assert!(progress.contains(left_out), "{progress}");
}
