//! Round trips: the generated client calls the generated server within one process, and what reaches either side is
//! compared with what had to.
//!
//! `cargo xtask lockstep` makes the models and the trips, and says what is expected; here they are only run. A trip is
//! data, so that thousands of them need no code of their own.

mod head;
mod trip;
mod wire;

use std::io::Write as _;
use std::process::ExitCode;

use serde_json::json;

pub use head::{Digest, Head};
pub use trip::{Change, Edit, Trip, Violation};
pub use wire::Wire;

use crate::compare::{self, Mismatch};
use crate::guarded::Guarded;
use crate::{Outcome, Params, Suite};

/// The file of a harness's trips, beside that of its cases.
const FILE: &str = "round-trips.json";

/// Runs the trips of all suites.
///
/// What came of them is printed as lines of JSON: `{suite, trip, mismatches}` for each trip that went wrong, and in the end
/// `{trips}`, how many were run. The status says only whether all could be run.
#[must_use]
pub fn main(suites: &[Suite]) -> ExitCode {
    match run(suites) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(suites: &[Suite]) -> Result<(), Box<dyn std::error::Error>> {
    let guarded = Guarded::new("trip")?;
    let mut out = std::io::stdout().lock();
    let mut count = 0;
    for suite in suites {
        let path = suite.cases.with_file_name(FILE);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let trips: Vec<Trip> =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let wire = Wire::new(suite)?;
        for (index, trip) in trips.iter().enumerate() {
            let found = guarded.run(differences(suite, &wire, trip));
            if !found.is_empty() {
                let found: Vec<String> = found.iter().map(ToString::to_string).collect();
                writeln!(
                    out,
                    "{}",
                    json!({"suite": suite.name, "trip": index, "mismatches": found})
                )?;
            }
        }
        count += trips.len();
    }
    writeln!(out, "{}", json!({"trips": count}))?;
    Ok(())
}

/// Makes one trip, and compares what came with what had to.
pub async fn differences(suite: &Suite, wire: &Wire, trip: &Trip) -> Vec<Mismatch> {
    let Some(subject) = suite.subject(&trip.operation) else {
        return vec![Mismatch::new(
            "operation",
            &trip.operation,
            "none of this name",
        )];
    };
    let planned = subject.answer(trip.error.as_deref(), &trip.answer);
    let called = subject.call(Some(&trip.input), wire.client().clone());
    let (planned, called) = match (planned, called) {
        (Ok(planned), Ok(called)) => (planned, called),
        (Err(misfit), _) | (_, Err(misfit)) => return vec![misfit.into()],
    };
    wire.begin(planned, trip.edits.clone());
    let came = called.await;
    let calls = wire.calls();
    let mut found = Vec::new();
    if trip.unsendable {
        let is_unsent = matches!(came, Outcome::Failed(_)) && wire.answer().status == 0;
        if !is_unsent {
            found.push(Mismatch::new(
                "request",
                "none",
                format!("the answer {}", wire.answer()),
            ));
        }
        return found;
    }
    if let Some(head) = &trip.head {
        head.compare(&wire.said(), &mut found);
    }
    match (&trip.violations, calls.as_slice()) {
        (None, [call]) => match subject.shown_input(&call.input) {
            Some(input) => {
                let expected = wire.said().heard(&trip.heard);
                compare::params("input", &expected, &input, &mut found);
            }
            None => found.push(Mismatch::new("handler", subject.name(), call.operation)),
        },
        (None, calls) => {
            let expected = format!("one call with {}", trip.heard);
            found.push(Mismatch::new(
                "handler",
                expected,
                format!("{} calls: {}", calls.len(), wire.answer()),
            ));
        }
        (Some(_), []) => {}
        (Some(_), calls) => found.push(Mismatch::new(
            "handler",
            "no call",
            format!("{} calls", calls.len()),
        )),
    }
    match &trip.violations {
        Some(violations) => refused(violations, &came, wire, &mut found),
        None => {
            let expected = match &trip.error {
                Some(shape) => Outcome::Error(shape.clone(), trip.outcome.clone()),
                None => Outcome::Output(trip.outcome.clone()),
            };
            compare::outcome(&expected, &came, &mut found);
        }
    }
    found
}

/// The answer names every violation and nothing else, in whatever order.
fn refused(expected: &[Violation], came: &Outcome, wire: &Wire, found: &mut Vec<Mismatch>) {
    if let Outcome::Output(params) = came {
        found.push(Mismatch::new(
            "outcome",
            "an error",
            format!("the output {params}"),
        ));
    }
    let answer = wire.answer();
    compare::text("status", "400", &answer.status.to_string(), found);
    compare::text(
        "error type",
        "ValidationException",
        &answer.error_type,
        found,
    );
    let show = |one: &Violation| format!("{} ({})", one.path, one.message);
    let mut expected: Vec<String> = expected.iter().map(show).collect();
    let mut listed: Vec<String> = match Params::parse(&answer.body).as_ref().map(fields) {
        Ok(Some(listed)) => listed.iter().map(show).collect(),
        _ => vec![answer.body.clone()],
    };
    expected.sort_unstable();
    listed.sort_unstable();
    for one in &expected {
        match listed.iter().position(|other| other == one) {
            Some(index) => _ = listed.remove(index),
            None => found.push(Mismatch::new("violation", one, "none such")),
        }
    }
    found.extend(
        listed
            .iter()
            .map(|one| Mismatch::new("violation", "none such", one)),
    );
}

/// The `fieldList` of a `ValidationException`.
fn fields(body: &Params) -> Option<Vec<Violation>> {
    let Params::Map(members) = body else {
        return None;
    };
    let Params::List(fields) = members.get("fieldList")? else {
        return None;
    };
    let text = |field: &Params, name: &str| match field {
        Params::Map(members) => match members.get(name) {
            Some(Params::String(text)) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    fields
        .iter()
        .map(|field| {
            Some(Violation {
                path: text(field, "path")?,
                message: text(field, "message")?,
            })
        })
        .collect()
}
