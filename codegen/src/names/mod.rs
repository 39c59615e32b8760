//! Rust's names for the names of a model. All names of generated code that come from a model are made here.
//!
//! A name is a function of the model's name alone, so that what else a model holds, or in which order, never changes
//! it. Where two names of one place become the same, [`distinct`] decides by these two alone.

mod case;
mod distinct;
mod value;

pub use distinct::{Collision, distinct, distinct_with};
pub(crate) use distinct::{capitals_apart, settle};
pub(crate) use value::of_values;

use proc_macro2::{Ident, Span};

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A structure, union, enumeration, trait or type alias.
    Type,
    /// A field of a structure.
    Field,
    /// A variant of a union or enumeration.
    Variant,
    /// A function, such as the method of an operation.
    Function,
    /// A module, and the file that it stands in.
    Module,
    /// A constant.
    Const,
}

/// The name of a type: in upper camel case. A name that is so already is kept as it is, acronyms included.
pub fn type_name(shape: &str) -> String {
    match case::upper_camel(shape, false) {
        // The only keyword with a capital, and one that cannot be a raw identifier.
        name if name == "Self" => "SelfShape".into(),
        name => name,
    }
}

/// The name of a variant for a member of a union or enumeration: in upper camel case, `IDLE_TIME` as `IdleTime`.
///
/// `Unknown` is taken by what the model does not list, so a member of that name is `UnknownValue`.
pub fn variant_name(member: &str) -> String {
    match case::upper_camel(member, true) {
        name if name == "Self" || name == "Unknown" => format!("{name}Value"),
        name => name,
    }
}

/// The name of a field: in snake case; keywords are raw identifiers.
pub fn field_name(member: &str) -> String {
    raw(case::snake(member))
}

/// The name of a function: in snake case; keywords are raw identifiers.
pub fn fn_name(operation: &str) -> String {
    raw(case::snake(operation))
}

/// The name of a module: in snake case. A keyword gets an underscore, because the name is also that of a file.
pub fn module_name(shape: &str) -> String {
    match case::snake(shape) {
        // `mod` and `lib` are names of files that Rust gives a meaning, and `main` is a program's.
        name if KEYWORDS.contains(&&*name)
            || UNRAW.contains(&&*name)
            || ["lib", "main"].contains(&&*name) =>
        {
            format!("{name}_")
        }
        name => name,
    }
}

/// The name of a constant: in screaming snake case.
pub fn const_name(text: &str) -> String {
    case::snake(text).to_ascii_uppercase()
}

/// The name of the kind.
pub fn name(kind: Kind, text: &str) -> String {
    match kind {
        Kind::Type => type_name(text),
        Kind::Field => field_name(text),
        Kind::Variant => variant_name(text),
        Kind::Function => fn_name(text),
        Kind::Module => module_name(text),
        Kind::Const => const_name(text),
    }
}

/// The identifier of a name that was made here; `r#` makes a raw one.
///
/// Where the text is no identifier, which a name that was made here always is, it is made into one first.
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) if KEYWORDS.contains(&keyword) => Ident::new_raw(keyword, Span::call_site()),
        _ if is_name(name) => Ident::new(name, Span::call_site()),
        _ => Ident::new(&format!("{}_", case::snake(name)), Span::call_site()),
    }
}

/// Whether a text, perhaps from the settings, can be used as a name: an identifier that is no keyword, or a raw one.
pub fn is_name(text: &str) -> bool {
    match text.strip_prefix("r#") {
        Some(keyword) => KEYWORDS.contains(&keyword),
        None => {
            crate::ast::is_identifier(text) && !KEYWORDS.contains(&text) && !UNRAW.contains(&text)
        }
    }
}

/// The keywords of all editions up to 2024, those that are only reserved included:
/// <https://doc.rust-lang.org/reference/keywords.html>.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The keywords that cannot be raw identifiers.
const UNRAW: &[&str] = &["self", "super", "crate", "Self", "_"];

fn raw(name: String) -> String {
    if UNRAW.contains(&&*name) {
        format!("{name}_")
    } else if KEYWORDS.contains(&&*name) {
        format!("r#{name}")
    } else {
        name
    }
}
