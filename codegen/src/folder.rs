//! A folder of models beside a `lockstep.toml`, which says what is made of each.

use std::error::Error;
use std::fs;
use std::path::Path;

use crate::tree::Files;
use crate::{generate, settings};

/// The name of the settings in a folder of models.
const SETTINGS: &str = "lockstep.toml";

/// The crates of all services that the settings in `folder` name. Errors and generated files call it `shown`, which is
/// the same on every machine, such as `model`.
///
/// # Errors
///
/// A file cannot be read, or what is wrong with a model or with the settings.
pub fn generate_all(folder: &Path, shown: &str) -> Result<Files, Box<dyn Error>> {
    let settings = settings::read(
        &format!("{shown}/{SETTINGS}"),
        &read(&folder.join(SETTINGS))?,
    )?;
    let mut all = Files::new();
    for service in &settings {
        let model = &service.model.value;
        let text = read(&folder.join(model))?;
        all.append(generate(&format!("{shown}/{model}"), &text, service)?)?;
    }
    Ok(all)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
