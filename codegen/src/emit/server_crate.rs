//! The server crate: one trait and one router.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::manifest::Dependency;
use super::scope::{Scope, Std, ident};
use super::{Emitted, manifest, table, tokens, types_crate};
use crate::ir::{Completeness, Operation, Package};
use crate::print::{Item, SourceFile};

/// What an implementation needs of the runtime, so that it need not name that crate.
const RUNTIME: [&str; 4] = ["Failure", "RequestContext", "Service", "auth"];

/// A name of the runtime; by its whole path where an operation or its shapes have the same name.
fn runtime(name: &str, taken: &BTreeSet<String>) -> TokenStream {
    let short = ident(name);
    if taken.contains(name) {
        quote!(lockstep_server::#short)
    } else {
        quote!(#short)
    }
}

/// All files of `{name}-server`.
pub(crate) fn emit(package: &Package) -> Vec<Emitted> {
    let crate_name = format!("{}-server", package.name);
    let types = format!("{}-types", package.name);
    let shape_name = &package.service.shape_name;
    let text = manifest::manifest(
        package,
        &crate_name,
        &format!("The server stub of {shape_name}: one trait and one router"),
        &manifest::features(
            package,
            "lockstep-server",
            "Signatures of requests can be verified.",
        ),
        &[
            Dependency::new(types).with("server"),
            manifest::server(package),
        ],
    );
    let trait_name = package.service.trait_name.as_str();
    let mut taken = types_crate::type_names(package);
    taken.insert(trait_name.to_owned());
    let scope = Scope::new(&taken, &[trait_name]);
    let items = vec![
        service_trait(package, &taken, &scope).into(),
        Item::Table(service_functions(package, &scope)),
    ];
    let types_module = format_ident!("{}_types", package.name.replace('-', "_"));
    let mut docs = vec![
        format!("The server stub of {shape_name}."),
        String::new(),
        format!(
            "Implement [`{trait_name}`] and hand it to [`router`]: requests are read and checked"
        ),
        "before a method is called, and what it returns is written in the documented form."
            .to_owned(),
    ];
    docs.extend(super::left_out(package));
    vec![
        Emitted::Text {
            path: format!("{crate_name}/Cargo.toml"),
            text,
        },
        Emitted::Source(SourceFile {
            path: format!("{crate_name}/src/lib.rs"),
            model_file: package.model_file.clone(),
            docs,
            uses: {
                let runtime = RUNTIME
                    .iter()
                    .filter(|name| !taken.contains(**name))
                    .map(|name| ident(name));
                let mut uses = vec![
                    tokens::allow_deprecated(package),
                    quote!(pub use #types_module as types;),
                    quote!(pub use lockstep_server::{#(#runtime),*};),
                ];
                uses.extend(scope.uses(&quote!(#types_module)));
                uses
            },
            items,
        }),
    ]
}

fn service_trait(package: &Package, taken: &BTreeSet<String>, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&package.service.trait_name);
    let docs = tokens::summary(&package.service.docs, "The service.", "SERVICE");
    let (send, sync) = (scope.std(Std::Send), scope.std(Std::Sync));
    let methods = package
        .operations
        .iter()
        .map(|operation| method(operation, package.completeness, taken, scope));
    quote! {
        #docs
        pub trait #name: #send + #sync + 'static { #(#methods)* }
    }
}

fn method(
    operation: &Operation,
    completeness: Completeness,
    taken: &BTreeSet<String>,
    scope: &Scope<'_>,
) -> TokenStream {
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
    let error = scope.shape(&operation.error_name);
    let (result, send) = (scope.std(Std::Result), scope.std(Std::Send));
    let context = runtime("RequestContext", taken);
    let body = match completeness {
        Completeness::Whole => quote!(;),
        Completeness::Partial => {
            let (failure, err) = (runtime("Failure", taken), scope.err());
            quote!({
                let _ = (context, input);
                std::future::ready(#err(#failure::not_implemented().into()))
            })
        }
    };
    quote! {
        #docs
        fn #name(
            &self,
            context: #context,
            input: #input,
        ) -> impl std::future::Future<Output = #result<#output, #error>> + #send
        #body
    }
}

/// The runtime's `service!`.
fn service_functions(package: &Package, scope: &Scope<'_>) -> String {
    // Imported, because the table names them.
    let _ = scope.shape("SERVICE");
    let methods = package.operations.iter().map(|operation| {
        let _ = scope.shape(&operation.marker);
        (operation.function.clone(), operation.marker.clone())
    });
    table::service(&package.service.trait_name, methods)
}
