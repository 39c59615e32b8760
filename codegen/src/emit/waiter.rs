//! The waiters of a client: a method for each, with what it looks for in the answers.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::expression::Printer;
use super::scope::{Scope, Std, ident};
use super::{Emitted, tokens};
use crate::ir::{AcceptorState, Docs, Matcher, Operation, Package, Waiter};
use crate::print::SourceFile;

/// Names of the runtime and of the file itself, which shapes may have too.
const SHADOWED: [&str; 6] = [
    "Client",
    "Duration",
    "Matcher",
    "State",
    "WaitError",
    "Waiter",
];

/// The file `waiters.rs` of the client's crate, if an operation is waitable.
pub(crate) fn file(
    package: &Package,
    crate_name: &str,
    taken: &BTreeSet<String>,
) -> Option<Emitted> {
    let scope = Scope::new(taken, &[]).shadowing(&SHADOWED);
    let operations = package.operations.iter();
    let methods: Vec<TokenStream> = operations
        .flat_map(|operation| {
            let waiters = operation.waiters.iter();
            waiters.map(|waiter| method(operation, waiter, &scope))
        })
        .collect();
    if methods.is_empty() {
        return None;
    }
    let types = format_ident!("{}_types", package.name.replace('-', "_"));
    let mut uses = vec![
        quote!(
            use std::time::Duration;
        ),
        quote!(
            use crate::Client;
        ),
        quote!(
            use lockstep_client::{Matcher, State, WaitError, Waiter};
        ),
    ];
    if names_shadowed(package) {
        uses.push(quote!(
            use crate::types;
        ));
    }
    uses.extend(scope.uses(&quote!(#types)));
    Some(Emitted::Source(SourceFile {
        path: format!("{crate_name}/src/waiters.rs"),
        model_file: package.model_file.clone(),
        docs: vec!["What the client can wait for.".to_owned()],
        uses,
        items: vec![quote!(impl Client { #(#methods)* }).into()],
    }))
}

/// Whether a waiter names a shape that is called as something else here, and so needs its path.
fn names_shadowed(package: &Package) -> bool {
    let mut waitable = package
        .operations
        .iter()
        .filter(|operation| !operation.waiters.is_empty());
    waitable.any(|operation| {
        let names = [
            &operation.marker,
            &operation.error_name,
            &operation.input.structure.name,
            &operation.output.structure.name,
        ];
        names.iter().any(|name| SHADOWED.contains(&name.as_str()))
    })
}

fn method(operation: &Operation, waiter: &Waiter, scope: &Scope<'_>) -> TokenStream {
    let mut lines = waiter.docs.lines.clone();
    if lines.is_empty() {
        lines.push(format!(
            "Waits for `{}`, by the answers of the operation `{}`.",
            waiter.name, operation.name
        ));
    }
    lines.extend([
        String::new(),
        format!("See [`Client::{}`].", operation.function),
    ]);
    let deprecated = waiter.docs.deprecated.clone();
    let docs = tokens::docs(&Docs { lines, deprecated }, "");
    let name = ident(&waiter.function);
    let (input, output) = (
        scope.shape(&operation.input.structure.name),
        scope.shape(&operation.output.structure.name),
    );
    let (error, marker) = (
        scope.shape(&operation.error_name),
        scope.shape(&operation.marker),
    );
    let (result, option) = (scope.std(Std::Result), scope.std(Std::Option));
    let (min, max) = (
        Literal::u32_unsuffixed(waiter.min_delay),
        Literal::u32_unsuffixed(waiter.max_delay),
    );
    let acceptors = waiter.acceptors.iter().map(|(state, matcher)| {
        let state = match state {
            AcceptorState::Success => quote!(State::Success),
            AcceptorState::Failure => quote!(State::Failure),
            AcceptorState::Retry => quote!(State::Retry),
        };
        let printer = Printer { scope };
        let matcher = match matcher {
            Matcher::Output(test) => {
                let test = printer.condition(test, true);
                quote!(Output(|output: &#output| #test))
            }
            Matcher::InputOutput(test) => {
                let test = printer.condition(test, true);
                quote!(InputOutput(|input: &#input, output: &#output| #test))
            }
            Matcher::Success => quote!(Success),
            Matcher::AnyError => quote!(AnyError),
            Matcher::Error(name) => quote!(Error(#name)),
        };
        quote!((#state, Matcher::#matcher))
    });
    quote! {
        #docs
        pub async fn #name(
            &self,
            input: #input,
            max_wait: Duration,
        ) -> #result<#option<#output>, WaitError<#output, #error>> {
            const WAITER: &Waiter<#marker> = &Waiter {
                min_delay: #min,
                max_delay: #max,
                acceptors: &[#(#acceptors),*],
            };
            self.inner.wait(WAITER, input, max_wait).await
        }
    }
}
