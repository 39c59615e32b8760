//! What lets the types be the model's, where Clippy would have other names, numbers or sizes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Field, Kind, Literal, Package, Presence, Shape, Structure, Value};

/// The attribute of a types crate; only the lints that its model can break stand in it.
pub(crate) fn allow(package: &Package) -> TokenStream {
    let structures = structures(package);
    let any = |holds: fn(&Field) -> bool| {
        structures
            .iter()
            .any(|structure| structure.fields.iter().any(holds))
    };
    let unions = || {
        package.shapes.iter().filter_map(|shape| match shape {
            Shape::Union(union) => Some(union),
            _ => None,
        })
    };
    let is_deep_union = unions().any(|union| {
        let mut values = union
            .variants
            .iter()
            .filter_map(|variant| variant.value.as_ref());
        values.any(is_deep)
    });
    let lints: Vec<TokenStream> = [
        (any(is_number), quote!(clippy::approx_constant)),
        (any(is_placeholder), quote!(clippy::disallowed_names)),
        (
            unions().next().is_some(),
            quote!(clippy::large_enum_variant),
        ),
        (
            is_deep_union || any(|field| is_deep(&field.value)),
            quote!(clippy::type_complexity),
        ),
    ]
    .into_iter()
    .filter_map(|(is_needed, lint)| is_needed.then_some(lint))
    .collect();
    if lints.is_empty() {
        return TokenStream::new();
    }
    quote!(#![allow(#(#lints),*, reason = "the shapes are the model's")])
}

fn structures(package: &Package) -> Vec<&Structure> {
    let messages = package
        .operations
        .iter()
        .flat_map(|operation| [&operation.input.structure, &operation.output.structure]);
    let shapes = package.shapes.iter().filter_map(|shape| match shape {
        Shape::Structure(structure) => Some(structure),
        _ => None,
    });
    let errors = package.errors.iter().map(|error| &error.structure);
    messages.chain(shapes).chain(errors).collect()
}

/// Whether a default may look like a rounded constant.
fn is_number(field: &Field) -> bool {
    match &field.presence {
        Presence::Corrected(literal) | Presence::Defaulted(literal) | Presence::Filled(literal) => {
            matches!(literal, Literal::Number(text) if text.contains('.'))
        }
        Presence::Required | Presence::Optional => false,
    }
}

/// Whether the name is one that stands for any.
fn is_placeholder(field: &Field) -> bool {
    ["foo", "baz", "quux"].contains(&field.name.as_str())
}

/// Whether Clippy may count the type as complex.
fn is_deep(value: &Value) -> bool {
    fn depth(value: &Value) -> usize {
        match &value.kind {
            Kind::List { element, .. } => 1 + depth(element),
            Kind::Map { value, .. } => 2 + depth(value),
            _ => 0,
        }
    }
    depth(value) > 2
}
