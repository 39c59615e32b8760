//! Small pieces of Rust that several emitters need: documentation, types and defaults.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::scope::{Scope, Std, ident};
use crate::ir::{Docs, Field, Kind, Literal, Openness, Package, Simple, Value};

/// Documentation and `#[deprecated]`; `otherwise` stands in where the model says nothing.
pub(crate) fn docs(docs: &Docs, otherwise: &str) -> TokenStream {
    let lines = if docs.lines.is_empty() {
        doc(otherwise)
    } else {
        doc_lines(&docs.lines)
    };
    let deprecated = docs.deprecated.as_ref().map(|message| {
        if message.is_empty() {
            quote!(#[deprecated])
        } else {
            quote!(#[deprecated = #message])
        }
    });
    quote!(#lines #deprecated)
}

/// The first paragraph of documentation that stands in whole on an item of the types crate, `#[deprecated]` included.
pub(crate) fn summary(docs: &Docs, otherwise: &str, item: &str) -> TokenStream {
    let first: Vec<&String> = docs
        .lines
        .iter()
        .take_while(|line| !line.is_empty())
        .collect();
    let is_text = first
        .first()
        .is_some_and(|line| line.starts_with(|first: char| first.is_alphanumeric()));
    let mut lines: Vec<String> = if is_text {
        first.into_iter().cloned().collect()
    } else {
        vec![otherwise.to_owned()]
    };
    let link = item.trim_start_matches("r#");
    lines.extend([String::new(), format!("See [`types::{link}`].")]);
    self::docs(
        &Docs {
            lines,
            deprecated: docs.deprecated.clone(),
        },
        otherwise,
    )
}

/// What lets a crate use its own deprecated items.
pub(crate) fn allow_deprecated(package: &Package) -> TokenStream {
    let reason = "what the model deprecates is still part of it";
    if package.has_deprecated {
        quote!(#![allow(deprecated, reason = #reason)])
    } else {
        TokenStream::new()
    }
}

/// A literal of text; a raw one where that saves backslashes.
pub(crate) fn text(text: &str) -> TokenStream {
    let is_plain =
        text.contains('\\') && !text.contains('"') && !text.chars().any(char::is_control);
    let raw = is_plain
        .then(|| format!("r\"{text}\"").parse().ok())
        .flatten();
    raw.unwrap_or_else(|| quote!(#text))
}

/// A link to a type of the same file or crate. A name that is also a macro's of the prelude is no link, because rustdoc
/// would not know which is meant.
pub(crate) fn link(name: &str) -> String {
    const MACROS: [&str; 9] = [
        "Clone",
        "Copy",
        "Debug",
        "Default",
        "Eq",
        "Hash",
        "Ord",
        "PartialEq",
        "PartialOrd",
    ];
    if MACROS.contains(&name) {
        format!("`{name}`")
    } else {
        format!("[`{name}`]")
    }
}

/// One paragraph of documentation.
pub(crate) fn doc(text: &str) -> TokenStream {
    doc_lines(&text.split('\n').map(str::to_owned).collect::<Vec<_>>())
}

fn doc_lines(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// `#[non_exhaustive]` where the types may grow.
pub(crate) fn openness(openness: Openness) -> Option<TokenStream> {
    (openness == Openness::Open).then(|| quote!(#[non_exhaustive]))
}

/// The type of a field.
pub(crate) fn field_type(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let inner = value_type(&field.value, scope);
    if field.presence.is_optional() {
        optional(&inner, scope)
    } else {
        inner
    }
}

fn optional(inner: &TokenStream, scope: &Scope<'_>) -> TokenStream {
    let option = scope.std(Std::Option);
    quote!(#option<#inner>)
}

/// The type of a value.
pub(crate) fn value_type(value: &Value, scope: &Scope<'_>) -> TokenStream {
    match &value.kind {
        Kind::Simple(simple) => simple_type(*simple, scope),
        Kind::Stream => scope.runtime("Body"),
        Kind::Enum(name) | Kind::IntEnum(name) => {
            let name = scope.shape(name);
            quote!(#name)
        }
        Kind::Shape { name, boxed, .. } => {
            let name = scope.shape(name);
            if *boxed {
                let boxed = scope.std(Std::Box);
                quote!(#boxed<#name>)
            } else {
                quote!(#name)
            }
        }
        Kind::List { element, sparse } => {
            let vec = scope.std(Std::Vec);
            let element = element_type(element, *sparse, scope);
            quote!(#vec<#element>)
        }
        Kind::Map { key, value, sparse } => {
            let map = scope.std(Std::BTreeMap);
            let key = value_type(key, scope);
            let value = element_type(value, *sparse, scope);
            quote!(#map<#key, #value>)
        }
    }
}

fn element_type(element: &Value, sparse: bool, scope: &Scope<'_>) -> TokenStream {
    let inner = value_type(element, scope);
    if sparse {
        optional(&inner, scope)
    } else {
        inner
    }
}

fn simple_type(simple: Simple, scope: &Scope<'_>) -> TokenStream {
    match simple {
        Simple::Blob => scope.runtime("Blob"),
        Simple::Boolean => quote!(bool),
        Simple::String | Simple::MediaTypeString => scope.std(Std::String),
        Simple::Byte => quote!(i8),
        Simple::Short => quote!(i16),
        Simple::Integer => quote!(i32),
        Simple::Long => quote!(i64),
        Simple::Float => quote!(f32),
        Simple::Double => quote!(f64),
        Simple::BigInteger => scope.runtime("BigInteger"),
        Simple::BigDecimal => scope.runtime("BigDecimal"),
        Simple::Timestamp(_) => scope.runtime("Timestamp"),
        Simple::Document => scope.runtime("Document"),
    }
}

/// A default, as an expression of the value's type.
pub(crate) fn literal(literal: &Literal, value: &Value, scope: &Scope<'_>) -> TokenStream {
    match literal {
        Literal::EmptyStream => {
            let body = scope.runtime("Body");
            quote!(#body::empty())
        }
        Literal::Boolean(value) => quote!(#value),
        Literal::Number(text) => number(text),
        Literal::NotFinite(name) => {
            let name = ident(name);
            let kind = value_type(value, scope);
            quote!(#kind::#name)
        }
        // The loader and lowering made sure that it is a number, so the other case cannot come.
        Literal::BigNumber(text) => quote!(#text.parse().unwrap_or_default()),
        Literal::String(text) if text.is_empty() => {
            let string = scope.std(Std::String);
            quote!(#string::new())
        }
        Literal::String(text) => {
            let string = scope.std(Std::String);
            quote!(#string::from(#text))
        }
        Literal::Enum(text) => {
            let kind = value_type(value, scope);
            quote!(#kind::from(#text))
        }
        Literal::IntEnum(number) => {
            let kind = value_type(value, scope);
            let number = Token::i32_unsuffixed(*number);
            quote!(#kind::from(#number))
        }
        Literal::Blob(bytes) => {
            let blob = scope.runtime("Blob");
            let bytes = Token::byte_string(bytes);
            quote!(#blob::new(&#bytes[..]))
        }
        Literal::Timestamp(seconds, nanoseconds) => {
            let timestamp = scope.runtime("Timestamp");
            let (seconds, nanoseconds) = (
                Token::i64_unsuffixed(*seconds),
                Token::u32_unsuffixed(*nanoseconds),
            );
            quote!(#timestamp::new(#seconds, #nanoseconds))
        }
        Literal::Document(value) => document(value, scope),
        Literal::EmptyList => {
            let vec = scope.std(Std::Vec);
            quote!(#vec::new())
        }
        Literal::EmptyMap => {
            let map = scope.std(Std::BTreeMap);
            quote!(#map::new())
        }
    }
}

fn document(value: &serde_json::Value, scope: &Scope<'_>) -> TokenStream {
    use serde_json::Value as Json;
    let kind = scope.runtime("Document");
    match value {
        Json::Null => quote!(#kind::Null),
        Json::Bool(value) => quote!(#kind::Boolean(#value)),
        Json::Number(number) => {
            let text = number.to_string();
            quote!(#kind::Number(#text.parse().unwrap_or_default()))
        }
        Json::String(text) => {
            let string = scope.std(Std::String);
            quote!(#kind::String(#string::from(#text)))
        }
        Json::Array(elements) => {
            let (vec, elements) = (
                scope.std(Std::Vec),
                elements.iter().map(|element| document(element, scope)),
            );
            quote!(#kind::Array(#vec::from([#(#elements),*])))
        }
        Json::Object(entries) => {
            let map = scope.std(Std::BTreeMap);
            let entries = entries.iter().map(|(key, value)| {
                let (string, value) = (scope.std(Std::String), document(value, scope));
                quote!((#string::from(#key), #value))
            });
            quote!(#kind::Object(#map::from([#(#entries),*])))
        }
    }
}

/// A number of the model; it was checked in lowering, so what does not parse here shows itself in the printed file.
fn number(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|_| quote!(#text))
}

/// How a default is put in place of an absent value: lazily where making it costs something.
pub(crate) fn unwrap_or(
    slot: &TokenStream,
    default: &Literal,
    value: &Value,
    scope: &Scope<'_>,
) -> TokenStream {
    // Made only where it is printed, because making it imports what it names.
    if is_type_default(default, value) {
        return quote!(#slot.unwrap_or_default());
    }
    let expression = literal(default, value, scope);
    if is_cheap(default) {
        quote!(#slot.unwrap_or(#expression))
    } else {
        quote!(#slot.unwrap_or_else(|| #expression))
    }
}

/// As [`unwrap_or`], where the value stays optional.
pub(crate) fn or_some(
    slot: &TokenStream,
    default: &Literal,
    value: &Value,
    scope: &Scope<'_>,
) -> TokenStream {
    let (expression, some) = (literal(default, value, scope), scope.some());
    if is_cheap(default) {
        quote!(#slot.or(#some(#expression)))
    } else {
        quote!(#slot.or_else(|| #some(#expression)))
    }
}

/// Whether a default is also that of its type in Rust.
pub(crate) fn is_type_default(default: &Literal, value: &Value) -> bool {
    match default {
        Literal::Boolean(value) => !value,
        Literal::Number(text) => text == "0" || text == "0.0",
        Literal::String(text) => text.is_empty() && matches!(value.kind, Kind::Simple(_)),
        Literal::EmptyList | Literal::EmptyMap | Literal::EmptyStream => true,
        _ => false,
    }
}

/// Whether a default is made by no call.
fn is_cheap(default: &Literal) -> bool {
    use serde_json::Value as Json;
    matches!(
        default,
        Literal::Boolean(_)
            | Literal::Number(_)
            | Literal::NotFinite(_)
            | Literal::Document(Json::Null | Json::Bool(_))
    )
}
