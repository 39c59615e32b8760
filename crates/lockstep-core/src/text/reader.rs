//! Reads the text of one binding.

use std::{borrow::Cow, collections::BTreeMap};

use super::{Binding, Problems, Writer, element};
use crate::{
    constraint::{Broken, Constrained, Constraints, repeated_texts},
    json::push_segment,
};

/// Reads one member from the texts that are bound to it.
///
/// Every method returns `None` after it noted a problem. On a server constraints are checked; on a
/// client they are not, and a required member that is missing is read as its type's zero value.
pub struct Reader<'a> {
    binding: Binding,
    member: &'a str,
    /// The rest of the path below the member, as a JSON pointer; empty for the member itself.
    below: String,
    /// One text, or all values of a repeated query parameter.
    values: Vec<Cow<'a, str>>,
    /// The names and values of a map.
    entries: Vec<Entry<'a>>,
    place: Place,
    problems: &'a mut Problems,
}

/// A name, and the values bound to it.
pub(crate) type Entry<'a> = (Cow<'a, str>, Vec<Cow<'a, str>>);

/// What the next simple value is read from.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// Nothing: the member is missing, and its zero value is wanted.
    Absent,
    /// The first value as a whole.
    Whole,
    /// The value of this index.
    Nth(usize),
    /// The element of a header's list that begins at this byte.
    Element(usize),
}

/// Why there is no text to read.
pub(super) enum NoText {
    Absent,
    Malformed,
}

/// Shows the place and no text, which may be a secret.
impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("binding", &self.binding)
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        binding: Binding,
        member: &'a str,
        values: Vec<Cow<'a, str>>,
        problems: &'a mut Problems,
    ) -> Self {
        let place = if values.is_empty() {
            Place::Absent
        } else {
            Place::Whole
        };
        Self {
            binding,
            member,
            below: String::new(),
            values,
            entries: Vec::new(),
            place,
            problems,
        }
    }

    pub(crate) fn of_map(
        binding: Binding,
        member: &'a str,
        entries: Vec<Entry<'a>>,
        problems: &'a mut Problems,
    ) -> Self {
        Self {
            entries,
            ..Self::new(binding, member, Vec::new(), problems)
        }
    }

    /// Whether constraints are checked.
    #[must_use]
    pub fn is_server(&self) -> bool {
        self.problems.is_server()
    }

    /// A list: the values of a repeated query parameter, or the comma-separated elements of a
    /// header.
    pub fn list<T>(&mut self, mut f: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut list = Vec::new();
        let mut complete = true;
        let mut at = match (self.place, self.binding) {
            (Place::Absent, _) => return Some(list),
            (_, Binding::Header) => self.element_at(0),
            _ => Place::Nth(0),
        };
        while self.is_inside(at) {
            self.place = at;
            let length = self.below.len();
            push_segment(&mut self.below, &(list.len()).to_string());
            match f(self) {
                Some(value) => list.push(value),
                None => complete = false,
            }
            self.below.truncate(length);
            at = match (at, self.place) {
                (Place::Nth(index), _) => Place::Nth(index + 1),
                (Place::Element(before), Place::Element(after)) if after > before => {
                    self.element_at(after)
                }
                // Nothing was read, so nothing will be.
                _ => break,
            };
        }
        self.place = Place::Absent;
        complete.then_some(list)
    }

    /// A map from the names of query parameters, or from what follows the prefix in the names of
    /// headers.
    ///
    /// A violation of a key is noted at the map itself, as it is for JSON.
    pub fn map<K: Ord, T>(
        &mut self,
        mut key: impl FnMut(&mut Self) -> Option<K>,
        mut value: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<BTreeMap<K, T>> {
        let mut map = BTreeMap::new();
        let mut complete = true;
        for (name, values) in std::mem::take(&mut self.entries) {
            let length = self.below.len();
            self.read_from(vec![name.clone()]);
            let key = key(self);
            push_segment(&mut self.below, &name);
            self.read_from(values);
            let value = value(self);
            self.below.truncate(length);
            match (key, value) {
                (Some(key), Some(value)) => _ = map.insert(key, value),
                _ => complete = false,
            }
        }
        complete.then_some(map)
    }

    /// A value with constraints. One that breaks them is noted and still returned, so that the rest
    /// is read as well.
    pub fn checked<T: Constrained>(
        &mut self,
        constraints: &'static Constraints,
        f: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let value = f(self)?;
        if self.is_server() {
            constraints.check(&value, |broken| self.note(broken));
        }
        Some(value)
    }

    /// A list whose elements must differ (`@uniqueItems`). They are compared as they would be
    /// written.
    pub fn unique<T>(
        &mut self,
        mut write: impl FnMut(&mut Writer, &T),
        f: impl FnOnce(&mut Self) -> Option<Vec<T>>,
    ) -> Option<Vec<T>> {
        let list = f(self)?;
        if self.is_server() {
            let texts = list
                .iter()
                .map(|element| Writer::text_of(|w| write(w, element)));
            if let Some(broken) = repeated_texts(texts) {
                self.note(broken);
            }
        }
        Some(list)
    }

    /// Notes a broken constraint at the place that is being read.
    pub(super) fn note(&mut self, broken: Broken) {
        let violation = broken.at(self.path());
        self.problems.violation(violation);
    }

    /// Notes that the text cannot be parsed. The message never holds the text, which may be a
    /// secret.
    pub(super) fn malformed(&mut self, message: impl Into<String>) {
        let path = self.path();
        self.problems.malformed(path, message);
    }

    /// The next text. An unquoted `http-date` in a header's list holds a comma of its own.
    pub(super) fn text(&mut self, http_date: bool) -> Result<Cow<'a, str>, NoText> {
        match self.place {
            Place::Absent => Err(NoText::Absent),
            Place::Whole => Ok(self
                .values
                .first_mut()
                .map(std::mem::take)
                .unwrap_or_default()),
            Place::Nth(index) => Ok(self
                .values
                .get_mut(index)
                .map(std::mem::take)
                .unwrap_or_default()),
            Place::Element(at) => match self.values.first() {
                Some(Cow::Borrowed(text)) => element::element(text, at, http_date),
                Some(Cow::Owned(text)) => element::element(text, at, http_date)
                    .map(|(value, end)| (Cow::Owned(value.into_owned()), end)),
                None => Ok((Cow::default(), at)),
            }
            .map(|(value, end)| {
                self.place = Place::Element(end);
                value
            })
            .map_err(|problem| {
                self.malformed(problem);
                NoText::Malformed
            }),
        }
    }

    fn path(&self) -> String {
        let mut path = String::new();
        push_segment(&mut path, self.member);
        path + &self.below
    }

    fn read_from(&mut self, values: Vec<Cow<'a, str>>) {
        self.place = Place::Whole;
        self.values = values;
    }

    fn element_at(&self, at: usize) -> Place {
        Place::Element(
            self.values
                .first()
                .map_or(at, |text| element::skip_separators(text, at)),
        )
    }

    fn is_inside(&self, place: Place) -> bool {
        match place {
            Place::Nth(index) => index < self.values.len(),
            Place::Element(at) => self.values.first().is_some_and(|text| at < text.len()),
            Place::Absent | Place::Whole => false,
        }
    }
}

crate::constraint::checked::checked_readers!();
