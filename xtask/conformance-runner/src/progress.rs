//! How far a run has come, for whoever watches it.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// How often the line is written anew.
const PAUSE: Duration = Duration::from_millis(100);

/// A line on standard error that counts. Nothing is written where that is no terminal.
pub(crate) struct Progress {
    name: String,
    total: usize,
    done: usize,
    is_shown: bool,
    shown: Option<Instant>,
}

impl Progress {
    pub(crate) fn new(name: &str, total: usize) -> Self {
        Self {
            name: name.to_owned(),
            total,
            done: 0,
            is_shown: std::io::stderr().is_terminal(),
            shown: None,
        }
    }

    /// One more is done.
    pub(crate) fn step(&mut self) {
        self.done += 1;
        let is_due = self.shown.is_none_or(|shown| shown.elapsed() >= PAUSE);
        if self.is_shown && is_due {
            self.shown = Some(Instant::now());
            self.write(&format!("{} {}/{}", self.name, self.done, self.total));
        }
    }

    /// Writes the line over the last one. A terminal that went away is no reason to stop.
    fn write(&self, line: &str) {
        let _ = write!(std::io::stderr().lock(), "\r\x1b[K{line}");
    }
}

/// Takes the line away.
impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            self.write("");
        }
    }
}
