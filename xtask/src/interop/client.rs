//! The clients, and how each is run.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::process::{self, Ended};
use crate::paths;

/// How long a client may take for all steps. The AWS CLI is a process for each step.
const TO_PLAY: Duration = Duration::from_secs(300);

/// All clients.
pub(super) const CLIENTS: [Client; 4] = [
    Client {
        name: "aws-cli",
        installation: "python",
        command: |needed| python(needed, "aws_cli.py"),
    },
    Client {
        name: "boto3",
        installation: "python",
        command: |needed| python(needed, "boto3_client.py"),
    },
    Client {
        name: "javascript",
        installation: "javascript",
        command: |needed| node("javascript", needed, &["scenario.mjs"]),
    },
    Client {
        name: "go",
        installation: "go",
        command: |needed| Ok(Command::new(needed.join("scenario"))),
    },
];

/// One client.
pub(super) struct Client {
    /// What it is called here, and in the scenario where it refuses a request.
    pub(super) name: &'static str,
    /// What must be installed for it.
    pub(super) installation: &'static str,
    /// Its script, given where its needs are installed.
    command: fn(&Path) -> Result<Command, String>,
}

/// Where the servers listen.
pub(super) struct Endpoints<'a> {
    /// Of the service.
    pub(super) service: &'a str,
    /// Of the server of faults.
    pub(super) faults: &'a str,
}

impl Client {
    /// Plays the scenario, with an empty folder as the user's home.
    ///
    /// # Errors
    ///
    /// The script cannot be started.
    pub(super) fn play(&self, endpoints: &Endpoints<'_>, home: &Path) -> Result<Ended, String> {
        let mut command = (self.command)(&paths::installed(self.installation))?;
        command
            .arg(paths::interop().join("scenario.json"))
            .args([endpoints.service, endpoints.faults]);
        process::run(at_home(&mut command, home), TO_PLAY)
    }
}

/// Lets a client see this folder as its user's home, and nothing else of this machine.
pub(super) fn at_home<'c>(command: &'c mut Command, home: &Path) -> &'c mut Command {
    command
        .current_dir(home)
        .env_clear()
        .envs(environment(home))
}

/// All that a client sees: made-up credentials, no settings of this machine's user, nowhere to go but the endpoint.
fn environment(home: &Path) -> Vec<(&'static str, PathBuf)> {
    let mut variables: Vec<(&str, PathBuf)> = [
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        // One attempt, so that an error is seen as it is, and not after its repetitions.
        ("AWS_MAX_ATTEMPTS", "1"),
        // The names are in many scripts, and the checkout stays as it is.
        ("PYTHONUTF8", "1"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
    ]
    .map(|(name, value)| (name, value.into()))
    .into();
    variables.push(("HOME", home.to_owned()));
    // Files that do not exist have no settings.
    variables.push(("AWS_CONFIG_FILE", home.join("config")));
    variables.push(("AWS_SHARED_CREDENTIALS_FILE", home.join("credentials")));
    if let Some(path) = env::var_os("PATH") {
        variables.push(("PATH", path.into()));
    }
    variables
}

/// A script, run by the Python that the clients are installed for.
pub(super) fn python(needed: &Path, script: &str) -> Result<Command, String> {
    let mut command = Command::new(needed.join("bin").join("python"));
    command.arg(paths::interop().join("python").join(script));
    Ok(command)
}

/// The first of these scripts of a folder, run by Node. It looks for packages above a script, so they go where the
/// packages are.
pub(super) fn node(folder: &str, needed: &Path, scripts: &[&str]) -> Result<Command, String> {
    let from = paths::interop().join(folder);
    for script in scripts {
        put(&from.join(script), &needed.join(script))
            .map_err(|error| format!("{script} cannot be copied: {error}"))?;
    }
    let mut command = Command::new("node");
    command.args(scripts.first().map(|script| needed.join(script)));
    Ok(command)
}

/// Copies a script. Another client may be reading it at this moment, so it is there at once and as a whole.
fn put(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().unwrap_or(to);
    let whole = tempfile::NamedTempFile::new_in(folder)?;
    fs::copy(from, whole.path())?;
    whole.persist(to)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_takes_the_place_of_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let [from, to] = ["from", "to"].map(|name| folder.path().join(name));
        for text in ["first", "2nd"] {
            fs::write(&from, text).unwrap();
            put(&from, &to).unwrap();
            assert_eq!(fs::read_to_string(&to).unwrap(), text);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
