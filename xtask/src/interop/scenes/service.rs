//! The service of one scene: its process, its clock, its record.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::item;
use crate::interop::process;
use crate::interop::server::Server;

/// How long the program may take to move a clock, and the control routes to answer.
const TO_ANSWER: Duration = Duration::from_secs(60);

/// A service with a store of its own, which signatures are checked by.
pub(super) struct Service {
    program: PathBuf,
    folder: PathBuf,
    flags: &'static [&'static str],
    server: Option<Server>,
    /// `ADDRESS:PORT`, the same after a restart.
    address: String,
}

impl Service {
    /// Starts a service with these flags on a free port, with its store in this folder.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub(super) fn start(
        program: &Path,
        flags: &'static [&'static str],
        folder: &Path,
    ) -> Result<Self, String> {
        let mut service = Self {
            program: program.to_owned(),
            folder: folder.to_owned(),
            flags,
            server: None,
            address: "127.0.0.1:0".to_owned(),
        };
        service.go()?;
        service.address = service.url().trim_start_matches("http://").to_owned();
        Ok(service)
    }

    /// Where its clients reach it.
    pub(super) fn url(&self) -> &str {
        self.server.as_ref().map_or("", Server::url)
    }

    /// Kills it without a warning.
    ///
    /// # Errors
    ///
    /// It does not run.
    pub(super) fn kill(&mut self) -> Result<(), String> {
        let server = self.server.take().ok_or("the service does not run")?;
        server.kill()
    }

    /// Starts it, on the port and the store that it has had before.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub(super) fn go(&mut self) -> Result<(), String> {
        let store = self.folder.join("store");
        let flags = [
            "--listen",
            &self.address,
            "--control",
            "127.0.0.1:0",
            "--access-key",
            "AKIDEXAMPLE:secret",
            "--data-dir",
        ];
        let flags = self.flags.iter().chain(&flags).map(AsRef::as_ref);
        let flags: Vec<&OsStr> = flags.chain([store.as_os_str()]).collect();
        let words = ["listening on ", "control on "];
        let server = Server::announcing(&words, &self.program, &flags, &self.folder)?;
        self.server = Some(server);
        Ok(())
    }

    /// Tells it to end, and waits for that.
    ///
    /// # Errors
    ///
    /// It does not run, or does not end as it should.
    pub(super) fn end(mut self) -> Result<(), String> {
        let server = self.server.take().ok_or("the service does not run")?;
        server.end()
    }

    /// What the chat's clock shows.
    ///
    /// # Errors
    ///
    /// The program does not tell.
    pub(super) fn now(&self) -> Result<SystemTime, String> {
        self.moment(&["show"])
    }

    /// Moves the chat's clock, and returns what it shows then, when all that fell due was shown.
    ///
    /// # Errors
    ///
    /// What the program says of it.
    pub(super) fn advance(&self, by: Duration) -> Result<SystemTime, String> {
        self.moment(&["advance", &format!("{}s", by.as_secs())])
    }

    /// Begins to move the chat's clock, and does not wait for what becomes of it.
    ///
    /// # Errors
    ///
    /// The program cannot be started.
    pub(super) fn begin_to_advance(&self, by: Duration) -> Result<Moving, String> {
        let mut command = self.clock(&["advance", &format!("{}s", by.as_secs())]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn();
        child
            .map(Moving)
            .map_err(|error| format!("the clock cannot be moved: {error}"))
    }

    /// Everything that happened in the chat, as the service has recorded it.
    ///
    /// # Errors
    ///
    /// The service does not tell.
    pub(super) fn record(&self, contact: &str) -> Result<Vec<Value>, String> {
        let failed = |why: &dyn std::fmt::Display| format!("the record cannot be read: {why}");
        let answer = self
            .get(&format!("/contacts/{contact}/events"))
            .map_err(|error| failed(&error))?;
        let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        match serde_json::from_str::<Value>(body) {
            Ok(mut record) => match record["Events"].take() {
                Value::Array(events) => Ok(events),
                _ => Err(failed(&answer)),
            },
            Err(error) => Err(failed(&error)),
        }
    }

    /// One request of HTTP/1.0, whose answer ends when the connection does.
    fn get(&self, path: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(self.control().trim_start_matches("http://"))?;
        stream.set_read_timeout(Some(TO_ANSWER))?;
        write!(stream, "GET {path} HTTP/1.0\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    fn control(&self) -> &str {
        self.server
            .as_ref()
            .map_or("", |server| server.announced(1))
    }

    fn moment(&self, words: &[&str]) -> Result<SystemTime, String> {
        let ended = process::run(&mut self.clock(words), TO_ANSWER)?;
        let shown = item::moment(&ended.stdout.trim_end().into());
        match shown {
            Some(shown) if ended.status.is_some_and(|status| status.success()) => Ok(shown),
            _ => Err(process::tail(&ended.stderr).to_owned()),
        }
    }

    /// The program `connect-chat clock`, for this service.
    fn clock(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.env_clear().arg("clock").args(words);
        command.args(["--control", self.control()]);
        command
    }
}

/// Someone who moves the clock, and is stopped when this value goes away.
pub(super) struct Moving(Child);

impl Drop for Moving {
    fn drop(&mut self) {
        // Both fail if it has ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
