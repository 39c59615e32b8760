//! The files of the repository: where they stand, what they are called, how their lines end.

use std::collections::BTreeMap;

use super::{Outcome, Problem, command, verdict};

/// What may stand at the top of the repository besides dotfiles.
const TOP: [&str; 7] = [
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "codegen",
    "crates",
    "model",
    "xtask",
];

/// What must stand there, so that a moved folder is noticed.
const REQUIRED: [&str; 8] = [
    "Cargo.lock",
    "Cargo.toml",
    "README.md",
    "codegen",
    "crates",
    "model",
    "xtask",
    ".gitattributes",
];

/// Names of text by their ends. Git takes a file with a lone carriage return for a binary one.
const TEXT: [&str; 10] = [
    ".rs", ".toml", ".md", ".json", ".lock", ".sql", ".py", ".js", ".mjs", ".go",
];

/// One file, as git describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// Its path from the top.
    path: String,
    /// How lines end in what is committed and in what is checked out: `lf`, `crlf`, `mixed`, `none`, `-text`.
    line_ends: [String; 2],
    /// What `.gitattributes` says of it.
    attributes: String,
}

/// Checks all files that are committed, or would be by `git add --all`.
///
/// # Errors
/// Each file that stands, is called or ends its lines otherwise than it should; git does not answer.
pub(crate) fn check() -> Outcome {
    let entries = entries(&list(&["--eol"])?)?;
    let paths: Vec<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    let mut problems = top_level(&paths);
    problems.extend(same_but_for_case(&paths));
    problems.extend(entries.iter().filter_map(line_ends));
    verdict(problems)
}

/// The paths of all files that are committed, or would be by `git add --all`; those that are removed are left out.
///
/// # Errors
/// Git does not answer.
pub(crate) fn all() -> Result<Vec<String>, Problem> {
    let listed = list(&[])?;
    let exist = |path: &&str| crate::paths::root().join(path).exists();
    Ok(listed
        .split('\0')
        .filter(|path| !path.is_empty())
        .filter(exist)
        .map(str::to_owned)
        .collect())
}

fn list(options: &[&str]) -> Result<String, Problem> {
    let mut arguments = vec![
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ];
    arguments.extend(options);
    command::output_of("git", &arguments)
}

/// Lines such as `i/lf    w/lf    attr/text=auto eol=lf`, with the path behind a tab.
fn entries(listed: &str) -> Result<Vec<Entry>, Problem> {
    let entry = |line: &str| {
        let (facts, path) = line.split_once('\t')?;
        let (index, rest) = facts.strip_prefix("i/")?.split_once("w/")?;
        let (work_tree, attributes) = rest.split_once("attr/")?;
        let line_ends = [index, work_tree].map(|ends| ends.trim().to_owned());
        Some(Entry {
            path: path.to_owned(),
            line_ends,
            attributes: attributes.trim().to_owned(),
        })
    };
    let lines = listed.split('\0').filter(|line| !line.is_empty());
    lines
        .map(|line| entry(line).ok_or_else(|| format!("git describes a file as {line:?}").into()))
        .collect()
}

fn top_level(paths: &[&str]) -> Vec<String> {
    let first = |path: &&str| path.split('/').next().unwrap_or_default().to_owned();
    let mut found: Vec<String> = paths.iter().map(first).collect();
    found.dedup();
    let is_allowed = |name: &String| name.starts_with('.') || TOP.contains(&name.as_str());
    let extra = found.iter().filter(|name| !is_allowed(name));
    let missing = REQUIRED
        .iter()
        .filter(|name| found.iter().all(|found| found != *name));
    let mut problems: Vec<String> = missing.map(|name| format!("{name} is not there")).collect();
    problems.extend(extra.map(|name| {
        format!(
            "{name} does not belong at the top: only {} and dotfiles do",
            TOP.join(", ")
        )
    }));
    problems
}

/// Files and folders that are one and the same where case does not count.
fn same_but_for_case(paths: &[&str]) -> Vec<String> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for path in paths {
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        for name in folders.chain([*path]) {
            let first = known.entry(name.to_lowercase()).or_insert(name);
            if *first != name {
                problems.push(format!(
                    "{first} and {name} are called the same but for case"
                ));
            }
        }
    }
    problems.dedup();
    problems
}

fn line_ends(entry: &Entry) -> Option<String> {
    let path = &entry.path;
    // Recordings of what clients sent, bytes and all.
    if entry.attributes == "-text" {
        return None;
    }
    if !entry.attributes.contains("eol=lf") {
        return Some(format!(
            "{path}: .gitattributes does not say eol=lf of it, but {:?}",
            entry.attributes
        ));
    }
    let is_text = TEXT.iter().any(|end| path.ends_with(end));
    let is_wrong =
        |ends: &String| matches!(ends.as_str(), "crlf" | "mixed") || (is_text && ends == "-text");
    entry
        .line_ends
        .iter()
        .any(is_wrong)
        .then(|| format!("{path} has carriage returns"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_git_are_read() {
        let listed = "i/lf    w/crlf  attr/text=auto eol=lf \tcrates/a b.rs\0i/      w/-text attr/-text               \tx.http\0";
        let entries = entries(listed).unwrap();
        assert_eq!(entries[0].path, "crates/a b.rs");
        assert_eq!(entries[0].line_ends, ["lf", "crlf"]);
        assert_eq!(entries[0].attributes, "text=auto eol=lf");
        assert_eq!(
            (entries[1].path.as_str(), entries[1].attributes.as_str()),
            ("x.http", "-text")
        );
        assert!(super::entries("fatal\0").is_err());
    }

    #[test]
    fn the_top_holds_what_it_may_and_must() {
        let right = [
            ".ci/run",
            ".gitattributes",
            "Cargo.lock",
            "Cargo.toml",
            "README.md",
            "codegen/a",
            "crates/a",
            "model/a",
            "xtask/a",
        ];
        assert_eq!(top_level(&right), Vec::<String>::new());
        let mut wrong = right.to_vec();
        wrong[4] = "docs/README.md";
        let problems = top_level(&wrong);
        assert_eq!(problems[0], "README.md is not there");
        assert!(
            problems[1].starts_with("docs does not belong at the top"),
            "{problems:?}"
        );
    }

    #[test]
    fn names_differ_in_more_than_case() {
        assert_eq!(
            same_but_for_case(&["a/b.rs", "a/c.rs"]),
            Vec::<String>::new()
        );
        assert_eq!(
            same_but_for_case(&["a/Read.me", "a/read.ME"]),
            ["a/Read.me and a/read.ME are called the same but for case"]
        );
        assert_eq!(
            same_but_for_case(&["Docs/a", "docs/b"]),
            ["Docs and docs are called the same but for case"]
        );
    }

    #[track_caller]
    fn is_refused(expected: bool, path: &str, line_ends: [&str; 2], attributes: &str) {
        let line_ends = line_ends.map(str::to_owned);
        let entry = Entry {
            path: path.to_owned(),
            line_ends,
            attributes: attributes.to_owned(),
        };
        assert_eq!(super::line_ends(&entry).is_some(), expected, "{entry:?}");
    }

    #[test]
    fn carriage_returns_are_refused() {
        is_refused(false, "a.rs", ["lf", "lf"], "text=auto eol=lf");
        is_refused(false, "a.png", ["-text", "-text"], "text=auto eol=lf");
        is_refused(false, "a.http", ["crlf", "crlf"], "-text");
        is_refused(true, "a.rs", ["crlf", "lf"], "text=auto eol=lf");
        is_refused(true, "a.rs", ["", "mixed"], "text=auto eol=lf");
        is_refused(true, "a.rs", ["-text", "-text"], "text=auto eol=lf");
        is_refused(true, "a.rs", ["lf", "lf"], "");
    }
}
