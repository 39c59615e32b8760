//! The project's own commands; `cargo xtask help` lists them.

mod bench;
mod ci;
mod conformance;
mod corpus;
mod demo;
mod interop;
mod lockstep;
mod paths;
mod regenerate;
mod scratch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Count what something costs, beside what others pay for it.
    Bench {
        /// What is counted.
        subject: bench::Subject,
        /// For `codegen`: a folder of models of AWS, `connect.json` among them.
        #[arg(value_name = "DIR")]
        models: Option<PathBuf>,
    },
    /// Check everything that must hold before a change is taken, apart from the tests.
    Ci {
        /// The steps to run, in their usual order; all of them if none is named.
        #[arg(value_name = "STEP", value_parser = clap::builder::PossibleValuesParser::new(ci::names()))]
        steps: Vec<String>,
    },
    /// Run the protocol tests of models against the client and the server that are generated from them.
    Conformance {
        /// Models in Smithy's JSON AST with traits of `smithy.test`; `-` is the standard input.
        #[arg(value_name = "FILE", required = true)]
        models: Vec<PathBuf>,
        /// The service to test, if a model has several and not all are meant.
        #[arg(long, value_name = "ID")]
        service: Option<String>,
        /// Break the wire in twenty ways, one after the other, and fail unless each turns a case red.
        #[arg(long)]
        self_test: bool,
    },
    /// Generate the services of a folder of models, and see whether all of it compiles without a warning.
    Corpus(corpus::Options),
    /// Show the whole chain at work: regenerate, start the service, and drive it with the generated client.
    Demo,
    /// Install Amazon's own clients and run them, unmodified, against the service.
    Interop(interop::Options),
    /// Make random models and check that their generated clients and servers say the same.
    Lockstep(lockstep::Options),
    /// Write the generated crates from the models in `model/`.
    Regenerate {
        /// Write nothing; fail if what is committed differs from what the models say.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Bench { subject, models } => bench::run(subject, models.as_deref()),
        Command::Ci { steps } => ci::run(&steps),
        Command::Conformance {
            models,
            service,
            self_test,
        } => {
            match conformance::run(&models, service.as_deref(), self_test) {
                // The table is all there is to say, whatever came of it.
                Ok(status) => return status,
                Err(problem) => Err(problem),
            }
        }
        Command::Corpus(options) => match corpus::run(&options) {
            Ok(status) => return status,
            Err(problem) => Err(problem),
        },
        Command::Demo => demo::run(),
        Command::Interop(options) => match interop::run(&options) {
            Ok(status) => return status,
            Err(problem) => Err(problem),
        },
        Command::Lockstep(options) => match lockstep::run(options) {
            Ok(status) => return status,
            Err(problem) => Err(problem),
        },
        Command::Regenerate { check } => regenerate::run(check),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
