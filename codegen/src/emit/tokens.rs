//! Small pieces of Rust that several emitters need: documentation, types and defaults.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::scope::{Scope, Std, ident};
use crate::ir::{Docs, Field, Kind, Literal, Openness, Presence, Simple, Value};

/// Documentation and `#[deprecated]`; `otherwise` stands in where the model says nothing.
pub(crate) fn docs(docs: &Docs, otherwise: &str) -> TokenStream {
    let lines = if docs.lines.is_empty() { doc(otherwise) } else { doc_lines(&docs.lines) };
    let deprecated = docs.deprecated.as_ref().map(|message| {
        if message.is_empty() { quote!(#[deprecated]) } else { quote!(#[deprecated = #message]) }
    });
    quote!(#lines #deprecated)
}

/// One paragraph of documentation.
pub(crate) fn doc(text: &str) -> TokenStream {
    doc_lines(&text.split('\n').map(str::to_owned).collect::<Vec<_>>())
}

fn doc_lines(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// `#[non_exhaustive]` where the types may grow.
pub(crate) fn openness(openness: Openness) -> Option<TokenStream> {
    (openness == Openness::Open).then(|| quote!(#[non_exhaustive]))
}

/// The type of a field.
pub(crate) fn field_type(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let inner = value_type(&field.value, scope);
    match field.presence {
        Presence::Required | Presence::Defaulted(_) => inner,
        Presence::Optional | Presence::Filled(_) => optional(&inner, scope),
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
    if sparse { optional(&inner, scope) } else { inner }
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
            let (seconds, nanoseconds) = (Token::i64_unsuffixed(*seconds), Token::u32_unsuffixed(*nanoseconds));
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
            let (vec, elements) = (scope.std(Std::Vec), elements.iter().map(|element| document(element, scope)));
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
pub(crate) fn unwrap_or(slot: &TokenStream, default: &Literal, value: &Value, scope: &Scope<'_>) -> TokenStream {
    let expression = literal(default, value, scope);
    match default {
        Literal::Boolean(false) | Literal::EmptyList | Literal::EmptyMap => quote!(#slot.unwrap_or_default()),
        Literal::Number(text) if text == "0" || text == "0.0" => quote!(#slot.unwrap_or_default()),
        Literal::String(text) if text.is_empty() => quote!(#slot.unwrap_or_default()),
        Literal::Boolean(_) | Literal::Number(_) | Literal::NotFinite(_) => quote!(#slot.unwrap_or(#expression)),
        _ => quote!(#slot.unwrap_or_else(|| #expression)),
    }
}
