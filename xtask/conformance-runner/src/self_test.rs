//! Whether the cases would tell a fault: they are run again, each time with the wire broken in another way.

use std::fmt;

use crate::breaks::{BREAKS, Break};
use crate::plan::{Job, Plan};
use crate::progress::Progress;
use crate::run::Runner;
use crate::wire::Wire;

/// What came of a self-test.
pub(crate) struct SelfTest {
    /// How many cases pass on a whole wire; only these are run on a broken one.
    green: usize,
    /// How many do not.
    red: usize,
    told: Vec<Told>,
    /// What cannot be read of the cases, so that nobody knows what they would tell.
    problems: Vec<String>,
}

/// What came of one break.
struct Told {
    broken: &'static Break,
    /// How many cases it changed a message of.
    touched: usize,
    /// How many of these do not pass with it.
    red: usize,
}

impl SelfTest {
    /// Runs all cases on a whole wire, and those that pass on one with each break.
    ///
    /// Of the four kinds with a typed value, the one message that is under test goes over the wire: the request that the
    /// client sent before it is compared, the request of the case before the server gets it, the response that the server
    /// sent before it is compared, and the response of the case before the client gets it. Of malformed cases both do:
    /// the request of the case, and the answer of the server.
    pub(crate) fn run(runner: &Runner, plans: &[Plan<'_>]) -> Self {
        let all: Vec<(&Job<'_>, &Plan<'_>)> = plans
            .iter()
            .flat_map(|plan| plan.jobs.iter().map(move |job| (job, plan)))
            .collect();
        let mut progress = Progress::new("without a break", all.len());
        let green: Vec<_> = all
            .iter()
            .filter(|(job, plan)| {
                progress.step();
                runner.passes(job, plan, &Wire::whole())
            })
            .collect();
        drop(progress);
        let told = BREAKS.iter().map(|broken| {
            let mut progress = Progress::new(broken.name, green.len());
            let mut told = Told {
                broken,
                touched: 0,
                red: 0,
            };
            for (job, plan) in &green {
                progress.step();
                let wire = Wire::broken(broken, job.forbidden());
                let passes = runner.passes(job, plan, &wire);
                // A case that fails on a wire that was not broken for it tells nothing of the break.
                told.touched += usize::from(wire.is_touched());
                told.red += usize::from(wire.is_touched() && !passes);
            }
            told
        });
        Self {
            told: told.collect(),
            problems: plans
                .iter()
                .flat_map(|plan| plan.problems.iter().cloned())
                .collect(),
            green: green.len(),
            red: all.len() - green.len(),
        }
    }

    /// Whether each break turned a case red, and every case could be read.
    pub(crate) fn is_success(&self) -> bool {
        self.problems.is_empty() && self.told.iter().all(|told| told.red > 0)
    }
}

impl fmt::Display for SelfTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = BREAKS
            .iter()
            .map(|broken| broken.name.len())
            .max()
            .unwrap_or(0);
        writeln!(
            f,
            "{} cases pass without a break; {} do not, and are left out here\n",
            self.green, self.red
        )?;
        writeln!(
            f,
            "{:width$}  {:>7}  {:>5}  {:>5}  what it does",
            "break", "touched", "red", "green"
        )?;
        for Told {
            broken,
            touched,
            red,
        } in &self.told
        {
            let green = touched.saturating_sub(*red);
            writeln!(
                f,
                "{:width$}  {touched:>7}  {red:>5}  {green:>5}  {}",
                broken.name, broken.about
            )?;
        }
        for problem in &self.problems {
            writeln!(f, "problem: {problem}")?;
        }
        for told in self.told.iter().filter(|told| told.red == 0) {
            let why = if told.touched == 0 {
                "there is no case that it changes a message of"
            } else {
                "every case that it touched passed all the same"
            };
            writeln!(f, "\nNOT TOLD {}: {why}", told.broken.name)?;
        }
        let told = self.told.iter().filter(|told| told.red > 0).count();
        write!(
            f,
            "\n{told} breaks told, {} not told",
            self.told.len() - told
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{SelfTest, Told};
    use crate::breaks::BREAKS;

    fn of(told: [(usize, usize); 2]) -> SelfTest {
        let told = BREAKS
            .iter()
            .zip(told)
            .map(|(broken, (touched, red))| Told {
                broken,
                touched,
                red,
            });
        SelfTest {
            green: 9,
            red: 1,
            told: told.collect(),
            problems: Vec::new(),
        }
    }

    #[test]
    fn a_break_that_turns_nothing_red_fails_the_test() {
        assert!(of([(3, 1), (2, 2)]).is_success());
        for (second, why) in [
            ((0, 0), "there is no case"),
            ((2, 0), "every case that it touched passed"),
        ] {
            let test = of([(3, 1), second]);
            assert!(!test.is_success());
            let text = test.to_string();
            assert!(
                text.contains(&format!("NOT TOLD header-changed: {why}")),
                "{text}"
            );
            assert!(text.ends_with("\n1 breaks told, 1 not told"), "{text}");
        }
    }

    #[test]
    fn cases_that_cannot_be_read_fail_the_test() {
        let test = SelfTest {
            problems: vec!["no JSON".to_owned()],
            ..of([(1, 1), (1, 1)])
        };
        assert!(!test.is_success());
        assert!(test.to_string().contains("\nproblem: no JSON\n"));
    }

    #[test]
    fn cases_that_stay_green_are_counted() {
        let text = of([(30, 10), (2, 2)]).to_string();
        let expected = "\
9 cases pass without a break; 1 do not, and are left out here

break                 touched    red  green  what it does
header-dropped             30     10     20  A header is not there.
header-changed              2      2      0  A header's value has one more letter.

2 breaks told, 0 not told";
        assert_eq!(text, expected);
    }
}
