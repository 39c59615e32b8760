//! How large a pattern can become when it is compiled, from above: to compile it, only to see that it is small, would take
//! longer than everything else that is done for most models.

use std::iter;

use regex_automata::nfa::thompson::{NFA, WhichCaptures};
use regex_syntax::hir::{Class, Hir, HirKind};
use regex_syntax::utf8::Utf8Sequences;

use super::SIZE_LIMIT;

/// More than one state takes of the `regex` crate's automaton, in bytes.
const STATE: usize = 64;

/// From how many ranges on a set is measured.
const MANY: usize = 64;

/// The first limit in bytes that is tried for a set.
const LEAST: usize = 16 << 10;

/// The most memory in bytes that the compiled pattern can take, or more.
pub(super) fn at_most(pattern: &Hir) -> usize {
    states(pattern).saturating_mul(STATE)
}

/// The number of states, or more: one for each byte that can be read, and some for each choice and repetition.
fn states(pattern: &Hir) -> usize {
    const AROUND: usize = 4;
    let inner = match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Class(Class::Unicode(class)) if class.ranges().len() > MANY => {
            // Ranges that end alike share states, so that a sum of all would be far above the truth.
            measured(pattern).div_ceil(STATE)
        }
        HirKind::Class(Class::Unicode(class)) => class
            .ranges()
            .iter()
            .flat_map(|range| Utf8Sequences::new(range.start(), range.end()))
            .map(|sequence| sequence.len() + 1)
            .sum(),
        HirKind::Capture(capture) => states(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(states).sum(),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1);
            let times = usize::try_from(times).unwrap_or(usize::MAX);
            states(&repetition.sub).saturating_mul(times)
        }
    };
    inner.saturating_add(AROUND)
}

/// The least limit in bytes under which a part of a pattern can be compiled in both directions, or a little more.
fn measured(part: &Hir) -> usize {
    [false, true]
        .into_iter()
        .map(|reverse| {
            let fits = |limit: &usize| {
                let config = NFA::config()
                    .reverse(reverse)
                    .which_captures(WhichCaptures::None)
                    .nfa_size_limit(Some(*limit));
                let mut compiler = NFA::compiler();
                compiler.configure(config).build_from_hir(part).is_ok()
            };
            let limits = iter::successors(Some(LEAST), |limit| limit.checked_add(limit / 4));
            limits.take_while(|limit| *limit <= SIZE_LIMIT).find(fits)
        })
        .map(|limit| limit.unwrap_or(SIZE_LIMIT))
        .max()
        .unwrap_or(SIZE_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::at_most;

    /// The least limit under which the pattern compiles, to the next power of two.
    fn compiled(pattern: &str) -> usize {
        let fits = |limit: &usize| {
            let mut builder = regex::RegexBuilder::new(pattern);
            builder.size_limit(*limit).build().is_ok()
        };
        (4..40).map(|power| 1 << power).find(fits).unwrap()
    }

    #[test]
    fn the_estimate_is_never_below_the_truth() {
        for pattern in [
            "",
            "a",
            "^abc$",
            "[a-z]{1,63}",
            ".{0,1023}",
            r"^[\P{C}\r\n\t]{1,50}$",
            r"^[\P{C}\r\n\t]{1,250}$",
            r"\p{L}+",
            r"[^\p{L}]{3}",
            "(?:a|b|cd){3,9}(?:x{0,9}){0,9}",
            r"^arn:[a-z0-9-\.]{1,63}:[a-z0-9-\.]{0,63}:[^/].{0,1023}$",
            r"^\w+\s\d{2,}$",
        ] {
            let estimate = at_most(&regex_syntax::parse(pattern).unwrap());
            // A pattern is compiled for both directions, each within the limit; the least limit is a power of two.
            assert!(estimate * 2 >= compiled(pattern), "{pattern}: {estimate}");
        }
    }
}
