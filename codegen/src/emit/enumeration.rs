//! String and integer enums: open, so that a value which the model does not list survives a round trip.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::scope::{Scope, Std, ident};
use super::tokens;
use crate::ir::{Debug, EnumShape, IntEnumShape, Openness};

/// A string enum and how it becomes text and back.
pub(crate) fn string(shape: &EnumShape, open: Openness, scope: &Scope<'_>) -> Vec<TokenStream> {
    let (name, unknown) = (ident(&shape.name), ident(&shape.unknown));
    let (enumeration, unknown_value) =
        (scope.runtime("Enumeration"), scope.runtime("UnknownValue"));
    let (from, string) = (scope.std(Std::From), scope.std(Std::String));
    let docs = tokens::docs(&shape.docs, &format!("`{}` of the model.", shape.name));
    let open = tokens::openness(open);
    let order = shape.is_key.then(|| quote!(, PartialOrd, Ord));
    let debug = (shape.debug == Debug::Derived).then(|| quote!(Debug,));
    let variants = shape.variants.iter().map(|variant| {
        let docs = tokens::docs(&variant.docs, &format!("`{}`.", variant.value));
        let name = ident(&variant.name);
        quote!(#docs #name)
    });
    let listed = |internal: bool| {
        let variants = shape
            .variants
            .iter()
            .filter(move |variant| variant.internal == internal);
        variants.map(|variant| &variant.value).collect::<Vec<_>>()
    };
    let (values, hidden) = (listed(false), listed(true));
    let hidden = (!hidden.is_empty())
        .then(|| quote!(const HIDDEN: &'static [&'static str] = &[#(#hidden),*];));
    let to_text = shape.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), &variant.value);
        quote!(Self::#name => #value,)
    });
    let from_text = shape.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), &variant.value);
        quote!(#value => Self::#name,)
    });
    let mut items = vec![quote! {
        #docs
        #[derive(Clone, #debug PartialEq, Eq, Hash #order)]
        #open
        pub enum #name {
            #(#variants,)*
            /// A value that this version of the model does not list, as it came.
            #unknown(#unknown_value)
        }
    }];
    items.extend(redacted(&shape.name, shape.debug));
    items.extend([
        quote! {
            impl #name {
                /// The text on the wire.
                pub fn as_str(&self) -> &str {
                    match self { #(#to_text)* Self::#unknown(value) => value.as_str() }
                }
            }
        },
        quote! {
            impl #from<&str> for #name {
                fn from(text: &str) -> Self {
                    match text { #(#from_text)* other => Self::#unknown(#unknown_value::new(#string::from(other))) }
                }
            }
        },
        quote! {
            impl #enumeration for #name {
                const VALUES: &'static [&'static str] = &[#(#values),*];
                #hidden
                fn as_str(&self) -> &str { self.as_str() }
            }
        },
        quote! {
            impl std::fmt::Display for #name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
            }
        },
    ]);
    items
}

fn redacted(name: &str, debug: Debug) -> Option<TokenStream> {
    let (ident, text) = (ident(name), name);
    (debug != Debug::Derived).then(|| {
        quote! {
            impl std::fmt::Debug for #ident {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_tuple(#text).field(&lockstep_core::Redacted).finish()
                }
            }
        }
    })
}

/// An integer enum and how it becomes a number and back.
pub(crate) fn integer(shape: &IntEnumShape, open: Openness, scope: &Scope<'_>) -> Vec<TokenStream> {
    let (name, unknown) = (ident(&shape.name), ident(&shape.unknown));
    let (enumeration, unknown_value) = (
        scope.runtime("IntEnumeration"),
        scope.runtime("UnknownValue"),
    );
    let from = scope.std(Std::From);
    let docs = tokens::docs(&shape.docs, &format!("`{}` of the model.", shape.name));
    let open = tokens::openness(open);
    let variants = shape.variants.iter().map(|variant| {
        let docs = tokens::docs(&variant.docs, &format!("`{}`.", variant.value));
        let name = ident(&variant.name);
        quote!(#docs #name)
    });
    let debug = (shape.debug == Debug::Derived).then(|| quote!(Debug,));
    let listed = |internal: bool| {
        let variants = shape
            .variants
            .iter()
            .filter(move |variant| variant.internal == internal);
        variants
            .map(|variant| number(variant.value))
            .collect::<Vec<_>>()
    };
    let (values, hidden) = (listed(false), listed(true));
    let hidden =
        (!hidden.is_empty()).then(|| quote!(const HIDDEN: &'static [i32] = &[#(#hidden),*];));
    let to_number = shape.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), number(variant.value));
        quote!(Self::#name => #value,)
    });
    let from_number = shape.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), number(variant.value));
        quote!(#value => Self::#name,)
    });
    let mut items = vec![
        quote! {
            #docs
            #[derive(Clone, #debug PartialEq, Eq, Hash)]
            #open
            pub enum #name {
                #(#variants,)*
                /// A value that this version of the model does not list, as it came.
                #unknown(#unknown_value<i32>)
            }
        },
        quote! {
            impl #name {
                /// The number on the wire.
                pub fn as_i32(&self) -> i32 {
                    match self { #(#to_number)* Self::#unknown(value) => value.get() }
                }
            }
        },
        quote! {
            impl #from<i32> for #name {
                fn from(number: i32) -> Self {
                    match number { #(#from_number)* other => Self::#unknown(#unknown_value::new(other)) }
                }
            }
        },
        quote! {
            impl #enumeration for #name {
                const VALUES: &'static [i32] = &[#(#values),*];
                #hidden
                fn as_i32(&self) -> i32 { self.as_i32() }
            }
        },
    ];
    items.extend(redacted(&shape.name, shape.debug));
    items
}

fn number(value: i32) -> TokenStream {
    let literal = Literal::i32_unsuffixed(value);
    quote!(#literal)
}
