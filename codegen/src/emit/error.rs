//! Modeled errors: a structure with a status, a name on the wire and a message.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::bindings;
use super::scope::{Scope, Std, ident};
use super::structure::{self, Demand};
use super::{table, tokens};
use crate::ir::{
    Binding, Constructor, Debug, ErrorShape, Field, Kind, Openness, Place, Presence, Simple,
};
use crate::print::Item;

/// The items of an error.
pub(crate) fn items(error: &ErrorShape, open: Openness, scope: &Scope<'_>) -> Vec<Item> {
    // Of an error with a message alone, the macro adds `new` too.
    let mut items = if is_message(error) {
        let structure = structure::type_item(&error.structure, open, scope);
        vec![structure.into()]
    } else {
        structure::definition(&error.structure, open, scope)
    };
    if error.structure.nested {
        items.push(Item::Table(table::structure(&error.structure, scope)));
    }
    if let Some(table) = declaration(error, scope) {
        items.push(Item::Table(table));
        return items;
    }
    items.push(display(error).into());
    items.push(modeled(error, scope).into());
    items
}

/// The runtime's `modeled_error!`, if all members stand in the body, and one of them is a message that is no secret.
fn declaration(error: &ErrorShape, scope: &Scope<'_>) -> Option<String> {
    let structure = &error.structure;
    let field = message(error)?;
    let is_in_body = |binding: &Binding| binding.place == Place::Body;
    let is_like_most = is_found_by_runtime(error)
        && field.value.kind == Kind::Simple(Simple::String)
        && !field.sensitive
        && error.bindings.len() == structure.fields.len()
        && error.bindings.iter().all(is_in_body);
    let presence = match field.presence {
        Presence::Optional => "optional",
        Presence::Required => "required",
        _ => return None,
    };
    let others: Vec<&Field> = structure
        .fields
        .iter()
        .filter(|other| other.member != field.member)
        .collect();
    is_like_most.then(|| {
        let (name, wire_name) = (&structure.name, &error.wire_name);
        let renamed = if name == wire_name {
            String::new()
        } else {
            format!(" as {wire_name:?}")
        };
        let (status, key) = (error.status, &field.json_name);
        let head = format!(
            "{name}{renamed} = {status}, {presence} {} {key:?}",
            field.name
        );
        table::error(&head, &others, scope)
    })
}

/// Whether the runtime's `modeled_error!` knows all of the structure: a message that is no secret.
fn is_message(error: &ErrorShape) -> bool {
    let structure = &error.structure;
    matches!(structure.fields.as_slice(), [field] if !field.sensitive
        && field.value.kind == Kind::Simple(Simple::String)
        && matches!(field.presence, Presence::Optional | Presence::Required))
        && is_found_by_runtime(error)
        && structure.debug == Debug::Derived
        && structure.constructor == Constructor::New(vec![0])
}

/// `Display` and `Error`; a message that is a secret is not shown.
fn display(error: &ErrorShape) -> TokenStream {
    let name = ident(&error.structure.name);
    if !message(error).is_some_and(|field| field.sensitive) {
        return quote!(lockstep_core::modeled_error!(#name););
    }
    let text = &error.wire_name;
    quote! {
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(#text) }
        }
        impl std::error::Error for #name {}
    }
}

/// The member that holds the message.
fn message(error: &ErrorShape) -> Option<&Field> {
    error.structure.fields.get(error.message?)
}

fn modeled(error: &ErrorShape, scope: &Scope<'_>) -> TokenStream {
    let (runtime, http, option) = (
        scope.runtime("operation"),
        scope.runtime("http"),
        scope.std(Std::Option),
    );
    let name = ident(&error.structure.name);
    let (wire_name, status) = (&error.wire_name, Literal::u16_unsuffixed(error.status));
    let text = match message(error) {
        None => scope.none(),
        Some(field) => {
            let field_name = ident(&field.name);
            if is_optional(field) {
                quote!(self.#field_name.as_deref())
            } else {
                let some = scope.some();
                quote!(#some(&self.#field_name))
            }
        }
    };
    let (write, (from, read)) = match message(error) {
        Some(field) if error.structure.fields.len() == 1 && is_found_by_runtime(error) => {
            let json_name = &field.json_name;
            (
                quote!(to.error_with_message(Self::NAME, Self::STATUS, #json_name, self.message());),
                read_message(field, scope),
            )
        }
        _ => (write_members(error, scope), read_members(error, scope)),
    };
    quote! {
        impl #runtime::ModeledError for #name {
            const NAME: &'static str = #wire_name;
            const STATUS: u16 = #status;
            fn message(&self) -> #option<&str> { #text }
            fn write_error(&self, to: &mut #http::ResponseWriter) { #write }
            fn read_error(#from: &mut #http::ResponseReader<'_>) -> #option<Self> { #read }
        }
    }
}

fn is_optional(field: &Field) -> bool {
    field.presence.is_optional()
}

/// Whether the message stands in the body under a name that the runtime's `error_message` knows: services write it as
/// `message` or `Message`, whatever the model says.
fn is_found_by_runtime(error: &ErrorShape) -> bool {
    let binding = error
        .bindings
        .iter()
        .find(|binding| Some(binding.field) == error.message);
    let is_in_body = binding.is_some_and(|binding| binding.place == Place::Body);
    is_in_body
        && message(error)
            .is_some_and(|field| ["message", "Message"].contains(&field.json_name.as_str()))
}

/// Reads an error that has a message and nothing else.
fn read_message(field: &Field, scope: &Scope<'_>) -> (TokenStream, TokenStream) {
    let (name, some) = (ident(&field.name), scope.some());
    let value = found_message(field, quote!(from.error_message()), scope);
    (quote!(from), quote!(#some(Self { #name: #value })))
}

/// The message as the field holds it.
fn found_message(field: &Field, found: TokenStream, scope: &Scope<'_>) -> TokenStream {
    match &field.presence {
        Presence::Optional | Presence::Filled(_) => found,
        Presence::Required => quote!(#found.unwrap_or_default()),
        Presence::Corrected(literal) | Presence::Defaulted(literal) => {
            tokens::unwrap_or(&found, literal, &field.value, scope)
        }
    }
}

fn write_members(error: &ErrorShape, scope: &Scope<'_>) -> TokenStream {
    let write = bindings::writing(
        &error.structure,
        &error.bindings,
        &quote!(self),
        Demand::Answer,
        scope,
    );
    let to = if write.is_empty() {
        quote!(_)
    } else {
        quote!(to)
    };
    quote!(to.error(Self::NAME, Self::STATUS, |#to| { #write });)
}

fn read_members(error: &ErrorShape, scope: &Scope<'_>) -> (TokenStream, TokenStream) {
    let mut others = error.bindings.iter().collect::<Vec<_>>();
    let by_runtime = message(error).filter(|_| is_found_by_runtime(error));
    if by_runtime.is_some() {
        others.retain(|binding| Some(binding.field) != error.message);
    }
    let others: Vec<Binding> = others.into_iter().cloned().collect();
    let read = bindings::reading(&error.structure, &others, Demand::Answer, scope);
    let (statements, fields, some) = (read.statements, read.fields, scope.some());
    let message = by_runtime.map(|field| {
        let (slot, some) = (structure::slot(field), scope.some());
        match field.presence {
            Presence::Required => {
                quote!(let #slot = #some(from.error_message().unwrap_or_default());)
            }
            _ => quote!(let #slot = from.error_message();),
        }
    });
    let from = if read.uses_message || message.is_some() {
        quote!(from)
    } else {
        quote!(_)
    };
    (from, quote!(#statements #message #some(Self { #fields })))
}
