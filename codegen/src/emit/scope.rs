//! The names that one generated file uses, and the `use` lines that follow from them.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

pub(crate) use crate::names::ident;

/// Names of the standard library that a shape of the model may take away.
#[derive(Clone, Copy)]
pub(crate) enum Std {
    BTreeMap,
    Box,
    Default,
    From,
    Into,
    Option,
    Result,
    Send,
    String,
    Sync,
    Vec,
}

/// The feature that code is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Half {
    /// All.
    Both,
    /// `client`.
    Client,
    /// `server`.
    Server,
}

/// What one generated file names, and in which halves.
pub(crate) struct Scope<'a> {
    taken: &'a BTreeSet<String>,
    own: BTreeSet<String>,
    shadowed: BTreeSet<String>,
    half: Cell<Half>,
    crate_names: RefCell<Names>,
    runtime_names: RefCell<Names>,
    constraint_names: RefCell<Names>,
    /// The halves that name `BTreeMap`, the one name of the standard library that must be imported.
    map: RefCell<BTreeSet<Half>>,
}

type Names = BTreeMap<String, BTreeSet<Half>>;

impl<'a> Scope<'a> {
    /// A file of a crate whose types are called `taken` and which itself defines `own`.
    pub(crate) fn new(taken: &'a BTreeSet<String>, own: &[&str]) -> Self {
        Self {
            taken,
            own: own.iter().map(|&name| name.to_owned()).collect(),
            shadowed: BTreeSet::new(),
            half: Cell::new(Half::Both),
            crate_names: RefCell::default(),
            runtime_names: RefCell::default(),
            constraint_names: RefCell::default(),
            map: RefCell::default(),
        }
    }

    /// The same, where names of this file hide those of the types crate, which the file calls `types`.
    pub(crate) fn shadowing(mut self, names: &[&str]) -> Self {
        self.shadowed = names.iter().map(|&name| name.to_owned()).collect();
        self
    }

    /// What `emit` makes is compiled for one half alone, so what it names is imported for that half.
    pub(crate) fn only_in<T>(&self, half: Half, emit: impl FnOnce() -> T) -> T {
        let before = self.half.replace(half);
        let emitted = emit();
        self.half.set(before);
        emitted
    }

    /// A type or module of the types crate.
    pub(crate) fn shape(&self, name: &str) -> TokenStream {
        let name_ident = ident(name);
        if self.shadowed.contains(name) {
            return quote!(types::#name_ident);
        }
        if !self.own.contains(name) {
            self.note(&self.crate_names, name);
        }
        quote!(#name_ident)
    }

    /// A module or type of the runtime; by its whole path where a shape has the same name.
    pub(crate) fn runtime(&self, name: &'static str) -> TokenStream {
        let name_ident = ident(name);
        if self.taken.contains(name) {
            return quote!(lockstep_core::#name_ident);
        }
        self.note(&self.runtime_names, name);
        quote!(#name_ident)
    }

    /// A type of the runtime's module `constraint`, in a file that names no shape.
    pub(crate) fn constraint(&self, name: &'static str) -> TokenStream {
        self.note(&self.constraint_names, name);
        let name = ident(name);
        quote!(#name)
    }

    fn note(&self, names: &RefCell<Names>, name: &str) {
        names
            .borrow_mut()
            .entry(name.to_owned())
            .or_default()
            .insert(self.half.get());
    }

    /// A name of the standard library; by its whole path where a shape has the same name.
    pub(crate) fn std(&self, name: Std) -> TokenStream {
        let (short, path) = match name {
            Std::BTreeMap => ("BTreeMap", quote!(std::collections::BTreeMap)),
            Std::Box => ("Box", quote!(std::boxed::Box)),
            Std::Default => ("Default", quote!(std::default::Default)),
            Std::From => ("From", quote!(std::convert::From)),
            Std::Into => ("Into", quote!(std::convert::Into)),
            Std::Option => ("Option", quote!(std::option::Option)),
            Std::Result => ("Result", quote!(std::result::Result)),
            Std::Send => ("Send", quote!(std::marker::Send)),
            Std::String => ("String", quote!(std::string::String)),
            Std::Sync => ("Sync", quote!(std::marker::Sync)),
            Std::Vec => ("Vec", quote!(std::vec::Vec)),
        };
        if self.taken.contains(short) {
            return path;
        }
        if matches!(name, Std::BTreeMap) {
            self.map.borrow_mut().insert(self.half.get());
        }
        let short = ident(short);
        quote!(#short)
    }

    /// `Err`, which an operation's type could take away.
    pub(crate) fn err(&self) -> TokenStream {
        self.variant("Err", quote!(std::result::Result::Err))
    }

    /// `Some`, which an operation's type could take away.
    pub(crate) fn some(&self) -> TokenStream {
        self.variant("Some", quote!(std::option::Option::Some))
    }

    /// `None`, which an operation's type could take away.
    pub(crate) fn none(&self) -> TokenStream {
        self.variant("None", quote!(std::option::Option::None))
    }

    fn variant(&self, name: &str, path: TokenStream) -> TokenStream {
        if self.taken.contains(name) {
            return path;
        }
        let name = ident(name);
        quote!(#name)
    }

    /// The `use` lines, with the types of the types crate below `types`.
    pub(crate) fn uses(&self, types: &TokenStream) -> Vec<TokenStream> {
        let mut uses: Vec<TokenStream> = Vec::new();
        let map = self.map.borrow();
        if !map.is_empty() {
            let attribute = Gate::of(&map).attribute();
            uses.push(quote!(#attribute use std::collections::BTreeMap;));
        }
        let roots = [
            (quote!(lockstep_core), &self.runtime_names),
            (quote!(lockstep_core::constraint), &self.constraint_names),
            (types.clone(), &self.crate_names),
        ];
        for (root, names) in roots {
            for gate in [Gate::Always, Gate::Either, Gate::Client, Gate::Server] {
                let names = names.borrow();
                let names: Vec<Ident> = names
                    .iter()
                    .filter(|(_, halves)| Gate::of(halves) == gate)
                    .map(|(name, _)| ident(name))
                    .collect();
                let attribute = gate.attribute();
                match names.as_slice() {
                    [] => {}
                    [one] => uses.push(quote!(#attribute use #root::#one;)),
                    _ => uses.push(quote!(#attribute use #root::{#(#names),*};)),
                }
            }
        }
        uses
    }
}

/// The features under which a name is imported, so that no half has an import that it does not use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    Always,
    Either,
    Client,
    Server,
}

impl Gate {
    fn of(halves: &BTreeSet<Half>) -> Self {
        match (
            halves.contains(&Half::Both),
            halves.contains(&Half::Client),
            halves.contains(&Half::Server),
        ) {
            (true, _, _) | (false, false, false) => Self::Always,
            (false, true, true) => Self::Either,
            (false, true, false) => Self::Client,
            (false, false, true) => Self::Server,
        }
    }

    fn attribute(self) -> TokenStream {
        match self {
            Self::Always => TokenStream::new(),
            Self::Either => quote!(#[cfg(any(feature = "client", feature = "server"))]),
            Self::Client => quote!(#[cfg(feature = "client")]),
            Self::Server => quote!(#[cfg(feature = "server")]),
        }
    }
}
