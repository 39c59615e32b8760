//! How a caller proves who it is, as data: the runtime's `AuthScheme`s.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use crate::ir::AuthScheme;

/// The schemes, as a slice.
pub(crate) fn schemes(
    schemes: &[AuthScheme],
    runtime: &TokenStream,
    scope: &Scope<'_>,
) -> TokenStream {
    let schemes = schemes.iter().map(|scheme| one(scheme, runtime, scope));
    quote!(&[#(#schemes),*])
}

fn one(scheme: &AuthScheme, runtime: &TokenStream, scope: &Scope<'_>) -> TokenStream {
    let variant = match scheme {
        AuthScheme::SigV4(name) => quote!(sigv4(#name)),
        AuthScheme::Bearer => quote!(Bearer),
        AuthScheme::ApiKeyHeader { name, scheme } => {
            let scheme = match scheme {
                Some(scheme) => {
                    let some = scope.some();
                    quote!(#some(#scheme))
                }
                None => scope.none(),
            };
            quote!(ApiKey(#runtime::ApiKeyPlace::Header { name: #name, scheme: #scheme }))
        }
        AuthScheme::ApiKeyQuery(name) => {
            quote!(ApiKey(#runtime::ApiKeyPlace::Query { name: #name }))
        }
        AuthScheme::Unknown(id) => quote!(Unknown(#id)),
        AuthScheme::Anonymous => quote!(Anonymous),
    };
    quote!(#runtime::AuthScheme::#variant)
}
