//! `cargo xtask corpus DIR`: models that are not the project's own, all of a folder: each must generate, and what is
//! generated must compile without a warning.
//!
//! Operations that stream events are left out, and named. Everything else that is not generated is a failure.

mod check;
mod table;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{fs, io};

use clap::{Args, ValueEnum};
use lockstep_codegen::tree::Files;

use crate::scratch::{self, Service, Workspace};

/// What to try.
#[derive(Args)]
pub(crate) struct Options {
    /// A folder of models in Smithy's JSON AST, `*.json`.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What is compiled of what was generated.
    #[arg(long, value_enum, default_value_t)]
    check: Check,
}

/// What is compiled of what was generated.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Check {
    /// Nothing.
    None,
    /// The types crates, with both halves of the wire form.
    Types,
    /// Types, servers and clients.
    #[default]
    All,
}

/// What came of one service.
pub(crate) struct Tried {
    name: String,
    operations: usize,
    shapes: usize,
    left_out: Vec<String>,
    lines: usize,
    /// The time from the model's text to the files' texts.
    generation: Duration,
    /// The time that the compiler took, beyond dependencies.
    check: Option<Duration>,
    /// What went wrong, warnings included; empty if all is well.
    problems: Vec<String>,
}

/// Tries all models of the folder, and prints a table. The status is 0 only if there was neither an error nor a warning.
///
/// # Errors
///
/// The folder has no models, or the scratch workspace cannot be written.
pub(crate) fn run(options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    let mut tried = Vec::new();
    let mut services = Vec::new();
    for model in models(&options.folder)? {
        match scratch::of_model(&model, None) {
            Ok(found) => services.extend(found),
            Err(problem) => tried.push(Tried::unreadable(&model, problem.to_string())),
        }
    }
    scratch::name_apart(&mut services)?;
    let mut files = Files::new();
    for (index, service) in services.iter().enumerate() {
        let (one, crates) = generate(service);
        eprintln!(
            "generated {} in {:.0} ms ({}/{})",
            one.name,
            one.generation.as_secs_f64() * 1000.0,
            index + 1,
            services.len()
        );
        tried.push(one);
        for (path, text) in crates.iter() {
            files.insert(path, text)?;
        }
    }
    if options.check != Check::None {
        check::runtime(&mut files)?;
        let workspace = Workspace::open("corpus")?;
        workspace.write(&files)?;
        check::all(&workspace, options.check, &mut tried)?;
    }
    table::print(&tried)?;
    Ok(if tried.iter().all(|one| one.problems.is_empty()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Tried {
    /// A model that has no service to try.
    fn unreadable(model: &Path, problem: String) -> Self {
        Self {
            name: model.display().to_string(),
            operations: 0,
            shapes: 0,
            left_out: Vec::new(),
            lines: 0,
            generation: Duration::ZERO,
            check: None,
            problems: vec![problem],
        }
    }
}

/// The models of a folder, sorted by name.
///
/// # Errors
///
/// The folder cannot be read, or has none.
pub(crate) fn models(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let read = || -> io::Result<Vec<PathBuf>> {
        let entries = fs::read_dir(folder)?;
        entries.map(|entry| Ok(entry?.path())).collect()
    };
    let mut models = read().map_err(|error| format!("{}: {error}", folder.display()))?;
    models.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    models.sort();
    if models.is_empty() {
        return Err(format!("{}: no models, `*.json`", folder.display()));
    }
    Ok(models)
}

fn generate(service: &Service) -> (Tried, Files) {
    let start = Instant::now();
    let generated = service.crates();
    let generation = start.elapsed();
    let mut problems = Vec::new();
    let files = generated.unwrap_or_else(|errors| {
        problems.push(errors.to_string());
        Files::new()
    });
    let left_out = service.left_out();
    let closure = service.closure().unwrap_or_default();
    let of_prelude = |id: &&_| lockstep_codegen::ast::ShapeId::namespace(id) == "smithy.api";
    let shapes = closure.shapes.iter().filter(|id| !of_prelude(id)).count();
    let sources = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    let tried = Tried {
        name: service.name().to_owned(),
        operations: closure.operations.len() - left_out.len(),
        shapes,
        left_out: left_out.into_iter().map(str::to_owned).collect(),
        lines: sources.map(|(_, text)| text.lines().count()).sum(),
        generation,
        check: None,
        problems,
    };
    (tried, files)
}
