//! Unions: an enum of Rust and its JSON object of one member.

use proc_macro2::TokenStream;
use quote::quote;

use super::codec::{self, Form};
use super::scope::{Scope, Std, ident};
use super::tokens;
use crate::ir::{Debug, Openness, Union, UnionVariant};

/// The type, its `Debug` and its JSON form.
pub(crate) fn items(union: &Union, open: Openness, scope: &Scope<'_>) -> Vec<TokenStream> {
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
    items.push(shape_impl(union, scope));
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

fn shape_impl(union: &Union, scope: &Scope<'_>) -> TokenStream {
    let (json, option) = (scope.runtime("json"), scope.std(Std::Option));
    let (some, none) = (scope.some(), scope.none());
    let name = ident(&union.name);
    let names = union.variants.iter().map(|variant| &variant.json_name);
    let last = union.variants.len().saturating_sub(1);
    let arms = union.variants.iter().enumerate().map(|(index, variant)| {
        let pattern = if index == last && !union.receivable {
            quote!(_)
        } else {
            let index = proc_macro2::Literal::usize_unsuffixed(index);
            quote!(#index)
        };
        let value = read_variant(variant, scope);
        quote!(#pattern => #value,)
    });
    let unknown = union.receivable.then(|| {
        let unknown = scope.runtime("UnknownVariant");
        quote!(_ => #some(Self::Unknown(#unknown::new())),)
    });
    let reading = match union.variants.as_slice() {
        [one] if !union.receivable => {
            let read = read_variant(one, scope);
            quote!(while r.variant(&mut object).is_some() { value = #read; })
        }
        _ => quote! {
            while let #some(member) = r.variant(&mut object) {
                value = match member { #(#arms)* #unknown };
            }
        },
    };
    let writes = union.variants.iter().map(|variant| {
        let (name, json_name) = (ident(&variant.name), &variant.json_name);
        match &variant.value {
            Some(value) => {
                let write = codec::write_member(value, "member", json_name, &quote!(v), scope);
                quote!(Self::#name(v) => { #write })
            }
            None => quote!(Self::#name => w.member(#json_name, &(), |w, ()| w.unit()),),
        }
    });
    let text = &union.name;
    let unwritable = union
        .receivable
        .then(|| quote!(Self::Unknown(_) => w.unknown_variant(#text),));
    quote! {
        impl #json::Shape for #name {
            fn read(r: &mut #json::Reader<'_>) -> #option<Self> {
                let mut value = #none;
                let mut object = r.variants(&[#(#names),*]);
                #reading
                value
            }
            fn write(&self, w: &mut #json::Writer) {
                w.open();
                match self { #(#writes)* #unwritable }
                w.close();
            }
        }
    }
}

fn read_variant(variant: &UnionVariant, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&variant.name);
    match &variant.value {
        Some(value) => {
            let read = codec::read(value, Form::Json, scope);
            quote!(#read.map(Self::#name))
        }
        None => quote!(r.unit().map(|()| Self::#name)),
    }
}
