//! The harness of a service for its protocol tests: what `conformance-runner` cannot know without the service's types.
//!
//! It is a crate of its own beside the three of the service, and stands in no package: for each type how it is made of a
//! case's `params` and shown again, for each operation how the generated client calls it, and handlers that do as a case
//! says.

mod values;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::manifest::Dependency;
use super::scope::{Scope, ident};
use super::{Emitted, manifest, types_crate};
use crate::ir::{Message, Operation, Package};
use crate::print::{self, SourceFile};

/// All files of `{name}-harness`; `cases` is the text of its `cases.json`, which it reads when it runs.
pub(crate) fn emit(package: &Package, cases: String) -> Vec<Emitted> {
    let crate_name = format!("{}-harness", package.name);
    let shape_name = &package.service.shape_name;
    let manifest = manifest::manifest(
        package,
        &crate_name,
        &format!("The protocol tests of {shape_name}"),
        "",
        &[
            Dependency::new("conformance-runner"),
            Dependency::new(format!("{}-client", package.name)),
            Dependency::new(format!("{}-server", package.name)),
            Dependency::new(format!("{}-types", package.name))
                .with("client")
                .with("server"),
            Dependency::new("lockstep-core"),
            Dependency::new("lockstep-server"),
        ],
    );
    let text = |path: &str, text: String| Emitted::Text {
        path: format!("{crate_name}/{path}"),
        text,
    };
    let source = |path: &str, docs: &str, uses: Vec<TokenStream>, items: Vec<TokenStream>| {
        Emitted::Source(SourceFile {
            path: format!("{crate_name}/{path}"),
            model_file: package.model_file.clone(),
            docs: vec![docs.to_owned()],
            uses,
            items: print::items(items),
        })
    };
    let taken = types_crate::type_names(package);
    let scope = Scope::new(&taken, &[]);
    let values = values::items(package, &scope);
    let types = module(package, "types");
    // A harness uses what the model deprecates as well.
    let root = vec![quote!(#![allow(deprecated)] mod values;)];
    let docs = format!("The protocol tests of {shape_name}.");
    vec![
        text("Cargo.toml", manifest),
        text("cases.json", cases),
        source("src/lib.rs", &docs, root, service(package)),
        source(
            "src/values.rs",
            "Each type, made of params and shown as params.",
            scope.uses(&quote!(#types)),
            values,
        ),
    ]
}

/// The name of one of the service's crates in code.
fn module(package: &Package, suffix: &str) -> Ident {
    format_ident!("{}_{suffix}", package.name.replace('-', "_"))
}

/// The suite, and the handlers of its server.
fn service(package: &Package) -> Vec<TokenStream> {
    let (client, server) = (module(package, "client"), module(package, "server"));
    let name = package.name.as_str();
    let trait_name = ident(&package.service.trait_name);
    let operations = package.operations.iter().map(|operation| {
        let (marker, function) = (
            shape(package, &operation.marker),
            ident(&operation.function),
        );
        let call = quote!(#client::Client::from(client).#function(input).await);
        let call = match collected(&operation.output, "output") {
            None => call,
            Some(collected) => quote! {
                let mut output = #call?;
                #collected
                Ok(output)
            },
        };
        quote! {
            conformance_runner::operation::<#marker, Types>(|client, input| {
                std::boxed::Box::pin(async move { #call })
            })
        }
    });
    let handlers = package
        .operations
        .iter()
        .map(|operation| handler(operation, package));
    vec![
        quote! {
            /// Stands for this harness in the implementations for the types of the service.
            pub struct Types;
        },
        quote! {
            /// The service under test.
            pub fn suite() -> conformance_runner::Suite {
                conformance_runner::Suite::new(
                    #name,
                    concat!(env!("CARGO_MANIFEST_DIR"), "/cases.json"),
                    |stage| #server::router(Handlers(stage)),
                    vec![#(#operations),*],
                )
            }
        },
        quote! {
            /// Do as the case that runs says.
            struct Handlers(conformance_runner::Stage);
        },
        quote! {
            impl #server::#trait_name for Handlers { #(#handlers)* }
        },
    ]
}

fn handler(operation: &Operation, package: &Package) -> TokenStream {
    let (marker, function) = (
        shape(package, &operation.marker),
        ident(&operation.function),
    );
    let input = shape(package, &operation.input.structure.name);
    let output = shape(package, &operation.output.structure.name);
    let error = shape(package, &operation.error_name);
    let collected = collected(&operation.input, "input");
    let mutable = collected.is_some().then(|| quote!(mut));
    quote! {
        async fn #function(
            &self,
            _: lockstep_server::RequestContext,
            #mutable input: #input,
        ) -> Result<#output, #error> {
            #collected
            self.0.perform::<#marker>(input)
        }
    }
}

/// The statement that reads the stream of a message to its end, so that it can be shown; none for most messages.
fn collected(message: &Message, variable: &str) -> Option<TokenStream> {
    let name = ident(&message.structure.stream()?.name);
    let variable = ident(variable);
    Some(quote! {
        #variable.#name = conformance_runner::collected(#variable.#name).await;
    })
}

/// A type of the service by its whole path, because this file has types of its own.
fn shape(package: &Package, name: &str) -> TokenStream {
    let (types, name) = (module(package, "types"), ident(name));
    quote!(#types::#name)
}
