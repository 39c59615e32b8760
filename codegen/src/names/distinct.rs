//! One rule for names that become the same.

use std::collections::HashMap;
use std::fmt;

use super::{Kind, name};

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
/// says how the model writes it: beside `foo_bar`, a member `fooBar` is `foo_bar_camel`. So the outcome depends
/// on the colliding names alone, not on their order.
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
    let mut names: Vec<String> = entries
        .iter()
        .map(|(text, given)| given.map_or_else(|| name(kind, text), str::to_owned))
        .collect();
    let mut counts: HashMap<String, usize> = HashMap::with_capacity(names.len());
    for name in &names {
        *counts.entry(key(kind, name)).or_default() += 1;
    }
    for (name, (text, given)) in names.iter_mut().zip(entries) {
        let is_alone = counts.get(&key(kind, name)) == Some(&1);
        let keeps = name.trim_start_matches("r#") == *text;
        if !is_alone && !keeps && given.is_none() {
            *name = super::name(kind, &format!("{text}_{}", style(text)));
        }
    }
    let mut seen: HashMap<String, usize> = HashMap::with_capacity(names.len());
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

/// What must differ: raw names are the same as plain ones, and names of files may not differ by case alone.
fn key(kind: Kind, name: &str) -> String {
    let name = name.trim_start_matches("r#");
    if kind == Kind::Module {
        name.to_ascii_lowercase()
    } else {
        name.to_owned()
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
