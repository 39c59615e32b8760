//! `cargo xtask regenerate`: the models in, the generated crates out.

use std::error::Error;
use std::fs;
use std::path::Path;

use lockstep_codegen::tree::{self, Files};
use lockstep_codegen::{generate, settings};

use crate::paths;

/// Writes the generated crates, or compares them.
///
/// # Errors
///
/// What is wrong with a model or its settings; with `check`, each file that is stale, missing or left over.
pub(crate) fn run(check: bool) -> Result<(), Box<dyn Error>> {
    let files = generate_all(&paths::models())?;
    if check {
        tree::check(&paths::generated(), &files)?;
        eprintln!("{} generated files are what the models say", files.len());
    } else {
        let report = tree::write(&paths::generated(), &files)?;
        eprintln!(
            "{} files written, {} removed, {} unchanged",
            report.written.len(),
            report.removed.len(),
            report.unchanged
        );
    }
    Ok(())
}

/// The crates of all services that the settings in a folder name.
fn generate_all(models: &Path) -> Result<Files, Box<dyn Error>> {
    let read = |path: &Path| {
        fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let settings = settings::read("model/lockstep.toml", &read(&models.join("lockstep.toml"))?)?;
    let mut all = Files::new();
    for service in &settings {
        let name = format!("model/{}", service.model.value);
        let files = generate(&name, &read(&models.join(&service.model.value))?, service)?;
        for (path, text) in files.iter() {
            all.insert(path, text)?;
        }
    }
    Ok(all)
}
