//! The generator as a program: a folder of models in, a folder of crates out.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run(arguments: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lockstep"));
    command.args(arguments).output().unwrap()
}

fn says(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The golden models, and a new folder for their crates.
fn folders(name: &str) -> (PathBuf, PathBuf) {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    let crates = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if crates.exists() {
        fs::remove_dir_all(&crates).unwrap();
    }
    fs::create_dir_all(&crates).unwrap();
    (models, crates)
}

#[test]
fn what_is_written_passes_the_check_until_it_is_changed() {
    let (models, crates) = folders("written");
    let check = Path::new("--check");
    let missing = run(&[&models, &crates, check]);
    assert!(!missing.status.success() && says(&missing).contains("missing: "));

    let written = run(&[&models, &crates]);
    assert!(written.status.success(), "{}", says(&written));
    assert!(
        says(&written).ends_with(" 0 removed, 0 unchanged\n"),
        "{}",
        says(&written)
    );
    let manifest = crates.join("golden-auth-client/Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    assert!(text.contains("name = \"golden-auth-client\""), "{text}");
    let checked = run(&[&models, &crates, check]);
    assert!(checked.status.success(), "{}", says(&checked));

    fs::write(&manifest, text.replace("golden-auth-client", "other")).unwrap();
    let stale = run(&[&models, &crates, check]);
    let stale_file = "golden-auth-client/Cargo.toml";
    assert!(!stale.status.success() && says(&stale).contains(stale_file));
}

#[test]
fn what_makes_no_sense_is_told_and_nothing_is_written() {
    let (models, crates) = folders("nothing");
    let usage = run(&[&models]);
    assert!(!usage.status.success() && says(&usage).starts_with("lockstep MODELS CRATES"));
    let nowhere = run(&[&models.join("nowhere"), &crates]);
    assert!(!nowhere.status.success() && says(&nowhere).contains("lockstep.toml"));
    assert_eq!(fs::read_dir(&crates).unwrap().count(), 0);
}
