//! What was acknowledged is on the disk.
//!
//! The tests start this very program again, as a process that writes through the store and prints a line
//! for each answer it gets. One kind of test kills it and looks for everything that it printed. That shows
//! that nothing acknowledged is kept in the process alone, but not that it has left the caches of the
//! system, which survive a killed process and not a power failure. So the second kind watches the system
//! calls, with strace: between the last write to the log and the line that acknowledges it there has to be
//! a sync, and when the sync fails, there must be no such line. (SQLite could be given a file layer of our
//! own that notes the same, but only with `unsafe` code.)
//!
//! Where strace is missing or not allowed, as on a machine with nothing but the Rust toolchain, the second
//! kind says that it did not run; with `CI=true` in the environment, it fails.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::collections::HashMap;
use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{LATER, NOW, all_four, chat, instance, open};
use connect_chat::contact::ContactState;
use connect_chat::ids::ContactId;
use connect_chat::store::{Store, StoreError};
use tempfile::TempDir;

/// The folder that the writing process writes to. Without it, this is an ordinary run of the tests.
const FOLDER: &str = "CONNECT_CHAT_TEST_FOLDER";
/// How many contacts it starts.
const CONTACTS: &str = "CONNECT_CHAT_TEST_CONTACTS";

/// Not a test, but the process that writes: see the module's documentation.
#[tokio::test]
async fn writing_process() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let contacts: usize = env::var(CONTACTS).unwrap().parse().unwrap();
    let store = open(Path::new(&folder)).await;
    for _ in 0..contacts {
        if let Err(error) = write_one(&store).await {
            say(&format!("failed {error:?}"));
            break;
        }
    }
    store.close().await;
}

async fn write_one(store: &dyn Store) -> Result<(), StoreError> {
    let id = store.start_contact(chat(), NOW).await?.id;
    say(&format!("started {id}"));
    store
        .update_timer_settings(instance("i"), id.clone(), all_four(77), NOW)
        .await?;
    say(&format!("updated {id}"));
    store.stop_contact(instance("i"), id.clone(), LATER).await?;
    say(&format!("stopped {id}"));
    Ok(())
}

/// One line, in one system call. `println!` would be held back by the test harness.
fn say(line: &str) {
    io::stdout()
        .write_all(format!("\n{line}\n").as_bytes())
        .unwrap();
    io::stdout().flush().unwrap();
}

/// The command that starts the writing process, below `wrapper` if there is one.
fn writer(wrapper: &[&str], folder: &Path, contacts: usize) -> Command {
    let mut words: Vec<PathBuf> = wrapper.iter().map(PathBuf::from).collect();
    words.push(env::current_exe().unwrap());
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).args([
        "--exact",
        "writing_process",
        "--nocapture",
        "--test-threads=1",
    ]);
    command
        .env(FOLDER, folder)
        .env(CONTACTS, contacts.to_string());
    command.stdout(Stdio::piped()).stderr(Stdio::inherit());
    command
}

/// The acknowledged changes in what the process has printed. A last line that was cut off is none.
fn acknowledged(printed: &str) -> Vec<(&str, ContactId)> {
    let whole = printed.rfind('\n').map_or("", |end| &printed[..end]);
    let changes = whole.lines().filter_map(|line| line.split_once(' '));
    let changes = changes.filter(|(verb, _)| matches!(*verb, "started" | "updated" | "stopped"));
    changes
        .map(|(verb, id)| (verb, ContactId::from(id.to_owned())))
        .collect()
}

async fn assert_all_there(folder: &Path, printed: &str) {
    let store = open(folder).await;
    for (verb, id) in acknowledged(printed) {
        let contact = store.contact(&instance("i"), &id).await.unwrap();
        match verb {
            "updated" => assert_eq!(contact.timers, common::settings(&all_pairs(77))),
            "stopped" => assert_eq!(contact.state, ContactState::Ended { at: LATER }),
            // A contact with timers has all four: nothing is there by half.
            _ => assert!(matches!(contact.timers.iter().count(), 0 | 4)),
        }
    }
    store.close().await;
}

fn all_pairs(value: i64) -> [(chat_timeouts::Pair, i64); 4] {
    chat_timeouts::Pair::ALL.map(|pair| (pair, value))
}

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let mut printed = String::new();
    for round in 0..10 {
        let mut child = writer(&[], folder.path(), usize::MAX).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut lines = 0;
        // Killed after another number of changes each time, in the middle of the next one.
        while lines <= round * 7 {
            let mut line = String::new();
            assert_ne!(
                output.read_line(&mut line).unwrap(),
                0,
                "the process ended by itself"
            );
            lines += usize::from(!acknowledged(&line).is_empty());
            printed.push_str(&line);
        }
        // SIGKILL, by the id of the process.
        child.kill().unwrap();
        output.read_to_string(&mut printed).unwrap();
        child.wait().unwrap();
        printed.push('\n');
        assert_all_there(folder.path(), &printed).await;
    }
    assert!(acknowledged(&printed).len() >= 10 + 7 * (0..10).sum::<usize>());
}

/// Whether this process may use strace. If not, it says so, or fails where it has to be there.
fn strace(test: &str) -> bool {
    let works = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .output();
    let works = works.is_ok_and(|output| output.status.success());
    let in_ci = env::var("CI").is_ok_and(|value| value == "true");
    assert!(
        works || !in_ci,
        "{test} needs strace, which is missing or not allowed here"
    );
    if !works {
        let _ = writeln!(
            io::stderr(),
            "{test} DID NOT RUN: strace is missing or not allowed here"
        );
    }
    works
}

fn traced(options: &[&str], folder: &TempDir, contacts: usize) -> (String, String) {
    let trace = folder.path().join("trace");
    let trace_text = trace.to_string_lossy().into_owned();
    let wrapper = [
        &[
            "strace",
            "-f",
            "-qq",
            "-y",
            "-s",
            "80",
            "-e",
            "signal=none",
            "-o",
            &trace_text,
        ],
        options,
    ]
    .concat();
    let output = writer(&wrapper, folder.path(), contacts).output().unwrap();
    assert!(output.status.success());
    (
        String::from_utf8(output.stdout).unwrap(),
        fs::read_to_string(trace).unwrap(),
    )
}

#[tokio::test]
async fn the_sync_is_between_the_write_and_its_answer() {
    if !strace("the_sync_is_between_the_write_and_its_answer") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let calls = "trace=write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync";
    let (printed, trace) = traced(&["-e", calls], &folder, 5);
    assert_eq!(acknowledged(&printed).len(), 15);
    assert_eq!(acknowledgements_after_their_sync(&trace), 15);
}

#[tokio::test]
async fn when_the_sync_fails_nothing_is_acknowledged() {
    if !strace("when_the_sync_fails_nothing_is_acknowledged") {
        return;
    }
    // From the first sync on, and from one that comes after the first change was acknowledged.
    for (first_failure, acknowledgements) in [(1, 0..=0), (4, 1..=3)] {
        let folder = tempfile::tempdir().unwrap();
        // The file is made before, so that the first sync is that of the first change.
        open(folder.path()).await.close().await;
        let inject = format!("inject=fsync,fdatasync:error=EIO:when={first_failure}+");
        let (printed, trace) = traced(&["-e", "trace=fsync,fdatasync", "-e", &inject], &folder, 5);
        assert!(trace.contains("(INJECTED)"), "{trace}");
        assert!(
            acknowledgements.contains(&acknowledged(&printed).len()),
            "{printed}"
        );
        assert!(printed.contains("failed Unavailable"), "{printed}");
    }
}

/// A system call that has begun, as far as it matters here.
#[derive(Clone, Copy)]
enum Call {
    WriteLog,
    /// With the number of writes to the log that had begun before it.
    SyncLog(usize),
    Acknowledge,
}

/// Goes through a trace, and counts the acknowledgements that come after a write to the log and after the
/// end of a sync that began when all writes so far had ended.
///
/// # Panics
///
/// If there is an acknowledgement for which that is not so.
fn acknowledgements_after_their_sync(trace: &str) -> usize {
    // Numbers of writes to the log: begun, ended, known to be synced, and at the last acknowledgement.
    let (mut begun, mut ended, mut synced, mut acknowledged) = (0, 0, 0, 0);
    let mut count = 0;
    // What each thread is in the middle of: strace splits a call during which another thread made one.
    let mut open_calls: HashMap<&str, Call> = HashMap::new();
    for line in trace.lines() {
        let (thread, event) = line.split_once(' ').unwrap();
        let event = event.trim_start();
        let call = if event.starts_with("<... ") {
            open_calls.remove(thread)
        } else {
            let call = call(event, ended);
            match call {
                Some(Call::WriteLog) => begun += 1,
                Some(Call::Acknowledge) => {
                    assert!(
                        acknowledged < begun,
                        "acknowledged without a write:\n{trace}"
                    );
                    assert_eq!(synced, begun, "acknowledged before the sync:\n{trace}");
                    (acknowledged, count) = (begun, count + 1);
                }
                _ => {}
            }
            match call {
                Some(call) if event.ends_with("<unfinished ...>") => {
                    open_calls.insert(thread, call);
                    None
                }
                call => call,
            }
        };
        match call {
            Some(Call::WriteLog) => ended += 1,
            Some(Call::SyncLog(covered)) if event.ends_with("= 0") => synced = synced.max(covered),
            _ => {}
        }
    }
    count
}

fn call(event: &str, ended: usize) -> Option<Call> {
    let (name, arguments) = event.split_once('(')?;
    let file = arguments.split_once('<')?.1.split_once('>')?.0;
    match name {
        "write" if arguments.starts_with("1<") => {
            let said = ["\\nstarted ", "\\nupdated ", "\\nstopped "];
            said.iter()
                .any(|word| arguments.contains(word))
                .then_some(Call::Acknowledge)
        }
        "fsync" | "fdatasync" => file.ends_with("-wal").then_some(Call::SyncLog(ended)),
        _ => file.ends_with("-wal").then_some(Call::WriteLog),
    }
}

#[test]
fn a_trace_in_the_wrong_order_is_noticed() {
    let write = r#"7 pwrite64(9</d/db-wal>, "x"..., 24, 0) = 24"#;
    let sync = "7 fdatasync(9</d/db-wal>) = 0";
    let say = r#"6 write(1<pipe:[5]>, "\nstarted 1\n", 11) = 11"#;
    let split = "7 fsync(9</d/db-wal> <unfinished ...>";
    let resumed = "7 <... fsync resumed>) = 0";
    let judge = |lines: &[&str]| {
        let trace = lines.join("\n");
        std::panic::catch_unwind(|| acknowledgements_after_their_sync(&trace)).ok()
    };
    assert_eq!(
        judge(&[write, sync, say, write, write, split, resumed, say]),
        Some(2)
    );
    assert_eq!(judge(&[write, say, sync]), None);
    assert_eq!(judge(&[sync, write, say]), None);
    assert_eq!(judge(&[write, split, say, resumed]), None);
    assert_eq!(judge(&[write, sync, say, say]), None);
    assert_eq!(
        judge(&[
            write,
            "7 fsync(9</d/db-wal>) = -1 EIO (Input/output error)",
            say
        ]),
        None
    );
    assert_eq!(judge(&[write, "7 fsync(3</d/other>) = 0", say]), None);
}
