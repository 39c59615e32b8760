//! The store, cut back to its last sync, has everything that was acknowledged.
//!
//! A power failure can take everything that was written and not synced. So this program is started again, as a
//! process in which several tasks write through the store at once and print a line for each answer, and strace
//! notes what it writes to which file, and what it syncs. From that the files are made as they were at each
//! printed line if nothing but synced writes had survived; a store is opened on them, and must have everything
//! that was printed until then.
//!
//! Where strace is missing or not allowed, the test says that it did not run; with `CI=true` in the
//! environment, it fails.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "../common/mod.rs"]
mod common;

mod replay;
mod writing;

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use common::open;
use connect_chat::store::Store;
use replay::{Event, Files};

/// The folder that the writing process writes to. Without it, this is an ordinary run of the tests.
const FOLDER: &str = "CONNECT_CHAT_TEST_FOLDER";

/// At how many of the printed lines the store is cut back.
const CUTS: usize = 12;

/// Not a test, but the process that writes: see the module's documentation.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writing_process() {
    if let Ok(folder) = env::var(FOLDER) {
        writing::write(Path::new(&folder)).await;
    }
}

/// Whether this process may use strace. If not, it says so, or fails where it has to be there.
fn strace() -> bool {
    let works = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .output();
    let works = works.is_ok_and(|output| output.status.success());
    let in_ci = env::var("CI").is_ok_and(|value| value == "true");
    assert!(works || !in_ci, "strace is missing or not allowed here");
    if !works {
        let _ = writeln!(
            io::stderr(),
            "DID NOT RUN: strace is missing or not allowed here"
        );
    }
    works
}

#[tokio::test]
async fn what_was_acknowledged_is_in_what_was_synced() {
    if !strace() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    // The file is made before, so that all there is to trace is changes.
    open(&data).await.close().await;
    let before = Files::read(&data);

    let trace = folder.path().join("trace");
    let calls = "trace=write,pwrite64,fsync,fdatasync,ftruncate";
    let status = Command::new("strace")
        .args([
            "-f",
            "-qq",
            "-y",
            "-xx",
            "-s",
            "1000000",
            "-e",
            "signal=none",
            "-e",
            calls,
        ])
        .arg("-o")
        .arg(&trace)
        .arg(env::current_exe().unwrap())
        .args(["--exact", "writing_process", "--nocapture"])
        .env(FOLDER, &data)
        .stdout(Stdio::piped())
        .output()
        .unwrap()
        .status;
    assert!(status.success());

    let trace = fs::read_to_string(trace).unwrap();
    let events = replay::events(&trace, &data);
    let said = |event: &&Event| matches!(event, Event::Said(line) if writing::is_answer(line));
    let answers = events.iter().filter(said).count();
    assert!(answers > 100, "only {answers} answers");
    let syncs = events
        .iter()
        .filter(|event| matches!(event, Event::Synced(_)));
    println!("{answers} answers, {} syncs", syncs.count());

    let (mut files, mut acknowledged, mut cuts) = (before, Vec::new(), 0);
    for event in &events {
        files.apply(event);
        let Event::Said(line) = event else { continue };
        if !writing::is_answer(line) {
            continue;
        }
        acknowledged.push(line.clone());
        if acknowledged.len() * CUTS / answers > cuts || acknowledged.len() == answers {
            cuts += 1;
            let cut = tempfile::tempdir().unwrap();
            files.write_synced(cut.path());
            let store = open(cut.path()).await;
            for line in &acknowledged {
                assert!(writing::holds(&store, line).await, "{line:?} is lost");
            }
            if cuts == 1 {
                // What came later is not there, so the files are really those of this moment.
                let last = events.iter().rev().find(said);
                let Some(Event::Said(last)) = last else {
                    panic!()
                };
                assert!(!writing::holds(&store, last).await);
            }
            store.close().await;
        }
    }
    assert!(cuts >= CUTS);
}
