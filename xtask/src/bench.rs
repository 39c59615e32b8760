//! `cargo xtask bench`: what something costs, beside what others pay for it.
//!
//! Instructions and crates are counted, because they are the same in every run; times are taken only of the generator and
//! the compiler, side by side in one run, and no test depends on one.

mod codegen;
mod crates;
mod instructions;
mod sigv4;
mod table;

use std::error::Error;
use std::path::Path;

use clap::ValueEnum;

/// Why nothing was counted.
type Problem = Box<dyn Error>;

/// What is counted.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Subject {
    /// Signing and verifying a request, beside `aws-sigv4`; needs valgrind.
    Sigv4,
    /// Generating code, and compiling what was generated; takes some minutes.
    Codegen,
}

/// Counts, and prints the figures as a table; `models` is a folder of models of AWS.
///
/// # Errors
/// A program that counts is not installed, or something does not compile or run.
pub(crate) fn run(subject: Subject, models: Option<&Path>) -> Result<(), Problem> {
    match subject {
        Subject::Sigv4 => print!("{}", sigv4::count()?),
        Subject::Codegen => codegen::measure(models)?,
    }
    Ok(())
}
