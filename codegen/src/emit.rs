//! Prints the intermediate representation as files of Rust; every decision was made in lowering.

mod auth;
mod bindings;
mod client_crate;
mod codec;
mod constraints;
mod constructor;
mod enumeration;
mod error;
pub(crate) mod harness;
mod manifest;
mod operation;
mod scope;
mod server_crate;
mod service;
mod spec;
mod structure;
mod tokens;
mod types_crate;
mod union;

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

/// What a crate's documentation says of operations that the settings leave out.
fn left_out(package: &Package) -> Vec<String> {
    if package.left_out.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = package
        .left_out
        .iter()
        .map(|name| format!("- `{name}`"))
        .collect();
    let mut lines = vec![
        String::new(),
        "Left out by the settings:".to_owned(),
        String::new(),
    ];
    lines.extend(names);
    lines
}
