//! Counting the crates that are compiled for something, as `cargo tree` tells them.

use std::collections::BTreeSet;

use super::Problem;
use crate::ci::command::output_of;

/// The crate that what is counted is added to.
const CLIENT: &str = "lockstep-client";

/// Our crate that signs.
const SIGNER: &str = "lockstep-sigv4";

/// The client's feature for signed requests.
const FEATURE: &str = "sigv4";

/// How many crates a client gains that signs its requests, the one that signs among them.
///
/// # Errors
/// Cargo does not know the crate or its feature.
pub(super) fn gained_by_signing() -> Result<usize, Problem> {
    let with = tree(&["--package", CLIENT, "--features", FEATURE])?;
    Ok(with.difference(&without()?).count())
}

/// How many crates a client would gain with the crate that ours is compared with in its tests, itself among them.
///
/// # Errors
/// Cargo does not know the crate.
pub(super) fn gained_by(name: &str) -> Result<usize, Problem> {
    // Below our tests, and not by itself, because there it would have the features that the whole workspace asks for.
    let arguments = [
        "tree",
        "--locked",
        "--edges",
        "normal,build,dev",
        "--prefix",
        "depth",
        "--no-dedupe",
        "--format",
        " {p}",
        "--package",
        SIGNER,
    ];
    let with = below(&output_of("cargo", &arguments)?, name);
    if with.is_empty() {
        return Err(format!("{SIGNER} is not compared with {name}").into());
    }
    Ok(with.difference(&without()?).count())
}

fn without() -> Result<BTreeSet<String>, Problem> {
    tree(&["--package", CLIENT])
}

/// All crates below the one that is chosen and itself, with their versions: two versions are two crates to compile.
fn tree(chosen: &[&str]) -> Result<BTreeSet<String>, Problem> {
    let mut arguments = vec!["tree", "--locked", "--edges", "normal,build"];
    arguments.extend(["--prefix", "none", "--format", "{p}"]);
    arguments.extend(chosen);
    Ok(names(&output_of("cargo", &arguments)?))
}

/// The name and the version in each line.
pub(super) fn names(tree: &str) -> BTreeSet<String> {
    tree.lines().map(name_and_version).collect()
}

fn name_and_version(line: &str) -> String {
    line.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

/// A crate right below the root, and all below it, in a tree whose lines begin with how deep they stand.
fn below(tree: &str, name: &str) -> BTreeSet<String> {
    let lines = tree.lines().filter_map(|line| line.split_once(' '));
    let mut inside = false;
    let mut found = BTreeSet::new();
    for (depth, line) in lines {
        if depth == "1" {
            inside = line.split(' ').next() == Some(name);
        }
        if inside {
            found.insert(name_and_version(line));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_counts_once_and_each_version_by_itself() {
        let tree = "a v1.0.0 (/x/a)\nb v1.0.0\nb v2.0.0\nb v1.0.0 (*)\nc v1.0.0 (proc-macro)\n";
        let expected = ["a v1.0.0", "b v1.0.0", "b v2.0.0", "c v1.0.0"];
        assert_eq!(names(tree), expected.map(str::to_owned).into());
    }

    #[test]
    fn only_what_stands_below_a_crate_counts() {
        let tree =
            "0 a v1.0.0 (/x/a)\n1 b v1.0.0\n2 c v1.0.0\n3 d v1.0.0\n1 e v1.0.0\n2 c v2.0.0\n";
        let expected = ["b v1.0.0", "c v1.0.0", "d v1.0.0"];
        assert_eq!(below(tree, "b"), expected.map(str::to_owned).into());
        assert!(below(tree, "c").is_empty());
    }

    #[test]
    fn what_is_gained_is_what_was_not_there() {
        let gained = gained_by_signing().unwrap();
        assert!(gained > 0 && gained < gained_by("aws-sigv4").unwrap());
        assert_eq!(gained_by("http").unwrap(), 0);
        assert!(gained_by("no-such-crate").is_err());
    }
}
