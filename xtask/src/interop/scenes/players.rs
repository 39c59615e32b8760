//! The players, and how each is started.

use std::path::Path;
use std::process::Command;

use crate::interop::client;

/// All players.
pub(super) const PLAYERS: &[Kind] = &[Kind {
    name: "boto3",
    installation: "python",
    command: |needed| client::python(needed, "player.py"),
}];

/// One client that scenes are played with.
pub(super) struct Kind {
    /// What it is called in the table.
    pub(super) name: &'static str,
    /// What must be installed for it.
    pub(super) installation: &'static str,
    /// Its script, given where its needs are installed.
    pub(super) command: fn(&Path) -> Result<Command, String>,
}
