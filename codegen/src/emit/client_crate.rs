//! The client crate: one client with a method an operation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::manifest::Dependency;
use super::scope::{Scope, Std, ident};
use super::{Emitted, manifest, tokens, types_crate, waiter};
use crate::ir::{Operation, Package};
use crate::print::{self, Item, SourceFile};

/// All files of `{name}-client`.
pub(crate) fn emit(package: &Package) -> Vec<Emitted> {
    let crate_name = format!("{}-client", package.name);
    let types = format!("{}-types", package.name);
    let shape_name = &package.service.shape_name;
    let text = manifest::manifest(
        package,
        &crate_name,
        &format!("The client of {shape_name}"),
        &manifest::features(
            package,
            "lockstep-client",
            "Requests are signed. Without it, calls that need a signature fail, if the client is not anonymous.",
        ),
        &[
            Dependency::new(types).with("client"),
            manifest::client(package),
        ],
    );
    let taken = types_crate::type_names(package);
    let scope = Scope::new(&taken, &[]).shadowing(&["Client"]);
    let items = client(package, &scope);
    let types_module = format_ident!("{}_types", package.name.replace('-', "_"));
    let mut docs = vec![format!(
        "The client of {shape_name}: [`Client`], with a method for each operation."
    )];
    docs.extend(super::left_out(package));
    let waiters = waiter::file(package, &crate_name, &taken);
    let mut files = vec![
        Emitted::Text {
            path: format!("{crate_name}/Cargo.toml"),
            text,
        },
        Emitted::Source(SourceFile {
            path: format!("{crate_name}/src/lib.rs"),
            model_file: package.model_file.clone(),
            docs,
            uses: {
                let mut uses = vec![
                    tokens::allow_deprecated(package),
                    quote!(pub use #types_module as types;),
                ];
                if waiters.is_some() {
                    uses.push(quote!(
                        mod waiters;
                    ));
                }
                uses.extend(scope.uses(&quote!(#types_module)));
                uses
            },
            items,
        }),
    ];
    files.extend(waiters);
    files
}

fn client(package: &Package, scope: &Scope<'_>) -> Vec<Item> {
    let methods = package
        .operations
        .iter()
        .map(|operation| method(operation, scope));
    let doc = tokens::summary(&package.service.docs, "A client of the service.", "SERVICE");
    let pages = is_paginated(package).then(|| {
        quote!(
            lockstep_client::pages!(Client);
        )
    });
    print::items(vec![
        quote!(lockstep_client::client! { #doc pub struct Client; }),
        quote!(#pages),
        quote!(impl Client { #(#methods)* }),
    ])
}

fn is_paginated(package: &Package) -> bool {
    let mut operations = package.operations.iter();
    operations.any(|operation| operation.pagination.is_some())
}

fn method(operation: &Operation, scope: &Scope<'_>) -> TokenStream {
    let docs = tokens::summary(
        &operation.docs,
        &format!("The operation `{}`.", operation.name),
        &operation.marker,
    );
    let name = ident(&operation.function);
    let (input, output) = (
        scope.shape(&operation.input.structure.name),
        scope.shape(&operation.output.structure.name),
    );
    let (error, marker) = (
        scope.shape(&operation.error_name),
        scope.shape(&operation.marker),
    );
    let result = scope.std(Std::Result);
    let pages = pages_doc(operation);
    quote! {
        #docs
        #pages
        pub async fn #name(
            &self,
            input: #input,
        ) -> #result<#output, lockstep_client::Error<#error>> {
            self.inner.call::<#marker>(input).await
        }
    }
}

/// What the documentation of a method says of pages.
fn pages_doc(operation: &Operation) -> Option<TokenStream> {
    operation.pagination.as_ref()?;
    Some(if operation.input.is_shared {
        // Such an input does not say which operation is meant.
        let call = format!(
            " `client.as_ref().pages::<types::{}>(input)` follows its pages.",
            operation.marker.trim_start_matches("r#")
        );
        quote!(#[doc = ""] #[doc = #call])
    } else {
        quote! {
            ///
            /// [`Self::pages`] follows its pages.
        }
    })
}
