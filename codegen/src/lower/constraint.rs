//! `@length`, `@range` and `@pattern`: of the member where it has them, else of its target.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::value::RawValue;

use super::context::Context;
use crate::ast::{Member, Shape, ShapeKind, Trait, Traits};
use crate::ir::{Bound, ConstraintSet, PatternText};
use crate::pattern::Engine;

const TRAITS: [&str; 3] = [
    "smithy.api#length",
    "smithy.api#range",
    "smithy.api#pattern",
];

/// The name of the constraints of a member, if there are any.
pub(super) fn of_member(
    holder: &Shape,
    name: &str,
    member: &Member,
    target: &Shape,
    context: &Context<'_>,
) -> Option<String> {
    let overrides = TRAITS.iter().any(|id| member.traits.has(id));
    if !overrides && !TRAITS.iter().any(|id| target.traits.has(id)) {
        return None;
    }
    let (constant, shape) = if overrides {
        let constant = context.names().constants().of_member(&holder.id, name);
        (constant, holder.id.member(name))
    } else {
        let constant = context.names().constants().of_shape(&target.id);
        (constant, target.id.to_string())
    };
    if context.has_constraints(&constant, &shape) {
        return Some(constant);
    }
    let find = |id: &'static str| {
        let found = member.traits.get(id).or_else(|| target.traits.get(id))?;
        fits(id, found, target, context).then_some(found)
    };
    let set = ConstraintSet {
        name: constant,
        shape,
        length: find(TRAITS[0]).and_then(|found| length(found, context)),
        range: find(TRAITS[1]).and_then(|found| range(found, context)),
        pattern: find(TRAITS[2]).and_then(|found| pattern(found, context)),
    };
    Some(context.keep_constraints(set, member.span))
}

/// What the constraints say, each from the first of these that has it; two texts are the same if the constraints are.
pub(super) fn text(traits: &[&Traits]) -> Option<String> {
    let mut all = String::new();
    for id in TRAITS {
        if let Some(found) = traits.iter().find_map(|traits| traits.get(id)) {
            let _ = write!(all, "{id} {} ", found.value);
        }
    }
    (!all.is_empty()).then_some(all)
}

/// Whether a constraint trait can be checked on a value of this kind; if not, that is noted.
fn fits(id: &str, found: &Trait, target: &Shape, context: &Context<'_>) -> bool {
    use ShapeKind as K;
    let fits = match id {
        "smithy.api#length" => matches!(
            target.kind,
            K::String | K::Enum | K::Blob | K::List | K::Map
        ),
        "smithy.api#range" => matches!(
            target.kind,
            K::Byte
                | K::Short
                | K::Integer
                | K::Long
                | K::Float
                | K::Double
                | K::BigInteger
                | K::BigDecimal
        ),
        _ => matches!(target.kind, K::String | K::Enum),
    };
    if !fits {
        let message = format!(
            "`{id}` cannot be checked on {}, such as `{}`",
            target.kind.phrase(),
            target.id
        );
        context.error(found.span, message, "take the trait away");
    }
    fits
}

fn length(found: &Trait, context: &Context<'_>) -> Option<Bound<u64>> {
    bound(found, context, |text| text.parse().ok())
}

/// The ends as the model writes them, because messages show them so.
fn range(found: &Trait, context: &Context<'_>) -> Option<Bound<String>> {
    bound(found, context, |text| {
        text.parse::<f64>().ok().map(|_| text.to_owned())
    })
}

/// The two ends of a constraint, each read from the text of the model.
fn bound<T>(
    found: &Trait,
    context: &Context<'_>,
    read: impl Fn(&str) -> Option<T>,
) -> Option<Bound<T>> {
    let text = context.model.text_of(found);
    let ends: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).unwrap_or_default();
    let end = |key: &str| {
        let text = ends.get(key)?.get().trim_matches('"');
        let value = read(text);
        if value.is_none() {
            context.error(
                found.span,
                format!("`{key}` is {text}, which is no bound"),
                "give a number in digits",
            );
        }
        value
    };
    let bound = Bound {
        min: end("min"),
        max: end("max"),
    };
    if !ends.contains_key("min") && !ends.contains_key("max") {
        context.error(
            found.span,
            "a constraint without `min` and `max` says nothing",
            "give one of them or take it away",
        );
    }
    (bound.min.is_some() || bound.max.is_some()).then_some(bound)
}

fn pattern(found: &Trait, context: &Context<'_>) -> Option<PatternText> {
    let source = found.value.as_str().unwrap_or_default();
    match context.pattern(source) {
        Ok(translated) => Some(PatternText {
            source: source.to_owned(),
            backtracking: translated.engine == Engine::Backtracking,
            regex: translated.regex,
        }),
        Err(problem) => {
            context.error(
                found.span,
                format!("the pattern cannot be checked: {problem}"),
                None,
            );
            None
        }
    }
}
