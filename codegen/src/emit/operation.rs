//! One file an operation: its input, output and errors, where it stands in HTTP, and both directions of its wire form.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::{Half, Scope, Std, ident};
use super::structure::{self, Demand};
use super::tokens;
use super::{bindings, paginator, spec};
use crate::ir::{Home, Message, Openness, Operation};

/// The items of an operation's file.
pub(crate) fn items(operation: &Operation, open: Openness, scope: &Scope<'_>) -> Vec<TokenStream> {
    let mut items = vec![marker(operation)];
    for message in [&operation.input, &operation.output] {
        if message.home == Home::Operation {
            items.extend(structure::definition(&message.structure, open, scope));
        }
    }
    items.push(error(operation, open, scope));
    items.push(spec_impl(operation, scope));
    items.push(input_impl(operation, scope));
    items.push(scope.only_in(Half::Client, || client_impl(operation, scope)));
    items.extend(scope.only_in(Half::Client, || paginator::item(operation, scope)));
    items.push(scope.only_in(Half::Server, || server_impl(operation, scope)));
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
fn input_impl(operation: &Operation, scope: &Scope<'_>) -> TokenStream {
    let runtime = scope.runtime("operation");
    let (input, marker) = (
        message_type(&operation.input, scope),
        ident(&operation.marker),
    );
    if operation.input.is_shared {
        return TokenStream::new();
    }
    quote! {
        impl #runtime::Input for #input { type Operation = #marker; }
    }
}

fn client_impl(operation: &Operation, scope: &Scope<'_>) -> TokenStream {
    let (runtime, http, option) = (
        scope.runtime("operation"),
        scope.runtime("http"),
        scope.std(Std::Option),
    );
    let (marker, failure, some) = (
        ident(&operation.marker),
        scope.runtime("Failure"),
        scope.some(),
    );
    let (input, output) = (&operation.input, &operation.output);
    let write = bindings::writing(
        &input.structure,
        &input.bindings,
        &quote!(input),
        Demand::Request,
        scope,
    );
    let host_labels = bindings::host_labels(input, &quote!(input), scope);
    let write = quote!(#host_labels #write);
    let (input_name, to) = parameters(!write.is_empty(), "input", "to");
    let take_stream = bindings::take_stream(input, &quote!(input), &quote!(Self::Input), scope);
    let read = bindings::reading(&output.structure, &output.bindings, Demand::Answer, scope);
    let from = used("from", read.uses_message);
    let (statements, fields) = (read.statements, read.fields);
    quote! {
        #[cfg(feature = "client")]
        impl #runtime::ClientOperation for #marker {
            fn write_request(#input_name: &Self::Input, #to: &mut #http::RequestWriter<'_>) { #write }
            #take_stream
            fn read_output(#from: &mut #http::ResponseReader<'_>) -> #option<Self::Output> {
                #statements
                #some(Self::Output { #fields })
            }
            fn read_error(code: &str, from: &mut #http::ResponseReader<'_>) -> #option<Self::Error> {
                #runtime::OperationError::read(code, from)
            }
            fn unhandled(failure: #failure) -> Self::Error { Self::Error::Unhandled(failure) }
        }
    }
}

fn server_impl(operation: &Operation, scope: &Scope<'_>) -> TokenStream {
    let (runtime, http, option) = (
        scope.runtime("operation"),
        scope.runtime("http"),
        scope.std(Std::Option),
    );
    let (marker, some) = (ident(&operation.marker), scope.some());
    let (input, output) = (&operation.input, &operation.output);
    let read = bindings::reading(&input.structure, &input.bindings, Demand::Request, scope);
    let from = used("from", read.uses_message);
    let (statements, fields) = (read.statements, read.fields);
    let write = bindings::writing(
        &output.structure,
        &output.bindings,
        &quote!(output),
        Demand::Answer,
        scope,
    );
    let (output_name, to) = parameters(!write.is_empty(), "output", "to");
    let take_stream = bindings::take_stream(output, &quote!(output), &quote!(Self::Output), scope);
    quote! {
        #[cfg(feature = "server")]
        impl #runtime::ServerOperation for #marker {
            fn read_input(#from: &mut #http::RequestReader<'_>) -> #option<Self::Input> {
                #statements
                #some(Self::Input { #fields })
            }
            fn write_output(#output_name: &Self::Output, #to: &mut #http::ResponseWriter) { #write }
            #take_stream
            fn write_error(error: &Self::Error, to: &mut #http::ResponseWriter) {
                #runtime::OperationError::write(error, to);
            }
        }
    }
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
