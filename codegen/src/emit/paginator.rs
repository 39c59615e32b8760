//! What makes the answers of an operation pages: where the tokens are, and the items.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::{Scope, Std, ident};
use super::tokens;
use crate::ir::{Operation, Pagination, Step};

/// The implementation of the runtime's `Paginated`, for an operation that answers in pages.
pub(crate) fn item(operation: &Operation, scope: &Scope<'_>) -> Option<TokenStream> {
    let Pagination {
        input_token,
        token,
        output_token,
        items,
    } = operation.pagination.as_ref()?;
    let (runtime, option) = (scope.runtime("operation"), scope.std(Std::Option));
    let (marker, input_token) = (ident(&operation.marker), ident(input_token));
    let token = tokens::value_type(token, scope);
    let output_token = borrowed(&quote!(output), output_token, scope);
    let (items_type, parameter, items) = match items {
        Some((steps, value)) => (
            tokens::value_type(value, scope),
            quote!(output),
            taken(&quote!(output), steps),
        ),
        None => (quote!(()), quote!(_), TokenStream::new()),
    };
    let returns = operation
        .pagination
        .as_ref()
        .is_some_and(|pages| pages.items.is_some())
        .then(|| quote!(-> Self::Items));
    Some(quote! {
        #[cfg(feature = "client")]
        impl #runtime::Paginated for #marker {
            type Token = #token;
            type Items = #items_type;
            fn input_token(input: &mut Self::Input) -> &mut #option<Self::Token> { &mut input.#input_token }
            fn output_token(output: &Self::Output) -> #option<&Self::Token> { #output_token }
            fn items(#parameter: Self::Output) #returns { #items }
        }
    })
}

/// A member below a structure, as `Option<&T>`.
fn borrowed(root: &TokenStream, steps: &[Step], scope: &Scope<'_>) -> TokenStream {
    let (mut place, mut is_optional) = (root.clone(), false);
    for step in steps {
        let field = ident(&step.field);
        place = match (is_optional, step.is_optional) {
            (false, false) => quote!(#place.#field),
            (false, true) => quote!(#place.#field.as_ref()),
            (true, false) => quote!(#place.map(|it| &it.#field)),
            (true, true) => quote!(#place.and_then(|it| it.#field.as_ref())),
        };
        is_optional |= step.is_optional;
    }
    if is_optional {
        place
    } else {
        let some = scope.some();
        quote!(#some(&#place))
    }
}

/// A member below a structure that is taken apart, empty where it is absent.
fn taken(root: &TokenStream, steps: &[Step]) -> TokenStream {
    let (mut value, mut is_optional) = (root.clone(), false);
    for step in steps {
        let field = ident(&step.field);
        value = match (is_optional, step.is_optional) {
            (false, _) => quote!(#value.#field),
            (true, false) => quote!(#value.map(|it| it.#field)),
            (true, true) => quote!(#value.and_then(|it| it.#field)),
        };
        is_optional |= step.is_optional;
    }
    if is_optional {
        quote!(#value.unwrap_or_default())
    } else {
        value
    }
}
