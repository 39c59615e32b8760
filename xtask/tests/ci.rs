//! The steps of `cargo xtask ci` that take no time are tests as well, so that `cargo test` finds what they find.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Command, Output};

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .output()
        .unwrap()
}

#[track_caller]
fn passes(arguments: &[&str]) -> String {
    let output = xtask(arguments);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{text}");
    text
}

#[test]
fn the_generated_crates_are_what_the_models_say() {
    let text = passes(&["regenerate", "--check"]);
    for folder in ["crates/generated: ", "codegen/tests/golden: "] {
        let told = text.lines().any(|line| {
            line.starts_with(folder) && line.ends_with(" files are what the models say")
        });
        assert!(told, "{text}");
    }
}

#[test]
fn the_invariants_of_the_design_hold() {
    let text = passes(&["ci", "invariants"]);
    assert!(text.ends_with("1 passed, 0 failed\n"), "{text}");
}

#[test]
fn each_dependency_in_several_versions_has_its_reason() {
    passes(&["ci", "duplicates"]);
}

#[test]
fn steps_run_in_their_order_and_only_the_named_ones() {
    let text = passes(&["ci", "regenerate", "duplicates"]);
    let headers = text
        .lines()
        .filter_map(|line| line.strip_prefix("=== ")?.split(':').next());
    let expected = [
        "duplicates",
        "duplicates",
        "regenerate",
        "regenerate",
        "summary",
    ];
    assert_eq!(headers.collect::<Vec<_>>(), expected, "{text}");
    assert!(text.ends_with("2 passed, 0 failed\n"), "{text}");
}

#[test]
fn a_step_that_is_not_there_is_refused_with_the_names_of_those_that_are() {
    let output = xtask(&["ci", "formatting"]);
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("fmt, files, traces"), "{text}");
}
