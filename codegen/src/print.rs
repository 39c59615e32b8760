//! Turns what emitters made into text: items are formatted one by one, with an empty line between them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostic::{Diagnostics, Sink, Source};
use crate::emit::Emitted;
use crate::tree::{self, Files};

/// A file of Rust before it is printed.
pub(crate) struct SourceFile {
    /// Its path, relative to the folder of generated crates.
    pub(crate) path: String,
    /// The model that it was made from.
    pub(crate) model_file: String,
    /// The documentation of the module, a line each.
    pub(crate) docs: Vec<String>,
    /// Attributes of the module, `mod` and `use` lines.
    pub(crate) uses: Vec<TokenStream>,
    /// Everything else; an entry may hold several items.
    pub(crate) items: Vec<TokenStream>,
}

/// All files by their paths.
///
/// # Errors
///
/// If an emitter made what is not Rust, or two files of one name: faults of this crate, not of the model.
pub(crate) fn files(emitted: &[Emitted], source: &Source) -> Result<Files, Diagnostics> {
    const HELP: &str = "this is a fault of the generator: please report it with the model";
    let mut sink = Sink::new(source);
    let mut files = Files::new();
    for file in emitted {
        let (path, text) = match file {
            Emitted::Text { path, text } => (path, Ok(text.clone())),
            Emitted::Source(file) => (&file.path, print(file)),
        };
        let inserted = text.and_then(|text| {
            files
                .insert(path.as_str(), text)
                .map_err(|error| error.to_string())
        });
        if let Err(problem) = inserted {
            sink.error(None, problem, HELP);
        }
    }
    sink.finish(files)
}

/// The first line of every generated file, behind a comment mark.
pub(crate) fn first_line(comment: &str, model_file: &str) -> String {
    format!(
        "{comment} {} from {model_file}: edit that, then `cargo xtask regenerate`.",
        tree::MARK
    )
}

/// The text of a file, or what is wrong with it.
fn print(file: &SourceFile) -> Result<String, String> {
    let mut text = first_line("//", &file.model_file);
    text.push('\n');
    if !file.docs.is_empty() {
        text.push('\n');
    }
    for line in &file.docs {
        text.push_str(if line.is_empty() { "//!" } else { "//! " });
        text.push_str(line);
        text.push('\n');
    }
    let uses = &file.uses;
    let head = parse(file, &quote!(#(#uses)*))?;
    if !head.items.is_empty() || !head.attrs.is_empty() {
        text.push('\n');
        text.push_str(&prettyplease::unparse(&head));
    }
    for item in &file.items {
        let parsed = parse(file, item)?;
        let are_uses = parsed
            .items
            .iter()
            .all(|item| matches!(item, syn::Item::Use(_)));
        if are_uses && !parsed.items.is_empty() {
            text.push('\n');
            text.push_str(&prettyplease::unparse(&parsed));
            continue;
        }
        for item in parsed.items {
            text.push('\n');
            let single = syn::File {
                shebang: None,
                frontmatter: None,
                attrs: Vec::new(),
                items: vec![item],
            };
            text.push_str(&prettyplease::unparse(&single));
        }
    }
    Ok(text)
}

fn parse(file: &SourceFile, tokens: &TokenStream) -> Result<syn::File, String> {
    syn::parse2(tokens.clone()).map_err(|error| format!("{}: {error} in `{tokens}`", file.path))
}
