//! How a value is read and written: an expression of the runtime's methods, composed along the value's type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::scope::{Scope, Std, ident};
use crate::ir::{Kind, Simple, TimestampFormat, Value};

/// The form in which a value stands; both forms have the same methods.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// In a JSON document.
    Json,
    /// As the text of a label, a query parameter or a header.
    Text,
}

impl Form {
    fn module(self, scope: &Scope<'_>) -> TokenStream {
        scope.runtime(match self {
            Form::Json => "json",
            Form::Text => "text",
        })
    }
}

/// A function that takes a reader and returns the value, such as `json::Reader::string`.
pub(crate) fn reader(value: &Value, form: Form, scope: &Scope<'_>) -> TokenStream {
    if value.constraints.is_none() && !value.unique && !is_aggregate(&value.kind) {
        let module = form.module(scope);
        let method = ident(method(&value.kind));
        quote!(#module::Reader::#method)
    } else {
        let read = read(value, form, scope);
        quote!(|r| #read)
    }
}

/// The value, read from the reader `r`.
pub(crate) fn read(value: &Value, form: Form, scope: &Scope<'_>) -> TokenStream {
    if let Some(name) = &value.constraints {
        if let Some(read) = checked(value, name, form, scope) {
            return read;
        }
        let inner = Value {
            constraints: None,
            ..value.clone()
        };
        let (name, inner) = (ident(name), reader(&inner, form, scope));
        let constraints = scope.shape("constraints");
        return quote!(r.checked(&#constraints::#name, #inner));
    }
    match &value.kind {
        Kind::List { element, .. } if value.unique => {
            let write = vec_writer(element, form, scope);
            let inner = reader(
                &Value {
                    unique: false,
                    ..value.clone()
                },
                form,
                scope,
            );
            quote!(r.unique(#write, #inner))
        }
        Kind::List { element, .. } => {
            let (method, element) = (ident(method(&value.kind)), reader(element, form, scope));
            quote!(r.#method(#element))
        }
        Kind::Map {
            key, value: entry, ..
        } => {
            let (method, key, entry) = (
                ident(method(&value.kind)),
                reader(key, form, scope),
                reader(entry, form, scope),
            );
            quote!(r.#method(#key, #entry))
        }
        _ => {
            let method = ident(method(&value.kind));
            quote!(r.#method())
        }
    }
}

/// The same of a value with constraints, for the types that the runtime's readers check by one method.
fn checked(value: &Value, name: &str, form: Form, scope: &Scope<'_>) -> Option<TokenStream> {
    use Simple::{Byte, Double, Float, Integer, Long, Short, String};
    let method = match &value.kind {
        Kind::Simple(String | Byte | Short | Integer | Long | Float | Double) => {
            method(&value.kind)
        }
        Kind::List { sparse: false, .. } if form == Form::Json && !value.unique => "list",
        _ => return None,
    };
    let (constraints, name) = (scope.shape("constraints"), ident(name));
    let checked = format_ident!("checked_{method}");
    Some(match &value.kind {
        Kind::List { element, .. } => {
            let element = reader(element, form, scope);
            quote!(r.#checked(&#constraints::#name, #element))
        }
        _ => quote!(r.#checked(&#constraints::#name)),
    })
}

/// A function that takes a writer and a reference to the value, such as `json::Writer::string`.
pub(crate) fn writer(value: &Value, form: Form, scope: &Scope<'_>) -> TokenStream {
    let method_ident = ident(method(&value.kind));
    match &value.kind {
        Kind::List { element: inner, .. } | Kind::Map { value: inner, .. } => {
            let inner = writer(inner, form, scope);
            quote!(|w, v| w.#method_ident(v, #inner))
        }
        _ => {
            let module = form.module(scope);
            quote!(#module::Writer::#method_ident)
        }
    }
}

/// The same, with a type wherever the writer of a list would take a slice and what it is given are vectors.
pub(crate) fn vec_writer(element: &Value, form: Form, scope: &Scope<'_>) -> TokenStream {
    match &element.kind {
        Kind::List { element: inner, .. } => {
            let (vec, method) = (scope.std(Std::Vec), ident(method(&element.kind)));
            let inner = vec_writer(inner, form, scope);
            quote!(|w, v: &#vec<_>| w.#method(v, #inner))
        }
        Kind::Map { value: inner, .. } => {
            let method = ident(method(&element.kind));
            let inner = vec_writer(inner, form, scope);
            quote!(|w, v| w.#method(v, #inner))
        }
        _ => writer(element, form, scope),
    }
}

fn is_aggregate(kind: &Kind) -> bool {
    matches!(kind, Kind::List { .. } | Kind::Map { .. })
}

/// The method of the runtime's readers and writers for a type.
fn method(kind: &Kind) -> &'static str {
    match kind {
        Kind::Simple(simple) => simple_method(*simple),
        // No reader or writer of values has it: a stream is the whole payload.
        Kind::Stream => "stream",
        Kind::Enum(_) => "enumeration",
        Kind::IntEnum(_) => "int_enumeration",
        Kind::Shape { .. } => "shape",
        Kind::List { sparse: false, .. } => "list",
        Kind::List { sparse: true, .. } => "sparse_list",
        Kind::Map { sparse: false, .. } => "map",
        Kind::Map { sparse: true, .. } => "sparse_map",
    }
}

fn simple_method(simple: Simple) -> &'static str {
    match simple {
        Simple::Blob => "blob",
        Simple::Boolean => "boolean",
        Simple::String => "string",
        Simple::MediaTypeString => "media_type_string",
        Simple::Byte => "byte",
        Simple::Short => "short",
        Simple::Integer => "integer",
        Simple::Long => "long",
        Simple::Float => "float",
        Simple::Double => "double",
        Simple::BigInteger => "big_integer",
        Simple::BigDecimal => "big_decimal",
        Simple::Timestamp(TimestampFormat::EpochSeconds) => "epoch_seconds",
        Simple::Timestamp(TimestampFormat::DateTime) => "date_time",
        Simple::Timestamp(TimestampFormat::HttpDate) => "http_date",
        Simple::Document => "document",
    }
}
