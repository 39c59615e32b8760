//! A server in a process of its own.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::process;

/// How long a server may take until it listens.
const TO_START: Duration = Duration::from_secs(30);

/// How long a server may take to end after it was told to.
const TO_END: Duration = Duration::from_secs(30);

/// A server that listens. It is stopped when this value goes away, however that comes.
pub(super) struct Server {
    child: Child,
    announced: Vec<String>,
    log: PathBuf,
}

impl Server {
    /// Starts a program that writes `listening on URL` as its first line. It gets nothing from this environment, and
    /// logs to a file in the folder, after what is in it.
    ///
    /// # Errors
    ///
    /// It cannot be started, or does not say where it listens; the message has its log.
    pub(super) fn start(program: &Path, flags: &[&OsStr], folder: &Path) -> Result<Self, String> {
        Self::announcing(&["listening on "], program, flags, folder)
    }

    /// Starts a program whose first lines begin with these words, and go on with what is asked for by
    /// [`Self::announced`].
    ///
    /// # Errors
    ///
    /// It cannot be started, or says something else; the message has its log.
    pub(super) fn announcing(
        words: &[&str],
        program: &Path,
        flags: &[&OsStr],
        folder: &Path,
    ) -> Result<Self, String> {
        let name = program.file_stem().unwrap_or(program.as_os_str());
        let log = folder.join(name).with_extension("log");
        let child = OpenOptions::new().create(true).append(true).open(&log);
        let child = child.and_then(|file| {
            Command::new(program)
                .args(flags)
                .env_clear()
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(file)
                .spawn()
        });
        let child =
            child.map_err(|error| format!("{} cannot be started: {error}", program.display()))?;
        let mut server = Self {
            child,
            announced: Vec::new(),
            log,
        };
        server.announced = server
            .first_lines(words)
            .ok_or_else(|| server.complaint("does not say where it listens"))?;
        Ok(server)
    }

    /// Where it listens, `http://ADDRESS:PORT`.
    pub(super) fn url(&self) -> &str {
        self.announced(0)
    }

    /// What came after the words of this line; nothing if there were no such words.
    pub(super) fn announced(&self, line: usize) -> &str {
        self.announced.get(line).map_or("", String::as_str)
    }

    /// Ends it as the system does: on Unix with SIGKILL, of which no program is told.
    ///
    /// # Errors
    ///
    /// The system does not do it.
    pub(super) fn kill(mut self) -> Result<(), String> {
        let killed = self.child.kill().and_then(|()| self.child.wait());
        match killed {
            Ok(_) => Ok(()),
            Err(error) => Err(self.complaint(&format!("cannot be killed: {error}"))),
        }
    }

    /// Tells it to end, and waits for that.
    ///
    /// # Errors
    ///
    /// It does not end, or not with status 0; the message has its log.
    pub(super) fn end(mut self) -> Result<(), String> {
        // The shell has `kill` built in, also where there is no such program.
        let told = Command::new("sh")
            .args(["-c", &format!("kill -TERM {}", self.child.id())])
            .status();
        match told.and_then(|_| process::wait(&mut self.child, TO_END)) {
            Ok(Some(status)) if status.success() => Ok(()),
            Ok(Some(status)) => Err(self.complaint(&format!("ended with {status}"))),
            Ok(None) => Err(self.complaint("was told to end and goes on")),
            Err(error) => Err(self.complaint(&format!("cannot be ended: {error}"))),
        }
    }

    fn first_lines(&mut self, words: &[&str]) -> Option<Vec<String>> {
        let stdout = self.child.stdout.take()?;
        let (sender, receiver) = mpsc::channel();
        let count = words.len();
        thread::spawn(move || {
            let lines = BufReader::new(stdout).lines();
            // An error ends the lines. The receiver is gone if this took too long.
            let lines: Vec<String> = lines.map_while(Result::ok).take(count).collect();
            let _ = sender.send(lines);
        });
        let lines = receiver.recv_timeout(TO_START).ok()?;
        let said = words.iter().zip(&lines);
        let said: Option<Vec<String>> = said
            .map(|(words, line)| line.strip_prefix(words).map(str::to_owned))
            .collect();
        said.filter(|said| said.len() == words.len())
    }

    fn complaint(&self, problem: &str) -> String {
        let name = self.log.file_stem().unwrap_or_default().to_string_lossy();
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        format!("{name} {problem}\n{}", process::tail(&log))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    fn start(script: &str) -> Result<Server, String> {
        let folder = tempfile::tempdir().unwrap();
        Server::start(
            Path::new("/bin/sh"),
            &[OsStr::new("-c"), OsStr::new(script)],
            folder.path(),
        )
    }

    #[test]
    fn the_first_line_is_where_it_listens() {
        let server = start("echo listening on http://127.0.0.1:1; exec sleep 60").unwrap();
        assert_eq!(server.url(), "http://127.0.0.1:1");
    }

    #[test]
    fn a_server_that_says_something_else_is_none() {
        let error = start("echo hello").err();
        assert!(error.is_some_and(|text| text.starts_with("sh does not say where it listens")));
    }

    #[test]
    fn every_line_that_is_asked_for_must_come() {
        let announcing = |script: &str| {
            let folder = tempfile::tempdir().unwrap();
            let flags = [OsStr::new("-c"), OsStr::new(script)];
            let words = ["listening on ", "control on "];
            Server::announcing(&words, Path::new("/bin/sh"), &flags, folder.path())
        };
        let both = "echo listening on a; echo control on b; exec sleep 60";
        let server = announcing(both).unwrap();
        assert_eq!((server.url(), server.announced(1)), ("a", "b"));
        assert_eq!(server.kill(), Ok(()));
        assert!(announcing("echo listening on a").is_err());
    }

    #[test]
    fn the_end_must_be_a_good_one() {
        let obeys = "trap 'exit 0' TERM; echo listening on http://x; while :; do sleep 0.05; done";
        assert_eq!(start(obeys).unwrap().end(), Ok(()));
        let fails = obeys.replace("exit 0", "exit 7");
        assert!(
            start(&fails)
                .unwrap()
                .end()
                .is_err_and(|text| text.contains("ended with exit status: 7"))
        );
    }
}
