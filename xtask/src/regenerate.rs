//! `cargo xtask regenerate`: the models in, the generated crates out.

use std::error::Error;
use std::path::PathBuf;

use lockstep_codegen::{folder, tree};

use crate::paths;

/// Folders of models, as errors name them, each with the folder of the crates that are made of it: the project's own,
/// and those of the generator's tests, which cannot write theirs themselves because they are built with them.
const PLACES: [(&str, &str); 2] = [
    ("model", "crates/generated"),
    ("codegen/tests/models", "codegen/tests/golden"),
];

/// Writes the generated crates, or compares them.
///
/// # Errors
///
/// What is wrong with a model or its settings; with `check`, each file that is stale, missing or left over.
pub(crate) fn run(check: bool) -> Result<(), Box<dyn Error>> {
    for (models, crates) in PLACES {
        let files = folder::generate_all(&root(models), models)?;
        let place = root(crates);
        if check {
            tree::check(&place, &files)?;
            eprintln!("{crates}: {} files are what the models say", files.len());
        } else {
            let report = tree::write(&place, &files)?;
            eprintln!(
                "{crates}: {} files written, {} removed, {} unchanged",
                report.written.len(),
                report.removed.len(),
                report.unchanged
            );
        }
    }
    Ok(())
}

fn root(folder: &str) -> PathBuf {
    paths::root().join(folder)
}
