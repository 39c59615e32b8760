//! Traces of the machine that a file was made on: its folders, and the hosts that its packages came from.
//!
//! Such a path means nothing elsewhere, and such a host may not be there for others: which registry a machine uses is
//! that machine's configuration. The patterns are written so that they do not find themselves.

use std::fs;

use regex::Regex;

use super::{Outcome, Problem, files, verdict};
use crate::paths;

/// What is looked for in every file, and what it is called when found.
const PATTERNS: [(&str, &str); 5] = [
    (
        "a folder of one machine",
        r"(?:^|[^\w.}/-])/(?:work|root|home/\w+|Users/\w+)/",
    ),
    ("a folder of one machine", r"\b[A-Z]:\\+Users\\"),
    (
        "the host of a registry",
        r"(?i)\b(?:registry\.npmjs|registry\.yarnpkg|pypi|pythonhosted|proxy\.golang|sum\.golang|repo1?\.maven|(?:static|index)\.crates|deb\.debian)\.[a-z]+",
    ),
    (
        "an address that looks like a registry's",
        r"(?i)\bhttps?://[\w.-]*(?:registry|mirror|artifact|nexus|proxy|crates\.io)[\w.-]*",
    ),
    (
        "a registry's address",
        r"(?im)^\s*(?:registry|index-url|extra-index-url|replace-with)\s*=",
    ),
];

/// Files that npm writes, which give each package's address unless they are told not to.
const NPM_LOCKS: [&str; 2] = ["package-lock.json", "npm-shrinkwrap.json"];

/// Where Cargo's lock file says that packages come from. This is the registry's name, which every machine understands,
/// and not the host that it was reached by.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Looks through all files of the repository.
///
/// # Errors
/// Each place that names a machine's folder or a registry's host.
pub(crate) fn check() -> Outcome {
    let patterns = patterns()?;
    let mut problems = Vec::new();
    for path in files::all()? {
        let bytes =
            fs::read(paths::root().join(&path)).map_err(|error| format!("{path}: {error}"))?;
        let text = String::from_utf8_lossy(&bytes);
        problems.extend(traces(&path, &text, &patterns));
    }
    verdict(problems)
}

fn patterns() -> Result<Vec<(&'static str, Regex)>, Problem> {
    PATTERNS
        .iter()
        .map(|(what, pattern)| Ok((*what, Regex::new(pattern)?)))
        .collect()
}

fn traces(path: &str, text: &str, patterns: &[(&str, Regex)]) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for (what, pattern) in patterns {
            if let Some(hit) = pattern.find(line) {
                found.push(format!("{path}:{number}: {what}: {:?}", hit.as_str()));
            }
        }
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if NPM_LOCKS.contains(&name) && text.contains("\"resolved\"") {
        found.push(format!("{path} has `resolved` addresses; npm leaves them out with omit-lockfile-registry-resolved"));
    }
    if name == "Cargo.lock" {
        found.extend(foreign_sources(path, text));
    }
    found
}

/// Packages that come from anywhere but crates.io.
fn foreign_sources(path: &str, lock: &str) -> Vec<String> {
    let sources = lock
        .lines()
        .filter_map(|line| line.strip_prefix("source = "));
    let foreign = sources
        .map(|source| source.trim_matches('"'))
        .filter(|source| *source != CRATES_IO);
    foreign
        .map(|source| format!("{path}: a package comes from {source}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts what is found in a text; `~` stands for what the patterns look for, or they would find it here.
    #[track_caller]
    fn check(path: &str, text: &str, stands_for: &str, expected: usize) {
        let found = traces(path, &text.replace('~', stands_for), &patterns().unwrap());
        assert_eq!(found.len(), expected, "{found:?}");
    }

    #[test]
    fn folders_of_a_machine_are_found() {
        check("a.rs", "let x = \"/~/main\";", "work", 1);
        check("a.md", "see /~/.cargo/bin", "root", 1);
        check("a.md", "/~/someone/lockstep", "home", 1);
        check("a.md", "`/~/someone/lockstep`", "Users", 1);
        check("a.md", r"C:\~\someone", "Users", 1);
        check("a.rs", "an address https://example.com/~/x", "work", 0);
        check("a.rs", "the path {root}/~/x and ../~/x", "work", 0);
    }

    #[test]
    fn hosts_of_registries_are_found() {
        check("a.md", "from registry.~.org", "npmjs", 1);
        check("a.py", "files.~.org", "pythonhosted", 1);
        check("a.mod", "GOPROXY=proxy.~.org", "golang", 1);
        check(".npmrc", "~=http://10.0.0.1/", "registry", 1);
        check("a.toml", "https://~.example.com/npm", "mirror", 1);
        check(
            "a.md",
            "https://github.com/aws/aws-sdk-go-v2 and https://docs.rs/x and the ~ of crates",
            "registry",
            0,
        );
    }

    #[test]
    fn lock_files_name_no_hosts() {
        check("x/package-lock.json", "{\"~\": \"x.tgz\"}", "resolved", 1);
        check("x/other.json", "{\"~\": \"x.tgz\"}", "resolved", 0);
        check("Cargo.lock", "source = \"~\"\n", CRATES_IO, 0);
        check(
            "Cargo.lock",
            "source = \"git+https://github.com/x/y#~\"\n",
            "0",
            1,
        );
    }
}
