//! Models of our own, and the crates that are made of them.
//!
//! The crates are members of the workspace, so that they must compile; the tests beside this one use them.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lockstep_codegen::tree::{self, Files};
use lockstep_codegen::{generate, settings};

#[test]
fn golden_crates_are_what_the_models_say() {
    if let Err(stale) = tree::check(&here().join("golden"), &generate_all()) {
        panic!("{stale}");
    }
}

#[test]
fn the_output_is_the_same_on_every_run() {
    assert_eq!(generate_all(), generate_all());
}

#[test]
fn every_model_has_a_section_in_the_settings() {
    let named: BTreeSet<String> = read_settings()
        .into_iter()
        .map(|service| service.model.value)
        .collect();
    let entries = fs::read_dir(here().join("models")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let models: BTreeSet<String> = names.filter(|name| name.ends_with(".json")).collect();
    assert_eq!(named, models);
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn read_settings() -> Vec<settings::ServiceSettings> {
    let text = fs::read_to_string(here().join("models/lockstep.toml")).unwrap();
    settings::read("codegen/tests/models/lockstep.toml", &text)
        .unwrap_or_else(|errors| panic!("{errors}"))
}

fn generate_all() -> Files {
    let mut all = Files::new();
    for service in read_settings() {
        let text = fs::read_to_string(here().join("models").join(&service.model.value)).unwrap();
        let name = format!("codegen/tests/models/{}", service.model.value);
        let files = generate(&name, &text, &service).unwrap_or_else(|errors| panic!("{errors}"));
        for (path, text) in files.iter() {
            all.insert(path, text).unwrap();
        }
    }
    all
}
