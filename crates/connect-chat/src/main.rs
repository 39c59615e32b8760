//! The program `connect-chat`.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use connect_chat::config::Config;
use connect_chat::control::client::{self, CallError, Length};
use connect_chat::{server, service};

/// Amazon Connect chat on your own machine.
///
/// Clients of Amazon Connect reach it when their endpoint is the address below, such as
/// `AWS_ENDPOINT_URL=http://127.0.0.1:8080`. The first line of the standard output says where the service
/// listens; the log goes to the standard error. `GET /health` answers 200 as long as the store works. The
/// service ends by itself, without loss and with status 0, on SIGTERM and on ctrl-c.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Program {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    config: Config,
}

#[derive(Subcommand)]
enum Command {
    /// Asks a running service for its clock, or moves it
    Clock {
        #[command(subcommand)]
        what: Clock,
    },
}

#[derive(Subcommand)]
enum Clock {
    /// Moves a manual clock on, waits until all that fell due is recorded and shown, and prints the new time
    Advance {
        /// How far, such as 90s, 5m, 2h, 1d or 1h30m
        by: Length,
        #[command(flatten)]
        service: Service,
    },
    /// Prints what the clock shows
    Show {
        #[command(flatten)]
        service: Service,
    },
}

#[derive(Args)]
struct Service {
    /// Where the service listens for those who control it: what was its own --control
    #[arg(
        long,
        env = "CONNECT_CHAT_CONTROL",
        value_name = "URL",
        default_value = "http://127.0.0.1:8081"
    )]
    control: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    let program = Program::parse();
    let ended = match program.command {
        None => server::run(program.config, service::router)
            .await
            .map_err(|error| with_causes(&error)),
        Some(Command::Clock { what }) => clock(what).await.map_err(|error| with_causes(&error)),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // If the standard error is closed too, the exit status is all that is left to say.
            let _ = writeln!(io::stderr(), "connect-chat: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn clock(what: Clock) -> Result<(), CallError> {
    let now = match what {
        Clock::Advance { by, service } => client::advance(&service.control, by.0).await?,
        Clock::Show { service } => client::now(&service.control).await?,
    };
    // Whoever does not listen does not want to know.
    let _ = writeln!(io::stdout(), "{now}");
    Ok(())
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
