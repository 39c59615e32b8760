//! One rule for names that become the same.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use super::Kind;

/// Two names of a model that have the same name in Rust, which no rule resolves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The one that comes first in the model's list.
    pub first: String,
    /// The other.
    pub second: String,
    /// What both become.
    pub name: String,
}

impl fmt::Display for Collision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            first,
            second,
            name,
        } = self;
        write!(
            f,
            "`{first}` and `{second}` are both called `{name}` in Rust; give one another name under `rename` in the settings"
        )
    }
}

impl std::error::Error for Collision {}

/// Names for all that stand in one place, such as the members of one structure, in their order.
///
/// Among names that become the same, one that is written in Rust's own way keeps the plain name; each of the others
/// says how the model writes it: beside `foo_bar`, a member `fooBar` is `foo_bar_camel`. Where that is the same again
/// or taken, underscores are spelled out, then each capital is a word of its own. So the outcome depends on the
/// colliding names alone, not on their order.
///
/// # Errors
/// Two are still the same.
pub fn distinct(kind: Kind, texts: &[&str]) -> Result<Vec<String>, Collision> {
    let entries: Vec<_> = texts.iter().map(|text| (*text, None)).collect();
    distinct_with(kind, &entries)
}

/// As [`distinct`], where a name may be given by the settings; it is taken as it stands.
///
/// # Errors
/// Two are still the same.
pub fn distinct_with(
    kind: Kind,
    entries: &[(&str, Option<&str>)],
) -> Result<Vec<String>, Collision> {
    let candidate = |index: usize, choice: usize| {
        let (text, given) = entries[index];
        match (given, choice) {
            (Some(given), 0) => Some(given.to_owned()),
            (Some(_), _) => None,
            (None, _) => choice_of(kind, text, choice),
        }
    };
    let keeps = |index: usize, name: &str| {
        let (text, given) = entries[index];
        given.is_some() || name.trim_start_matches("r#") == text
    };
    let names = settle(entries.len(), candidate, keeps, |name| key(kind, name));
    let mut seen: HashMap<Cow<'_, str>, usize> = HashMap::with_capacity(names.len());
    for (index, name) in names.iter().enumerate() {
        if let Some(other) = seen.insert(key(kind, name), index) {
            let (first, second) = (entries[other].0.to_owned(), entries[index].0.to_owned());
            return Err(Collision {
                first,
                second,
                name: name.clone(),
            });
        }
    }
    Ok(names)
}

/// The names that a text may have, the plain one first.
fn choice_of(kind: Kind, text: &str, choice: usize) -> Option<String> {
    let written = match choice {
        0 => return Some(super::name(kind, text)),
        1 => format!("{text}_{}", style(text)),
        2 => text.replace('_', "_Underscore_"),
        3 => capitals_apart(text),
        4 => format!("{text}_{}_name", style(text)),
        _ => return None,
    };
    Some(super::name(kind, &written))
}

/// The text, with each capital as the first letter of a word.
pub(crate) fn capitals_apart(text: &str) -> String {
    text.chars().fold(String::new(), |mut apart, c| {
        if c.is_ascii_uppercase() {
            apart.push('_');
        }
        apart.push(c);
        apart
    })
}

/// Gives each of some entries the first of its candidates that no other has.
///
/// Where several want one name, the entry that `keeps` it as it is written has it, else the only one that comes to it
/// by its earliest choice; the others go on to their next choice, all at once, so that no order matters. Entries that
/// run out of choices stay the same.
pub(crate) fn settle(
    count: usize,
    candidate: impl Fn(usize, usize) -> Option<String>,
    keeps: impl Fn(usize, &str) -> bool,
    key: impl for<'n> Fn(&'n str) -> Cow<'n, str>,
) -> Vec<String> {
    let names = (0..count).map(|index| candidate(index, 0).unwrap_or_default());
    let mut names: Vec<String> = names.collect();
    let mut choices = vec![0; count];
    loop {
        let mut wanted: HashMap<Cow<'_, str>, usize> = HashMap::with_capacity(count);
        for name in &names {
            *wanted.entry(key(name)).or_default() += 1;
        }
        // Most places have no two that are alike.
        if wanted.len() == count {
            return names;
        }
        let mut alike: HashMap<Cow<'_, str>, Vec<usize>> = HashMap::new();
        for (index, name) in names.iter().enumerate() {
            if wanted[&key(name)] > 1 {
                alike.entry(key(name)).or_default().push(index);
            }
        }
        let mut moves = Vec::new();
        for group in alike.values() {
            let rank = |index: &usize| {
                let plain = choices[*index] == 0 && keeps(*index, &names[*index]);
                if plain { 0 } else { choices[*index] + 1 }
            };
            let best = group.iter().map(rank).min().unwrap_or_default();
            let is_alone = group.iter().filter(|index| rank(index) == best).count() == 1;
            for index in group {
                let stays = rank(index) == best && (best == 0 || is_alone);
                if !stays && let Some(next) = candidate(*index, choices[*index] + 1) {
                    moves.push((*index, next));
                }
            }
        }
        if moves.is_empty() {
            return names;
        }
        for (index, next) in moves {
            choices[index] += 1;
            names[index] = next;
        }
    }
}

/// What must differ: raw names are the same as plain ones, and names of files may not differ by case alone.
fn key(kind: Kind, name: &str) -> Cow<'_, str> {
    let name = name.trim_start_matches("r#");
    if kind == Kind::Module {
        name.to_ascii_lowercase().into()
    } else {
        name.into()
    }
}

/// How a name is written.
fn style(text: &str) -> &'static str {
    let has_upper = text.contains(|c: char| c.is_ascii_uppercase());
    let has_lower = text.contains(|c: char| c.is_ascii_lowercase());
    let is_joined = text.chars().all(|c| c.is_ascii_alphanumeric());
    match (is_joined, has_upper, has_lower) {
        (true, true, true) if text.starts_with(|c: char| c.is_ascii_uppercase()) => "pascal",
        (true, true, true) => "camel",
        (true, true, false) => "upper",
        (true, false, _) => "lower",
        (false, true, false) => "screaming",
        (false, false, _) => "snake",
        (false, true, true) => "mixed",
    }
}
