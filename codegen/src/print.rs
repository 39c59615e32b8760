//! Turns what emitters made into text: items are formatted one by one, with an empty line between them.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostic::{Diagnostics, Sink, Source};
use crate::emit::Emitted;
use crate::tree::{self, Files};

/// The most cores that print: of a model of 300 operations, more have nothing left to do.
const CORES: usize = 4;

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
    /// Everything else.
    pub(crate) items: Vec<Item>,
}

/// A part of a file.
pub(crate) enum Item {
    /// One item or several.
    Rust(TokenStream),
    /// A macro that has a layout of its own, as it is.
    Table(String),
}

impl From<TokenStream> for Item {
    fn from(tokens: TokenStream) -> Self {
        Self::Rust(tokens)
    }
}

/// Items of Rust.
pub(crate) fn items(tokens: Vec<TokenStream>) -> Vec<Item> {
    tokens.into_iter().map(Item::Rust).collect()
}

/// Takes what emitters make, and prints it. Every core has one of these and runs all of the emitters, but of the files
/// it makes only those that no other core has begun: tokens cannot go from one core to another.
pub(crate) struct Output<'a> {
    /// How many files were begun by all together.
    begun: &'a AtomicUsize,
    /// The file that is this one's to make next.
    mine: usize,
    /// How many files the emitters came past.
    passed: usize,
    printed: Vec<Result<(String, String), String>>,
}

impl<'a> Output<'a> {
    fn new(begun: &'a AtomicUsize) -> Self {
        Self {
            begun,
            mine: begun.fetch_add(1, Ordering::Relaxed),
            passed: 0,
            printed: Vec::new(),
        }
    }

    /// The next files, which are made only if it is for this output to print them.
    pub(crate) fn add(&mut self, emit: impl FnOnce() -> Vec<Emitted>) {
        let is_mine = self.passed == self.mine;
        self.passed += 1;
        if !is_mine {
            return;
        }
        self.mine = self.begun.fetch_add(1, Ordering::Relaxed);
        self.printed
            .extend(emit().into_iter().map(|file| match file {
                Emitted::Text { path, text } => Ok((path, text)),
                Emitted::Source(file) => print(file),
            }));
    }
}

/// All files by their paths.
///
/// # Errors
///
/// If an emitter made what is not Rust, or two files of one name: faults of this crate, not of the model.
pub(crate) fn files(
    source: &Source,
    emit: impl Fn(&mut Output<'_>) + Sync,
) -> Result<Files, Diagnostics> {
    const HELP: &str = "this is a fault of the generator: please report it with the model";
    let begun = AtomicUsize::new(0);
    let printed = || {
        let mut output = Output::new(&begun);
        emit(&mut output);
        output.printed
    };
    let printed = thread::scope(|scope| {
        let others = thread::available_parallelism().map_or(0, |cores| cores.get().min(CORES) - 1);
        let others: Vec<_> = (0..others).map(|_| scope.spawn(printed)).collect();
        let mut all = printed();
        for other in others {
            match other.join() {
                Ok(printed) => all.extend(printed),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    let mut sink = Sink::new(source);
    let mut files = Files::new();
    for file in printed {
        let inserted = file
            .and_then(|(path, text)| files.insert(path, text).map_err(|error| error.to_string()));
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

/// The path and the text of a file, or what is wrong with it.
fn print(file: SourceFile) -> Result<(String, String), String> {
    let path = file.path;
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
    let head = parse(&path, file.uses.into_iter().collect())?;
    if !head.items.is_empty() || !head.attrs.is_empty() {
        text.push('\n');
        text.push_str(&prettyplease::unparse(&head));
    }
    for item in file.items {
        let item = match item {
            Item::Rust(item) => item,
            Item::Table(table) => {
                text.push('\n');
                text.push_str(&table);
                continue;
            }
        };
        let parsed = parse(&path, item)?;
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
            text.push_str(&declaration(&item).unwrap_or_else(|| single(item)));
        }
    }
    Ok((path, short(text)))
}

/// The widest line of a file, if it can be broken at all.
const WIDTH: usize = 100;

/// The text with lines of documentation that hold a long address, which Markdown cannot break, made of several strings.
fn short(text: String) -> String {
    if text.lines().all(|line| line.len() <= WIDTH) {
        return text;
    }
    let mut shorter = String::with_capacity(text.len() + 256);
    for line in text.lines() {
        let doc = line.trim_start().strip_prefix("///");
        let indent = line.len() - line.trim_start().len();
        match doc {
            Some(doc) if line.chars().count() > WIDTH => {
                let margin = " ".repeat(indent);
                let parts = parts(doc, WIDTH - indent - 20);
                let strings: Vec<String> = parts.iter().map(|part| format!("{part:?}")).collect();
                let strings = strings.join(&format!(",\n{margin}    "));
                let _ = writeln!(shorter, "{margin}#[doc = concat!({strings})]");
            }
            _ => {
                shorter.push_str(line);
                shorter.push('\n');
            }
        }
    }
    shorter
}

/// A text in parts of at most so many bytes, each but the last up to a slash, if it has one.
fn parts(text: &str, most: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > most {
        let mut end = most;
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (head, _) = rest.split_at(end);
        let end = head
            .rfind('/')
            .filter(|at| *at > most / 3)
            .map_or(end, |at| at + 1);
        let (part, remaining) = rest.split_at(end);
        parts.push(part);
        rest = remaining;
    }
    parts.push(rest);
    parts
}

/// The text of one item.
fn single(item: syn::Item) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

/// The text of a macro in braces around items, which prettyplease would print as bare tokens.
fn declaration(item: &syn::Item) -> Option<String> {
    let syn::Item::Macro(item) = item else {
        return None;
    };
    if !matches!(item.mac.delimiter, syn::MacroDelimiter::Brace(_)) {
        return None;
    }
    let within = syn::parse2(item.mac.tokens.clone()).ok()?;
    let path = &item.mac.path;
    let path = quote!(#path).to_string().replace(' ', "");
    let mut text = format!("{path}! {{\n");
    for line in prettyplease::unparse(&within).lines() {
        if !line.is_empty() {
            text.push_str("    ");
            text.push_str(line);
        }
        text.push('\n');
    }
    text.push_str("}\n");
    Some(text)
}

/// The text of an expression, or of calls that stand behind one. Its lines are not indented.
pub(crate) fn expression(tokens: TokenStream) -> String {
    const BEFORE: &str = "const _: () = ";
    let is_path = |part: &str| {
        part.chars()
            .all(|c| c.is_alphanumeric() || ":_".contains(c))
    };
    // Most expressions are a path, which needs no printer.
    let plain = tokens.to_string().replace(' ', "");
    if is_path(&plain) {
        return plain;
    }
    if let Some((of, within)) = plain.split_once("(&")
        && is_path(of.trim_start_matches('.'))
        && within.strip_suffix(')').is_some_and(is_path)
    {
        return plain;
    }
    match syn::parse2(quote!(const _: () = #tokens;)) {
        Ok(item) => {
            let printed = single(item);
            let printed = printed.trim_end().strip_suffix(';').unwrap_or(&printed);
            printed.strip_prefix(BEFORE).unwrap_or(printed).to_owned()
        }
        Err(_) => plain,
    }
}

/// The text of a type, which is a path with its arguments.
pub(crate) fn type_text(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "").replace(',', ", ")
}

/// Takes the tokens, because what is kept elsewhere would have to be copied to be parsed.
fn parse(path: &str, tokens: TokenStream) -> Result<syn::File, String> {
    syn::parse2(tokens).map_err(|error| format!("{path}: {error}"))
}
