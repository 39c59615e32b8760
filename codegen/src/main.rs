//! `lockstep MODELS CRATES [--check]`: the crates of a folder of models, without a workspace around them.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use lockstep_codegen::{folder, tree};

const USAGE: &str = "\
lockstep MODELS CRATES [--check]

Reads MODELS/lockstep.toml and the models that it names, and writes three crates for each into the folder CRATES.
With --check, writes nothing, and fails if what is there differs from what the models say.";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [models, crates] => run(models.as_ref(), crates.as_ref(), false),
        [models, crates, check] if check == "--check" => {
            run(models.as_ref(), crates.as_ref(), true)
        }
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the crates, or compares them.
fn run(models: &Path, crates: &Path, check: bool) -> Result<(), Box<dyn Error>> {
    // By its last part alone, because what is generated must not say where it was generated.
    let shown = models.file_name().unwrap_or(models.as_os_str());
    let files = folder::generate_all(models, &shown.to_string_lossy())?;
    if check {
        tree::check(crates, &files)?;
        return Ok(());
    }
    let report = tree::write(crates, &files)?;
    eprintln!(
        "{} files written, {} removed, {} unchanged",
        report.written.len(),
        report.removed.len(),
        report.unchanged
    );
    Ok(())
}
