//! Which access keys are known: entries, files, files that change, and what cannot be read.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::error::Error;
use std::fs;
use std::path::Path;

use connect_chat::access_keys::{KeyEntry, KnownKeys};
use lockstep_server::auth::{AccessKeys, LookupError};

fn known(entries: &[&str], file: Option<&Path>) -> Result<KnownKeys, String> {
    let entries: Vec<KeyEntry> = entries.iter().map(|entry| entry.parse().unwrap()).collect();
    KnownKeys::new(&entries, file).map_err(|error| error.to_string())
}

async fn is_known(keys: &KnownKeys, id: &str) -> bool {
    match keys.access_key(id, None).await {
        Ok(key) => {
            assert_eq!(key.id(), id);
            true
        }
        Err(LookupError::Unknown) => false,
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn entries_and_a_file_are_known_together() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("keys");
    fs::write(&file, "# of the tests\n\n  CCC:c \nDDD:d:token\n")?;
    let keys = known(&["AAA:a", "BBB:b:token"], Some(&file))?;
    for id in ["AAA", "BBB", "CCC", "DDD"] {
        assert!(is_known(&keys, id).await, "{id}");
    }
    for id in ["EEE", "aaa", "", "AAA:a", "# of the tests"] {
        assert!(!is_known(&keys, id).await, "{id}");
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_changes_changes_the_keys() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("keys");
    fs::write(&file, "AAA:a\n")?;
    let keys = known(&[], Some(&file))?;
    // As long as before, and as old.
    let modified = fs::metadata(&file)?.modified()?;
    fs::write(&file, "ZZZ:z\n")?;
    fs::File::options()
        .write(true)
        .open(&file)?
        .set_modified(modified)?;
    assert!(is_known(&keys, "ZZZ").await);
    assert!(!is_known(&keys, "AAA").await);
    fs::write(&file, "BBB:long\nCCC:c\n")?;
    assert!(is_known(&keys, "BBB").await);
    assert!(!is_known(&keys, "AAA").await);
    // One that cannot be read, and one that is gone, change nothing.
    fs::write(&file, "AAA:a\nnonsense\n")?;
    assert!(!is_known(&keys, "AAA").await);
    assert!(is_known(&keys, "CCC").await);
    fs::remove_file(&file)?;
    assert!(is_known(&keys, "CCC").await);
    fs::write(&file, "")?;
    assert!(!is_known(&keys, "CCC").await);
    Ok(())
}

#[test]
fn what_cannot_be_read_is_told_without_the_secret() -> Result<(), Box<dyn Error>> {
    let nobody = "no access key is known, so nobody could call: give --access-key ID:SECRET or \
                  --access-key-file FILE, or turn signatures off with --auth off";
    let form = "is not ID:SECRET or ID:SECRET:TOKEN";
    for (entries, expected) in [
        (&[][..], nobody.to_owned()),
        (&["AAA:a", "hunter2"], format!("access key 2 {form}")),
        (&["hunter2:"], format!("access key 1 {form}")),
        (&[":hunter2"], format!("access key 1 {form}")),
        (
            &["AAA:hunter2:"],
            "access key 1 has an empty session token".to_owned(),
        ),
        (
            &["A/A:hunter2"],
            "access key 1 has an id with a slash, a blank, a comma or a letter beyond ASCII"
                .to_owned(),
        ),
        (
            &["AAA:a", "AAA:hunter2"],
            "access key 2 has the id of an earlier one".to_owned(),
        ),
    ] {
        assert_eq!(known(entries, None).unwrap_err(), expected);
    }
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("keys");
    fs::write(&file, "BBB:b\nAAA:hunter2\n")?;
    let twice = known(&["AAA:a"], Some(&file)).unwrap_err();
    let expected = format!(
        "line 2 of {} has the id of a key in the settings",
        file.display()
    );
    assert_eq!(twice, expected);
    fs::remove_file(&file)?;
    let missing = known(&[], Some(&file)).unwrap_err();
    assert!(
        missing.starts_with(&format!("{} cannot be read: ", file.display())),
        "{missing}"
    );
    fs::write(&file, "\n# none\n")?;
    assert_eq!(known(&[], Some(&file)).unwrap_err(), nobody);
    fs::write(&file, "\nAAA hunter2\n")?;
    let problem = known(&[], Some(&file)).unwrap_err();
    assert_eq!(problem, format!("line 2 of {} {form}", file.display()));
    Ok(())
}

#[test]
fn nothing_shows_a_secret() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("keys");
    fs::write(&file, "BBB:hunter2:hunter3")?;
    let keys = known(&["AAA:hunter2:hunter3"], Some(&file))?;
    let entry: KeyEntry = "AAA:hunter2:hunter3".parse()?;
    let shown = format!("{keys:?} {entry:?}");
    assert!(!shown.contains("hunter"), "{shown}");
    Ok(())
}
