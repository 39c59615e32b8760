//! From models to files: the release program from its start to its end, files written.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::super::Problem;
use super::place::Place;
use super::row::{NEEDS_MODELS, Row, Unit};
use crate::{corpus, scratch};

/// How often what takes less than a second is done.
const TIMES: usize = 10;

/// One operation, one model, and all models.
///
/// # Errors
/// The generator refuses a model.
pub(super) fn rows(place: &Place) -> Result<Vec<Row>, Problem> {
    const ONE: &str = "generate one operation's server and client";
    const ALL: &str = "generate the full Connect model, three crates";
    const MODELS: &str = "generate all models of the folder";
    let (Some(connect), Some(folder)) = (place.connect(), &place.models) else {
        let missing = |what| Row::missing(what, Unit::Seconds, NEEDS_MODELS);
        return Ok([ONE, ALL, MODELS].map(missing).into());
    };
    let one = place.work("one", &connect, true)?.generate_anew(TIMES)?;
    let all = place.work("full", &connect, false)?.generate_anew(TIMES)?;
    let models = corpus::models(folder)?;
    let everything = place.work_of("models", &models, &settings(&models)?)?;
    let total = everything.generate_anew(2)?;
    everything.remove()?;
    Ok(vec![
        Row::new(ONE, Unit::Seconds, one)
            .reach(0.05)
            // The issue: warm, that is with its own process running already.
            .others(&[(2.7, "official generator, warm")]),
        Row::new(ALL, Unit::Seconds, all)
            .reach(0.3)
            // The issue: 1.6 to 2.0 s.
            .others(&[(1.6, "official tool, only to load it")]),
        Row::new(format!("{MODELS} ({})", models.len()), Unit::Seconds, total).reach(5.0),
    ])
}

/// Settings for all services, without the operations that stream events.
fn settings(models: &[PathBuf]) -> Result<String, Problem> {
    let mut services = Vec::new();
    for model in models {
        let file = model.file_name().unwrap_or_default().to_string_lossy();
        for service in scratch::of_model(model, None)? {
            services.push((file.clone().into_owned(), service));
        }
    }
    let mut text = String::new();
    for (file, service) in services {
        writeln!(text, "[{}]\nmodel = {file:?}", service.name())?;
        if let Some(id) = service.id() {
            writeln!(text, "service = {id:?}")?;
        }
        let omitted = service.left_out();
        if !omitted.is_empty() {
            writeln!(text, "omit = {omitted:?}")?;
        }
    }
    Ok(text)
}
