//! Prints the intermediate representation as files of Rust; every decision was made in lowering.

mod auth;
mod bindings;
mod client_crate;
mod codec;
mod condition;
mod constraints;
mod constructor;
mod enumeration;
mod error;
mod expression;
pub(crate) mod harness;
mod lints;
mod manifest;
mod operation;
mod paginator;
mod scope;
mod server_crate;
mod service;
mod spec;
mod structure;
mod table;
mod tokens;
mod types_crate;
mod union;
mod waiter;

use std::fmt::Write as _;

use crate::ir::Package;
use crate::print::{Output, SourceFile};

/// A generated file before it is printed.
pub(crate) enum Emitted {
    /// Rust.
    Source(SourceFile),
    /// Anything else, as it is.
    Text { path: String, text: String },
}

/// All files of the three crates of a service, their paths relative to the folder of generated crates.
///
/// The crates that are one long file each come first, so that nobody waits for them in the end.
pub(crate) fn emit(package: &Package, output: &mut Output<'_>) {
    output.add(|| server_crate::emit(package));
    output.add(|| client_crate::emit(package));
    types_crate::emit(package, output);
}

/// The width of a line of a crate's documentation.
const WIDTH: usize = 90;

/// What a crate's documentation says of what the settings leave out. Of operations it has their names, or those of the
/// others, whichever are fewer.
fn left_out(package: &Package) -> Vec<String> {
    let (omitted, members) = (&package.left_out, &package.members_left_out);
    let operations = package.operations.iter();
    let generated: Vec<String> = operations.map(|one| one.name.clone()).collect();
    let mut lines = if generated.len() < omitted.len() {
        let count = omitted.len();
        list(
            format!("The settings leave out {count} operations of the model, all but"),
            &generated,
        )
    } else {
        list("Left out by the settings:".to_owned(), omitted)
    };
    lines.extend(list(
        "Members left out by the settings:".to_owned(),
        members,
    ));
    lines
}

/// A paragraph of its own, if there is anything to name.
fn list(mut text: String, names: &[String]) -> Vec<String> {
    if names.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new()];
    for (index, name) in names.iter().enumerate() {
        let end = if index + 1 == names.len() { "." } else { "," };
        if text.len() + name.len() + 4 > WIDTH {
            lines.push(std::mem::take(&mut text));
        } else {
            text.push(' ');
        }
        let _ = write!(text, "`{name}`{end}");
    }
    lines.push(text);
    lines
}
