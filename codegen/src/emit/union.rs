//! Unions: an enum of Rust and its JSON object of one member.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::{Scope, ident};
use super::{table, tokens};
use crate::ir::{Debug, Openness, Union};
use crate::print::{self, Item};

/// The type, its `Debug` and its JSON form.
pub(crate) fn items(union: &Union, open: Openness, scope: &Scope<'_>) -> Vec<Item> {
    let name = ident(&union.name);
    let docs = tokens::docs(&union.docs, &format!("`{}` of the model.", union.name));
    let open = tokens::openness(open);
    let debug = (union.debug == Debug::Derived).then(|| quote!(Debug,));
    let variants = union.variants.iter().map(|variant| {
        let docs = tokens::docs(
            &variant.docs,
            &format!("`{}` of the model.", variant.json_name),
        );
        let name = ident(&variant.name);
        match &variant.value {
            Some(value) => {
                let kind = tokens::value_type(value, scope);
                quote!(#docs #name(#kind))
            }
            None => quote!(#docs #name),
        }
    });
    let unknown = union.receivable.then(|| {
        let unknown = scope.runtime("UnknownVariant");
        let doc = tokens::doc(
            "A member that this version of the model does not know; it cannot be sent.",
        );
        quote!(#doc Unknown(#unknown))
    });
    let mut items = vec![quote! {
        #docs
        #[derive(Clone, #debug PartialEq)]
        #open
        pub enum #name { #(#variants,)* #unknown }
    }];
    items.extend(debug_impl(union));
    let mut items = print::items(items);
    items.push(Item::Table(table::union(union, scope)));
    items
}

fn debug_impl(union: &Union) -> Option<TokenStream> {
    let name = ident(&union.name);
    let text = &union.name;
    let body = match union.debug {
        Debug::Derived => return None,
        Debug::Opaque => quote!(f.debug_struct(#text).finish_non_exhaustive()),
        Debug::Redacting => {
            let arms = union.variants.iter().map(|variant| {
                let (name, label) = (ident(&variant.name), &variant.name);
                match (&variant.value, variant.sensitive) {
                    (None, _) => quote!(Self::#name => f.write_str(#label),),
                    (Some(_), true) => {
                        quote!(Self::#name(_) => f.debug_tuple(#label).field(&lockstep_core::Redacted).finish(),)
                    }
                    (Some(_), false) => quote!(Self::#name(v) => f.debug_tuple(#label).field(v).finish(),),
                }
            });
            let unknown = union
                .receivable
                .then(|| quote!(Self::Unknown(_) => f.write_str("Unknown"),));
            quote!(match self { #(#arms)* #unknown })
        }
    };
    Some(quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { #body }
        }
    })
}
