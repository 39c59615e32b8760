//! The protocol tests of the project's own models, and of the official suites where they are.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Outcome, Problem, command};
use crate::paths;

/// The trait of services that speak the protocol which is generated.
const PROTOCOL: &str = "aws.protocols#restJson1";

/// Runs all cases in one go, and then tests the own ones: whether they tell when the wire is broken.
///
/// The suites are no part of the project, so that nothing is missing where they are not.
///
/// # Errors
///
/// A folder or a model cannot be read, or a run fails.
pub(crate) fn check() -> Outcome {
    let mut own = models_in(&paths::models())?;
    own.extend(models_in(&paths::test_models())?);
    let mut all = own.clone();
    let suites = paths::suites();
    if suites.is_dir() {
        all.extend(models_in(&suites)?);
    } else {
        eprintln!("the official suites are not here, so the project's own models are all");
    }
    let run = conformance(&[], &all);
    let test = conformance(&["--self-test"], &own);
    run.and(test)
}

fn conformance(options: &[&str], models: &[PathBuf]) -> Outcome {
    let models: Vec<_> = models.iter().map(|path| path.to_string_lossy()).collect();
    let mut arguments = vec!["xtask", "conformance"];
    arguments.extend(options);
    arguments.extend(models.iter().map(|path| &**path));
    command::cargo(&arguments)
}

/// The models of a folder that can be run, in the order of their names.
fn models_in(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "json") {
            let text = fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            let model: Value = serde_json::from_str(&text)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            if speaks_protocol(&model) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether the model has services, and all of them speak the protocol.
fn speaks_protocol(model: &Value) -> bool {
    let shapes = model.get("shapes").and_then(Value::as_object);
    let mut services = shapes
        .into_iter()
        .flat_map(|shapes| shapes.values())
        .filter(|shape| shape.get("type").and_then(Value::as_str) == Some("service"))
        .peekable();
    services.peek().is_some()
        && services.all(|service| {
            let traits = service.get("traits");
            traits.is_some_and(|traits| traits.get(PROTOCOL).is_some())
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{models_in, speaks_protocol};
    use crate::paths;

    #[test]
    fn models_are_chosen_by_what_their_services_speak() {
        let service = |protocol: &str| json!({"type": "service", "traits": {protocol: {}}});
        let ours = service("aws.protocols#restJson1");
        let other = service("aws.protocols#awsJson1_1");
        assert!(speaks_protocol(&json!({"shapes": {"a#A": ours}})));
        assert!(!speaks_protocol(&json!({"shapes": {"a#A": other}})));
        assert!(!speaks_protocol(
            &json!({"shapes": {"a#A": ours, "a#B": other}})
        ));
        assert!(!speaks_protocol(&json!({"shapes": {}})));
        assert!(!speaks_protocol(&json!([])));
    }

    #[test]
    fn the_own_models_are_among_them() {
        let own = ["connect.json", "connectparticipant.json"];
        let own = own.map(|name| paths::models().join(name));
        assert_eq!(models_in(&paths::models()).unwrap(), own);
        assert!(!models_in(&paths::test_models()).unwrap().is_empty());
        assert!(models_in(&paths::root().join("absent")).is_err());
    }
}
