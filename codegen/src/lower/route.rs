//! The URI patterns of operations ("http trait" of the specification): their parts, and that no two are the same.

use super::context::Context;
use crate::ast::{Shape, Trait};
use crate::ir::{Operation, Segment};

type Query = Vec<(String, Option<String>)>;

/// The segments and the query literals of `@http`.
pub(super) fn parse(binding: &Trait, context: &Context<'_>) -> (Vec<Segment>, Query) {
    let uri = binding
        .value
        .get("uri")
        .and_then(|uri| uri.as_str())
        .unwrap_or_default();
    let Some(uri) = uri.strip_prefix('/') else {
        context.error(
            binding.span,
            format!("the URI `{uri}` does not begin with `/`"),
            None,
        );
        return (Vec::new(), Vec::new());
    };
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let segments = if path.is_empty() {
        Vec::new()
    } else {
        path.split('/').map(segment).collect()
    };
    let literals = query
        .split('&')
        .filter(|literal| !literal.is_empty())
        .map(|literal| match literal.split_once('=') {
            Some((name, value)) if !value.is_empty() => (name.to_owned(), Some(value.to_owned())),
            Some((name, _)) => (name.to_owned(), None),
            None => (literal.to_owned(), None),
        });
    for segment in &segments {
        if let Segment::Literal(text) = segment
            && text.contains(['{', '}'])
        {
            let help = "a label fills the whole of what stands between two slashes";
            context.error(
                binding.span,
                format!("`{text}` of the URI is neither a label nor plain text"),
                help,
            );
        }
    }
    let greedy = segments
        .iter()
        .filter(|segment| matches!(segment, Segment::Greedy(_)))
        .count();
    if greedy > 1 {
        context.error(binding.span, "a URI has at most one greedy label", None);
    }
    (segments, literals.collect())
}

fn segment(text: &str) -> Segment {
    match text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
    {
        Some(label) => match label.strip_suffix('+') {
            Some(label) => Segment::Greedy(label.to_owned()),
            None => Segment::Label(label.to_owned()),
        },
        None => Segment::Literal(text.to_owned()),
    }
}

/// Every label has a member, and every labelled member has a place.
pub(super) fn check_labels(
    operation: &Shape,
    segments: &[Segment],
    input: Option<&Shape>,
    context: &Context<'_>,
) {
    let labels: Vec<&String> = segments
        .iter()
        .filter_map(|segment| match segment {
            Segment::Label(name) | Segment::Greedy(name) => Some(name),
            Segment::Literal(_) => None,
        })
        .collect();
    let members = input.into_iter().flat_map(|input| &input.members);
    let bound: Vec<_> = members
        .filter(|(_, member)| member.traits.has("smithy.api#httpLabel"))
        .collect();
    for label in &labels {
        if !bound.iter().any(|(name, _)| name == label) {
            let message = format!(
                "the URI of `{}` has a label `{label}` without a member",
                operation.id
            );
            context.error(
                operation.span,
                message,
                "add the member to the input, with `smithy.api#httpLabel`",
            );
        }
    }
    for (name, member) in bound {
        if !labels.contains(&name) {
            let message = format!(
                "`{name}` is bound to the URI of `{}`, which has no such label",
                operation.id
            );
            context.error(member.span, message, "write it into the URI in braces");
        }
    }
}

/// No two operations answer the same requests.
pub(super) fn check(operations: &[Operation], context: &Context<'_>) {
    for (index, first) in operations.iter().enumerate() {
        for second in operations.iter().skip(index + 1) {
            if is_same(first, second) {
                let message = format!(
                    "`{}` and `{}` have the same method and URI",
                    first.name, second.name
                );
                context.error(
                    context.service.span,
                    message,
                    "change one, or leave it out with `omit` in the settings",
                );
            }
        }
    }
}

fn is_same(first: &Operation, second: &Operation) -> bool {
    let (a, b) = (&first.http, &second.http);
    let shape = |segment: &Segment| match segment {
        Segment::Literal(text) => Segment::Literal(text.clone()),
        Segment::Label(_) => Segment::Label(String::new()),
        Segment::Greedy(_) => Segment::Greedy(String::new()),
    };
    let sorted = |query: &Query| {
        let mut query = query.clone();
        query.sort();
        query
    };
    a.method == b.method
        && a.segments.len() == b.segments.len()
        && a.segments
            .iter()
            .map(shape)
            .eq(b.segments.iter().map(shape))
        && sorted(&a.query) == sorted(&b.query)
}
