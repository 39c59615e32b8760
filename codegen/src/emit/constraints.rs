//! The constants of the constraints that a types crate checks.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::scope::{Scope, ident};
use super::tokens;
use crate::ir::{Bound, ConstraintSet, PatternText};
use crate::print::{self, Item};

/// The items of `constraints.rs`.
pub(crate) fn items(constraints: &[ConstraintSet], scope: &Scope<'_>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for item in constraints.iter().map(|set| one(set, scope)) {
        // Those of two lines stand together.
        match (items.last_mut(), item) {
            (Some(Item::Table(lines)), Item::Table(line)) => lines.push_str(&line),
            (_, item) => items.push(item),
        }
    }
    items
}

fn one(set: &ConstraintSet, scope: &Scope<'_>) -> Item {
    let constraints = scope.constraint("Constraints");
    let name = ident(&set.name);
    let length = set.length.as_ref().map(|bound| {
        calls(bound, ["length", "min_length", "max_length"], |end| {
            let end = Literal::u64_unsuffixed(*end);
            quote!(#end)
        })
    });
    let range = set
        .range
        .as_ref()
        .map(|bound| calls(bound, ["range", "min", "max"], |end| quote!(#end)));
    let pattern = set.pattern.as_ref().map(|_| quote!(.pattern(&PATTERN)));
    let checks = quote!(#constraints::new() #length #range #pattern);
    let value = match &set.pattern {
        Some(pattern) => {
            let pattern = pattern_static(pattern, scope);
            quote!({ #pattern #checks })
        }
        None => checks,
    };
    let doc = tokens::doc(&format!("Of `{}`.", set.shape));
    let item = quote! {
        #doc
        pub(crate) static #name: #constraints = #value;
    };
    if set.pattern.is_some() {
        return item.into();
    }
    // Short, and many: each stands on a line of its own, where it has room.
    let line = format!(
        "/// Of `{}`.\npub(crate) static {}: Constraints = {};\n",
        set.shape,
        set.name,
        print::type_text(&value)
    );
    if line.lines().all(|line| line.len() <= 100) {
        Item::Table(line)
    } else {
        item.into()
    }
}

/// The pattern stands inside the constant that uses it, so that its name meets no other.
fn pattern_static(pattern: &PatternText, scope: &Scope<'_>) -> TokenStream {
    let (source, regex) = (tokens::text(&pattern.source), tokens::text(&pattern.regex));
    let kind = scope.constraint("Pattern");
    let constructor = ident(if pattern.backtracking {
        "backtracking"
    } else {
        "new"
    });
    quote!(static PATTERN: #kind = #kind::#constructor(#source, #regex);)
}

fn calls<T>(
    bound: &Bound<T>,
    [both, least, most]: [&str; 3],
    end: impl Fn(&T) -> TokenStream,
) -> TokenStream {
    match (&bound.min, &bound.max) {
        (Some(min), Some(max)) => {
            let (method, min, max) = (ident(both), end(min), end(max));
            quote!(.#method(#min, #max))
        }
        (Some(min), None) => {
            let (method, min) = (ident(least), end(min));
            quote!(.#method(#min))
        }
        (None, Some(max)) => {
            let (method, max) = (ident(most), end(max));
            quote!(.#method(#max))
        }
        (None, None) => TokenStream::new(),
    }
}
