//! What came of it: a table of steps and clients, what went wrong, and how much of each.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use super::process::{Ended, tail};

/// What one client's script said.
pub(super) struct Played {
    client: &'static str,
    /// Each step that it named: none if the step is as expected, and otherwise what was expected and what came.
    verdicts: BTreeMap<String, Option<String>>,
    /// What is wrong besides.
    problem: Option<String>,
}

/// How many steps there were over all clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    passed: usize,
    /// Steps that did not run have failed.
    pub(super) failed: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

impl Played {
    /// A client that could not be run.
    pub(super) fn not_run(client: &'static str, why: String) -> Self {
        Self {
            client,
            verdicts: BTreeMap::new(),
            problem: Some(why),
        }
    }

    /// Reads what a script printed: `ok NAME` or `FAIL NAME expected … got …` in each line.
    pub(super) fn from_run(client: &'static str, run: Result<Ended, String>) -> Self {
        let ended = match run {
            Ok(ended) => ended,
            Err(why) => return Self::not_run(client, why),
        };
        let mut verdicts = BTreeMap::new();
        let mut problem = None;
        for line in ended.stdout.lines() {
            match line.split_once(' ') {
                Some(("ok", name)) => verdicts.insert(name.to_owned(), None),
                Some(("FAIL", text)) => {
                    let name = text.split(' ').next().unwrap_or_default();
                    verdicts.insert(name.to_owned(), Some(text.to_owned()))
                }
                _ => {
                    problem = Some(format!("it printed {line:?}"));
                    None
                }
            };
        }
        match ended.status {
            None => {
                problem = Some(format!(
                    "it took too long and was stopped\n{}",
                    tail(&ended.stderr)
                ))
            }
            // A failed step is reason enough for a script to fail.
            Some(status) if !status.success() && verdicts.values().all(Option::is_none) => {
                problem = Some(format!("it ended with {status}\n{}", tail(&ended.stderr)));
            }
            Some(_) => {}
        }
        Self {
            client,
            verdicts,
            problem,
        }
    }

    /// What was found of each step: what was expected and what came, if that is not the same.
    pub(super) fn of<'a>(
        client: &'static str,
        verdicts: impl Iterator<Item = (&'a str, Result<(), String>)>,
    ) -> Self {
        let reason =
            |name, verdict: Result<(), String>| verdict.err().map(|why| format!("{name} {why}"));
        Self {
            client,
            verdicts: verdicts
                .map(|(name, verdict)| (name.to_owned(), reason(name, verdict)))
                .collect(),
            problem: None,
        }
    }

    fn cell(&self, step: &str) -> &'static str {
        match self.verdicts.get(step) {
            Some(None) => "ok",
            Some(Some(_)) => "FAIL",
            None => "not run",
        }
    }
}

/// Prints the table, below it what went wrong, and how much of each in a last line of its own.
///
/// # Errors
///
/// The standard output is closed.
pub(super) fn print(steps: &[String], played: &[Played]) -> io::Result<Tally> {
    let (text, tally) = describe(steps, played);
    writeln!(io::stdout(), "{text}\n\n{tally}")?;
    Ok(tally)
}

fn describe(steps: &[String], played: &[Played]) -> (String, Tally) {
    let mut tally = Tally {
        passed: 0,
        failed: 0,
    };
    let first = steps.iter().map(String::len).max().unwrap_or_default();
    let row = |name: &str, cells: Vec<&str>| {
        let cells: String = cells.iter().map(|cell| format!("  {cell:<10}")).collect();
        format!("{name:<first$}{cells}").trim_end().to_owned() + "\n"
    };
    let mut text = row("step", played.iter().map(|played| played.client).collect());
    for step in steps {
        let cells: Vec<&str> = played.iter().map(|played| played.cell(step)).collect();
        let passed = cells.iter().filter(|cell| **cell == "ok").count();
        tally.passed += passed;
        tally.failed += cells.len() - passed;
        text += &row(step, cells);
    }
    for Played {
        client,
        verdicts,
        problem,
    } in played
    {
        let in_order = steps.iter().filter_map(|step| verdicts.get(step));
        for wrong in in_order.flatten() {
            text += &format!("\n{client}: {wrong}");
        }
        if let Some(problem) = problem {
            tally.failed += 1;
            text += &format!("\n{client}: {problem}");
        }
        for unknown in verdicts.keys().filter(|name| !steps.contains(name)) {
            tally.failed += 1;
            text += &format!("\n{client}: there is no step {unknown}");
        }
    }
    (text.trim_end().to_owned(), tally)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::*;

    fn check(stdout: &str, code: i32, expected: &str) {
        let status = Some(ExitStatus::from_raw(code << 8));
        let ended = Ended {
            status,
            stdout: stdout.to_owned(),
            stderr: "last words".to_owned(),
        };
        let steps = ["start".to_owned(), "stop".to_owned()];
        let (text, tally) = describe(&steps, &[Played::from_run("go", Ok(ended))]);
        assert_eq!(format!("{text}\n{tally}"), expected);
    }

    #[test]
    fn all_is_well() {
        check(
            "ok start\nok stop\n",
            0,
            "step   go\nstart  ok\nstop   ok\n2 passed, 0 failed",
        );
    }

    #[test]
    fn a_step_that_failed_is_explained() {
        let expected =
            "step   go\nstart  ok\nstop   FAIL\n\ngo: stop expected 1 got 2\n1 passed, 1 failed";
        check("ok start\nFAIL stop expected 1 got 2\n", 1, expected);
    }

    #[test]
    fn steps_may_be_found_without_a_script() {
        let wrong = Err("expected 1 got 2".to_owned());
        let played = Played::of("go", [("start", Ok(())), ("stop", wrong)].into_iter());
        let steps = ["start".to_owned(), "stop".to_owned()];
        let (text, tally) = describe(&steps, &[played]);
        let expected =
            "step   go\nstart  ok\nstop   FAIL\n\ngo: stop expected 1 got 2\n1 passed, 1 failed";
        assert_eq!(format!("{text}\n{tally}"), expected);
    }

    #[test]
    fn a_step_that_did_not_run_has_failed() {
        let expected = "step   go\nstart  ok\nstop   not run\n\n\
                        go: it ended with exit status: 2\nlast words\n1 passed, 2 failed";
        check("ok start\n", 2, expected);
        check(
            "ok start\n",
            0,
            "step   go\nstart  ok\nstop   not run\n1 passed, 1 failed",
        );
    }

    #[test]
    fn what_nobody_asked_for_is_a_failure() {
        let expected =
            "step   go\nstart  ok\nstop   ok\n\ngo: there is no step pause\n2 passed, 1 failed";
        check("ok start\nok stop\nok pause\n", 0, expected);
        let expected =
            "step   go\nstart  ok\nstop   ok\n\ngo: it printed \"hello\"\n2 passed, 1 failed";
        check("hello\nok start\nok stop\n", 0, expected);
    }

    #[test]
    fn a_client_that_could_not_be_run_has_failed_in_every_step() {
        let steps = ["start".to_owned()];
        let (text, tally) = describe(
            &steps,
            &[Played::not_run("go", "there is no go".to_owned())],
        );
        assert_eq!(text, "step   go\nstart  not run\n\ngo: there is no go");
        assert_eq!(
            tally,
            Tally {
                passed: 0,
                failed: 2
            }
        );
    }
}
