//! The program as its user sees it: the first line, the health route, the signals, the exit status.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// The program, with a free port, one access key and nothing from this environment.
fn program(folder: &Path, flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connect-chat"));
    command
        .env_clear()
        .arg("--data-dir")
        .arg(folder)
        .args(["--listen", "127.0.0.1:0"])
        .env("CONNECT_CHAT_ACCESS_KEYS", "AKIDEXAMPLE:hunter2")
        .args(flags);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Starts it, and reads where it listens.
fn start(folder: &Path, flags: &[&str]) -> (Child, SocketAddr) {
    let mut child = program(folder, flags).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut first)
        .unwrap();
    let address = first
        .strip_prefix("listening on http://")
        .unwrap()
        .trim_end()
        .parse()
        .unwrap();
    (child, address)
}

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Sends a signal and waits for the end. The shell has `kill` built in, also where there is no such program.
fn end(child: Child, signal: &str) -> Output {
    let kill = format!("kill -{signal} {}", child.id());
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .unwrap()
            .success()
    );
    child.wait_with_output().unwrap()
}

#[test]
fn it_says_where_it_listens_is_healthy_and_ends_on_a_signal() {
    for signal in ["TERM", "INT"] {
        let folder = tempfile::tempdir().unwrap();
        let (child, address) = start(folder.path(), &["--log-format", "json"]);
        let answer = get(address, "/health");
        assert!(
            answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\nok\n"),
            "{answer}"
        );
        let output = end(child, signal);
        assert!(output.status.success(), "{output:?}");

        let log = String::from_utf8(output.stderr).unwrap();
        let events: Vec<serde_json::Value> = log
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(events[0]["address"], address.to_string());
        assert_eq!(events.last().unwrap()["message"], "the service has ended");
        // The log of the store was written back and removed: it was closed, and not just left.
        assert!(folder.path().join("connect-chat.sqlite3").exists());
        assert!(!folder.path().join("connect-chat.sqlite3-wal").exists());
    }
}

#[test]
fn an_idle_connection_does_not_keep_it_from_ending() {
    let folder = tempfile::tempdir().unwrap();
    let (child, address) = start(folder.path(), &["--grace", "60"]);
    let mut idle = TcpStream::connect(address).unwrap();
    write!(idle, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert_ne!(idle.read(&mut [0; 1000]).unwrap(), 0);
    assert!(end(child, "TERM").status.success());
}

#[test]
fn what_keeps_it_from_starting_is_on_the_standard_error() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let file = file.to_string_lossy();
    for (flag, value) in [
        ("--listen", &*address),
        ("--log", "a=b=c"),
        ("--data-dir", &*file),
        ("--access-key-file", "/nowhere/keys"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_connect-chat"));
        command
            .env_clear()
            .env("CONNECT_CHAT_LISTEN", "127.0.0.1:0")
            .env("CONNECT_CHAT_DATA_DIR", folder.path())
            .env("CONNECT_CHAT_ACCESS_KEYS", "AKIDEXAMPLE:hunter2")
            .args([flag, value]);
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(value) && output.stdout.is_empty(), "{text}");
    }
}

#[test]
fn without_a_key_it_does_not_start_and_with_a_wrong_one_it_says_which() {
    let folder = tempfile::tempdir().unwrap();
    for (keys, expected) in [
        ("", "no access key is known, so nobody could call"),
        ("AAA:hunter2,hunter2", "access key 2 is not ID:SECRET"),
    ] {
        let mut command = program(folder.path(), &[]);
        match keys {
            "" => command.env_remove("CONNECT_CHAT_ACCESS_KEYS"),
            keys => command.env("CONNECT_CHAT_ACCESS_KEYS", keys),
        };
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(
            text.contains(expected) && !text.contains("hunter2"),
            "{text}"
        );
    }
}

#[test]
fn who_does_not_sign_is_refused_unless_signatures_are_off() {
    for (flags, expected) in [
        (&[][..], "MissingAuthenticationTokenException"),
        (&["--auth", "off"], "ResourceNotFoundException"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (child, address) = start(folder.path(), flags);
        let answer = get(address, "/contacts/i/c");
        assert!(
            answer.contains(&format!("x-amzn-errortype: {expected}\r\n")),
            "{answer}"
        );
        assert!(end(child, "TERM").status.success());
    }
}

#[test]
fn the_help_names_every_flag_and_its_variable() {
    let folder = tempfile::tempdir().unwrap();
    let output = program(folder.path(), &["--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for name in [
        "listen",
        "auth",
        "data-dir",
        "region",
        "account",
        "grace",
        "log",
        "log-format",
    ] {
        let variable = format!("CONNECT_CHAT_{}", name.replace('-', "_").to_uppercase());
        assert!(
            help.contains(&format!("--{name} ")) && help.contains(&format!("env: {variable}=")),
            "{name}: {help}"
        );
    }
    assert!(
        help.contains("--access-key ")
            && help.contains("env: CONNECT_CHAT_ACCESS_KEYS]")
            && help.contains("--access-key-file ")
            && help.contains("env: CONNECT_CHAT_ACCESS_KEY_FILE="),
        "{help}"
    );
    assert!(!help.contains("hunter2"), "{help}");
    assert!(
        help.contains("--instance ") && help.contains("env: CONNECT_CHAT_INSTANCES="),
        "{help}"
    );
}

#[test]
fn one_process_serves_a_store_until_it_ends_however_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let (mut first, address) = start(place, &[]);
    let second = program(place, &[]).output().unwrap();
    let text = String::from_utf8_lossy(&second.stderr).into_owned();
    assert_eq!(second.status.code(), Some(1), "{text}");
    let message = format!("another process serves the store in {}", place.display());
    assert!(text.contains(&message), "{text}");
    assert!(get(address, "/health").starts_with("HTTP/1.1 200"));

    // One that is killed is not waited for before the next is started.
    first.kill().unwrap();
    let (second, address) = start(place, &[]);
    first.wait().unwrap();
    assert!(get(address, "/health").starts_with("HTTP/1.1 200"));
    assert!(end(second, "TERM").status.success());
}
