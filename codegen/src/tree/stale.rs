//! What is wrong with files that are not what the model says.

use std::collections::BTreeMap;
use std::fmt;

/// The command that makes the files what they should be.
const COMMAND: &str = "cargo xtask regenerate";

/// How a file differs from what the model says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It is not there, or cannot be read.
    Missing,
    /// It is there and should not be.
    LeftOver,
    /// It has another text.
    Stale {
        /// The first line that differs, from 1.
        line: usize,
        /// That line as the model says it; `None` if the text ends before.
        expected: Option<String>,
        /// That line as it is; `None` if the text ends before.
        found: Option<String>,
    },
}

/// The files that differ from what the model says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Differences by relative path, sorted.
    pub files: BTreeMap<String, Difference>,
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "generated files differ from what the model says:")?;
        for (path, difference) in &self.files {
            match difference {
                Difference::Missing => writeln!(f, "  missing:   {path}")?,
                Difference::LeftOver => writeln!(f, "  left over: {path}")?,
                Difference::Stale { line, .. } => writeln!(f, "  stale:     {path}:{line}")?,
            }
        }
        let first = self
            .files
            .iter()
            .find_map(|(path, difference)| match difference {
                Difference::Stale {
                    line,
                    expected,
                    found,
                } => Some((path, line, expected, found)),
                _ => None,
            });
        if let Some((path, line, expected, found)) = first {
            let show = |text: &Option<String>| {
                text.as_ref()
                    .map_or("(the file ends)".into(), |text| format!("{text:?}"))
            };
            writeln!(f, "first difference, {path}:{line}:")?;
            writeln!(f, "  expected {}", show(expected))?;
            writeln!(f, "  found    {}", show(found))?;
        }
        write!(f, "run `{COMMAND}`")
    }
}

impl std::error::Error for Stale {}
