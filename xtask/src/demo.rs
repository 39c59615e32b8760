//! `cargo xtask demo`: the whole chain, from the model to an answer, before the reader's eyes.

use std::env;
use std::error::Error;
use std::process::Command;

use crate::{paths, regenerate};

/// Regenerates the crates, then runs the demo of `connect-chat`.
///
/// # Errors
///
/// If the models cannot be generated, or an answer of the service was not the expected one.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    eprintln!("cargo xtask regenerate");
    regenerate::run(false)?;
    eprintln!("cargo run --package connect-chat --example demo");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "run",
            "--quiet",
            "--package",
            "connect-chat",
            "--example",
            "demo",
        ])
        .current_dir(paths::root())
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("the demo ended with {status}").into())
    }
}
