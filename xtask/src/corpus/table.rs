//! The table of what came of each service.

use std::io::{self, Write};
use std::time::Duration;

use super::Tried;

/// How many problems of one service are shown; the rest is counted.
const SHOWN: usize = 5;

/// Prints what was left out and what went wrong, and the table with its sums.
///
/// # Errors
///
/// The standard output is closed.
pub(super) fn print(tried: &[Tried]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for one in tried.iter().filter(|one| !one.left_out.is_empty()) {
        let names = one.left_out.join(", ");
        writeln!(
            out,
            "{}: left out, because they stream events: {names}",
            one.name
        )?;
    }
    for one in tried {
        for problem in one.problems.iter().take(SHOWN) {
            writeln!(out, "\n{}: {problem}", one.name)?;
        }
        if let Some(more @ 1..) = one.problems.len().checked_sub(SHOWN) {
            writeln!(out, "{}: and {more} more", one.name)?;
        }
    }
    let width = tried
        .iter()
        .map(|one| one.name.len())
        .max()
        .unwrap_or(0)
        .max(7);
    writeln!(
        out,
        "\n{:width$} {:>10} {:>7} {:>8} {:>8} {:>9} {:>8}",
        "service", "operations", "shapes", "left out", "lines", "generated", "checked"
    )?;
    let mut row = |name: &str, counts: [usize; 4], generation, check, verdict| {
        let [operations, shapes, left_out, lines] = counts;
        writeln!(
            out,
            "{name:width$} {operations:>10} {shapes:>7} {left_out:>8} {lines:>8} {:>6.0} ms {:>8}{verdict}",
            Duration::as_secs_f64(&generation) * 1000.0,
            seconds(check)
        )
    };
    for one in tried {
        let counts = [one.operations, one.shapes, one.left_out.len(), one.lines];
        let verdict = if one.problems.is_empty() {
            ""
        } else {
            "  FAILED"
        };
        row(&one.name, counts, one.generation, one.check, verdict)?;
    }
    let sum = |of: fn(&Tried) -> usize| tried.iter().map(of).sum();
    let counts = [
        sum(|one| one.operations),
        sum(|one| one.shapes),
        sum(|one| one.left_out.len()),
        sum(|one| one.lines),
    ];
    let checks: Vec<Duration> = tried.iter().filter_map(|one| one.check).collect();
    let check = (!checks.is_empty()).then(|| checks.iter().sum());
    row(
        "all",
        counts,
        tried.iter().map(|one| one.generation).sum(),
        check,
        "",
    )?;
    let failed = tried.iter().filter(|one| !one.problems.is_empty()).count();
    writeln!(out, "{} passed, {failed} failed", tried.len() - failed)
}

fn seconds(time: Option<Duration>) -> String {
    time.map_or_else(
        || "-".to_owned(),
        |time| format!("{:.1} s", time.as_secs_f64()),
    )
}
