//! The program as a process of its own.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use connect_client::Client;
use lockstep_client::{Credentials, Retries};

use super::api::KEY;

/// The store's folder, in the folder that a program was started with.
pub(crate) const STORE: &str = "store";
/// The log, in the same folder.
pub(crate) const LOG: &str = "log";

/// A running program. It is killed at the latest when it is dropped.
pub(crate) struct Program {
    child: Option<Child>,
    pub(crate) address: SocketAddr,
}

impl Program {
    /// Starts it on a free port, with one access key and nothing from this environment, and waits until it listens. Its
    /// store is in the folder, and what it logs is added to a file there: a pipe that nobody reads would stop it.
    pub(crate) fn start(folder: &Path, flags: &[&str]) -> Self {
        let log = File::options()
            .create(true)
            .append(true)
            .open(folder.join(LOG))
            .unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_connect-chat"));
        command
            .env_clear()
            .arg("--data-dir")
            .arg(folder.join(STORE));
        let (id, secret) = KEY;
        command
            .args(["--listen", "127.0.0.1:0", "--access-key"])
            .arg(format!("{id}:{secret}"))
            .args(flags);
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
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
        Self {
            child: Some(child),
            address,
        }
    }

    /// A client that signs with the one key, and sends each request once.
    pub(crate) fn client(&self) -> Client {
        client_at(self.address)
    }

    /// A client of the participant service, of the same habits.
    pub(crate) fn participant_service(&self) -> connect_participant_client::Client {
        participant_service_at(self.address)
    }

    /// Kills it with SIGKILL, by the id of the process, and waits until it is gone.
    pub(crate) fn kill(mut self) -> ExitStatus {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap()
    }

    /// Sends SIGTERM. The shell has `kill` built in, also where there is no such program.
    pub(crate) fn terminate(&self) {
        let kill = format!("kill -TERM {}", self.child.as_ref().unwrap().id());
        assert!(
            Command::new("sh")
                .args(["-c", &kill])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for its end.
    pub(crate) fn wait(mut self) -> ExitStatus {
        self.child.take().unwrap().wait().unwrap()
    }
}

/// A client of the program at this address, which signs with the one key, and sends each request once.
pub(crate) fn client_at(address: SocketAddr) -> Client {
    let client = once_at(address)
        .credentials(Credentials::new(KEY.0, KEY.1))
        .region("us-east-1");
    client.build().unwrap().into()
}

/// A client of its participant service, of the same habits.
pub(crate) fn participant_service_at(address: SocketAddr) -> connect_participant_client::Client {
    once_at(address).build().unwrap().into()
}

fn once_at(address: SocketAddr) -> lockstep_client::Builder {
    lockstep_client::Client::builder()
        .endpoint(format!("http://{address}"))
        .retries(Retries::off())
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // A test has failed. If the process is gone already, there is nothing left to do.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
