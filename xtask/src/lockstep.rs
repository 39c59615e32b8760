//! `cargo xtask lockstep`: the generated client and the generated server say the same, shown on random models.
//!
//! Models are made at random within Smithy's rules ([`operations`], [`shapes`]), and values for them ([`values`]). What
//! must arrive of a value is said by [`rules`], and what a server must find wrong with it by [`violations`]: both are
//! slow and obvious, and look at nothing that the generator under test decides. The crates of a few large services, of
//! many models each ([`pack`]), are built in a scratch workspace; there `conformance-runner` puts each client on its
//! server and compares. Cases that failed once are made again in every run ([`regressions`]).

mod ast;
mod bindings;
mod bodies;
mod coverage;
mod defaults;
mod edits;
mod enums;
mod hosts;
mod json;
mod model;
mod numbers;
mod operations;
mod pack;
mod patterns;
mod random;
mod recursion;
mod regressions;
mod report;
mod rules;
mod scalars;
mod shapes;
mod sizes;
mod text;
mod traits;
mod trips;
mod unsendable;
mod value;
mod values;
mod violations;

use std::error::Error;
use std::fs;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use lockstep_codegen::settings::EmptyOutput;

use crate::paths;
use crate::scratch::{Program, Service};
use coverage::Coverage;
use model::Model;
use pack::Part;
use random::Random;
use report::Report;
use trips::Trip;

/// How many models are one service.
const PACK: usize = 40;

/// From how many models on each row of the table must count something; fewer cannot use everything.
const ALL: usize = 100;

/// What a run is asked to do.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Options {
    /// Repeats the run that printed this seed; without it the clock chooses one.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How many models to make.
    #[arg(long, value_name = "N", default_value_t = 200)]
    models: usize,
    /// Make every expectation wrong, and fail unless every trip then fails.
    #[arg(long)]
    self_test: bool,
}

/// A random model with its trips.
struct Case {
    model: Model,
    trips: Vec<Trip>,
}

/// Makes the models, runs their trips and prints what came of it.
///
/// The status is 0 only if all trips went as they had to and nothing in the table was left unused.
///
/// # Errors
///
/// A model cannot be generated, or what is generated does not compile or run.
pub(crate) fn run(options: Options) -> Result<ExitCode, Box<dyn Error>> {
    let seed = options.seed.unwrap_or_else(from_clock);
    eprintln!("lockstep: seed {seed}, {} models", options.models);
    let cases = cases(seed, options.models);
    let mut parts = regressions::read(&paths::regressions())?;
    if parts.is_empty() {
        return Err(format!("{}: no regressions", paths::regressions().display()).into());
    }
    let kept = parts.len();
    parts.extend(cases.iter().map(|case| case.part(options.self_test)));
    if options.self_test {
        parts
            .iter_mut()
            .take(kept)
            .for_each(|part| part.trips.clear());
    }
    let packs: Vec<&[Part]> = parts.chunks(PACK).collect();
    let start = Instant::now();
    let program = Program::open("lockstep", "round_trip::main")?;
    // For whoever wants to look at a model as a whole, or to check it with other tools.
    for (index, parts) in packs.iter().enumerate() {
        let path = paths::target().join(format!("lockstep/{}.json", report::suite(index)));
        fs::write(path, pack::model(parts).to_string())?;
    }
    program.write(&services(&packs)?)?;
    program.build()?;
    let built = start.elapsed();
    let output = Command::new(program.program())
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("the round trips could not be run".into());
    }
    let report = Report::read(&String::from_utf8(output.stdout)?, &packs)?;
    let mut coverage = Coverage::new();
    for case in &cases {
        case.trips
            .iter()
            .for_each(|trip| coverage.count(&case.model, trip));
    }
    println!("{coverage}");
    report.print(seed, &cases)?;
    println!(
        "seed {seed}: {} models and {kept} regressions, built in {:.0} s, run in {:.1} s",
        cases.len(),
        built.as_secs_f64(),
        (start.elapsed() - built).as_secs_f64()
    );
    let unused = if cases.len() < ALL {
        Vec::new()
    } else {
        coverage.unused()
    };
    unused.iter().for_each(|row| println!("never used: {row}"));
    println!(
        "{} passed, {} failed",
        report.trips - report.failed.len(),
        report.failed.len()
    );
    let is_right = if options.self_test {
        report.failed.len() == report.trips
    } else {
        report.failed.is_empty() && unused.is_empty()
    };
    Ok(if is_right {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The models of a seed. Each has choices of its own, so that a run with fewer models has the first of them.
fn cases(seed: u64, models: usize) -> Vec<Case> {
    let mut random = Random::new(seed);
    let mut case = |index| {
        let mut random = random.fork();
        let model = operations::model(format!("M{index}"), &mut random);
        let trips = trips::of_model(&model, &mut random);
        Case { model, trips }
    };
    (0..models).map(&mut case).collect()
}

impl Case {
    fn part(&self, is_self_test: bool) -> Part {
        let trips = self.trips.iter().enumerate().map(|(index, trip)| {
            let broken = if is_self_test {
                &trip.broken(index)
            } else {
                trip
            };
            broken.json(&self.model)
        });
        Part::new(
            self.model.prefix.clone(),
            ast::shapes(&self.model),
            trips.collect(),
        )
    }
}

fn services(packs: &[&[Part]]) -> Result<Vec<Service>, Box<dyn Error>> {
    let service = |(index, parts): (usize, &&[Part])| {
        // Every other service answers with nothing where an output has no members in the body.
        let empty_output = if index.is_multiple_of(2) {
            EmptyOutput::Object
        } else {
            EmptyOutput::Nothing
        };
        Service::with_trips(
            &report::suite(index),
            empty_output,
            pack::model(parts).to_string(),
            pack::trips(parts).to_string(),
        )
    };
    packs.iter().enumerate().map(service).collect()
}

/// A seed that nobody chose.
fn from_clock() -> u64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    now.as_secs() % 1_000_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_says_everything() {
        let text = |seed, models| -> Vec<String> {
            let cases = cases(seed, models);
            cases
                .iter()
                .map(|case| format!("{:?}", case.part(false)))
                .collect()
        };
        assert_eq!(text(1, 3), text(1, 3));
        assert_eq!(text(1, 3)[..2], text(1, 2));
        assert_ne!(text(1, 1), text(2, 1));
    }

    #[test]
    fn every_model_can_be_generated() {
        let parts: Vec<Part> = cases(11, 60).iter().map(|case| case.part(false)).collect();
        let packs: Vec<&[Part]> = parts.chunks(20).collect();
        for service in services(&packs).unwrap() {
            assert!(service.files().unwrap().len() > 40);
        }
    }

    #[test]
    fn everything_is_used_and_most_trips_reach_a_handler() {
        let cases = cases(12, ALL);
        let mut coverage = Coverage::new();
        assert!(coverage.unused().len() > 100);
        let (mut heard, mut refused) = (0, 0);
        for (case, trip) in cases
            .iter()
            .flat_map(|case| case.trips.iter().map(move |trip| (case, trip)))
        {
            coverage.count(&case.model, trip);
            if trip.heard.is_ok() {
                heard += 1
            } else {
                refused += 1
            }
        }
        assert_eq!(coverage.unused(), Vec::<String>::new());
        assert!(heard > refused && refused * 5 > heard, "{heard} {refused}");
    }
}
