//! Running a program to its end, but not for longer than it may take.

use std::fs::File;
use std::io::{Read, Seek};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often a program is asked whether it has ended.
const PAUSE: Duration = Duration::from_millis(20);

/// A program that has ended.
pub(super) struct Ended {
    /// How it ended; none if it took too long and was stopped.
    pub(super) status: Option<ExitStatus>,
    /// What it wrote to the standard output.
    pub(super) stdout: String,
    /// What it wrote to the standard error.
    pub(super) stderr: String,
}

/// Runs a program without input. What it writes goes through files: nobody has to read along, and a process that it
/// leaves behind keeps nobody waiting.
///
/// # Errors
///
/// The program cannot be started, or its output cannot be kept.
pub(super) fn run(command: &mut Command, limit: Duration) -> Result<Ended, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut started = || -> std::io::Result<(Child, File, File)> {
        let (stdout, stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
        let (to_stdout, to_stderr) = (stdout.try_clone()?, stderr.try_clone()?);
        let child = command
            .stdin(Stdio::null())
            .stdout(to_stdout)
            .stderr(to_stderr)
            .spawn()?;
        Ok((child, stdout, stderr))
    };
    let (mut child, stdout, stderr) =
        started().map_err(|error| format!("{name} cannot be started: {error}"))?;
    let ended = || -> std::io::Result<Ended> {
        let status = wait(&mut child, limit)?;
        if status.is_none() {
            child.kill()?;
            child.wait()?;
        }
        Ok(Ended {
            status,
            stdout: text(stdout)?,
            stderr: text(stderr)?,
        })
    };
    ended().map_err(|error| format!("{name}: {error}"))
}

/// Waits for a process; none if it still runs after that long.
///
/// # Errors
///
/// The system does not tell.
pub(super) fn wait(child: &mut Child, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            return Ok(None);
        }
        thread::sleep(PAUSE);
    }
}

/// The end of what a program wrote, for a message.
pub(super) fn tail(text: &str) -> &str {
    const MOST: usize = 3_000;
    let from = text.len().saturating_sub(MOST);
    let from = (from..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len());
    text[from..].trim()
}

fn text(mut file: File) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, limit: Duration) -> Ended {
        run(Command::new("sh").args(["-c", script]), limit).unwrap()
    }

    #[test]
    fn what_a_program_writes_and_how_it_ends_are_kept() {
        let ended = shell("echo out; echo err >&2; exit 3", Duration::from_secs(20));
        assert_eq!(ended.status.and_then(|status| status.code()), Some(3));
        assert_eq!(
            (ended.stdout.as_str(), ended.stderr.as_str()),
            ("out\n", "err\n")
        );
    }

    #[test]
    fn a_program_that_takes_too_long_is_stopped() {
        let start = Instant::now();
        let ended = shell("echo out; exec sleep 60", Duration::from_millis(200));
        assert!(ended.status.is_none() && ended.stdout == "out\n");
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = run(&mut Command::new("no-such-program"), Duration::ZERO).err();
        assert!(error.is_some_and(|text| text.starts_with("no-such-program cannot be started: ")));
    }

    #[test]
    fn the_tail_is_cut_between_characters() {
        assert_eq!(tail(" short\n"), "short");
        let long = "é".repeat(2_000) + "!";
        assert!(tail(&long).ends_with("é!") && tail(&long).len() <= 3_000);
    }
}
