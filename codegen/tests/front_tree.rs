//! Files on disk: what is written, removed, left alone and reported.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::fs;
use std::path::{Path, PathBuf};

use lockstep_codegen::tree::{self, Difference, Files, MARK, PathError};

/// An empty folder of its own for each test.
fn root(test: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).unwrap();
    root
}

fn files(entries: &[(&str, &str)]) -> Files {
    let mut files = Files::new();
    for (path, text) in entries {
        files.insert(*path, *text).unwrap();
    }
    files
}

#[test]
fn only_what_differs_is_written_and_left_overs_are_removed() {
    let root = root("write");
    let first = files(&[
        ("a-types/Cargo.toml", "x\n"),
        ("a-types/src/lib.rs", "1\n"),
        ("a-types/src/old/gone.rs", "2\n"),
    ]);
    assert_eq!(tree::write(&root, &first).unwrap().written.len(), 3);
    assert_eq!(tree::check(&root, &first), Ok(()));

    fs::create_dir_all(root.join("a-types/target/debug")).unwrap();
    fs::write(root.join("a-types/target/debug/kept"), "").unwrap();
    let second = files(&[("a-types/Cargo.toml", "x\n"), ("a-types/src/lib.rs", "3\n")]);
    let report = tree::write(&root, &second).unwrap();
    assert_eq!(
        (report.written, report.removed, report.unchanged),
        (
            vec!["a-types/src/lib.rs".into()],
            vec!["a-types/src/old/gone.rs".into()],
            1
        )
    );
    assert!(
        !root.join("a-types/src/old").exists() && root.join("a-types/target/debug/kept").exists()
    );
    assert_eq!(tree::check(&root, &second), Ok(()));
}

#[test]
fn folders_of_others_are_left_alone() {
    let root = root("others");
    fs::create_dir_all(root.join("mine")).unwrap();
    fs::write(root.join("mine/Cargo.toml"), "[package]\n").unwrap();
    fs::create_dir_all(root.join("old-types/src")).unwrap();
    fs::write(root.join("old-types/Cargo.toml"), format!("# {MARK}\n")).unwrap();
    fs::write(root.join("old-types/src/lib.rs"), "").unwrap();
    let files = files(&[("a-types/Cargo.toml", "x\n")]);
    let report = tree::write(&root, &files).unwrap();
    assert_eq!(
        report.removed,
        ["old-types/Cargo.toml", "old-types/src/lib.rs"]
    );
    assert!(!root.join("old-types").exists() && root.join("mine/Cargo.toml").exists());
}

#[test]
fn a_check_names_every_file_and_the_command() {
    let root = root("check");
    tree::write(
        &root,
        &files(&[
            ("a/same", "1\n"),
            ("a/stale", "1\n2\nold\n"),
            ("a/more", "x\n"),
        ]),
    )
    .unwrap();
    let stale = tree::check(
        &root,
        &files(&[
            ("a/same", "1\n"),
            ("a/stale", "1\n2\nnew\n"),
            ("a/missing", ""),
        ]),
    )
    .unwrap_err();
    assert_eq!(
        stale.files["a/stale"],
        Difference::Stale {
            line: 3,
            expected: Some("new\n".into()),
            found: Some("old\n".into())
        }
    );
    assert_eq!(
        stale.to_string(),
        "generated files differ from what the model says:\n  missing:   a/missing\n  left over: a/more\n  stale:     a/stale:3\n\
         first difference, a/stale:3:\n  expected \"new\\n\"\n  found    \"old\\n\"\nrun `cargo xtask regenerate`"
    );
    assert!(tree::check(&root.join("nowhere"), &files(&[("a/b", "")])).is_err());
}

#[test]
fn paths_are_plain_and_differ_by_more_than_case() {
    let mut files = files(&[("a/src/lib.rs", "")]);
    for path in [
        "", "a", "/a/b", "a//b", "../a/b", "a/./b", "a\\b/c", "C:/a", "a/",
    ] {
        assert!(
            matches!(files.insert(path, ""), Err(PathError::NotPlain(_))),
            "{path}"
        );
    }
    assert!(matches!(
        files.insert("a/src/Lib.rs", ""),
        Err(PathError::Taken(_))
    ));
    assert_eq!(files.len(), 1);
}
