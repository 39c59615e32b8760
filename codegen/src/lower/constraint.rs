//! `@length`, `@range` and `@pattern`: of the member where it has them, else of its target.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::context::Context;
use crate::ast::{Member, Shape, Trait};
use crate::ir::{Bound, ConstraintSet, PatternText};
use crate::pattern::{self, Engine};

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
        let constant = context.names().constant_of_member(&holder.id, name);
        (constant, holder.id.member(name))
    } else {
        (context.names().constant(&target.id), target.id.to_string())
    };
    let find = |id: &str| member.traits.get(id).or_else(|| target.traits.get(id));
    let set = ConstraintSet {
        name: constant,
        shape,
        length: find(TRAITS[0]).and_then(|found| length(found, context)),
        range: find(TRAITS[1]).and_then(|found| range(found, context)),
        pattern: find(TRAITS[2]).and_then(|found| pattern(found, context)),
    };
    Some(context.keep_constraints(set, member.span))
}

fn length(found: &Trait, context: &Context<'_>) -> Option<Bound<u64>> {
    let end = |key: &str| found.value.get(key).and_then(serde_json::Value::as_u64);
    bound(
        Bound {
            min: end("min"),
            max: end("max"),
        },
        found,
        context,
    )
}

/// The ends as the model writes them, because messages show them so.
fn range(found: &Trait, context: &Context<'_>) -> Option<Bound<String>> {
    let text = context.model.source.slice(found.value_span);
    let ends: BTreeMap<String, Box<RawValue>> = serde_json::from_str(text).unwrap_or_default();
    let end = |key: &str| {
        ends.get(key)
            .map(|raw| raw.get().trim_matches('"').to_owned())
    };
    bound(
        Bound {
            min: end("min"),
            max: end("max"),
        },
        found,
        context,
    )
}

fn bound<T>(bound: Bound<T>, found: &Trait, context: &Context<'_>) -> Option<Bound<T>> {
    if bound.min.is_none() && bound.max.is_none() {
        context.error(
            found.span,
            "a constraint without `min` and `max` says nothing",
            "give one of them or take it away",
        );
        return None;
    }
    Some(bound)
}

fn pattern(found: &Trait, context: &Context<'_>) -> Option<PatternText> {
    let source = found.value.as_str().unwrap_or_default();
    match pattern::translate(source) {
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
