//! How each type is made of params, and shown as params.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::scope::{Scope, Std, ident};
use crate::emit::tokens;
use crate::ir::{Binding, Field, Operation, Package, Place, Presence, Shape, Structure, Union};

/// An implementation for each type of the service.
pub(super) fn items(package: &Package, scope: &Scope<'_>) -> Vec<TokenStream> {
    let mut items: BTreeMap<&str, TokenStream> = BTreeMap::new();
    for shape in &package.shapes {
        let (name, item) = match shape {
            Shape::Structure(shape) => (&shape.name, structure(shape, &[], scope)),
            Shape::Union(shape) => (&shape.name, union(shape, scope)),
            Shape::Enum(shape) => {
                let show = quote!(conformance_runner::Params::String(self.as_str().to_owned()));
                (
                    &shape.name,
                    implement(&shape.name, &quote!(given.enumeration()), &show, scope),
                )
            }
            Shape::IntEnum(shape) => {
                let show = quote!(conformance_runner::Params::Number(
                    self.as_i32().to_string()
                ));
                (
                    &shape.name,
                    implement(&shape.name, &quote!(given.int_enumeration()), &show, scope),
                )
            }
        };
        items.insert(name, item);
    }
    for error in &package.errors {
        items.insert(
            &error.structure.name,
            structure(&error.structure, &error.bindings, scope),
        );
    }
    for operation in &package.operations {
        // One that is nested in other shapes too stands among these already, without its bindings.
        for message in [&operation.input, &operation.output] {
            items.insert(
                &message.structure.name,
                structure(&message.structure, &message.bindings, scope),
            );
        }
        items.insert(&operation.error_name, operation_errors(operation, scope));
    }
    items.into_values().collect()
}

fn implement(
    name: &str,
    build: &TokenStream,
    show: &TokenStream,
    scope: &Scope<'_>,
) -> TokenStream {
    let (name, result) = (scope.shape(name), scope.std(Std::Result));
    quote! {
        impl conformance_runner::Value<crate::Types> for #name {
            fn build(
                given: &conformance_runner::Given<'_, crate::Types>,
            ) -> #result<Self, conformance_runner::Misfit> { #build }
            fn show(&self) -> conformance_runner::Params { #show }
        }
    }
}

/// Every field is named on both ways, so that one which is forgotten here does not compile.
fn structure(structure: &Structure, bindings: &[Binding], scope: &Scope<'_>) -> TokenStream {
    let names = structure.fields.iter().map(|field| &field.member);
    let built = structure.fields.iter().enumerate().map(|(index, field)| {
        let binding = bindings.iter().find(|binding| binding.field == index);
        built(field, binding.map(|binding| &binding.place), scope)
    });
    let members = if structure.fields.is_empty() {
        format_ident!("_members")
    } else {
        format_ident!("members")
    };
    let build = quote! {
        let #members = given.members(&[#(#names),*])?;
        std::result::Result::Ok(Self { #(#built),* })
    };
    let fields = structure.fields.iter().enumerate().map(|(index, field)| {
        let (name, slot) = (ident(&field.name), format_ident!("field_{index}"));
        quote!(#name: #slot)
    });
    let shown = structure.fields.iter().enumerate().map(|(index, field)| {
        let (member, slot) = (&field.member, format_ident!("field_{index}"));
        if field.presence.is_optional() {
            quote!(.optional(#member, #slot))
        } else {
            quote!(.member(#member, #slot))
        }
    });
    let show = quote! {
        let Self { #(#fields),* } = self;
        conformance_runner::Shown::<crate::Types>::new() #(#shown)* .finish()
    };
    implement(&structure.name, &build, &show, scope)
}

fn built(field: &Field, place: Option<&Place>, scope: &Scope<'_>) -> TokenStream {
    let (name, member) = (ident(&field.name), &field.member);
    let is_unsent_if_empty = matches!(
        place,
        Some(Place::Query(_) | Place::QueryParams | Place::PrefixHeaders(_))
    );
    let default = |literal| tokens::literal(literal, &field.value, scope);
    match &field.presence {
        Presence::Required => quote!(#name: members.required(#member)?),
        Presence::Optional if is_unsent_if_empty => {
            quote!(#name: members.unsent_if_empty(#member)?)
        }
        Presence::Optional => quote!(#name: members.optional(#member)?),
        Presence::Corrected(literal) | Presence::Defaulted(literal) => {
            let default = default(literal);
            quote!(#name: members.defaulted(#member, || #default)?)
        }
        Presence::Filled(literal) => {
            let default = default(literal);
            quote!(#name: members.filled(#member, || #default)?)
        }
    }
}

fn union(union: &Union, scope: &Scope<'_>) -> TokenStream {
    let names = union.variants.iter().map(|variant| &variant.member);
    let last = union.variants.len().saturating_sub(1);
    let built = union.variants.iter().enumerate().map(|(index, variant)| {
        let name = ident(&variant.name);
        let number = proc_macro2::Literal::usize_unsuffixed(index);
        let pattern = if index == last {
            quote!(_)
        } else {
            quote!(#number)
        };
        match variant.value {
            Some(_) => quote!(#pattern => value.value().map(Self::#name),),
            None => quote!(#pattern => std::result::Result::Ok(Self::#name),),
        }
    });
    let value = if union.variants.iter().any(|variant| variant.value.is_some()) {
        format_ident!("value")
    } else {
        format_ident!("_value")
    };
    let build = quote! {
        let (index, #value) = given.variant(&[#(#names),*])?;
        match index { #(#built)* }
    };
    let shown = union.variants.iter().map(|variant| {
        let (name, member) = (ident(&variant.name), &variant.member);
        match variant.value {
            Some(_) => quote!(Self::#name(value) => conformance_runner::Shown::<crate::Types>::variant(#member, value),),
            None => quote!(Self::#name => conformance_runner::Shown::<crate::Types>::unit(#member),),
        }
    });
    let unknown = union
        .receivable
        .then(|| quote!(Self::Unknown(_) => conformance_runner::Shown::<crate::Types>::unknown(),));
    implement(
        &union.name,
        &build,
        &quote!(match self { #(#shown)* #unknown }),
        scope,
    )
}

/// The enum of an operation's errors, by the names of their shapes.
fn operation_errors(operation: &Operation, scope: &Scope<'_>) -> TokenStream {
    let name = scope.shape(&operation.error_name);
    let (option, result, string) = (
        scope.std(Std::Option),
        scope.std(Std::Result),
        scope.std(Std::String),
    );
    let (some, none) = (scope.some(), scope.none());
    let built = operation.errors.iter().map(|error| {
        let (shape, variant) = (&error.wire_name, ident(&error.variant));
        quote!(#shape => #some(given.value().map(Self::#variant)),)
    });
    let given = if operation.errors.is_empty() {
        quote!(_)
    } else {
        quote!(given)
    };
    let shape = if operation.errors.is_empty() {
        quote!(_)
    } else {
        quote!(shape)
    };
    let build = if operation.errors.is_empty() {
        quote!(#none)
    } else {
        quote!(match shape { #(#built)* _ => #none })
    };
    let shown = operation.errors.iter().map(|error| {
        let (shape, variant) = (&error.wire_name, ident(&error.variant));
        quote! {
            Self::#variant(error) => {
                (#string::from(#shape), conformance_runner::Value::<crate::Types>::show(error))
            }
        }
    });
    quote! {
        impl conformance_runner::Errors<crate::Types> for #name {
            fn build(
                #shape: &str,
                #given: &conformance_runner::Given<'_, crate::Types>,
            ) -> #option<#result<Self, conformance_runner::Misfit>> { #build }
            fn show(&self) -> (#string, conformance_runner::Params) {
                match self {
                    #(#shown)*
                    Self::Unhandled(failure) => (
                        #string::from("(an error that the operation does not list)"),
                        conformance_runner::Params::String(failure.to_string()),
                    ),
                }
            }
        }
    }
}
