//! Structures: the type, how one is made, what `Debug` shows, and the JSON object.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::codec::{self, Form};
use super::constructor;
use super::scope::{Scope, Std, ident};
use super::tokens;
use crate::ir::{Debug, Field, Openness, Presence, Structure, Value};

/// The type itself, its constructor and its `Debug`, without a wire form.
pub(crate) fn definition(
    structure: &Structure,
    open: Openness,
    scope: &Scope<'_>,
) -> Vec<TokenStream> {
    let mut items = vec![type_item(structure, open, scope)];
    items.extend(constructor::items(structure, scope));
    items.extend(debug_impl(structure, scope));
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

/// The JSON form of a structure that is nested in others.
pub(crate) fn shape_impl(structure: &Structure, scope: &Scope<'_>) -> TokenStream {
    let (json, option) = (scope.runtime("json"), scope.std(Std::Option));
    let name = ident(&structure.name);
    let all: Vec<(&Field, &Value)> = structure
        .fields
        .iter()
        .map(|field| (field, &field.value))
        .collect();
    let some = scope.some();
    let finished = finished(&structure.fields, Demand::Nested, scope);
    let read = if all.is_empty() {
        quote! {
            r.unit()?;
            #some(Self {})
        }
    } else {
        let slots = slots(&all, scope);
        let Members {
            arguments,
            client_optional,
        } = members(&all, Demand::Nested);
        let object = match client_optional {
            None => quote!(let mut object = r.structure(#arguments);),
            Some(indices) => quote! {
                static MEMBERS: #json::Members =
                    #json::Members::structure(#arguments).client_optional(#indices);
                let mut object = r.object(&MEMBERS);
            },
        };
        let reading = if let [(one, value)] = all.as_slice() {
            let (slot, read) = (slot(one), codec::read(value, Form::Json, scope));
            quote!(while r.member(&mut object).is_some() { #slot = #read; })
        } else {
            let arms = arms(&all, scope);
            quote!(while let #some(member) = r.member(&mut object) { match member { #arms } })
        };
        quote! {
            #slots
            #object
            #reading
            #some(Self { #finished })
        }
    };
    let write = structure
        .fields
        .iter()
        .map(|field| write_member(field, &quote!(self), scope));
    quote! {
        impl #json::Shape for #name {
            fn read(r: &mut #json::Reader<'_>) -> #option<Self> { #read }
            fn write(&self, w: &mut #json::Writer) {
                w.open();
                #(#write)*
                w.close();
            }
        }
    }
}

/// Who reads an object, which decides the members that it must have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    /// A server reads it as a request: it refuses one without them.
    Request,
    /// A client reads it as an answer: it makes up what is missing.
    Answer,
    /// Either, as a part of a message.
    Nested,
}

/// The members of a JSON object.
pub(crate) struct Members {
    /// Their names, and the indices of those that are required, as two arguments.
    pub(crate) arguments: TokenStream,
    /// The indices of those that are required of a client's requests alone; none for most.
    client_optional: Option<TokenStream>,
}

/// The members of a JSON object.
pub(crate) fn members(fields: &[(&Field, &Value)], demand: Demand) -> Members {
    let names = fields.iter().map(|(field, _)| &field.json_name);
    let indices = |is_wanted: &dyn Fn(&Field) -> bool| {
        let wanted = fields
            .iter()
            .enumerate()
            .filter(|(_, (field, _))| is_wanted(field));
        wanted
            .map(|(index, _)| proc_macro2::Literal::usize_unsuffixed(index))
            .collect::<Vec<_>>()
    };
    let required = indices(&|field| match demand {
        Demand::Request | Demand::Nested => field.demanded,
        Demand::Answer => field.presence == Presence::Required,
    });
    let optional = indices(&|field| field.demanded && field.presence != Presence::Required);
    Members {
        arguments: quote!(&[#(#names),*], &[#(#required),*]),
        client_optional: (demand == Demand::Nested && !optional.is_empty())
            .then(|| quote!(&[#(#optional),*])),
    }
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

/// The arms of the match over a member's index.
pub(crate) fn arms(fields: &[(&Field, &Value)], scope: &Scope<'_>) -> TokenStream {
    let arms = fields.iter().enumerate().map(|(index, (field, value))| {
        let (name, read) = (slot(field), codec::read(value, Form::Json, scope));
        if index + 1 == fields.len() {
            quote!(_ => #name = #read,)
        } else {
            let index = proc_macro2::Literal::usize_unsuffixed(index);
            quote!(#index => #name = #read,)
        }
    });
    quote!(#(#arms)*)
}

/// The fields of a literal, made of what was read.
pub(crate) fn finished(fields: &[Field], demand: Demand, scope: &Scope<'_>) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let (name, slot) = (ident(&field.name), slot(field));
        match &field.presence {
            Presence::Required => quote!(#name: #slot?),
            Presence::Filled(literal) if demand != Demand::Answer => {
                let filled = tokens::or_some(&quote!(#slot), literal, &field.value, scope);
                if demand == Demand::Nested {
                    quote!(#name: if r.is_server() { #filled } else { #slot })
                } else {
                    quote!(#name: #filled)
                }
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

/// A call that writes one member of an object to the writer `w`.
pub(crate) fn write_member(field: &Field, from: &TokenStream, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&field.name);
    let presence = if field.presence.is_optional() {
        "optional"
    } else {
        "member"
    };
    let source = quote!(&#from.#name);
    codec::write_member(&field.value, presence, &field.json_name, &source, scope)
}
