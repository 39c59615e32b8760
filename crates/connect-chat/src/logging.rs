//! The log.

use std::io::{self, IsTerminal};

use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

use crate::config::{Config, LogFormat};
use crate::server::RunError;

/// The library below the web sockets, which would log each frame, and with it what people say and who they are. No
/// other one logs what goes through it: hyper and axum say nothing of bodies, and sqlx tells statements without their
/// values.
const SILENT: &str = "tungstenite";

/// Sends the program's log to the standard error, as the settings say.
pub(crate) fn init(config: &Config) -> Result<(), RunError> {
    let filter = EnvFilter::try_new(&config.log)
        .map_err(|error| RunError::Log(format!("{:?} is not a filter: {error}", config.log)))?;
    let lines = fmt::layer().with_writer(io::stderr);
    let lines = match config.log_format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    // A filter of its own, because a directive of the settings could outdo another directive.
    let subscriber = tracing_subscriber::registry().with(filter);
    let subscriber = subscriber.with(filter_fn(may_be_logged)).with(lines);
    let set = subscriber.try_init();
    set.map_err(|error| RunError::Log(error.to_string()))
}

/// What holds whatever the settings say.
fn may_be_logged(what: &Metadata<'_>) -> bool {
    let part = what.target().strip_prefix(SILENT);
    let is_silent = part.is_some_and(|part| part.is_empty() || part.starts_with("::"));
    !is_silent || *what.level() <= Level::WARN
}
