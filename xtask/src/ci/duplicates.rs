//! Dependencies that are there in several versions: each that stays has its reason here.
//!
//! Versions that semantic versioning takes for compatible never stand side by side, so a version is told by its first
//! number that is not zero.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::Deserialize;

use super::{Outcome, verdict};
use crate::paths;

/// What stays: the name, the versions, and why there is more than one.
const STAY: &[(&str, &[&str], &str)] = &[
    (
        "base64",
        &["0.22", "0.23"],
        "sqlx is still on the older one; lockstep-core and reqwest share the newer",
    ),
    (
        "bit-set",
        &["0.8", "0.11"],
        "fancy-regex is still on the older one; proptest, in tests alone, has the newer",
    ),
    (
        "bit-vec",
        &["0.8", "0.10"],
        "below the two versions of bit-set",
    ),
    (
        "block-buffer",
        &["0.10", "0.12"],
        "below the two versions of digest",
    ),
    (
        "cpufeatures",
        &["0.2", "0.3"],
        "below the two versions of sha2",
    ),
    (
        "crypto-common",
        &["0.1", "0.2"],
        "below the two versions of digest",
    ),
    (
        "digest",
        &["0.10", "0.11"],
        "below the two versions of sha2",
    ),
    (
        "getrandom",
        &["0.2", "0.3", "0.4"],
        "ring, below reqwest's rustls features, is still on the oldest one, rand of axum's web sockets on the next",
    ),
    (
        "hashbrown",
        &["0.16", "0.17"],
        "sqlx, also through hashlink, is still on the older one; indexmap has the newer",
    ),
    (
        "r-efi",
        &["5", "6"],
        "below two versions of getrandom, on one platform",
    ),
    (
        "rand",
        &["0.9", "0.10"],
        "axum's web sockets are still on the older one; proptest, in tests alone, has the newer",
    ),
    (
        "rand_core",
        &["0.9", "0.10"],
        "below the two versions of rand",
    ),
    (
        "sha1",
        &["0.10", "0.11"],
        "axum's web sockets have the older one; sqlx's unused drivers for other databases the newer",
    ),
    (
        "sha2",
        &["0.10", "0.11"],
        "sqlx-core has the older one, its unused drivers for other databases the newer",
    ),
    (
        "syn",
        &["2", "3"],
        "macros of sqlx and tracing are still on 2; the generator, serde, clap and tokio are on 3",
    ),
    (
        "windows-sys",
        &["0.52", "0.61"],
        "ring, below reqwest's rustls features, is still on the older one",
    ),
];

#[derive(Deserialize)]
struct Lock {
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

/// Checks the lock file, which has what any feature and platform may bring in.
///
/// # Errors
/// Each package whose versions are not the ones listed; each name in the list that has but one version now.
pub(crate) fn check() -> Outcome {
    let text = fs::read_to_string(paths::root().join("Cargo.lock"))?;
    let lock: Lock = toml::from_str(&text)?;
    let pairs = lock
        .package
        .iter()
        .map(|package| (package.name.as_str(), package.version.as_str()));
    verdict(unexplained(pairs, STAY))
}

fn unexplained<'a>(
    packages: impl Iterator<Item = (&'a str, &'a str)>,
    stay: &[(&str, &[&str], &str)],
) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (name, version) in packages {
        versions
            .entry(name)
            .or_default()
            .insert(significant(version));
    }
    versions.retain(|_, versions| versions.len() > 1);
    let mut problems = Vec::new();
    for (name, expected, _) in stay {
        match versions.remove(name) {
            Some(found)
                if expected
                    .iter()
                    .map(|version| (*version).to_owned())
                    .collect::<BTreeSet<_>>()
                    == found => {}
            Some(found) => problems.push(format!(
                "{name} is listed as {expected:?}, and there are {found:?}"
            )),
            None => problems.push(format!(
                "{name} is there in one version now: take it from the list"
            )),
        }
    }
    problems.extend(
        versions
            .iter()
            .map(|(name, found)| format!("{name} is there as {found:?}, and no reason is given")),
    );
    problems
}

/// `2` of `2.0.119`, `0.10` of `0.10.7`, `0.0.3` of `0.0.3`.
fn significant(version: &str) -> String {
    let numbers = version.split(['.', '-', '+']);
    let zeros = numbers.clone().take_while(|number| *number == "0").count();
    numbers.take(zeros + 1).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_by_the_first_number_that_counts() {
        let found = ["2.0.119", "0.10.7", "0.0.3", "1.0.0-rc.1"].map(significant);
        assert_eq!(found, ["2", "0.10", "0.0.3", "1"]);
    }

    #[test]
    fn what_is_not_listed_and_what_is_listed_in_vain_are_problems() {
        let stay: &[(&str, &[&str], &str)] =
            &[("syn", &["2", "3"], "…"), ("http", &["0.2", "1"], "…")];
        let right = [
            ("syn", "2.0.1"),
            ("syn", "3.0.1"),
            ("http", "0.2.12"),
            ("http", "1.5.0"),
            ("bytes", "1.0.0"),
        ];
        assert_eq!(unexplained(right.into_iter(), stay), Vec::<String>::new());

        let wrong = [
            ("syn", "1.0.0"),
            ("syn", "2.0.0"),
            ("syn", "3.0.0"),
            ("http", "1.5.0"),
            ("rand", "0.8.5"),
            ("rand", "0.9.0"),
        ];
        assert_eq!(
            unexplained(wrong.into_iter(), stay),
            [
                "syn is listed as [\"2\", \"3\"], and there are {\"1\", \"2\", \"3\"}",
                "http is there in one version now: take it from the list",
                "rand is there as {\"0.8\", \"0.9\"}, and no reason is given"
            ]
        );
    }
}
