//! `cargo xtask conformance`: the protocol tests of a model against the client and the server that are generated from it.
//!
//! The crates of each service, a harness beside them and one program that runs all harnesses go into a scratch workspace
//! below the target folder, which is built and run there. The program prints the table; what it does with a case stands
//! in the crate `conformance-runner`.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::scratch::{self, Program, Service};

/// Runs all cases of the models; of one service alone, if it is named. `-` is the standard input.
///
/// The status is that of the run: 0 only if every case ran and passed. A self-test breaks the wire in twenty ways instead,
/// one after the other; its status is 0 only if each break turned a case red.
///
/// # Errors
///
/// A model cannot be read or generated, or what is generated does not compile.
pub(crate) fn run(
    models: &[PathBuf],
    service: Option<&str>,
    self_test: bool,
) -> Result<ExitCode, Box<dyn Error>> {
    let mut services: Vec<Service> = Vec::new();
    for model in models {
        services.extend(scratch::of_model(model, service)?);
    }
    scratch::name_apart(&mut services)?;
    for service in &services {
        let left_out = service.left_out();
        if !left_out.is_empty() {
            let (name, left_out) = (service.name(), left_out.join(", "));
            eprintln!("conformance: {name}: left out, because they stream events: {left_out}");
        }
    }
    let program = Program::open("conformance", "main")?;
    program.write(&services)?;
    program.build()?;
    program.run(self_test)
}
