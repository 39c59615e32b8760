//! Counting the instructions of one operation, with callgrind.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::Problem;
use crate::ci::command::output_of;

/// How often a program repeats its operation in the shorter of its two runs.
const TIMES: u64 = 200;

/// A program that repeats an operation as often as its last argument says.
pub(super) struct Program(PathBuf);

impl Program {
    /// Compiles an example with optimisations.
    ///
    /// # Errors
    /// Callgrind is not there, or the example does not compile.
    pub(super) fn example(package: &str, example: &str) -> Result<Self, Problem> {
        output_of("valgrind", &["--version"]).map_err(|problem| {
            format!(
                "{problem}\nInstructions are counted by valgrind; please install it: \
                 `apt-get install valgrind` on Debian"
            )
        })?;
        let arguments = [
            "build",
            "--quiet",
            "--release",
            "--package",
            package,
            "--example",
            example,
            "--message-format",
            "json",
        ];
        let messages = output_of("cargo", &arguments)?;
        let path = messages
            .lines()
            .find_map(|message| executable(message, example));
        Ok(Self(path.ok_or_else(|| {
            format!("cargo names no program for {example}")
        })?))
    }

    /// The instructions of one operation: what a run of twice as many has more, so that starting and ending the program
    /// do not count.
    ///
    /// # Errors
    /// The program fails, or callgrind does.
    pub(super) fn count(&self, arguments: &[&str]) -> Result<u64, Problem> {
        let once = self.run(arguments, TIMES)?;
        let twice = self.run(arguments, 2 * TIMES)?;
        Ok(twice.saturating_sub(once) / TIMES)
    }

    fn run(&self, arguments: &[&str], times: u64) -> Result<u64, Problem> {
        let counts = tempfile::NamedTempFile::new()?;
        let into = format!("--callgrind-out-file={}", counts.path().display());
        let (program, times) = (self.0.display().to_string(), times.to_string());
        let mut all = vec!["--tool=callgrind", "--quiet", &into, &program];
        all.extend(arguments);
        all.push(&times);
        output_of("valgrind", &all)?;
        let counted = total(&fs::read_to_string(counts.path())?);
        counted.ok_or_else(|| format!("callgrind counted nothing of {program}").into())
    }
}

/// The program that a message of Cargo names, if it is this example.
fn executable(message: &str, example: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    let this = message["target"]["name"] == example;
    let path = message["executable"].as_str().filter(|_| this)?;
    Some(path.into())
}

/// The sum that callgrind writes into its file.
fn total(counts: &str) -> Option<u64> {
    let line = counts.lines().find_map(|line| {
        line.strip_prefix("summary: ")
            .or_else(|| line.strip_prefix("totals: "))
    });
    line?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_stands_in_its_own_line() {
        let file = "version: 1\nevents: Ir\nsummary: 1352\n\nfn=(1) main\n3 12\ntotals: 1352\n";
        assert_eq!(total(file), Some(1352));
        assert_eq!(total("events: Ir\ntotals: 7\n"), Some(7));
        assert_eq!(total("events: Ir\n"), None);
    }

    #[test]
    fn the_program_is_the_one_of_the_example() {
        let message =
            r#"{"reason":"compiler-artifact","target":{"name":"count"},"executable":"/t/count"}"#;
        assert_eq!(executable(message, "count"), Some("/t/count".into()));
        assert_eq!(executable(message, "other"), None);
        let library = r#"{"target":{"name":"count"},"executable":null}"#;
        assert_eq!(executable(library, "count"), None);
        assert_eq!(executable("text", "count"), None);
    }
}
