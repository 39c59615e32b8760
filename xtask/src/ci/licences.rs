//! The licence of every dependency.
//!
//! `cargo-deny` does this and more. It takes minutes to compile on every new machine, and the largest part of what it
//! has more is a database of advisories that the checks cannot reach; what is left are this file and the one for
//! duplicates.

use serde::Deserialize;
use spdx::{Expression, LicenseReq, ParseMode};

use super::{Outcome, command, verdict};

/// The licences that dependencies may have: permissive ones, which ask for no more than that their text be kept. The one
/// for data, CDLA, is that of the root certificates below reqwest's rustls features.
const ALLOWED: [&str; 7] = [
    "Apache-2.0",
    "BSD-3-Clause",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
}

/// Checks the licences of all packages of the lock file that any feature or platform may bring in.
///
/// # Errors
/// Each package whose licence is not allowed; licences that are allowed and that nobody has.
pub(crate) fn check() -> Outcome {
    let arguments = [
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--all-features",
    ];
    let metadata: Metadata = serde_json::from_str(&command::output_of("cargo", &arguments)?)?;
    eprintln!("{} packages", metadata.packages.len());
    verdict(refused(&metadata.packages, &ALLOWED))
}

fn refused(packages: &[Package], allowed: &[&str]) -> Vec<String> {
    let mut problems = Vec::new();
    for Package {
        name,
        version,
        license,
    } in packages
    {
        let problem = match license {
            None => Some("names no licence".to_owned()),
            Some(license) => is_allowed(license, allowed).err(),
        };
        problems.extend(problem.map(|problem| format!("{name} {version} {problem}")));
    }
    let all: Vec<&str> = packages
        .iter()
        .filter_map(|package| package.license.as_deref())
        .collect();
    let needed = |licence: &&&str| {
        let others: Vec<&str> = allowed
            .iter()
            .copied()
            .filter(|other| other != *licence)
            .collect();
        all.iter()
            .any(|text| is_allowed(text, allowed).is_ok() && is_allowed(text, &others).is_err())
    };
    let unused = allowed.iter().filter(|licence| !needed(licence));
    problems.extend(
        unused.map(|licence| format!("{licence} is allowed, and no dependency needs that")),
    );
    problems
}

/// Whether an SPDX expression can be met by allowed licences alone. Some old packages write `/` for `OR`.
fn is_allowed(expression: &str, allowed: &[&str]) -> Result<(), String> {
    let parsed = Expression::parse_mode(expression, ParseMode::LAX)
        .map_err(|error| format!("has an unclear licence: {error}"))?;
    let is_one = |required: &LicenseReq| {
        required
            .license
            .id()
            .is_some_and(|id| allowed.contains(&id.name))
            && required.addition.is_none()
    };
    if parsed.evaluate(is_one) {
        Ok(())
    } else {
        Err(format!("is licensed as {expression}, which is not allowed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: bool, expression: &str) {
        let found = is_allowed(expression, &["MIT", "Apache-2.0", "Unicode-3.0"]);
        assert_eq!(found.is_ok(), expected, "{found:?}");
    }

    #[test]
    fn expressions_are_met_by_allowed_licences() {
        check(true, "MIT");
        check(true, "MIT/Apache-2.0");
        check(true, "GPL-3.0-only OR MIT");
        check(true, "(MIT OR Apache-2.0) AND Unicode-3.0");
        check(true, "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT");
        check(false, "GPL-3.0-only");
        check(false, "MIT AND MPL-2.0");
        check(false, "LicenseRef-Own");
        check(false, "free for all");
    }

    #[test]
    fn a_package_without_a_licence_and_a_licence_without_a_package_are_problems() {
        let package = |license: Option<&str>| Package {
            name: "x".to_owned(),
            version: "1.0.0".to_owned(),
            license: license.map(str::to_owned),
        };
        assert_eq!(
            refused(&[package(Some("MIT"))], &["MIT"]),
            Vec::<String>::new()
        );
        let packages = [
            package(Some("MIT OR Zlib")),
            package(None),
            package(Some("MPL-2.0")),
            package(Some("MIT")),
        ];
        assert_eq!(
            refused(&packages, &["MIT", "Zlib"]),
            [
                "x 1.0.0 names no licence",
                "x 1.0.0 is licensed as MPL-2.0, which is not allowed",
                "Zlib is allowed, and no dependency needs that"
            ]
        );
    }
}
