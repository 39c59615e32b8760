//! What the runner says of the trips, and how it is told.

use std::collections::BTreeMap;
use std::error::Error;

use serde::Deserialize;

use super::pack::Part;
use super::{Case, regressions};
use crate::paths;

/// The name of a pack's service.
pub(crate) fn suite(index: usize) -> String {
    format!("pack-{index}")
}

/// A line of the runner.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Failed {
        suite: String,
        trip: usize,
        mismatches: Vec<String>,
    },
    End {
        trips: usize,
    },
}

/// What came of a run.
pub(crate) struct Report {
    /// How many trips were made.
    pub(crate) trips: usize,
    /// Those that went wrong.
    pub(crate) failed: Vec<Failed>,
}

/// A trip that went wrong.
pub(crate) struct Failed {
    /// The name of its model.
    part: String,
    /// Its index in the model.
    trip: usize,
    /// The trip as the runner read it.
    json: String,
    /// What was expected and what came.
    mismatches: Vec<String>,
}

impl Report {
    /// Reads what the runner printed about these packs.
    ///
    /// # Errors
    ///
    /// It is not what a runner prints, or it came to no end.
    pub(crate) fn read(text: &str, packs: &[&[Part]]) -> Result<Self, Box<dyn Error>> {
        let mut report = Self {
            trips: 0,
            failed: Vec::new(),
        };
        let mut is_whole = false;
        for line in text.lines() {
            match serde_json::from_str(line).map_err(|error| format!("{line}: {error}"))? {
                Line::End { trips } => (report.trips, is_whole) = (trips, true),
                Line::Failed {
                    suite: name,
                    trip,
                    mismatches,
                } => {
                    let pack = packs
                        .iter()
                        .enumerate()
                        .find(|(index, _)| suite(*index) == name);
                    let (_, parts) = pack.ok_or_else(|| format!("no pack is called {name}"))?;
                    let mut before = 0;
                    let part = parts.iter().find(|part| {
                        before += part.trips.len();
                        trip < before
                    });
                    let part = part.ok_or_else(|| format!("{name} has no trip {trip}"))?;
                    let trip = trip + part.trips.len() - before;
                    let json = part.trips[trip].to_string();
                    report.failed.push(Failed {
                        part: part.name.clone(),
                        trip,
                        json,
                        mismatches,
                    });
                }
            }
        }
        if is_whole {
            Ok(report)
        } else {
            Err("the round trips came to no end".into())
        }
    }

    /// Prints each trip that went wrong, and writes it to a file for `xtask/tests/regressions`: one for each operation,
    /// with its first three.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub(crate) fn print(&self, seed: u64, cases: &[Case]) -> Result<(), Box<dyn Error>> {
        let mut operations: BTreeMap<(usize, usize), Vec<&Failed>> = BTreeMap::new();
        for failed in &self.failed {
            match cases
                .iter()
                .position(|case| case.model.prefix == failed.part)
            {
                Some(case) => {
                    let operation = cases[case].trips[failed.trip].operation;
                    operations
                        .entry((case, operation))
                        .or_default()
                        .push(failed);
                }
                None => println!("FAILED the regression {}\n{}", failed.part, failed.lines()),
            }
        }
        for ((case, operation), failed) in operations {
            let Case { model, trips } = &cases[case];
            let name = &model.operations[operation].name;
            let path = paths::target().join(format!(
                "lockstep/failed/{seed}-{}-{name}.json",
                model.prefix
            ));
            let first: Vec<_> = failed.iter().take(3).collect();
            println!(
                "FAILED {name} of {} of seed {seed}: {} trips, see {}",
                model.prefix,
                failed.len(),
                path.display()
            );
            let mut about = format!("Seed {seed}.");
            for failed in &first {
                println!("{}", failed.lines());
                about.push_str(&format!(" {}.", failed.mismatches.join("; ")));
            }
            let first: Vec<_> = first.iter().map(|failed| &trips[failed.trip]).collect();
            regressions::write(&path, &about, model, &first)?;
        }
        Ok(())
    }
}

impl Failed {
    fn lines(&self) -> String {
        let mismatches = self.mismatches.iter().map(|one| format!("    {one}\n"));
        format!("  {}\n{}", self.json, mismatches.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::super::json::Json;
    use super::*;

    #[test]
    fn a_failed_trip_is_found_in_its_part() {
        let part = |name: &str, trips: &[u8]| {
            Part::new(
                name.to_owned(),
                Vec::new(),
                trips.iter().map(Json::raw).collect(),
            )
        };
        let parts = [part("a", &[1, 2]), part("b", &[]), part("c", &[3])];
        let packs = [&parts[..2], &parts[2..]];
        let line = |suite: &str, trip: usize| {
            format!(r#"{{"suite": "{suite}", "trip": {trip}, "mismatches": ["x"]}}"#)
        };
        let text = format!(
            "{}\n{}\n{{\"trips\": 3}}\n",
            line("pack-0", 1),
            line("pack-1", 0)
        );
        let report = Report::read(&text, &packs).unwrap();
        let found: Vec<_> = report
            .failed
            .iter()
            .map(|one| (one.part.as_str(), one.trip, one.json.as_str()))
            .collect();
        assert_eq!(
            (report.trips, found),
            (3, vec![("a", 1, "2"), ("c", 0, "3")])
        );
        assert!(
            Report::read(&line("pack-0", 1), &packs).is_err(),
            "a run that broke off"
        );
        assert!(Report::read(&line("pack-1", 1), &packs).is_err());
    }
}
