//! What every `Cargo.toml` must say: no `unsafe`, one licence, one edition, one oldest compiler.

use std::fs;

use super::members::{self, Member};
use super::{Outcome, Problem, verdict};
use crate::paths;

/// What each crate's manifest says once the workspace's own has been taken in.
const EXPECTED: [(&str, &str); 3] = [
    ("licence", "MIT OR Apache-2.0"),
    ("edition", "2024"),
    ("rust-version", "1.95"),
];

/// Checks the manifests of all crates.
///
/// # Errors
/// What each lacks.
pub(crate) fn check() -> Outcome {
    let workspace = read(&paths::root().join("Cargo.toml"))?;
    let mut problems = Vec::new();
    for member in members::all()? {
        problems.extend(package(&member));
        let lints = lints(&read(&member.manifest_path)?, &workspace);
        problems.extend(lints.map(|problem| format!("{}: {problem}", member.name)));
    }
    verdict(problems)
}

fn read(path: &std::path::Path) -> Result<toml::Table, Problem> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.parse()?)
}

/// What is wrong with the `[package]` of a crate.
fn package(member: &Member) -> Vec<String> {
    let found = [
        member.license.as_deref(),
        Some(&*member.edition),
        member.rust_version.as_deref(),
    ];
    let pairs = EXPECTED.iter().zip(found);
    let mut problems: Vec<String> = pairs
        .filter(|((_, expected), found)| *found != Some(*expected))
        .map(|((key, expected), found)| {
            format!(
                "{}: {key} is {found:?} instead of {expected:?}",
                member.name
            )
        })
        .collect();
    if member.description.as_deref().is_none_or(str::is_empty) {
        problems.push(format!("{}: there is no description", member.name));
    }
    problems
}

/// Whether a manifest leaves `unsafe` possible. Only `forbid` counts: `deny` can be lifted in any file.
fn lints(manifest: &toml::Table, workspace: &toml::Table) -> Option<String> {
    let at = |table: &toml::Table, path: &[&str]| {
        let (first, rest) = path.split_first()?;
        rest.iter()
            .try_fold(table.get(*first)?, |value, key| value.get(key))
            .cloned()
    };
    let inherits =
        at(manifest, &["lints", "workspace"]).and_then(|value| value.as_bool()) == Some(true);
    let level = if inherits {
        at(workspace, &["workspace", "lints", "rust", "unsafe_code"])
    } else {
        at(manifest, &["lints", "rust", "unsafe_code"])
    };
    let level = level.map(|level| level.get("level").cloned().unwrap_or(level));
    let level = level.as_ref().and_then(toml::Value::as_str);
    (level != Some("forbid"))
        .then(|| format!("the lint unsafe_code is {level:?} instead of \"forbid\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKSPACE: &str = "workspace.lints.rust.unsafe_code = 'forbid'";

    #[track_caller]
    fn forbids(expected: bool, manifest: &str, workspace: &str) {
        let problem = lints(&manifest.parse().unwrap(), &workspace.parse().unwrap());
        assert_eq!(problem.is_none(), expected, "{problem:?}");
    }

    #[test]
    fn unsafe_must_be_forbidden_in_every_manifest() {
        forbids(true, "lints.workspace = true", WORKSPACE);
        forbids(true, "lints.rust.unsafe_code = 'forbid'", "");
        forbids(
            true,
            "lints.rust.unsafe_code = { level = 'forbid', priority = 1 }",
            "",
        );
        forbids(false, "", WORKSPACE);
        forbids(false, "lints.workspace = false", WORKSPACE);
        forbids(
            false,
            "lints.workspace = true",
            "workspace.lints.rust.unsafe_code = 'deny'",
        );
        forbids(false, "lints.rust.missing_docs = 'warn'", WORKSPACE);
    }

    #[test]
    fn another_licence_edition_or_compiler_is_a_problem() {
        let mut member = members::all().unwrap().remove(0);
        assert_eq!(package(&member), Vec::<String>::new());
        member.license = Some("GPL-3.0".to_owned());
        member.edition = "2021".to_owned();
        member.rust_version = None;
        member.description = None;
        assert_eq!(package(&member).len(), 4);
    }
}
