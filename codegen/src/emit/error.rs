//! Modeled errors: a structure with a status, a name on the wire and a message.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::bindings;
use super::scope::{Scope, Std, ident};
use super::structure;
use crate::ir::{ErrorShape, Openness, Presence};

/// The items of an error's file.
pub(crate) fn items(error: &ErrorShape, open: Openness, scope: &Scope<'_>) -> Vec<TokenStream> {
    let mut items = structure::definition(&error.structure, open, scope);
    if error.structure.nested {
        items.push(structure::shape_impl(&error.structure, scope));
    }
    items.push(display(error, scope));
    let name = ident(&error.structure.name);
    items.push(quote!(impl std::error::Error for #name {}));
    items.push(modeled(error, scope));
    items
}

fn display(error: &ErrorShape, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&error.structure.name);
    let text = &error.wire_name;
    let message = error.message.and_then(|index| error.structure.fields.get(index));
    let with_message = format!("{text}: {{message}}");
    let body = match message {
        Some(field) if !field.sensitive => {
            let field_name = ident(&field.name);
            if field.presence == Presence::Required {
                quote!(let message = &self.#field_name; write!(f, #with_message))
            } else {
                let (some, none) = (scope.some(), scope.none());
                quote! {
                    match &self.#field_name {
                        #some(message) => write!(f, #with_message),
                        #none => f.write_str(#text),
                    }
                }
            }
        }
        _ => quote!(f.write_str(#text)),
    };
    quote! {
        impl std::fmt::Display for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { #body }
        }
    }
}

fn modeled(error: &ErrorShape, scope: &Scope<'_>) -> TokenStream {
    let (runtime, http, option) = (scope.runtime("operation"), scope.runtime("http"), scope.std(Std::Option));
    let name = ident(&error.structure.name);
    let (wire_name, status) = (&error.wire_name, Literal::u16_unsuffixed(error.status));
    let write = bindings::writing(&error.structure, &error.bindings, &quote!(self), scope);
    let to = if write.is_empty() { quote!(_) } else { quote!(to) };
    let read = bindings::reading(&error.structure, &error.bindings, scope);
    let from = if read.uses_message { quote!(from) } else { quote!(_) };
    let (statements, fields, some) = (read.statements, read.fields, scope.some());
    let otherwise = error.message.and_then(|index| error.structure.fields.get(index)).map(|field| {
        // Services write the key as `message` or `Message`, whatever the model says.
        let slot = structure::slot(field);
        quote!(let #slot = #slot.or_else(|| from.error_message());)
    });
    let message = match error.message.and_then(|index| error.structure.fields.get(index)) {
        Some(field) => {
            let field_name = ident(&field.name);
            if field.presence == Presence::Required {
                quote!(#some(&self.#field_name))
            } else {
                quote!(self.#field_name.as_deref())
            }
        }
        None => scope.none(),
    };
    quote! {
        impl #runtime::ModeledError for #name {
            const NAME: &'static str = #wire_name;
            const STATUS: u16 = #status;
            fn message(&self) -> #option<&str> { #message }
            fn write_error(&self, to: &mut #http::ResponseWriter) {
                to.error(Self::NAME, Self::STATUS, |#to| { #write });
            }
            fn read_error(#from: &mut #http::ResponseReader<'_>) -> #option<Self> {
                #statements
                #otherwise
                #some(Self { #fields })
            }
        }
    }
}
