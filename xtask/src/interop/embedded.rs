//! A test of one's own in Python, as it stands among the examples of `connect-chat`.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::client;
use super::process;
use super::report::Played;
use crate::paths;

/// What the test is called in the table.
pub(super) const STEP: &str = "embed-test";

/// How long it may take.
const TO_PLAY: Duration = Duration::from_secs(120);

/// Runs the test against the program, with what is installed for Python.
///
/// # Errors
///
/// There is no folder for the user's home.
pub(super) fn drive(program: &Path, installed: &Path, folder: &Path) -> std::io::Result<Played> {
    let home = folder.join("embedded-home");
    std::fs::create_dir(&home)?;
    let mut command = Command::new(installed.join("bin").join("python"));
    command
        .arg(paths::root().join("crates/connect-chat/examples/embed_test.py"))
        .arg(program);
    let ended = process::run(client::at_home(&mut command, &home), TO_PLAY).map(|mut ended| {
        // It says in its own words what it has seen, and by its status whether that was right.
        let passed = ended.status.is_some_and(|status| status.success());
        ended.stdout = match passed {
            true => format!("ok {STEP}"),
            false => format!(
                "FAIL {STEP} {}",
                process::tail(&ended.stderr).replace('\n', " | ")
            ),
        };
        ended
    });
    Ok(Played::from_run("boto3", ended))
}
