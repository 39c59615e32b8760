//! The program `connect-chat`.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use connect_chat::config::Config;
use connect_chat::{server, service};

#[tokio::main]
async fn main() -> ExitCode {
    match server::run(Config::parse(), service::router).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If the standard error is closed too, the exit status is all that is left to say.
            let _ = writeln!(io::stderr(), "connect-chat: {}", with_causes(&error));
            ExitCode::FAILURE
        }
    }
}

fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
