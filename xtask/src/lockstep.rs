//! `cargo xtask lockstep`: random models, generated on both sides, whose client and server must say the same.

mod ast;
mod edits;
mod json;
mod model;
mod numbers;
mod operations;
mod pack;
mod patterns;
mod random;
mod rules;
mod shapes;
mod text;
mod trips;
mod value;
mod values;
mod violations;

use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitCode};

use serde::Deserialize;

use crate::conformance::services::Service;
use crate::conformance::workspace::Workspace;
use model::Model;
use pack::Part;
use random::Random;
use trips::Trip;

/// How many models are one service.
const PACK: usize = 40;

/// A model with its trips.
struct Case {
    model: Model,
    trips: Vec<Trip>,
}

/// A line of the runner.
#[derive(Debug, Deserialize)]
struct Failed {
    suite: String,
    trip: usize,
    mismatches: Vec<String>,
}

pub(crate) fn run(seed: Option<u64>, models: usize) -> Result<ExitCode, Box<dyn Error>> {
    let seed = seed.unwrap_or_else(from_clock);
    eprintln!("lockstep: seed {seed}, {models} models");
    let mut random = Random::new(seed);
    let cases: Vec<Case> = (0..models)
        .map(|index| case(index, &mut random.fork()))
        .collect();
    let packs: Vec<&[Case]> = cases.chunks(PACK).collect();
    let services = packs
        .iter()
        .enumerate()
        .map(|(index, cases)| service(index, cases));
    let services: Vec<Service> = services.collect::<Result<_, _>>()?;
    let workspace = Workspace::open("lockstep", "round_trip::main")?;
    let start = std::time::Instant::now();
    workspace.write(&services)?;
    eprintln!(
        "lockstep: generated in {:.1} s",
        start.elapsed().as_secs_f64()
    );
    workspace.build()?;
    eprintln!("lockstep: built in {:.1} s", start.elapsed().as_secs_f64());
    let output = Command::new(workspace.program())
        .stderr(std::process::Stdio::inherit())
        .output()?;
    eprintln!("lockstep: ran in {:.1} s", start.elapsed().as_secs_f64());
    let mut count = 0;
    for line in String::from_utf8(output.stdout)?.lines() {
        let Ok(failed) = serde_json::from_str::<Failed>(line) else {
            println!("{line}");
            continue;
        };
        count += 1;
        let pack: usize = failed.suite.trim_start_matches("pack-").parse()?;
        let mut index = failed.trip;
        for case in packs[pack] {
            if index >= case.trips.len() {
                index -= case.trips.len();
                continue;
            }
            let trip = &case.trips[index];
            let op = &case.model.operations[trip.operation];
            println!(
                "FAILED {}{}: {}",
                case.model.prefix,
                op.name,
                trip.json(&case.model)
            );
            for m in &failed.mismatches {
                println!("   {m}");
            }
            break;
        }
    }
    println!("{count} failed");
    Ok(ExitCode::SUCCESS)
}

fn case(index: usize, random: &mut Random) -> Case {
    let model = operations::model(format!("M{index}"), random);
    let trips = trips::of_model(&model, random);
    Case { model, trips }
}

fn service(index: usize, cases: &[Case]) -> Result<Service, Box<dyn Error>> {
    let parts: Vec<Part> = cases
        .iter()
        .map(|case| {
            let trips = case
                .trips
                .iter()
                .map(|trip| trip.json(&case.model))
                .collect();
            Part::new(ast::shapes(&case.model), trips)
        })
        .collect();
    let text = pack::model(&parts).to_string();
    if let Ok(f) = std::env::var("DUMP") {
        std::fs::write(Path::new(&f).join(format!("pack-{index}.json")), &text)?;
    }
    Service::with_trips(
        &format!("pack-{index}"),
        text,
        pack::trips(&parts).to_string(),
    )
}

/// A seed that nobody chose.
fn from_clock() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(1, |now| now.as_secs() % 1_000_000_000)
}
