//! The program, whose log is read while it runs, so that it can be killed at a moment of our choice.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use connect_client::Client;

use crate::common::api::KEY;
use crate::common::program::{client_at, participant_service_at};

/// How long an aimed kill waits for a commit.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running program.
pub(crate) struct Victim {
    child: Arc<Mutex<Child>>,
    address: SocketAddr,
    /// Set when the next commit is to be its last.
    aimed: Arc<AtomicBool>,
    /// Says, when the program is gone, whether a commit had begun and was not done.
    log: Option<JoinHandle<bool>>,
}

impl Victim {
    /// Starts it on a store, by a clock of two hours a second.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_connect-chat"));
        command.env_clear().arg("--data-dir").arg(folder);
        command.args(["--listen", "127.0.0.1:0", "--clock", "scaled=7200"]);
        command.arg(format!("--access-key={}:{}", KEY.0, KEY.1));
        command.args(["--log", "error,connect_chat::store::sqlite::writer=trace"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = child.stderr.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (child, aimed) = (
            Arc::new(Mutex::new(child)),
            Arc::new(AtomicBool::new(false)),
        );
        // From the beginning, or a full pipe would stop the program.
        let reading = {
            let (child, aimed) = (child.clone(), aimed.clone());
            move || watch(log, &child, &aimed)
        };
        let log = std::thread::spawn(reading);
        let mut first = String::new();
        assert_ne!(output.read_line(&mut first).unwrap(), 0, "it did not start");
        let address = first.strip_prefix("listening on http://").unwrap();
        Self {
            child,
            address: address.trim_end().parse().unwrap(),
            aimed,
            log: Some(log),
        }
    }

    /// A client that sends each request once.
    pub(crate) fn client(&self) -> Client {
        client_at(self.address)
    }

    /// A client of the participant service, of the same habits.
    pub(crate) fn participant_service(&self) -> connect_participant_client::Client {
        participant_service_at(self.address)
    }

    /// Kills it with SIGKILL, by the id of the process: now, or, if it is aimed, when a commit begins. Says
    /// whether it was inside one.
    pub(crate) fn kill(mut self, aimed: bool) -> bool {
        let log = self.log.take().unwrap();
        if aimed {
            self.aimed.store(true, Ordering::SeqCst);
            let begun = Instant::now();
            while !log.is_finished() && begun.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        drop(self);
        log.join().unwrap()
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        // If it is gone already, that is what is wanted.
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Reads the log to its end, and kills the program at the first commit that begins once it is told to.
fn watch(log: ChildStderr, child: &Mutex<Child>, aimed: &AtomicBool) -> bool {
    let mut inside = false;
    let mut lines = BufReader::new(log).lines();
    while let Some(Ok(line)) = lines.next() {
        if line.contains("a commit begins") {
            if aimed.load(Ordering::SeqCst) {
                let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
                let _ = child.kill();
            }
            inside = true;
        } else if line.contains("a commit is done") {
            inside = false;
        }
    }
    inside
}
