//! The query of a request, on both sides.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::uri;
use crate::text::{Entry, Problems, Written};

/// A query while it is read: decoded once a member asks for it.
pub(super) struct QueryReader<'a> {
    raw: &'a str,
    decoded: Option<Vec<uri::Parameter<'a>>>,
    is_malformed: bool,
}

impl<'a> QueryReader<'a> {
    /// A query without its `?`, as it came.
    pub(super) const fn new(raw: &'a str) -> Self {
        Self {
            raw,
            decoded: None,
            is_malformed: false,
        }
    }

    /// Whether it was asked for and could not be decoded, so that nothing is known to be missing.
    pub(super) const fn is_malformed(&self) -> bool {
        self.is_malformed
    }

    /// The values of a name, in their order.
    pub(super) fn values(&mut self, name: &str, problems: &mut Problems) -> Vec<Cow<'a, str>> {
        self.parameters(problems)
            .iter()
            .filter(|(found, _)| found == name)
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// The parameters, each name once and in the order of its first value.
    pub(super) fn entries(&mut self, excluded: &[&str], problems: &mut Problems) -> Vec<Entry<'a>> {
        let mut places: HashMap<Cow<'a, str>, usize> = HashMap::new();
        let mut entries: Vec<Entry<'a>> = Vec::new();
        for (name, value) in self.parameters(problems) {
            if excluded.contains(&&**name) {
                continue;
            }
            let place = *places.entry(name.clone()).or_insert_with(|| {
                entries.push((name.clone(), Vec::new()));
                entries.len() - 1
            });
            if let Some((_, values)) = entries.get_mut(place) {
                values.push(value.clone());
            }
        }
        entries
    }

    fn parameters(&mut self, problems: &mut Problems) -> &[uri::Parameter<'a>] {
        let is_malformed = &mut self.is_malformed;
        self.decoded.get_or_insert_with(|| {
            uri::parameters(self.raw).unwrap_or_else(|problem| {
                problems.malformed(String::new(), format!("the query {problem}"));
                *is_malformed = true;
                Vec::new()
            })
        })
    }
}

/// A query while it is written.
#[derive(Default)]
pub(super) struct QueryWriter {
    /// Decoded names and encoded `name=value` pairs of literals and of members with `@httpQuery`.
    explicit: Vec<(String, String)>,
    /// The same of the member with `@httpQueryParams`, which gives way to the others whatever the
    /// order of the calls.
    map: Vec<(String, String)>,
}

impl QueryWriter {
    /// Begins with the literals of the operation's `uri`.
    pub(super) fn new(literals: &[(&str, Option<&str>)]) -> Self {
        // A literal is written as it stands in the model, which is a URI already.
        let pair = |name: &str, value: &Option<&str>| {
            value.map_or_else(|| name.to_owned(), |value| format!("{name}={value}"))
        };
        let literals = literals
            .iter()
            .map(|(name, value)| ((*name).to_owned(), pair(name, value)));
        Self {
            explicit: literals.collect(),
            map: Vec::new(),
        }
    }

    /// Adds what a member with `@httpQuery` wrote.
    pub(super) fn add(&mut self, name: &str, written: &Written) {
        self.explicit.extend(parameters(name, written));
    }

    /// Adds an entry of what the member with `@httpQueryParams` wrote.
    pub(super) fn add_entry(&mut self, name: &str, written: &Written) {
        self.map.extend(parameters(name, written));
    }

    /// Puts the query behind a path.
    pub(super) fn append_to(&self, path: &mut String) {
        let taken: HashSet<&str> = self
            .explicit
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        let map = self
            .map
            .iter()
            .filter(|(name, _)| !taken.contains(name.as_str()));
        for (index, (_, pair)) in self.explicit.iter().chain(map).enumerate() {
            path.push(if index == 0 { '?' } else { '&' });
            path.push_str(pair);
        }
    }
}

fn parameters(name: &str, written: &Written) -> impl Iterator<Item = (String, String)> {
    let encoded = uri::encode(name);
    written
        .values
        .iter()
        .map(move |value| (name.to_owned(), format!("{encoded}={}", uri::encode(value))))
}
