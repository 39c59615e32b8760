//! What came of a run: the table, the cases that failed, and what was not run.

use std::fmt;

use crate::compare::Mismatch;

/// The kinds of cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The client writes a request.
    ClientRequest,
    /// The client reads a response.
    ClientResponse,
    /// The server reads a request.
    ServerRequest,
    /// The server writes a response.
    ServerResponse,
    /// The server refuses a request.
    Malformed,
}

impl Kind {
    /// All, in the order of the table.
    pub const ALL: [Self; 5] = [
        Self::ClientRequest,
        Self::ClientResponse,
        Self::ServerRequest,
        Self::ServerResponse,
        Self::Malformed,
    ];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ClientRequest => "client request",
            Self::ClientResponse => "client response",
            Self::ServerRequest => "server request",
            Self::ServerResponse => "server response",
            Self::Malformed => "malformed",
        })
    }
}

/// A case that was run.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The suite's name.
    pub suite: &'static str,
    /// How it was run.
    pub kind: Kind,
    /// Its name.
    pub id: String,
    /// What it shows.
    pub documentation: String,
    /// What differs; nothing in a case that passed.
    pub mismatches: Vec<Mismatch>,
}

/// Cases that were not run.
#[derive(Clone, Debug)]
pub struct NotRun {
    /// The suite's name.
    pub suite: &'static str,
    /// How many.
    pub count: usize,
    /// What they are and why they were not run.
    pub what: String,
    /// Whether the run is incomplete without them, and so no success.
    pub counts: bool,
}

/// A whole run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The suites' names, in the order of the table.
    pub suites: Vec<&'static str>,
    /// All cases that were run, in their order.
    pub ran: Vec<Ran>,
    /// All that were not.
    pub not_run: Vec<NotRun>,
    /// What stopped a suite before its cases.
    pub problems: Vec<String>,
}

impl Report {
    /// How many cases passed and failed.
    #[must_use]
    pub fn totals(&self) -> (usize, usize) {
        let passed = self
            .ran
            .iter()
            .filter(|ran| ran.mismatches.is_empty())
            .count();
        (passed, self.ran.len() - passed)
    }

    /// Whether every case ran and passed. A suite without cases is no failure: that its crates compile is all that can be
    /// shown of it.
    #[must_use]
    pub fn is_success(&self) -> bool {
        let (_, failed) = self.totals();
        !self.suites.is_empty()
            && failed == 0
            && self.problems.is_empty()
            && !self.not_run.iter().any(|not_run| not_run.counts)
    }

    fn has_cases(&self, suite: &str) -> bool {
        self.ran.iter().any(|ran| ran.suite == suite)
            || self.not_run.iter().any(|not_run| not_run.suite == suite)
    }

    fn row(&self, suite: &str, kind: Kind) -> (usize, usize) {
        let ran = self
            .ran
            .iter()
            .filter(|ran| ran.suite == suite && ran.kind == kind);
        let (passed, failed): (Vec<_>, Vec<_>) = ran.partition(|ran| ran.mismatches.is_empty());
        (passed.len(), failed.len())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self
            .suites
            .iter()
            .map(|suite| suite.len())
            .max()
            .unwrap_or(0)
            .max("suite".len());
        writeln!(
            f,
            "{:width$}  {:15}  {:>5}  {:>6}  {:>6}",
            "suite", "kind", "cases", "passed", "failed"
        )?;
        for suite in self.suites.iter().filter(|suite| self.has_cases(suite)) {
            for kind in Kind::ALL {
                let (passed, failed) = self.row(suite, kind);
                let cases = passed + failed;
                writeln!(
                    f,
                    "{suite:width$}  {kind:15}  {cases:>5}  {passed:>6}  {failed:>6}"
                )?;
            }
        }
        for suite in self.suites.iter().filter(|suite| !self.has_cases(suite)) {
            writeln!(
                f,
                "{suite} has no cases: its crates were generated and compiled"
            )?;
        }
        for not_run in &self.not_run {
            writeln!(
                f,
                "not run yet: {} of {}: {}",
                not_run.count, not_run.suite, not_run.what
            )?;
        }
        for problem in &self.problems {
            writeln!(f, "problem: {problem}")?;
        }
        for ran in self.ran.iter().filter(|ran| !ran.mismatches.is_empty()) {
            writeln!(f, "\nFAILED {} ({}, {})", ran.id, ran.suite, ran.kind)?;
            for line in ran
                .documentation
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
            {
                writeln!(f, "  {line}")?;
            }
            for Mismatch {
                what,
                expected,
                came,
            } in &ran.mismatches
            {
                writeln!(
                    f,
                    "  - {what}\n    expected: {expected}\n    came:     {came}"
                )?;
            }
        }
        let (passed, failed) = self.totals();
        write!(f, "\n{passed} passed, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, NotRun, Ran, Report};
    use crate::compare::Mismatch;

    fn report(mismatches: Vec<Mismatch>) -> Report {
        let ran = |id: &str, mismatches| Ran {
            suite: "small",
            kind: Kind::ClientRequest,
            id: id.to_owned(),
            documentation: "What it\n  shows.".to_owned(),
            mismatches,
        };
        Report {
            suites: vec!["small"],
            ran: vec![ran("A", Vec::new()), ran("B", mismatches)],
            ..Report::default()
        }
    }

    #[test]
    fn only_a_whole_run_is_a_success() {
        assert!(report(Vec::new()).is_success());
        assert!(!Report::default().is_success());
        assert!(!report(vec![Mismatch::new("path", "/a", "/b")]).is_success());
        let not_run = |counts| NotRun {
            suite: "small",
            count: 1,
            what: "x".to_owned(),
            counts,
        };
        assert!(
            !Report {
                not_run: vec![not_run(true)],
                ..report(Vec::new())
            }
            .is_success()
        );
        assert!(
            Report {
                not_run: vec![not_run(false)],
                ..report(Vec::new())
            }
            .is_success()
        );
        assert!(
            !Report {
                problems: vec!["no".to_owned()],
                ..report(Vec::new())
            }
            .is_success()
        );
    }

    #[test]
    fn a_suite_without_cases_is_no_failure() {
        let report = Report {
            suites: vec!["empty"],
            ..Report::default()
        };
        assert!(report.is_success());
        let text = report.to_string();
        assert!(
            text.contains("\nempty has no cases: its crates were generated and compiled\n"),
            "{text}"
        );
        assert!(text.ends_with("\n0 passed, 0 failed"), "{text}");
    }

    #[test]
    fn a_failing_case_is_shown_whole_and_the_last_line_counts() {
        let text = report(vec![Mismatch::new("path", "/a", "/b")]).to_string();
        let expected = "\
suite  kind             cases  passed  failed
small  client request       2       1       1
small  client response      0       0       0
small  server request       0       0       0
small  server response      0       0       0
small  malformed            0       0       0

FAILED B (small, client request)
  What it
  shows.
  - path
    expected: /a
    came:     /b

1 passed, 1 failed";
        assert_eq!(text, expected);
    }
}
