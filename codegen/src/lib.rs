//! The Lockstep generator: the JSON model of a service goes in, the files of three crates come out.
//!
//! [`generate`] is the whole of it, four calls on one page: load, lower, emit, print. It reads and writes nothing;
//! [`folder`] is the one place that reads models, and [`tree`] the one that writes files. Every decision is made in lowering and stands in the intermediate
//! representation as data; emitters only print it.

pub mod ast;
mod cases;
mod correction;
mod emit;
pub mod ir;
mod lower;
mod print;

pub mod diagnostic;
pub mod docs;
pub mod folder;
pub mod names;
pub mod pattern;
pub mod settings;
pub mod tree;

use diagnostic::Diagnostics;
use settings::ServiceSettings;
use tree::Files;

/// The crates of one service: `{name}-types`, `{name}-server` and `{name}-client`, as files by relative path.
///
/// `model_file` is the model's name in errors and in the files' first lines, such as `model/connect.json`. The output
/// depends on nothing but the arguments, byte for byte.
///
/// # Errors
///
/// Everything in the model that is wrong or cannot be generated, each with its place and what to do.
pub fn generate(
    model_file: &str,
    model_text: &str,
    settings: &ServiceSettings,
) -> Result<Files, Diagnostics> {
    let model = correction::apply(ast::load(model_file, model_text)?, settings)?;
    let package = lower::lower(&model, settings, model_file)?;
    print::files(&model.source, |output| emit::emit(&package, output))
}

/// The harness of one service for its protocol tests: the files of the crate `{name}-harness`, which runs the cases of
/// the model against the crates that [`generate`] makes of the same arguments.
///
/// The settings must make the types closed, because a harness names every member.
///
/// # Errors
///
/// The same as those of [`generate`].
pub fn harness(
    model_file: &str,
    model_text: &str,
    settings: &ServiceSettings,
) -> Result<Files, Diagnostics> {
    let model = correction::apply(ast::load(model_file, model_text)?, settings)?;
    let package = lower::lower(&model, settings, model_file)?;
    let cases = cases::of_service(&model, &package)?;
    print::files(&model.source, |output| {
        output.add(|| emit::harness::emit(&package, cases.clone()));
    })
}
