//! Structures: the type, how one is made, what `Debug` shows, and the JSON object.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::codec::{self, Form};
use super::constructor;
use super::scope::{Scope, ident};
use super::{table, tokens};
use crate::ir::{Debug, Field, Openness, Presence, Structure, Value};
use crate::print::Item;

/// The type itself, its constructor and its `Debug`, without a wire form.
pub(crate) fn definition(structure: &Structure, open: Openness, scope: &Scope<'_>) -> Vec<Item> {
    let mut items = vec![type_item(structure, open, scope).into()];
    items.extend(constructor::items(structure, scope));
    items.extend(debug_impl(structure, scope).map(Item::Rust));
    items
}

/// The type alone.
pub(crate) fn type_item(structure: &Structure, open: Openness, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&structure.name);
    let docs = tokens::docs(
        &structure.docs,
        &format!("`{}` of the model.", structure.name),
    );
    let open = tokens::openness(open);
    let fields = structure
        .fields
        .iter()
        .map(|field| declaration(field, scope));
    let debug = (structure.debug == Debug::Derived).then(|| quote!(Debug,));
    let default = constructor::derives_default(structure).then(|| quote!(Default,));
    // The two need a value that can be read twice.
    let (clone, partial_eq) = if structure.stream().is_some() {
        (None, None)
    } else {
        (Some(quote!(Clone,)), Some(quote!(PartialEq)))
    };
    quote! {
        #docs
        #[derive(#clone #debug #default #partial_eq)]
        #open
        pub struct #name { #(#fields),* }
    }
}

fn declaration(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let docs = tokens::docs(&field.docs, &format!("`{}` of the model.", field.member));
    let name = ident(&field.name);
    let kind = tokens::field_type(field, scope);
    quote!(#docs pub #name: #kind)
}

fn debug_impl(structure: &Structure, scope: &Scope<'_>) -> Option<TokenStream> {
    let name = ident(&structure.name);
    let text = &structure.name;
    let body = match structure.debug {
        Debug::Derived => return None,
        Debug::Opaque => quote!(f.debug_struct(#text).finish_non_exhaustive()),
        Debug::Redacting => {
            let fields = structure.fields.iter().map(|field| {
                let (field_name, label) = (ident(&field.name), field.name.trim_start_matches("r#"));
                if field.sensitive {
                    let redacted = scope.runtime("Redacted");
                    quote!(.field(#label, &#redacted))
                } else {
                    quote!(.field(#label, &self.#field_name))
                }
            });
            quote!(f.debug_struct(#text) #(#fields)* .finish())
        }
    };
    Some(quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { #body }
        }
    })
}

/// Who reads an object, which decides the members that it must have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    /// A server reads it as a request: it refuses one without them.
    Request,
    /// A client reads it as an answer: it makes up what is missing.
    Answer,
}

/// A member of a JSON object as the runtime's table has it.
pub(crate) fn member(field: &Field, value: &Value, scope: &Scope<'_>) -> TokenStream {
    let (http, name) = (scope.runtime("http"), &field.json_name);
    let is_required = field.presence == Presence::Required;
    let constructor = ident(if is_required { "required" } else { "optional" });
    let demanded = (field.demanded && !is_required).then(|| quote!(.demanded()));
    let checked = table::is_by_type_but_checked(value)
        .then(|| table::checked(value, scope))
        .flatten();
    quote!(#http::Member::#constructor(#name) #demanded #checked)
}

/// Where the runtime puts the value of a member.
pub(crate) fn slot_argument(field: &Field, value: &Value, scope: &Scope<'_>) -> TokenStream {
    let slot = slot(field);
    if table::is_by_type_but_checked(value) {
        return quote!(&mut #slot);
    }
    let (json, read) = (scope.runtime("json"), codec::read(value, Form::Json, scope));
    quote!(&mut #json::ReadBy(&mut #slot, |r| #read))
}

/// The variable that a reader fills for a field: the field's name, unless the reading code itself uses that. No field's
/// own name ends with an underscore.
pub(crate) fn slot(field: &Field) -> proc_macro2::Ident {
    const USED: [&str; 9] = [
        "r", "w", "v", "from", "to", "input", "object", "member", "value",
    ];
    if USED.contains(&field.name.as_str()) {
        format_ident!("{}_", field.name)
    } else {
        ident(&field.name)
    }
}

/// The width up to which all variables are declared on one line.
const ONE_LINE: usize = 73;

/// The variables that a reader fills.
pub(crate) fn slots(fields: &[(&Field, &Value)], scope: &Scope<'_>) -> TokenStream {
    let none = scope.none();
    match fields {
        [] => TokenStream::new(),
        [(one, _)] => {
            let name = slot(one);
            quote!(let mut #name = #none;)
        }
        _ if fields
            .iter()
            .map(|(field, _)| field.name.len() + 12)
            .sum::<usize>()
            > ONE_LINE =>
        {
            let names = fields.iter().map(|(field, _)| slot(field));
            quote!(#(let mut #names = #none;)*)
        }
        _ => {
            let names = fields.iter().map(|(field, _)| slot(field));
            let nones = fields.iter().map(|_| &none);
            quote!(let (#(mut #names),*) = (#(#nones),*);)
        }
    }
}

/// The fields of a literal, made of what was read.
pub(crate) fn finished(fields: &[Field], demand: Demand, scope: &Scope<'_>) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let (name, slot) = (ident(&field.name), slot(field));
        match &field.presence {
            Presence::Required => quote!(#name: #slot?),
            Presence::Filled(literal) if demand != Demand::Answer => {
                let filled = tokens::or_some(&quote!(#slot), literal, &field.value, scope);
                quote!(#name: #filled)
            }
            Presence::Optional | Presence::Filled(_) if name == slot => quote!(#name),
            Presence::Optional | Presence::Filled(_) => quote!(#name: #slot),
            Presence::Corrected(literal) | Presence::Defaulted(literal) => {
                let value = tokens::unwrap_or(&quote!(#slot), literal, &field.value, scope);
                quote!(#name: #value)
            }
        }
    });
    quote!(#(#fields),*)
}

/// A member's name, and where its value comes from.
pub(crate) fn field_argument(field: &Field, from: &TokenStream, scope: &Scope<'_>) -> TokenStream {
    let (name, key) = (ident(&field.name), &field.json_name);
    if table::is_written_by_type(&field.value) {
        return quote!((#key, &#from.#name));
    }
    let (json, write) = (
        scope.runtime("json"),
        codec::vec_writer(&field.value, Form::Json, scope),
    );
    quote!((#key, &#json::WriteBy(&#from.#name, #write)))
}
