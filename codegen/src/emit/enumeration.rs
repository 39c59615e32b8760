//! String and integer enums: open, so that a value which the model does not list survives a round trip.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::scope::ident;
use super::tokens;
use crate::ir::{Debug, Docs, EnumShape, IntEnumShape, Openness};

/// A string enum: the runtime's `string_enum!`.
pub(crate) fn string(shape: &EnumShape, open: Openness) -> Vec<TokenStream> {
    let header = Header {
        docs: &shape.docs,
        name: &shape.name,
        debug: shape.debug,
        is_key: shape.is_key,
    };
    let variants = shape.variants.iter().map(|variant| {
        let docs = tokens::docs(&variant.docs, &format!("`{}`.", variant.value));
        let (name, value) = (ident(&variant.name), &variant.value);
        let declaration = quote!(#docs #name = #value);
        (declaration, quote!(#value), variant.internal)
    });
    items(
        &header,
        open,
        variants,
        &quote!(string_enum),
        &quote!(&[&str]),
    )
}

/// An integer enum: the runtime's `int_enum!`.
pub(crate) fn integer(shape: &IntEnumShape, open: Openness) -> Vec<TokenStream> {
    let header = Header {
        docs: &shape.docs,
        name: &shape.name,
        debug: shape.debug,
        is_key: false,
    };
    let variants = shape.variants.iter().map(|variant| {
        let docs = tokens::docs(&variant.docs, &format!("`{}`.", variant.value));
        let (name, value) = (ident(&variant.name), Literal::i32_unsuffixed(variant.value));
        let declaration = quote!(#docs #name = #value);
        (declaration, quote!(#value), variant.internal)
    });
    items(&header, open, variants, &quote!(int_enum), &quote!(&[i32]))
}

/// What both kinds of enums have.
struct Header<'a> {
    docs: &'a Docs,
    name: &'a str,
    debug: Debug,
    is_key: bool,
}

/// The declaration; `variants` are each as it is declared, its value, and whether messages leave it out.
fn items(
    header: &Header<'_>,
    open: Openness,
    variants: impl Iterator<Item = (TokenStream, TokenStream, bool)>,
    declare: &TokenStream,
    values_type: &TokenStream,
) -> Vec<TokenStream> {
    let name = ident(header.name);
    let docs = tokens::docs(header.docs, &format!("`{}` of the model.", header.name));
    let open = tokens::openness(open);
    let debug = (header.debug == Debug::Derived).then(|| quote!(Debug,));
    let order = header.is_key.then(|| quote!(, PartialOrd, Ord));
    let (mut declarations, mut values, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
    for (declaration, value, is_internal) in variants {
        declarations.push(declaration);
        if is_internal {
            hidden.push(value);
        } else {
            values.push(value);
        }
    }
    let details = (!hidden.is_empty()).then(|| {
        quote! {
            const VALUES: #values_type = &[#(#values),*];
            const HIDDEN: #values_type = &[#(#hidden),*];
        }
    });
    let mut items = vec![quote! {
        lockstep_core::#declare! {
            #docs
            #[derive(Clone, #debug PartialEq, Eq, Hash #order)]
            #open
            pub enum #name { #(#declarations),* }
            #details
        }
    }];
    items.extend(redacted(&name, header.name, header.debug));
    items
}

fn redacted(name: &Ident, text: &str, debug: Debug) -> Option<TokenStream> {
    (debug != Debug::Derived).then(|| {
        quote! {
            impl std::fmt::Debug for #name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_tuple(#text).field(&lockstep_core::Redacted).finish()
                }
            }
        }
    })
}
