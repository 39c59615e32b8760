//! `cargo xtask regenerate`: the models in, the generated crates out.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use lockstep_codegen::tree::{self, Files};
use lockstep_codegen::{generate, settings};

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
        let files = generate_all(models)?;
        let folder = root(crates);
        if check {
            tree::check(&folder, &files)?;
            eprintln!("{crates}: {} files are what the models say", files.len());
        } else {
            let report = tree::write(&folder, &files)?;
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

/// The crates of all services that the settings in a folder name.
fn generate_all(models: &str) -> Result<Files, Box<dyn Error>> {
    let folder = root(models);
    let read = |path: &Path| {
        fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let settings = settings::read(
        &format!("{models}/lockstep.toml"),
        &read(&folder.join("lockstep.toml"))?,
    )?;
    let mut all = Files::new();
    for service in &settings {
        let name = format!("{models}/{}", service.model.value);
        let files = generate(&name, &read(&folder.join(&service.model.value))?, service)?;
        for (path, text) in files.iter() {
            all.insert(path, text)?;
        }
    }
    Ok(all)
}
