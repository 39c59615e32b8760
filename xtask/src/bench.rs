//! `cargo xtask bench`: what something costs, beside what others pay for it.
//!
//! Instructions and crates are counted, because they are the same in every run; times are not taken.

mod crates;
mod instructions;
mod sigv4;
mod table;

use std::error::Error;

use clap::ValueEnum;

/// Why nothing was counted.
type Problem = Box<dyn Error>;

/// What is counted.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Subject {
    /// Signing and verifying a request, beside `aws-sigv4`; needs valgrind.
    Sigv4,
}

/// Counts, and prints the figures as a table.
///
/// # Errors
/// A program that counts is not installed, or something does not compile or run.
pub(crate) fn run(subject: Subject) -> Result<(), Problem> {
    let table = match subject {
        Subject::Sigv4 => sigv4::count()?,
    };
    print!("{table}");
    Ok(())
}
