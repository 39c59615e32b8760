//! The programs of the README: that the two which are shown stand there as they are, and that all of them work.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Ends the program by its process id, however the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may be gone already, which is what is wanted.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An example's program: cargo builds the examples of a package for its tests, beside them.
fn example(name: &str) -> PathBuf {
    let test = env::current_exe().unwrap();
    let target = test.parent().and_then(Path::parent).unwrap();
    let program = target
        .join("examples")
        .join(format!("{name}{}", env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "run `cargo build -p connect-chat --examples` first, as a whole `cargo test` does"
    );
    program
}

#[test]
fn the_readme_shows_the_programs_as_they_are() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(here.join("../../README.md")).unwrap();
    for name in ["embed_server", "embed_client"] {
        let program = fs::read_to_string(here.join(format!("examples/{name}.rs"))).unwrap();
        assert!(
            readme.contains(&format!("```rust\n{program}```")),
            "README.md shows another text of {name}.rs"
        );
        assert!(
            program.lines().count() <= 72,
            "{name}.rs does not fit on a screen"
        );
    }
}

#[test]
fn the_programs_of_the_readme_work_with_each_other() {
    let mut server = Running(
        Command::new(example("embed_server"))
            .arg("127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(server.0.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let endpoint = first.strip_prefix("listening on ").unwrap();

    let client = Command::new(example("embed_client"))
        .arg(endpoint)
        .envs([
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_REGION", "us-east-1"),
        ])
        .output()
        .unwrap();
    let said = String::from_utf8(client.stdout).unwrap();
    assert!(
        client.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&client.stderr)
    );
    let said: Vec<&str> = said.lines().collect();
    assert_eq!(said[0], "the-chat: the timer is set");
    let expected = "no-chat: ResourceNotFoundException: there is no such chat, request ";
    let request_id = said[1].strip_prefix(expected).unwrap();
    assert_eq!(request_id.len(), 36, "{request_id}");

    let logged = lines.next().unwrap().unwrap();
    assert_eq!(logged, "AKIDEXAMPLE: CUSTOMER IDLE after 5 minutes");
}

#[test]
fn the_tests_of_ones_own_pass() {
    for (name, last) in [
        ("embed_test", "the agent was disconnected after 10 minutes"),
        ("chat", "\"Bob\": left"),
    ] {
        let ended = Command::new(example(name)).output().unwrap();
        let said = String::from_utf8(ended.stdout).unwrap();
        let complaints = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{name}: {said}{complaints}");
        assert!(said.trim_end().ends_with(last), "{name}: {said}");
    }
}
