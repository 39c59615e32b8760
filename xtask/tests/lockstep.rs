//! `cargo xtask lockstep`: the cases that failed once pass, and so do a few random models; and no expectation is idle.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

/// Runs a few models of one seed; whether it succeeded, and the numbers of the last line: passed and failed.
fn lockstep(options: &[&str]) -> (bool, u32, u32) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["lockstep", "--seed", "4", "--models", "6"])
        .args(options)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("seed 4"), "{errors}");
    let last = text.lines().last().unwrap_or_else(|| panic!("{errors}"));
    let numbers: Vec<u32> = last
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .collect();
    let [passed, failed] = numbers[..] else {
        panic!("{last}")
    };
    (output.status.success(), passed, failed)
}

/// One test, because both runs need the same scratch workspace, of which the second one builds nothing.
#[test]
fn all_trips_pass_and_each_fails_where_its_expectation_is_made_wrong() {
    let (succeeded, passed, failed) = lockstep(&[]);
    assert!(
        succeeded && failed == 0 && passed > 100,
        "{passed} {failed}"
    );
    let (succeeded, passed, failed) = lockstep(&["--self-test"]);
    assert!(
        succeeded && passed == 0 && failed > 100,
        "{passed} {failed}"
    );
}
