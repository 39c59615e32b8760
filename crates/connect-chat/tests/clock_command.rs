//! `connect-chat clock`, against the program as a process.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_connect-chat");

/// A service, killed at the latest when it is dropped, and its control routes.
struct Service(Child, String);

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn service(folder: &Path, clock: &str) -> Service {
    let mut command = Command::new(PROGRAM);
    command.env_clear().arg("--data-dir").arg(folder);
    command.args(["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"]);
    command.args(["--auth", "off", "--clock", clock]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    let lines: Vec<String> = lines.take(2).map(Result::unwrap).collect();
    assert!(lines[0].starts_with("listening on http://127.0.0.1:"));
    let control = lines[1].strip_prefix("control on ").unwrap().to_owned();
    Service(child, control)
}

fn clock(words: &[&str], control: &str) -> Output {
    let mut command = Command::new(PROGRAM);
    command.env_clear().arg("clock").args(words);
    command.args(["--control", control]).output().unwrap()
}

fn printed(output: &Output) -> &str {
    assert!(output.status.success(), "{output:?}");
    std::str::from_utf8(&output.stdout).unwrap().trim_end()
}

#[test]
fn the_clock_is_moved_and_goes_on_where_it_stood_after_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let running = service(folder.path(), "manual=2026-01-31T09:00:00Z");
    let shown = clock(&["show"], &running.1);
    assert_eq!(printed(&shown), "2026-01-31T09:00:00.000Z");
    let moved = clock(&["advance", "1h30m"], &running.1);
    assert_eq!(printed(&moved), "2026-01-31T10:30:00.000Z");
    // The scheme may be left out.
    let bare = running.1.strip_prefix("http://").unwrap();
    let moved = clock(&["advance", "5m"], bare);
    assert_eq!(printed(&moved), "2026-01-31T10:35:00.000Z");
    drop(running);

    let running = service(folder.path(), "manual");
    let shown = clock(&["show"], &running.1);
    assert_eq!(printed(&shown), "2026-01-31T10:35:00.000Z");
}

#[test]
fn what_cannot_be_done_is_said_and_ends_with_another_status() {
    let folder = tempfile::tempdir().unwrap();
    let running = service(folder.path(), "real");
    let said = |output: Output| {
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let refused = said(clock(&["advance", "5m"], &running.1));
    assert!(
        refused.contains("start the service with --clock manual"),
        "{refused}"
    );
    let unclear = said(clock(&["advance", "soon"], &running.1));
    assert!(unclear.contains("1h30m"), "{unclear}");
    let nobody = running.1.clone();
    drop(running);
    let gone = said(clock(&["show"], &nobody));
    assert!(gone.contains("the service cannot be reached"), "{gone}");
}
