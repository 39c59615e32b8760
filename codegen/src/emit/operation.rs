//! One file an operation: its input, output and errors, where it stands in HTTP, and both directions of its wire form.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::{Half, Scope, Std, ident};
use super::structure::{self, Demand};
use super::tokens;
use super::{bindings, paginator, spec, table};
use crate::ir::{Binding, Home, Message, Openness, Operation, Place};
use crate::print::Item;

/// The items of an operation's file.
pub(crate) fn items(operation: &Operation, open: Openness, scope: &Scope<'_>) -> Vec<Item> {
    let mut items = vec![marker(operation).into()];
    for message in [&operation.input, &operation.output] {
        if message.home == Home::Operation {
            items.extend(structure::definition(&message.structure, open, scope));
            if is_whole(message) {
                items.push(Item::Table(table::message(message, scope)));
            }
        }
    }
    items.push(error(operation, open, scope).into());
    items.push(spec_impl(operation, scope).into());
    items.extend(input_impl(operation, scope));
    items.push(
        scope
            .only_in(Half::Client, || client_impl(operation, scope))
            .into(),
    );
    let paginator = scope.only_in(Half::Client, || paginator::item(operation, scope));
    items.extend(paginator.map(Item::Rust));
    items.push(
        scope
            .only_in(Half::Server, || server_impl(operation, scope))
            .into(),
    );
    items
}

fn marker(operation: &Operation) -> TokenStream {
    let docs = tokens::docs(
        &operation.docs,
        &format!("The operation `{}`.", operation.name),
    );
    let name = ident(&operation.marker);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #name;
    }
}

/// The enum of the operation's errors: the runtime's `operation_errors!`.
fn error(operation: &Operation, open: Openness, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&operation.error_name);
    let variants = operation.errors.iter().map(|error| {
        let (variant, error) = (ident(&error.variant), scope.shape(&error.shape));
        quote!(#variant(#error))
    });
    let open = tokens::openness(open);
    let doc = tokens::doc(&format!(
        "What {} answers where it does not succeed.",
        tokens::link(&operation.marker)
    ));
    quote! {
        lockstep_core::operation_errors! {
            #doc
            #open
            pub enum #name { #(#variants),* }
        }
    }
}

fn spec_impl(operation: &Operation, scope: &Scope<'_>) -> TokenStream {
    let runtime = scope.runtime("operation");
    let marker = ident(&operation.marker);
    let (input, output) = (
        message_type(&operation.input, scope),
        message_type(&operation.output, scope),
    );
    let error = ident(&operation.error_name);
    let spec = spec::spec(operation, &runtime, scope);
    quote! {
        impl #runtime::Operation for #marker {
            type Input = #input;
            type Output = #output;
            type Error = #error;
            const SPEC: &'static #runtime::OperationSpec = &#spec;
            const SERVICE: &'static #runtime::ServiceSpec = &crate::SERVICE;
        }
    }
}

fn message_type(message: &Message, scope: &Scope<'_>) -> TokenStream {
    let name = scope.shape(&message.structure.name);
    quote!(#name)
}

/// Lets `input.validate()` and `client.send(input)` know the operation.
fn input_impl(operation: &Operation, scope: &Scope<'_>) -> Option<Item> {
    if operation.input.is_shared {
        return None;
    }
    let _ = message_type(&operation.input, scope);
    let (input, marker) = (&operation.input.structure.name, &operation.marker);
    Some(Item::Table(table::input(input, marker)))
}

fn client_impl(operation: &Operation, scope: &Scope<'_>) -> TokenStream {
    let (runtime, http, option) = (
        scope.runtime("operation"),
        scope.runtime("http"),
        scope.std(Std::Option),
    );
    let marker = ident(&operation.marker);
    let (input, output) = (&operation.input, &operation.output);
    let write = writing(input, &quote!(input), Demand::Request, scope);
    let host_labels = bindings::host_labels(input, &quote!(input), scope);
    let write = quote!(#host_labels #write);
    let (input_name, to) = parameters(!write.is_empty(), "input", "to");
    let take_stream = bindings::take_stream(input, &quote!(input), &quote!(Self::Input), scope);
    let (from, read) = reading(output, &quote!(Self::Output), Demand::Answer, scope);
    quote! {
        #[cfg(feature = "client")]
        impl #runtime::ClientOperation for #marker {
            fn write_request(#input_name: &Self::Input, #to: &mut #http::RequestWriter<'_>) { #write }
            #take_stream
            fn read_output(#from: &mut #http::ResponseReader<'_>) -> #option<Self::Output> {
                #read
            }
        }
    }
}

fn server_impl(operation: &Operation, scope: &Scope<'_>) -> TokenStream {
    let (runtime, http, option) = (
        scope.runtime("operation"),
        scope.runtime("http"),
        scope.std(Std::Option),
    );
    let marker = ident(&operation.marker);
    let (input, output) = (&operation.input, &operation.output);
    let (from, read) = reading(input, &quote!(Self::Input), Demand::Request, scope);
    let write = writing(output, &quote!(output), Demand::Answer, scope);
    let (output_name, to) = parameters(!write.is_empty(), "output", "to");
    let take_stream = bindings::take_stream(output, &quote!(output), &quote!(Self::Output), scope);
    quote! {
        #[cfg(feature = "server")]
        impl #runtime::ServerOperation for #marker {
            fn read_input(#from: &mut #http::RequestReader<'_>) -> #option<Self::Input> {
                #read
            }
            fn write_output(#output_name: &Self::Output, #to: &mut #http::ResponseWriter) { #write }
            #take_stream
        }
    }
}

/// Whether a message is one JSON object, which the table of its structure describes.
fn is_whole(message: &Message) -> bool {
    let structure = &message.structure;
    let is_body = |binding: &Binding| binding.place == Place::Body;
    message.home == Home::Operation
        && !structure.fields.is_empty()
        && structure.fields.len() == message.bindings.len()
        && message.bindings.iter().all(is_body)
        // A token is made up where the request is written, which no table knows.
        && !structure.fields.iter().any(|field| field.idempotency_token)
}

/// What a message is called, and what reads it.
fn reading(
    message: &Message,
    kind: &TokenStream,
    demand: Demand,
    scope: &Scope<'_>,
) -> (TokenStream, TokenStream) {
    if is_whole(message) {
        return (quote!(from), quote!(from.structure()));
    }
    let read = bindings::reading(&message.structure, &message.bindings, demand, scope);
    let (statements, fields, some) = (read.statements, read.fields, scope.some());
    let from = used("from", read.uses_message);
    (from, quote!(#statements #some(#kind { #fields })))
}

/// What writes a message.
fn writing(
    message: &Message,
    from: &TokenStream,
    demand: Demand,
    scope: &Scope<'_>,
) -> TokenStream {
    if is_whole(message) {
        return quote!(to.structure(#from););
    }
    bindings::writing(&message.structure, &message.bindings, from, demand, scope)
}

fn used(name: &str, is_used: bool) -> TokenStream {
    if is_used {
        let name = ident(name);
        quote!(#name)
    } else {
        quote!(_)
    }
}

fn parameters(are_used: bool, first: &str, second: &str) -> (TokenStream, TokenStream) {
    (used(first, are_used), used(second, are_used))
}
