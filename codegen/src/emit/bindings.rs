//! Where members stand in HTTP messages: calls on the runtime's request and response readers and writers.

use proc_macro2::TokenStream;
use quote::quote;

use super::codec::{self, Form};
use super::scope::{Scope, ident};
use super::structure;
use crate::ir::{Binding, Field, Kind, Place, Presence, Simple, Structure, Value};

/// The statements that read a structure from the message `from`, and the literal's fields.
pub(crate) struct Reading {
    /// Statements that fill a variable for each field.
    pub(crate) statements: TokenStream,
    /// The fields of the literal.
    pub(crate) fields: TokenStream,
    /// Whether the message is looked at.
    pub(crate) uses_message: bool,
}

/// Reads each member from its place.
pub(crate) fn reading(structure: &Structure, bindings: &[Binding], scope: &Scope<'_>) -> Reading {
    let mut statements = TokenStream::new();
    for (field, place) in bound(structure, bindings) {
        if let Some(read) = read_one(field, place, scope) {
            let name = structure::slot(field);
            statements.extend(quote!(let #name = #read;));
        }
    }
    let body = in_body(structure, bindings);
    if !body.is_empty() {
        let (members, slots, arms) =
            (structure::members(&body, scope), structure::slots(&body, scope), structure::arms(&body, scope));
        let json = scope.runtime("json");
        let matching = if let [one] = body.as_slice() {
            let (name, read) = (structure::slot(one), codec::read(&one.value, Form::Json, scope));
            quote!(|r, _| #name = #read)
        } else {
            quote!(|r, member| match member { #arms })
        };
        statements.extend(quote! {
            static MEMBERS: #json::Members = #members;
            #slots
            from.body(&MEMBERS, #matching);
        });
    }
    Reading {
        uses_message: !statements.is_empty(),
        statements,
        fields: structure::finished(&structure.fields, scope),
    }
}

fn bound<'a>(
    structure: &'a Structure,
    bindings: &'a [Binding],
) -> impl Iterator<Item = (&'a Field, &'a Place)> {
    bindings.iter().filter_map(|binding| Some((structure.fields.get(binding.field)?, &binding.place)))
}

fn in_body<'a>(structure: &'a Structure, bindings: &'a [Binding]) -> Vec<&'a Field> {
    bound(structure, bindings).filter(|(_, place)| **place == Place::Body).map(|(field, _)| field).collect()
}

fn read_one(field: &Field, place: &Place, scope: &Scope<'_>) -> Option<TokenStream> {
    let member = &field.member;
    let required = field.presence == Presence::Required;
    let text = |value: &Value| codec::reader(value, Form::Text, scope);
    let method = |plain: &str, demanding: &str| ident(if required { demanding } else { plain });
    Some(match place {
        Place::Body => return None,
        Place::Label => {
            let read = text(&field.value);
            quote!(from.label(#member, #read))
        }
        Place::Header(name) => {
            let (method, read) = (method("header", "required_header"), text(&field.value));
            quote!(from.#method(#member, #name, #read))
        }
        Place::Query(name) => {
            let (method, read) = (method("query", "required_query"), text(&field.value));
            quote!(from.#method(#member, #name, #read))
        }
        Place::QueryParams => {
            let (method, read) = (method("query_params", "required_query_params"), text(&field.value));
            quote!(from.#method(#member, &[], #read))
        }
        Place::PrefixHeaders(prefix) => {
            let (method, read) = (method("prefix_headers", "required_prefix_headers"), text(&field.value));
            quote!(from.#method(#member, #prefix, #read))
        }
        Place::Status => {
            let some = scope.some();
            quote!(#some(i32::from(from.status())))
        }
        Place::Payload => match payload(&field.value) {
            Payload::Blob => {
                let method = method("payload_blob", "required_payload_blob");
                quote!(from.#method())
            }
            Payload::Text => {
                let (method, read) = (method("payload_text", "required_payload_text"), text(&field.value));
                quote!(from.#method(#member, #read))
            }
            Payload::Structure | Payload::Json => {
                let plain = if payload(&field.value) == Payload::Structure { "payload_structure" } else { "payload" };
                let method = method(plain, "required_payload");
                let read = codec::reader(&field.value, Form::Json, scope);
                quote!(from.#method(#member, #read))
            }
        },
    })
}

/// The statements that write the structure `from` to the message `to`.
pub(crate) fn writing(
    structure: &Structure,
    bindings: &[Binding],
    from: &TokenStream,
    scope: &Scope<'_>,
) -> TokenStream {
    let mut statements = TokenStream::new();
    for (field, place) in bound(structure, bindings) {
        let (source, token) = source(field, from);
        statements.extend(token);
        statements.extend(write_one(field, place, &source, scope));
    }
    let body = in_body(structure, bindings);
    if !body.is_empty() {
        let members = body.iter().map(|field| {
            if field.idempotency_token && field.presence == Presence::Optional {
                let json = scope.runtime("json");
                let (name, json_name) = (structure::slot(field), &field.json_name);
                quote!(w.member(#json_name, &#name, #json::Writer::string);)
            } else {
                structure::write_member(field, from, scope)
            }
        });
        let members: TokenStream = members.collect();
        statements.extend(quote!(to.body(|w| { #members });));
    }
    statements
}

/// The expression of a member, and the statement that makes a token up where it is one.
fn source(field: &Field, from: &TokenStream) -> (TokenStream, Option<TokenStream>) {
    let name = ident(&field.name);
    if field.idempotency_token && field.presence == Presence::Optional {
        let slot = structure::slot(field);
        (quote!(#slot), Some(quote!(let #slot = to.token(&#from.#name);)))
    } else {
        (quote!(#from.#name), None)
    }
}

fn write_one(field: &Field, place: &Place, source: &TokenStream, scope: &Scope<'_>) -> Option<TokenStream> {
    let optional = matches!(field.presence, Presence::Optional | Presence::Filled(_)) && !field.idempotency_token;
    let method = |plain: &str, lenient: &str| ident(if optional { lenient } else { plain });
    let text = |value: &Value| codec::writer(value, Form::Text, scope);
    Some(match place {
        Place::Body => return None,
        Place::Label => {
            let (name, write) = (&field.member, text(&field.value));
            quote!(to.label(#name, &#source, #write);)
        }
        Place::Header(name) => {
            let (method, write) = (method("header", "optional_header"), text(&field.value));
            quote!(to.#method(#name, &#source, #write);)
        }
        Place::Query(name) => {
            let (method, write) = (method("query", "optional_query"), text(&field.value));
            quote!(to.#method(#name, &#source, #write);)
        }
        Place::QueryParams => {
            let (method, write) = (method("query_params", "optional_query_params"), text(&field.value));
            quote!(to.#method(&#source, #write);)
        }
        Place::PrefixHeaders(prefix) => {
            let (method, write) = (method("prefix_headers", "optional_prefix_headers"), text(&field.value));
            quote!(to.#method(#prefix, &#source, #write);)
        }
        Place::Status => {
            if optional { quote!(to.optional_status(&#source);) } else { quote!(to.status(#source);) }
        }
        Place::Payload => match payload(&field.value) {
            Payload::Blob => {
                let method = method("payload_blob", "optional_payload_blob");
                quote!(to.#method(&#source);)
            }
            Payload::Text => {
                let (method, write) = (method("payload_text", "optional_payload_text"), text(&field.value));
                quote!(to.#method(&#source, #write);)
            }
            Payload::Structure | Payload::Json => {
                let lenient = if payload(&field.value) == Payload::Structure { "optional_payload_structure" } else { "optional_payload" };
                let method = method("payload", lenient);
                let write = codec::writer(&field.value, Form::Json, scope);
                quote!(to.#method(&#source, #write);)
            }
        },
    })
}

#[derive(PartialEq, Eq)]
enum Payload {
    Blob,
    Text,
    Structure,
    Json,
}

fn payload(value: &Value) -> Payload {
    match value.kind {
        Kind::Simple(Simple::Blob) => Payload::Blob,
        Kind::Simple(Simple::String | Simple::MediaTypeString) | Kind::Enum(_) => Payload::Text,
        Kind::Shape { is_union: false, .. } => Payload::Structure,
        _ => Payload::Json,
    }
}
