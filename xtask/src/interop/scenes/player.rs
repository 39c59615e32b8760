//! A player: a process that does what it is told with the client of its language, and tells what came of it.
//!
//! It is started with the URL of the service as its last argument. A command is one JSON object a line at its standard
//! input, the [answer](Answer) one a line at its standard output, in the same order. When the input ends, it closes
//! everything and ends with status 0. A wait of its own ends after 20 seconds with an error of type `timeout`.
//!
//! | `do` | besides | what it does | output |
//! |---|---|---|---|
//! | `call` | `operation`, `input` | an operation of Connect, with the model's member names | its output |
//! | `join` | `who`, `role`, `contact`, `participant`, `token` | makes a connection, opens the socket and subscribes; from then on keeps every item, and if the socket is lost, comes back by itself | `{}` |
//! | `say` | `who`, `text` | sends a message of plain text | `Id`, `AbsoluteTime` |
//! | `event` | `who`, `type`, perhaps `content` | sends an event; the type is the end of its content type | `Id`, `AbsoluteTime` |
//! | `attach` | `who`, `name`, `text` | sends a file | `AttachmentId` |
//! | `fetch` | `who`, `attachment` | reads a file | `text` |
//! | `transcript` | `who` | reads the transcript from its start | `Transcript` |
//! | `seen` | `who`, `count` | waits until that many items with different ids have come | `items`: all so far, as they came |
//! | `reconnected` | `who`, `times` | waits until the subscription was acknowledged that often | `times` |
//! | `leave` | `who` | leaves the chat, and closes the socket | `{}` |
//!
//! `who` is a socket, by a name that the scene gives it. The player that is ChatJS adds `Callbacks` to each item: the
//! names of those of ChatJS that got it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::interop::{client, process};

/// How long an answer may take: the start of a browser, and the longest wait of a player.
const TO_ANSWER: Duration = Duration::from_secs(60);

/// How long a player may take to end after its last command.
const TO_END: Duration = Duration::from_secs(20);

/// Where what a player says besides its answers is kept, in its home.
const LOG: &str = "player.log";

/// How many lines of it are worth showing.
const LAST: usize = 5;

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Answer {
    /// It was done.
    Output(Value),
    /// It was not; what the client tells of it.
    Error(Told),
    /// The client did not send it.
    Refused(String),
}

/// An error as a client tells it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Told {
    /// The name of the client's own class for it, or the error's code.
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// The status of the answer, if the client tells it.
    pub(super) status: Option<u16>,
    pub(super) message: Option<String>,
}

impl Answer {
    /// The output.
    ///
    /// # Errors
    ///
    /// There is none; the message says what there is.
    pub(super) fn output(self) -> Result<Value, String> {
        match self {
            Self::Output(output) => Ok(output),
            other => Err(format!("expected an output got {other:?}")),
        }
    }

    /// Whether it is this error of the service. Not every client tells the status.
    pub(super) fn is_error(&self, kind: &str, status: u16) -> bool {
        match self {
            Self::Error(told) => told.kind == kind && told.status.is_none_or(|told| told == status),
            _ => false,
        }
    }
}

/// A player that runs. It is ended when this value goes away, however that comes.
pub(super) struct Player {
    child: Child,
    commands: Option<ChildStdin>,
    answers: Receiver<String>,
    log: PathBuf,
}

impl Player {
    /// Starts a player for the service at this address, with an empty folder as the user's home.
    ///
    /// # Errors
    ///
    /// It cannot be started.
    pub(super) fn start(mut command: Command, endpoint: &str, home: &Path) -> Result<Self, String> {
        let log = home.join(LOG);
        let mut start = || {
            client::at_home(command.arg(endpoint), home)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(File::create(&log)?)
                .spawn()
        };
        let mut child =
            start().map_err(|error| format!("the player cannot be started: {error}"))?;
        let commands = child.stdin.take();
        let stdout = child.stdout.take();
        let (sender, answers) = mpsc::channel();
        thread::spawn(move || {
            let lines = stdout
                .into_iter()
                .flat_map(|out| BufReader::new(out).lines());
            for line in lines.map_while(Result::ok) {
                // Nobody listens any more when the player is not needed any more.
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            child,
            commands,
            answers,
            log,
        })
    }

    /// Has a command done.
    ///
    /// # Errors
    ///
    /// The player has ended, takes too long, or answers with something else; the message has its log.
    pub(super) fn ask(&mut self, command: &Value) -> Result<Answer, String> {
        self.tell(command)?;
        self.answer()
    }

    /// Gives a command whose answer is read later.
    ///
    /// # Errors
    ///
    /// The player has ended.
    pub(super) fn tell(&mut self, command: &Value) -> Result<(), String> {
        let told = match &mut self.commands {
            Some(commands) => writeln!(commands, "{command}").and_then(|()| commands.flush()),
            None => Ok(()),
        };
        told.map_err(|error| self.complaint(&format!("does not take {command}: {error}")))
    }

    /// The next answer.
    ///
    /// # Errors
    ///
    /// As [`Self::ask`].
    pub(super) fn answer(&mut self) -> Result<Answer, String> {
        let line = self.answers.recv_timeout(TO_ANSWER);
        let line = line.map_err(|error| self.complaint(&format!("does not answer: {error}")))?;
        serde_json::from_str(&line)
            .map_err(|error| self.complaint(&format!("answers {line:?}, which is {error}")))
    }

    /// Ends it, and waits for that.
    ///
    /// # Errors
    ///
    /// It does not end, or not with status 0; the message has its log.
    pub(super) fn end(mut self) -> Result<(), String> {
        self.commands = None;
        match process::wait(&mut self.child, TO_END) {
            Ok(Some(status)) if status.success() => Ok(()),
            Ok(Some(status)) => Err(self.complaint(&format!("ended with {status}"))),
            Ok(None) => Err(self.complaint("does not end when its commands do")),
            Err(error) => Err(self.complaint(&format!("cannot be ended: {error}"))),
        }
    }

    fn complaint(&self, problem: &str) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        format!("the player {problem}\n{}", process::tail(&log))
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        // One that is told the end can end what it has started.
        if self.commands.take().is_some() {
            let _ = process::wait(&mut self.child, TO_END);
        }
        // Both fail if it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The last lines of what the player said that was at home here, besides its answers.
pub(super) fn last_words(home: &Path) -> String {
    let log = fs::read_to_string(home.join(LOG)).unwrap_or_default();
    let lines: Vec<&str> = process::tail(&log).lines().collect();
    lines[lines.len().saturating_sub(LAST)..].join("\n")
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(script: &str) -> Result<Answer, String> {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        let mut player = Player::start(command, "http://127.0.0.1:1", home.path()).unwrap();
        let answer = player.ask(&json!({"do": "seen"}));
        player.end().and(answer)
    }

    #[test]
    fn a_line_goes_in_and_a_line_comes_out() {
        let echo = r#"while read -r line; do echo "{\"output\":$line}"; done"#;
        assert_eq!(answer(echo), Ok(Answer::Output(json!({"do": "seen"}))));
        let refuses = r#"read -r line; echo '{"refused":"why"}'"#;
        assert_eq!(answer(refuses), Ok(Answer::Refused("why".to_owned())));
        let endpoint = r#"read -r line; echo "{\"refused\":\"$0\"}""#;
        let told = answer(endpoint);
        assert_eq!(told, Ok(Answer::Refused("http://127.0.0.1:1".to_owned())));
    }

    #[test]
    fn the_last_words_are_few() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(last_words(home.path()), "");
        fs::write(home.path().join(LOG), "1\n2\n3\n4\n5\n6\n7\n").unwrap();
        assert_eq!(last_words(home.path()), "3\n4\n5\n6\n7");
    }

    #[test]
    fn an_error_may_have_no_status() {
        let fails = r#"read -r line; echo '{"error":{"type":"A","status":null,"message":null}}'"#;
        let told = answer(fails).unwrap();
        assert!(told.is_error("A", 403) && !told.is_error("B", 403));
        let fails = fails.replace("\"status\":null", "\"status\":400");
        assert!(!answer(&fails).unwrap().is_error("A", 403));
        assert!(told.output().is_err());
    }

    #[test]
    fn a_player_that_ends_or_says_something_else_is_told_with_its_log() {
        let error = answer("echo last words >&2; exec <&-; read -r line").unwrap_err();
        assert!(
            error.starts_with("the player ") && error.contains("last words"),
            "{error}"
        );
        let error = answer("read -r line; echo hello").unwrap_err();
        assert!(error.contains("answers \"hello\""), "{error}");
        let well = r#"read -r line; echo '{"output":{}}'; exit 3"#;
        assert!(answer(well).is_err_and(|error| error.contains("exit status: 3")));
    }
}
