//! The log.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::config::{Config, LogFormat};
use crate::server::RunError;

/// What holds whatever the settings say: the library below the web sockets would log each frame, and with it what
/// people say and who they are.
const SILENT: &str = "tungstenite=warn";

/// Sends the program's log to the standard error, as the settings say.
pub(crate) fn init(config: &Config) -> Result<(), RunError> {
    let filter = EnvFilter::try_new(&config.log)
        .map_err(|error| RunError::Log(format!("{:?} is not a filter: {error}", config.log)))?;
    let silent = SILENT.parse();
    let filter = filter.add_directive(silent.map_err(|_| RunError::Log(SILENT.to_owned()))?);
    let lines = fmt().with_env_filter(filter).with_writer(io::stderr);
    match config.log_format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    }
    .map_err(|error| RunError::Log(error.to_string()))
}
