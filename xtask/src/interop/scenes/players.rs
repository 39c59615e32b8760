//! The players, and how each is started.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use super::browser;
use crate::interop::client;

/// All players.
pub(super) const PLAYERS: [Kind; 4] = [
    Kind {
        name: "boto3",
        installation: "python",
        command: |needed| client::python(needed, "player.py"),
    },
    Kind {
        name: "javascript",
        installation: "javascript",
        command: |needed| client::node("javascript", needed, &JAVASCRIPT),
    },
    Kind {
        name: "java",
        installation: "java",
        command: java,
    },
    Kind {
        name: "chatjs",
        installation: "browser",
        command: browser::command,
    },
];

/// The player in JavaScript, and what it is made of.
const JAVASCRIPT: [&str; 4] = ["player.mjs", "participant.mjs", "socket.mjs", "failure.mjs"];

/// One client that scenes are played with.
pub(super) struct Kind {
    /// What it is called in the table.
    pub(super) name: &'static str,
    /// What must be installed for it.
    pub(super) installation: &'static str,
    /// Its script, given where its needs are installed.
    pub(super) command: fn(&Path) -> Result<Command, String>,
}

/// The player in Java, with its packages.
fn java(needed: &Path) -> Result<Command, String> {
    let classes = [needed.join("classes"), needed.join("lib").join("*")];
    let classes = std::env::join_paths(classes).map_err(|error| error.to_string())?;
    let mut command = Command::new("java");
    // It runs for some seconds, so it is better started fast than made fast.
    command.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]);
    command.args([OsStr::new("-cp"), &classes, OsStr::new("player.Player")]);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::paths;

    #[test]
    fn every_script_in_javascript_is_copied() {
        for entry in fs::read_dir(paths::interop().join("javascript")).unwrap() {
            let name = entry.unwrap().file_name();
            let name = name.to_str().unwrap();
            // The scenario of single calls stands for itself.
            let is_script = name.ends_with(".mjs") && name != "scenario.mjs";
            assert_eq!(JAVASCRIPT.contains(&name), is_script, "{name}");
        }
    }
}
