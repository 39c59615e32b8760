//! Running a program: how long it takes, and how much memory the largest of its processes takes.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::super::Problem;

/// How often the sizes of processes are looked at.
const PAUSE: Duration = Duration::from_millis(10);

/// What one run took.
pub(super) struct Taken {
    /// Seconds from start to end.
    pub(super) seconds: f64,
    /// The most memory in bytes that one process held at a time; `None` where the system does not tell.
    pub(super) memory: Option<f64>,
}

/// Runs a program to its end.
///
/// # Errors
/// It cannot be started, or fails; what it said is the message.
pub(super) fn time(command: &mut Command) -> Result<f64, Problem> {
    let start = Instant::now();
    let output = command.output()?;
    let seconds = start.elapsed().as_secs_f64();
    if output.status.success() {
        return Ok(seconds);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?} failed:\n{said}").into())
}

/// The same, with the memory that it and the processes that it starts take.
///
/// # Errors
/// See [`time`].
pub(super) fn watch(command: &mut Command) -> Result<Taken, Problem> {
    command.stdout(Stdio::null()).stderr(Stdio::inherit());
    let start = Instant::now();
    let mut child = command.spawn()?;
    let mut memory: Option<f64> = None;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        for found in descendants(child.id()).into_iter().filter_map(peak) {
            memory = Some(memory.unwrap_or(0.0).max(found));
        }
        thread::sleep(PAUSE);
    };
    let seconds = start.elapsed().as_secs_f64();
    if status.success() {
        Ok(Taken { seconds, memory })
    } else {
        Err(format!("{command:?} failed").into())
    }
}

/// A process and all that it started, directly or not, as Linux lists them; elsewhere none.
fn descendants(root: u32) -> Vec<u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    for id in entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()) {
        if let Some(parent) = parent(id) {
            children.entry(parent).or_default().push(id);
        }
    }
    let mut found = vec![root];
    let mut at = 0;
    while let Some(id) = found.get(at) {
        found.extend(children.remove(id).unwrap_or_default());
        at += 1;
    }
    found
}

/// The fourth field of a process's line; the second is a name in brackets, which may have blanks.
fn parent(id: u32) -> Option<u32> {
    let line = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, after) = line.rsplit_once(") ")?;
    after.split(' ').nth(1)?.parse().ok()
}

/// The most memory in bytes that a process has held.
fn peak(id: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024.0)
}
