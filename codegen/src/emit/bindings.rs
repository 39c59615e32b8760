//! Where members stand in HTTP messages: calls on the runtime's request and response readers and writers.

use proc_macro2::TokenStream;
use quote::quote;

use super::codec::{self, Form};
use super::scope::{Scope, Std, ident};
use super::structure::{self, Demand};
use crate::ir::{Binding, Field, Kind, Message, Place, Presence, Simple, Structure, Value};

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
pub(crate) fn reading(
    structure: &Structure,
    bindings: &[Binding],
    demand: Demand,
    scope: &Scope<'_>,
) -> Reading {
    let mut statements = TokenStream::new();
    for (field, binding) in bound(structure, bindings) {
        if let Some(read) = read_one(field, binding, demand, scope) {
            let name = structure::slot(field);
            statements.extend(quote!(let #name = #read;));
            statements.extend(check_payload(field, binding, scope));
        }
    }
    let body = in_body(structure, bindings);
    if !body.is_empty() {
        let slots = structure::slots(&body, scope);
        let members = body
            .iter()
            .map(|(field, value)| structure::member(field, value, scope));
        let arguments = body
            .iter()
            .map(|(field, value)| structure::slot_argument(field, value, scope));
        statements.extend(quote! {
            #slots
            from.members(&[#(#members),*], &mut [#(#arguments),*]);
        });
    }
    Reading {
        uses_message: !statements.is_empty(),
        statements,
        fields: structure::finished(&structure.fields, demand, scope),
    }
}

fn bound<'a>(
    structure: &'a Structure,
    bindings: &'a [Binding],
) -> impl Iterator<Item = (&'a Field, &'a Binding)> {
    bindings
        .iter()
        .filter_map(|binding| Some((structure.fields.get(binding.field)?, binding)))
}

fn in_body<'a>(structure: &'a Structure, bindings: &'a [Binding]) -> Vec<(&'a Field, &'a Value)> {
    bound(structure, bindings)
        .filter(|(_, binding)| binding.place == Place::Body)
        .map(|(field, binding)| (field, &binding.value))
        .collect()
}

/// The constraints of a blob that is the whole body: no reader looks at it, so they are checked afterwards.
fn check_payload(field: &Field, binding: &Binding, scope: &Scope<'_>) -> Option<TokenStream> {
    if binding.place != Place::Payload || payload(&binding.value) != Payload::Blob {
        return None;
    }
    let (name, constant) = (
        structure::slot(field),
        ident(binding.value.constraints.as_ref()?),
    );
    let (member, constraints) = (&field.member, scope.shape("constraints"));
    Some(quote!(let #name = from.check(#member, &#constraints::#constant, #name);))
}

fn read_one(
    field: &Field,
    binding: &Binding,
    demand: Demand,
    scope: &Scope<'_>,
) -> Option<TokenStream> {
    let (member, value) = (&field.member, &binding.value);
    // A body that is empty cannot say that it is absent, so a payload that must be there is empty then.
    let is_payload = binding.place == Place::Payload;
    let required = field.presence == Presence::Required
        || (is_payload && field.presence.is_required())
        || (demand == Demand::Request && field.demanded);
    let text = |value: &Value| codec::reader(value, Form::Text, scope);
    let method = |plain: &str, demanding: &str| ident(if required { demanding } else { plain });
    Some(match &binding.place {
        Place::Body => return None,
        Place::Label => {
            let read = text(value);
            quote!(from.label(#member, #read))
        }
        Place::Header(name) => {
            let (method, read) = (method("header", "required_header"), text(value));
            quote!(from.#method(#member, #name, #read))
        }
        Place::Query(name) => {
            let (method, read) = (method("query", "required_query"), text(value));
            quote!(from.#method(#member, #name, #read))
        }
        Place::QueryParams => {
            let (method, read) = (method("query_params", "required_query_params"), text(value));
            quote!(from.#method(#member, &[], #read))
        }
        Place::PrefixHeaders(prefix) => {
            let (method, read) = (
                method("prefix_headers", "required_prefix_headers"),
                text(value),
            );
            quote!(from.#method(#member, #prefix, #read))
        }
        Place::Status => quote!(from.response_code()),
        Place::Payload => match payload(value) {
            Payload::Stream => quote!(from.payload_stream()),
            Payload::Blob => {
                let method = method("payload_blob", "required_payload_blob");
                quote!(from.#method())
            }
            Payload::Text => {
                let (method, read) = (method("payload_text", "required_payload_text"), text(value));
                quote!(from.#method(#member, #read))
            }
            Payload::Structure | Payload::Json => {
                let plain = if payload(value) == Payload::Structure {
                    "payload_structure"
                } else {
                    "payload"
                };
                let method = method(plain, "required_payload");
                let read = codec::reader(value, Form::Json, scope);
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
    demand: Demand,
    scope: &Scope<'_>,
) -> TokenStream {
    let mut statements = TokenStream::new();
    for (field, binding) in bound(structure, bindings) {
        let (source, token) = source(field, from, demand);
        statements.extend(token);
        statements.extend(write_one(field, binding, &source, demand, scope));
    }
    let body = in_body(structure, bindings);
    if !body.is_empty() {
        let members = body.iter().map(|(field, _)| {
            if is_token(field, demand) {
                let (name, json_name) = (structure::slot(field), &field.json_name);
                quote!((#json_name, &#name))
            } else {
                structure::field_argument(field, from, scope)
            }
        });
        statements.extend(quote!(to.members(&[#(#members),*]);));
    }
    statements
}

/// The statements that write members to where the host's name is made, in addition to their places.
pub(crate) fn host_labels(message: &Message, from: &TokenStream, scope: &Scope<'_>) -> TokenStream {
    let labels = message.host_labels.iter().filter_map(|index| {
        let field = message.structure.fields.get(*index)?;
        let (name, member) = (ident(&field.name), &field.member);
        let write = codec::writer(&field.value, Form::Text, scope);
        Some(quote!(to.host_label(#member, &#from.#name, #write);))
    });
    labels.collect()
}

/// The method that takes the stream out of a message which holds one.
pub(crate) fn take_stream(
    message: &Message,
    variable: &TokenStream,
    kind: &TokenStream,
    scope: &Scope<'_>,
) -> Option<TokenStream> {
    let name = ident(&message.structure.stream()?.name);
    let (body, option, some) = (scope.runtime("Body"), scope.std(Std::Option), scope.some());
    Some(quote! {
        fn take_stream(#variable: &mut #kind) -> #option<#body> {
            #some(std::mem::take(&mut #variable.#name))
        }
    })
}

/// The expression of a member, and the statement that makes a token up where it is one.
fn source(field: &Field, from: &TokenStream, demand: Demand) -> (TokenStream, Option<TokenStream>) {
    let name = ident(&field.name);
    if is_token(field, demand) {
        let slot = structure::slot(field);
        (
            quote!(#slot),
            Some(quote!(let #slot = to.token(&#from.#name);)),
        )
    } else {
        (quote!(#from.#name), None)
    }
}

/// Whether a client makes the member up where it is not set.
fn is_token(field: &Field, demand: Demand) -> bool {
    field.idempotency_token && field.presence == Presence::Optional && demand == Demand::Request
}

fn write_one(
    field: &Field,
    binding: &Binding,
    source: &TokenStream,
    demand: Demand,
    scope: &Scope<'_>,
) -> Option<TokenStream> {
    let value = &binding.value;
    let optional = field.presence.is_optional() && !is_token(field, demand);
    let method = |plain: &str, lenient: &str| ident(if optional { lenient } else { plain });
    let text = |value: &Value| codec::writer(value, Form::Text, scope);
    Some(match &binding.place {
        Place::Body => return None,
        Place::Label => {
            let (name, write) = (&field.member, text(value));
            quote!(to.label(#name, &#source, #write);)
        }
        Place::Header(name) => {
            let (method, write) = (method("header", "optional_header"), text(value));
            quote!(to.#method(#name, &#source, #write);)
        }
        Place::Query(name) => {
            let (method, write) = (method("query", "optional_query"), text(value));
            quote!(to.#method(#name, &#source, #write);)
        }
        Place::QueryParams => {
            let (method, write) = (method("query_params", "optional_query_params"), text(value));
            quote!(to.#method(&#source, #write);)
        }
        Place::PrefixHeaders(prefix) => {
            let (method, write) = (
                method("prefix_headers", "optional_prefix_headers"),
                text(value),
            );
            quote!(to.#method(#prefix, &#source, #write);)
        }
        Place::Status => {
            if optional {
                quote!(to.optional_status(&#source);)
            } else {
                quote!(to.status(#source);)
            }
        }
        Place::Payload => match payload(value) {
            // It cannot be written from a reference, see `take_stream`.
            Payload::Stream => return None,
            Payload::Blob => {
                let method = method("payload_blob", "optional_payload_blob");
                quote!(to.#method(&#source);)
            }
            Payload::Text => {
                let (method, write) =
                    (method("payload_text", "optional_payload_text"), text(value));
                quote!(to.#method(&#source, #write);)
            }
            Payload::Structure | Payload::Json => {
                let lenient = if payload(value) == Payload::Structure {
                    "optional_payload_structure"
                } else {
                    "optional_payload"
                };
                let method = method("payload", lenient);
                let write = codec::writer(value, Form::Json, scope);
                quote!(to.#method(&#source, #write);)
            }
        },
    })
}

#[derive(PartialEq, Eq)]
enum Payload {
    Stream,
    Blob,
    Text,
    Structure,
    Json,
}

fn payload(value: &Value) -> Payload {
    match value.kind {
        Kind::Stream => Payload::Stream,
        Kind::Simple(Simple::Blob) => Payload::Blob,
        Kind::Simple(Simple::String | Simple::MediaTypeString) | Kind::Enum(_) => Payload::Text,
        Kind::Shape {
            is_union: false, ..
        } => Payload::Structure,
        _ => Payload::Json,
    }
}
