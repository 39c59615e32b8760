//! How a structure is made: `Default`, `new`, or a literal of its required members.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::{Scope, Std, ident};
use super::{table, tokens};
use crate::ir::{Constructor, Debug, Field, Kind, Presence, Simple, Structure, Value};
use crate::print::{self, Item};

/// The items that make a structure.
pub(crate) fn items(structure: &Structure, scope: &Scope<'_>) -> Vec<Item> {
    let name = ident(&structure.name);
    match &structure.constructor {
        Constructor::Default if derives_default(structure) => Vec::new(),
        Constructor::Default => {
            let default = scope.std(Std::Default);
            let fields = structure.fields.iter().map(|field| initial(field, scope));
            let default = quote! {
                impl #default for #name {
                    fn default() -> Self { Self { #(#fields),* } }
                }
            };
            vec![default.into()]
        }
        Constructor::New(arguments) => vec![match plain(structure, arguments, scope) {
            Some(table) => Item::Table(table),
            None => new(structure, arguments, scope).into(),
        }],
        Constructor::Init(init_name) => print::items(init(structure, init_name, scope)),
    }
}

/// `Default` can be derived where every default is also that of its type in Rust.
pub(crate) fn derives_default(structure: &Structure) -> bool {
    structure.constructor == Constructor::Default
        && structure.fields.iter().all(|field| match &field.presence {
            Presence::Required | Presence::Corrected(_) => false,
            Presence::Optional | Presence::Filled(_) => true,
            Presence::Defaulted(literal) => tokens::is_type_default(literal, &field.value),
        })
}

/// The runtime's `new!`, if all that is not given is absent.
fn plain(structure: &Structure, arguments: &[usize], scope: &Scope<'_>) -> Option<String> {
    let (given, unset): (Vec<_>, Vec<_>) = structure
        .fields
        .iter()
        .enumerate()
        .partition(|(index, _)| arguments.contains(index));
    let is_absent = |field: &Field| matches!(field.presence, Presence::Optional);
    if !unset.iter().all(|(_, field)| is_absent(field)) {
        return None;
    }
    let optional = match given.as_slice() {
        [(_, one)] if is_absent(one) && !unset.is_empty() => "optional ",
        _ if given.iter().any(|(_, field)| field.presence.is_optional()) => return None,
        _ => "",
    };
    let given = given.iter().map(|(_, field)| {
        let kind = print::type_text(&tokens::value_type(&field.value, scope));
        if takes_into(&field.value) {
            let into = print::type_text(&scope.std(Std::Into));
            format!("{optional}{}: impl {into}<{kind}>", field.name)
        } else {
            format!("{optional}{}: {kind}", field.name)
        }
    });
    let unset: Vec<String> = unset.iter().map(|(_, field)| field.name.clone()).collect();
    let mut parts = vec![(structure.name.clone(), given.collect())];
    if !unset.is_empty() {
        parts.push((" none".to_owned(), unset));
    }
    Some(table::call("new", &parts))
}

fn new(structure: &Structure, arguments: &[usize], scope: &Scope<'_>) -> TokenStream {
    let structure_name = ident(&structure.name);
    let parameters = arguments
        .iter()
        .filter_map(|&index| structure.fields.get(index))
        .map(|field| {
            let (name, kind) = (ident(&field.name), tokens::value_type(&field.value, scope));
            if takes_into(&field.value) {
                let into = scope.std(Std::Into);
                quote!(#name: impl #into<#kind>)
            } else {
                quote!(#name: #kind)
            }
        });
    let fields = structure.fields.iter().enumerate().map(|(index, field)| {
        if !arguments.contains(&index) {
            return initial(field, scope);
        }
        let name = ident(&field.name);
        let value = if takes_into(&field.value) {
            quote!(#name.into())
        } else {
            quote!(#name)
        };
        match field.presence {
            Presence::Optional | Presence::Filled(_) => {
                let some = scope.some();
                quote!(#name: #some(#value))
            }
            _ if takes_into(&field.value) => quote!(#name: #value),
            _ => quote!(#name),
        }
    });
    let doc = tokens::doc(if arguments.len() == structure.fields.len() {
        "A value with these members, which are all."
    } else {
        "A value with these members; all others are absent or at their defaults."
    });
    quote! {
        impl #structure_name {
            #doc
            pub fn new(#(#parameters),*) -> Self { Self { #(#fields),* } }
        }
    }
}

fn takes_into(value: &Value) -> bool {
    matches!(
        value.kind,
        Kind::Stream
            | Kind::Simple(
                Simple::String | Simple::MediaTypeString | Simple::Blob | Simple::Document
            )
    )
}

fn init(structure: &Structure, init_name: &str, scope: &Scope<'_>) -> Vec<TokenStream> {
    let (name, init) = (ident(&structure.name), ident(init_name));
    let link = tokens::link(&structure.name);
    let is_required = |field: &&Field| field.presence.is_required();
    let declarations = structure.fields.iter().filter(is_required).map(|field| {
        let doc = tokens::doc(&format!("As in {link}."));
        let (name, kind) = (ident(&field.name), tokens::field_type(field, scope));
        quote!(#doc pub #name: #kind)
    });
    let debug = (structure.debug == Debug::Derived).then(|| quote!(#[derive(Debug)]));
    let fields = structure.fields.iter().map(|field| {
        let name = ident(&field.name);
        if field.presence.is_required() {
            quote!(#name: init.#name)
        } else {
            initial(field, scope)
        }
    });
    let from = scope.std(Std::From);
    let doc = tokens::doc(&format!("The required members of {link}, to make one of."));
    vec![
        quote!(#doc #debug pub struct #init { #(#declarations),* }),
        quote! {
            impl #from<#init> for #name {
                fn from(init: #init) -> Self { Self { #(#fields),* } }
            }
        },
    ]
}

/// A field that nobody has set.
fn initial(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&field.name);
    match &field.presence {
        Presence::Defaulted(literal) => {
            let value = tokens::literal(literal, &field.value, scope);
            quote!(#name: #value)
        }
        _ => {
            let none = scope.none();
            quote!(#name: #none)
        }
    }
}
