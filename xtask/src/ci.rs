//! `cargo xtask ci`: everything that must hold before a change is taken, here as on the machine that decides.
//!
//! The tests are not among the steps: they are the command of the README, which `.ci/run` calls first.

mod architecture;
pub(crate) mod command;
mod conformance;
mod duplicates;
mod features;
mod files;
mod licences;
mod manifests;
mod members;
mod sources;
mod traces;

use std::error::Error;
use std::time::{Duration, Instant};

use crate::regenerate;

/// Why a step did not pass.
pub(crate) type Problem = Box<dyn Error>;

/// How a step ended.
pub(crate) type Outcome = Result<(), Problem>;

/// One thing that must hold.
struct Step {
    name: &'static str,
    /// What holds if it passes.
    about: &'static str,
    run: fn() -> Outcome,
}

/// In the order of what is known soonest.
const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "the sources are formatted, and formatting leaves generated ones alone",
        run: fmt,
    },
    Step {
        name: "files",
        about: "files stand where they belong, with portable names and line ends",
        run: files::check,
    },
    Step {
        name: "traces",
        about: "no file names a machine's folder or a registry's host",
        run: traces::check,
    },
    Step {
        name: "duplicates",
        about: "each dependency in several versions has its reason",
        run: duplicates::check,
    },
    Step {
        name: "licences",
        about: "every dependency has a licence that is allowed",
        run: licences::check,
    },
    Step {
        name: "regenerate",
        about: "the generated crates are what the models say",
        run: || regenerate::run(true),
    },
    Step {
        name: "invariants",
        about: "no crate sees what it must not, and no code is unsafe",
        run: invariants,
    },
    Step {
        name: "clippy",
        about: "no target has a warning",
        run: clippy,
    },
    Step {
        name: "features",
        about: "each crate compiles alone, with each combination of its features",
        run: features::check,
    },
    Step {
        name: "switched",
        about: "crates are tested as well with features that the workspace leaves off, or turns on for all",
        run: switched,
    },
    Step {
        name: "rustdoc",
        about: "the documentation has no warning",
        run: rustdoc,
    },
    Step {
        name: "package",
        about: "every published crate can be packed",
        run: package,
    },
    Step {
        name: "lockstep",
        about: "the client and the server of random models say the same",
        run: || command::xtask("lockstep"),
    },
    Step {
        name: "demo",
        about: "the demo gets every answer that it expects",
        run: || command::xtask("demo"),
    },
    Step {
        name: "conformance",
        about: "the protocol tests pass, the official ones too where they are, and tell when the wire is broken",
        run: conformance::check,
    },
    Step {
        name: "interop",
        about: "unmodified clients of Amazon's work",
        run: || command::xtask("interop"),
    },
];

/// The steps' names, in their order.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    STEPS.iter().map(|step| step.name)
}

/// Runs the steps of these names, or all if there are none, and prints how each ended. A step that fails stops no other.
///
/// # Errors
/// How many steps failed, and which.
pub(crate) fn run(chosen: &[String]) -> Outcome {
    let is_chosen = |step: &&Step| chosen.is_empty() || chosen.iter().any(|name| name == step.name);
    run_steps(STEPS.iter().filter(is_chosen))
}

fn run_steps<'a>(steps: impl Iterator<Item = &'a Step>) -> Outcome {
    let mut ended = Vec::new();
    for step in steps {
        eprintln!("\n=== {}: {}", step.name, step.about);
        let start = Instant::now();
        let outcome = (step.run)();
        let time = start.elapsed();
        if let Err(problem) = &outcome {
            eprintln!("{problem}");
        }
        eprintln!("=== {}: {}", step.name, line(outcome.is_ok(), time));
        ended.push((step.name, outcome.is_ok(), time));
    }
    eprintln!("\n=== summary");
    for (name, passed, time) in &ended {
        eprintln!("{name:12} {}", line(*passed, *time));
    }
    let failed: Vec<&str> = ended
        .iter()
        .filter(|(_, passed, _)| !passed)
        .map(|(name, ..)| *name)
        .collect();
    eprintln!(
        "{} passed, {} failed",
        ended.len() - failed.len(),
        failed.len()
    );
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("run again with `cargo xtask ci {}`", failed.join(" ")).into())
    }
}

fn line(passed: bool, time: Duration) -> String {
    format!(
        "{} {:7.1} s",
        if passed { "passed" } else { "FAILED" },
        time.as_secs_f64()
    )
}

/// Passed if there are no problems; else all of them, each on a line.
fn verdict(problems: Vec<String>) -> Outcome {
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n").into())
    }
}

/// A check of all crates, as `cargo fmt` without anything formats all. What the generator wrote is laid out by the
/// printer in it, so that it needs no formatter on anyone's machine; `crates/generated/.rustfmt.toml` makes rustfmt
/// leave those files alone, and as they are not laid out as rustfmt would, this step fails if it does not.
fn fmt() -> Outcome {
    // The names alone: what is to be done is `cargo fmt`, whatever the differences are.
    command::cargo(&["fmt", "--all", "--check", "--", "-l"])
}

/// The tests of the workspace have signatures everywhere, and credentials of the AWS SDK nowhere.
fn switched() -> Outcome {
    command::cargo(&[
        "test",
        "--quiet",
        "--locked",
        "--package",
        "lockstep-client",
    ])?;
    for (package, features) in [
        ("lockstep-client", "aws-credential-types"),
        ("lockstep-sigv4", "sha2"),
    ] {
        let package = ["--package", package, "--features", features];
        command::cargo(&[&["test", "--quiet", "--locked"][..], &package].concat())?;
    }
    Ok(())
}

fn clippy() -> Outcome {
    command::cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--keep-going",
        "--",
        "--deny",
        "warnings",
    ])
}

fn rustdoc() -> Outcome {
    command::cargo_with(
        &["doc", "--workspace", "--no-deps", "--locked"],
        &[("RUSTDOCFLAGS", "--deny warnings")],
    )
}

/// What is packed is not compiled once more: it is the same sources. The checkout may hold changes that are not
/// committed yet, so that the step can be run before they are.
fn package() -> Outcome {
    let members = members::all()?;
    let mut arguments = vec![
        "package",
        "--workspace",
        "--no-verify",
        "--allow-dirty",
        "--locked",
    ];
    let stays = |member: &&members::Member| !member.is_published() || member.is_golden();
    for member in members.iter().filter(stays) {
        arguments.extend(["--exclude", &member.name]);
    }
    command::cargo_with(&arguments, &[("CARGO_TERM_QUIET", "true")])
}

fn invariants() -> Outcome {
    let outcomes = [architecture::check(), manifests::check(), sources::check()];
    verdict(
        outcomes
            .into_iter()
            .filter_map(Result::err)
            .map(|problem| problem.to_string())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_fails_stops_no_other_and_fails_the_whole() {
        const FIRST: Step = Step {
            name: "first",
            about: "",
            run: || Err("broken".into()),
        };
        const SECOND: Step = Step {
            name: "second",
            about: "",
            run: || Ok(()),
        };
        const THIRD: Step = Step {
            name: "third",
            about: "",
            run: || verdict(vec!["one".into(), "two".into()]),
        };
        assert!(run_steps([SECOND].iter()).is_ok());
        let error = run_steps([FIRST, SECOND, THIRD].iter()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "run again with `cargo xtask ci first third`"
        );
    }

    #[test]
    fn all_problems_are_told() {
        assert!(verdict(Vec::new()).is_ok());
        assert_eq!(
            verdict(vec!["one".into(), "two".into()])
                .unwrap_err()
                .to_string(),
            "one\ntwo"
        );
    }

    #[test]
    fn names_are_told_apart() {
        let mut sorted: Vec<&str> = names().collect();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), STEPS.len());
    }
}
