//! Invariants of the chat's sources, found by looking for names.

use std::fs;
use std::io;
use std::path::Path;

use super::{Outcome, Problem, verdict};
use crate::paths;

/// The files of `connect-chat` that may name both sides: one for each service, and one for the files that people share.
const CONVERSIONS: [&str; 3] = [
    "convert/connect.rs",
    "convert/participant.rs",
    "convert/participant/files.rs",
];

/// How a file of `connect-chat` names types of the wire: the generated types, from their crate or through the server's.
const WIRE: [&str; 8] = [
    "connect_types",
    "connect_server::types",
    "connect_server::{",
    "connect_server::*",
    "connect_participant_types",
    "connect_participant_server::types",
    "connect_participant_server::{",
    "connect_participant_server::*",
];

/// How a file of `connect-chat` names what a chat is. `crate::moment` is not among them: whoever calls the store stamps
/// the call with the time. The last one hides which modules follow, so it counts as one of them.
const DOMAIN: [&str; 11] = [
    "chat_timeouts",
    "crate::attachment",
    "crate::connection",
    "crate::contact",
    "crate::conversation",
    "crate::ids",
    "crate::item",
    "crate::participant",
    "crate::talk",
    "crate::transfer",
    "crate::{",
];

/// How a file of `chat-timeouts` would ask what time it is.
const CLOCKS: [&str; 2] = ["SystemTime", "Instant"];

/// A source: its path below `src`, and its text.
type Source = (String, String);

/// Checks that one file for each service alone converts between the wire and the domain, and that the timers ask no clock.
///
/// # Errors
/// The files that break this.
pub(crate) fn check() -> Outcome {
    let crates = paths::root().join("crates");
    let mut problems = conversions(&sources(&crates.join("connect-chat/src"))?);
    problems.extend(clocks(&sources(&crates.join("chat-timeouts/src"))?));
    verdict(problems)
}

fn conversions(sources: &[Source]) -> Vec<String> {
    let is_both = |text: &str| names_any(text, &WIRE) && names_any(text, &DOMAIN);
    let both: Vec<&str> = sources
        .iter()
        .filter(|(_, text)| is_both(text))
        .map(|(path, _)| path.as_str())
        .collect();
    let mut problems: Vec<String> = both
        .iter()
        .filter(|path| !CONVERSIONS.contains(path))
        .map(|path| format!("connect-chat/src/{path} names types of the wire and of the domain; only convert/ may"))
        .collect();
    let idle = CONVERSIONS.iter().filter(|path| !both.contains(path));
    problems.extend(idle.map(|path| {
        format!("connect-chat/src/{path} does not convert: is it called otherwise now?")
    }));
    problems
}

fn clocks(sources: &[Source]) -> Vec<String> {
    let asking = sources.iter().filter(|(_, text)| names_any(text, &CLOCKS));
    asking
        .map(|(path, _)| {
            format!("chat-timeouts/src/{path} asks a clock; time is an argument there")
        })
        .collect()
}

/// Whether a line that is not a comment has one of these names.
fn names_any(text: &str, names: &[&str]) -> bool {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.into_iter()
        .any(|line| names.iter().any(|name| line.contains(name)))
}

/// All Rust files below a folder, sorted.
fn sources(folder: &Path) -> Result<Vec<Source>, Problem> {
    let mut found = Vec::new();
    collect(folder, "", &mut found).map_err(|error| format!("{}: {error}", folder.display()))?;
    if found.is_empty() {
        return Err(format!("{}: there are no sources", folder.display()).into());
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), found)?;
        } else if name.ends_with(".rs") {
            found.push((name, fs::read_to_string(entry.path())?));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        (path.to_owned(), text.to_owned())
    }

    #[test]
    fn only_the_conversion_may_name_both_sides() {
        let convert = CONVERSIONS.map(|path| {
            source(
                path,
                "use connect_server::types::Contact;\nuse crate::contact;\n",
            )
        });
        let with = |others: &[Source]| [&convert, others].concat();
        let wire = source(
            "service.rs",
            "use connect_server::types::Contact;\n/// Not a `crate::contact::Contact`.\n",
        );
        let domain = source(
            "store/sqlite.rs",
            "use chat_timeouts::Pair;\nuse crate::contact::Contact;\n",
        );
        assert_eq!(conversions(&with(&[wire, domain])), Vec::<String>::new());

        for wire in [
            "connect_types::Contact",
            "connect_participant_server::{types::Item, Failure}",
        ] {
            let second = source(
                "store/rows.rs",
                &format!("use {wire};\nuse crate::{{contact, ids}};\n"),
            );
            let problems = conversions(&with(&[second]));
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(
                problems[0].starts_with("connect-chat/src/store/rows.rs names"),
                "{problems:?}"
            );
        }
    }

    #[test]
    fn a_conversion_that_converts_nothing_is_a_problem() {
        let idle = CONVERSIONS.map(|path| source(path, "use crate::contact;\n"));
        let problems = conversions(&idle);
        assert_eq!(problems.len(), CONVERSIONS.len(), "{problems:?}");
    }

    #[test]
    fn a_clock_is_a_problem() {
        assert_eq!(
            clocks(&[source(
                "lib.rs",
                "//! No `Instant` here.\nuse std::time::Duration;\n"
            )]),
            Vec::<String>::new()
        );
        assert_eq!(
            clocks(&[source("timer.rs", "let now = std::time::Instant::now();\n")]).len(),
            1
        );
    }
}
