//! Checking what was generated: from a clean target, beyond the dependencies, and after one member changed.

use std::fs;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;

use super::super::Problem;
use super::place::{OPERATION, Place, Work};
use super::process;
use super::row::{NEEDS_MODELS, Row, Unit};

/// The crates of both sides.
const CRATES: [&str; 3] = ["connect-types", "connect-server", "connect-client"];

/// The whole model of Connect, and one member of it and of the project's own.
///
/// # Errors
/// What was generated does not compile.
pub(super) fn rows(place: &Place) -> Result<Vec<Row>, Problem> {
    const BEYOND: &str = "check types and client of the full Connect model";
    const CLEAN: &str = "  the same from a clean target";
    const MEMORY: &str = "  memory of the largest process";
    const SMALL: &str = "one member changed: regenerate, check both sides; own model";
    const FULL: &str = "  the same of the full Connect model";
    let mut rows = Vec::new();
    let mut full = None;
    if let Some(connect) = place.connect() {
        let work = place.work("check", &connect, false)?;
        work.generate()?;
        work.make_workspace(&CRATES, None)?;
        let client = || {
            let mut check = work.cargo("check");
            check.args(["--package", CRATES[0], "--package", CRATES[2]]);
            check
        };
        let clean = process::watch(&mut client())?;
        process::time(
            work.cargo("clean")
                .args(CRATES.map(|name| format!("--package={name}"))),
        )?;
        let beyond = process::watch(&mut client())?;
        rows.push(
            Row::new(BEYOND, Unit::Seconds, beyond.seconds)
                .reach(8.0)
                // The issue, dependencies included.
                .others(&[(77.0, "the AWS SDK crate")]),
        );
        rows.extend(beyond.memory.map(|memory| {
            Row::new(MEMORY, Unit::Bytes, memory)
                .reach(0.6e9)
                .others(&[(3.2e9, "the AWS SDK crate")])
        }));
        rows.push(
            Row::new(CLEAN, Unit::Seconds, clean.seconds)
                .reach(38.0)
                .others(&[(77.0, "the AWS SDK crate")]),
        );
        full = Some(after_a_change(&work)?);
        work.remove()?;
    } else {
        rows.push(Row::missing(BEYOND, Unit::Seconds, NEEDS_MODELS));
        rows.push(Row::missing(CLEAN, Unit::Seconds, NEEDS_MODELS));
    }
    let own = place.work("change", &place.own_connect(), false)?;
    own.generate()?;
    own.make_workspace(&CRATES, None)?;
    rows.push(Row::new(SMALL, Unit::Seconds, after_a_change(&own)?).reach(3.0));
    own.remove()?;
    rows.push(match full {
        Some(full) => Row::new(FULL, Unit::Seconds, full).reach(12.0),
        None => Row::missing(FULL, Unit::Seconds, NEEDS_MODELS),
    });
    Ok(rows)
}

/// The seconds from a changed model to checked crates, where all was checked before: the least of two changes.
fn after_a_change(work: &Work) -> Result<f64, Problem> {
    let check = || {
        let mut check = work.cargo("check");
        check.args(CRATES.map(|name| format!("--package={name}")));
        process::time(&mut check)
    };
    check()?;
    let mut least = f64::INFINITY;
    for name in ["Added", "AddedToo"] {
        add_member(&work.model(), name)?;
        let start = Instant::now();
        work.generate()?;
        check()?;
        least = least.min(start.elapsed().as_secs_f64());
    }
    Ok(least)
}

/// Adds an optional member to the operation's input.
fn add_member(model: &Path, name: &str) -> Result<(), Problem> {
    let mut ast: Value = serde_json::from_str(&fs::read_to_string(model)?)?;
    let operation = format!("/shapes/com.amazonaws.connect#{OPERATION}/input/target");
    let input = ast.pointer(&operation).and_then(Value::as_str);
    let members = input.map(|input| format!("/shapes/{input}/members"));
    let members = members
        .and_then(|members| ast.pointer_mut(&members)?.as_object_mut())
        .ok_or_else(|| format!("{}: no input of {OPERATION}", model.display()))?;
    members.insert(
        name.to_owned(),
        serde_json::json!({"target": "smithy.api#String"}),
    );
    fs::write(model, ast.to_string())?;
    Ok(())
}
