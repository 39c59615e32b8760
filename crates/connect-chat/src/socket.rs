//! The web socket of a participant.

use std::time::Duration;

/// How long a socket lives, by the clock of the machine: as long as ChatJS keeps one.
pub const LIFE: Duration = Duration::from_secs(3_540);

/// Where it is, on the port of the API.
pub const PATH: &str = "/participant/websocket";
