//! The checks of a server, made on a finished value.

use std::collections::{BTreeMap, HashSet};

use super::{Broken, Constrained, Constraints};
use crate::json::{self, MapKey};
use crate::{Enumeration, IntEnumeration, Violation};

/// A shape that can check itself against its model.
pub trait Validate {
    /// Notes every violation of the value, at the validator's current path.
    fn validate(&self, v: &mut Validator);
}

impl<T: Validate> Validate for Box<T> {
    fn validate(&self, v: &mut Validator) {
        (**self).validate(v);
    }
}

/// Walks a value and collects its violations, each with the JSON pointer of its place.
#[derive(Debug, Default)]
pub struct Validator {
    path: String,
    violations: Vec<Violation>,
}

impl Validator {
    /// Starts at the value itself, whose path is the empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks something at the member `name` of the current place.
    pub fn member(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        json::push_segment(&mut self.path, name);
        check(self);
        self.path.truncate(length);
    }

    /// Checks the value of an optional member, if there is one.
    pub fn optional<T>(
        &mut self,
        name: &str,
        value: &Option<T>,
        check: impl FnOnce(&mut Self, &T),
    ) {
        if let Some(value) = value {
            self.member(name, |v| check(v, value));
        }
    }

    /// Like [`Validator::optional`], and notes a violation if the member has no value: for members
    /// that are `@required` and yet `Option`, because they are `@clientOptional`.
    pub fn required<T>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
        check: impl FnOnce(&mut Self, &T),
    ) {
        if value.is_none() {
            self.note(Broken::Missing(name));
        }
        self.optional(name, value, check);
    }

    /// Checks something at the element `index` of the current place.
    pub fn element(&mut self, index: usize, check: impl FnOnce(&mut Self)) {
        self.member(&index.to_string(), check);
    }

    /// Checks each element of a list.
    pub fn list<T>(&mut self, elements: &[T], mut check: impl FnMut(&mut Self, &T)) {
        for (index, element) in elements.iter().enumerate() {
            self.element(index, |v| check(v, element));
        }
    }

    /// Checks each element of a sparse list that is not null.
    pub fn sparse_list<T>(&mut self, elements: &[Option<T>], mut check: impl FnMut(&mut Self, &T)) {
        self.list(elements, |v, element| {
            if let Some(element) = element {
                check(v, element);
            }
        });
    }

    /// Checks each key of a map, at the path of the map, and each value, at its own.
    pub fn map<K: MapKey, T>(
        &mut self,
        entries: &BTreeMap<K, T>,
        mut key: impl FnMut(&mut Self, &K),
        mut value: impl FnMut(&mut Self, &T),
    ) {
        for (k, entry) in entries {
            key(self, k);
            self.member(k.as_key(), |v| value(v, entry));
        }
    }

    /// Like [`Validator::map`], for the values that are not null.
    pub fn sparse_map<K: MapKey, T>(
        &mut self,
        entries: &BTreeMap<K, Option<T>>,
        key: impl FnMut(&mut Self, &K),
        mut value: impl FnMut(&mut Self, &T),
    ) {
        self.map(entries, key, |v, entry| {
            if let Some(entry) = entry {
                value(v, entry);
            }
        });
    }

    /// Checks a structure or a union.
    pub fn shape<T: Validate>(&mut self, value: &T) {
        value.validate(self);
    }

    /// Checks `@length`, `@range` and `@pattern`.
    pub fn check<T: Constrained + ?Sized>(&mut self, constraints: &'static Constraints, value: &T) {
        constraints.check(value, |broken| self.note(broken));
    }

    /// Checks that the model lists the value of an enum.
    pub fn enumeration<E: Enumeration>(&mut self, value: &E) {
        if !value.is_listed() {
            self.note(Broken::Enumeration(E::VALUES));
        }
    }

    /// Checks that the model lists the value of an intEnum.
    pub fn int_enumeration<E: IntEnumeration>(&mut self, value: &E) {
        if !value.is_listed() {
            self.note(Broken::IntEnumeration(E::VALUES));
        }
    }

    /// Checks `@uniqueItems`; `write` writes one element, as in [`json::Writer::list`].
    pub fn unique<T>(&mut self, elements: &[T], write: impl FnMut(&mut json::Writer, &T)) {
        if !unique_items(elements, write) {
            self.note(Broken::Unique);
        }
    }

    /// A key or an element that has nothing to check.
    pub fn nothing<T: ?Sized>(&mut self, value: &T) {
        let _ = value;
    }

    /// Notes a violation at the current place.
    pub fn note(&mut self, broken: Broken) {
        self.violations.push(broken.at(self.path.clone()));
    }

    /// Every violation, in the order of the checks.
    ///
    /// # Errors
    ///
    /// The violations, if there is at least one.
    pub fn finish(self) -> Result<(), Vec<Violation>> {
        if self.violations.is_empty() {
            Ok(())
        } else {
            Err(self.violations)
        }
    }
}

/// Whether no two elements are written alike: the same values have the same canonical text, and a
/// set of texts takes time linear in the list, where comparing pairs would not.
pub(crate) fn unique_items<T>(
    elements: &[T],
    mut write: impl FnMut(&mut json::Writer, &T),
) -> bool {
    if elements.len() < 2 {
        return true;
    }
    let mut seen = HashSet::with_capacity(elements.len());
    elements.iter().all(|element| {
        let mut writer = json::Writer::new();
        write(&mut writer, element);
        seen.insert(writer.into_text())
    })
}
