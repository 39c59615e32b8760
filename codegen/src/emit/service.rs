//! The service as data: the runtime's `ServiceSpec`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::auth;
use super::scope::{Scope, ident};
use super::tokens;
use crate::ir::{ErrorSpec, FieldList, Package};

/// The static `SERVICE`.
pub(crate) fn item(package: &Package, scope: &Scope<'_>) -> TokenStream {
    let service = &package.service;
    let runtime = scope.runtime("operation");
    let (id, name, version) = (&service.id, &service.shape_name, &service.version);
    let auth = auth::schemes(&service.auth, &runtime, scope);
    let errors = [
        ("malformed", &service.malformed, ErrorSpec::malformed()),
        ("invalid", &service.invalid, ErrorSpec::invalid()),
        ("internal", &service.internal, ErrorSpec::internal()),
    ];
    let own: Vec<TokenStream> = errors
        .iter()
        .filter(|(_, error, plain)| *error != plain)
        .map(|(name, error, _)| {
            let (name, error) = (ident(name), self::error(error, &runtime, scope));
            quote!(#name: #error,)
        })
        .collect();
    let plain = (own.len() < errors.len()).then(|| quote!(..#runtime::ServiceSpec::PLAIN));
    let docs = tokens::docs(&service.docs, "What the runtime must know of the service.");
    quote! {
        #docs
        pub static SERVICE: #runtime::ServiceSpec = #runtime::ServiceSpec {
            id: #id,
            name: #name,
            version: #version,
            auth: #auth,
            #(#own)*
            #plain
        };
    }
}

/// An error that the runtime itself answers with.
pub(super) fn error(error: &ErrorSpec, runtime: &TokenStream, scope: &Scope<'_>) -> TokenStream {
    let (name, message) = (&error.name, &error.message);
    let status = Literal::u16_unsuffixed(error.status);
    let list = error
        .field_list
        .as_ref()
        .map(|list| field_list(list, runtime, scope));
    let members = error
        .members
        .iter()
        .map(|(name, text)| quote!((#name, #text)));
    let with = (!error.members.is_empty()).then(|| quote!(.with(&[#(#members),*])));
    quote!(#runtime::ErrorSpec::new(#name, #status, #message) #list #with)
}

/// How an error lists violations.
fn field_list(list: &FieldList, runtime: &TokenStream, scope: &Scope<'_>) -> TokenStream {
    let (name, framework) = (&list.name, FieldList::framework());
    if *list == framework {
        return quote!(.listing(#runtime::FieldList::FRAMEWORK));
    }
    let key = |key: &Option<String>| match key {
        Some(key) => {
            let some = scope.some();
            quote!(#some(#key))
        }
        None => scope.none(),
    };
    let (path, message) = (key(&list.path), key(&list.message));
    quote!(.listing(#runtime::FieldList { name: #name, path: #path, message: #message }))
}
