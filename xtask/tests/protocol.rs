//! The rules of restJson1, by models of our own: `cargo xtask conformance` on all of `models/` passes, with every case.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many cases of a kind a file has: client request, client response, server request, server response, malformed.
///
/// A template counts once for each set of its parameters. A case that is no longer run is missed here.
const CASES: &[(&str, [usize; 5])] = &[
    ("constraint", [6, 0, 6, 0, 118]),
    ("customization-api-gateway", [1, 0, 1, 0, 0]),
    ("customization-glacier", [6, 0, 4, 0, 0]),
    ("default", [4, 7, 6, 2, 1]),
    ("endpoint", [5, 0, 3, 0, 1]),
    ("error", [1, 25, 1, 6, 0]),
    ("http-checksum-required", [4, 0, 2, 0, 0]),
    ("http-header", [16, 15, 18, 16, 13]),
    ("http-label", [18, 0, 25, 0, 8]),
    ("http-payload", [23, 26, 25, 25, 19]),
    ("http-prefix-headers", [7, 6, 5, 7, 0]),
    ("http-query", [25, 0, 24, 0, 10]),
    ("http-response-code", [5, 10, 7, 8, 2]),
    ("http", [18, 2, 20, 2, 11]),
    ("idempotency-token", [8, 0, 7, 0, 1]),
    ("json-body", [31, 39, 39, 30, 3]),
    ("library", [4, 4, 4, 4, 13]),
    ("malformed", [0, 0, 1, 0, 836]),
    ("media-type", [1, 1, 17, 1, 38]),
    ("request-compression", [4, 0, 4, 0, 1]),
    ("streaming", [6, 4, 6, 4, 5]),
    ("timestamp-format", [9, 11, 10, 9, 74]),
    ("validation-exception", [0, 0, 0, 0, 1]),
];

/// The kinds, as the table calls them.
const KINDS: [&str; 5] = [
    "client request",
    "client response",
    "server request",
    "server response",
    "malformed",
];

#[test]
fn all_cases_of_the_own_models_pass() {
    let models = models();
    let names: Vec<String> = models.iter().map(|path| stem(path)).collect();
    let known: Vec<&str> = CASES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, known);

    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("conformance")
        .args(&models)
        .output()
        .unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{table}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let rows = rows(&table);
    let mut all = 0;
    for (name, counts) in CASES {
        assert!(counts.iter().sum::<usize>() > 0, "{name}");
        for (kind, count) in KINDS.into_iter().zip(counts) {
            let row = rows.get(&(*name, kind)).copied();
            assert_eq!(row, Some([*count, *count, 0]), "{name}, {kind}: {table}");
            all += count;
        }
    }
    assert_eq!(rows.len(), CASES.len() * KINDS.len(), "{table}");
    assert_eq!(
        table.lines().last(),
        Some(format!("{all} passed, 0 failed").as_str())
    );
}

/// The models, in the order of their names.
fn models() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    let mut models: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    models.sort();
    models
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// The rows of the table: cases, passed and failed of a suite and kind.
fn rows(table: &str) -> BTreeMap<(&str, &str), [usize; 3]> {
    let mut rows = BTreeMap::new();
    for line in table.lines() {
        let Some((suite, rest)) = line.split_once("  ") else {
            continue;
        };
        let Some(kind) = KINDS
            .into_iter()
            .find(|kind| rest.trim_start().starts_with(kind))
        else {
            continue;
        };
        let numbers = rest.trim_start().strip_prefix(kind).unwrap();
        let numbers: Vec<usize> = numbers
            .split_whitespace()
            .map(|number| number.parse().unwrap())
            .collect();
        assert!(
            rows.insert((suite, kind), numbers.try_into().unwrap())
                .is_none()
        );
    }
    rows
}
