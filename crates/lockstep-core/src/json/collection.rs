//! Lists and maps.

use std::collections::BTreeMap;

use super::{Reader, Shape};

impl<'a> Reader<'a> {
    /// The value of a union's member that has none (`smithy.api#Unit`): an object, whose members are
    /// skipped.
    pub fn unit(&mut self) -> Option<()> {
        self.structure(&[], &mut []);
        self.error.is_none().then_some(())
    }

    /// A structure or a union.
    pub fn shape<T: Shape>(&mut self) -> Option<T> {
        T::read(self)
    }

    /// A list; `element` reads one element. A null element is malformed on a server and skipped on a
    /// client. `None` if an element has no value; the others are read all the same.
    pub fn list<T>(&mut self, mut element: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.elements(|r| match r.null_entry()? {
            true => Some(None),
            false => Some(Some(element(r)?)),
        })
    }

    /// A list whose elements may be null.
    pub fn sparse_list<T>(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<Option<T>>> {
        self.elements(|r| {
            if r.null() {
                Some(Some(None))
            } else {
                Some(Some(Some(element(r)?)))
            }
        })
    }

    /// A map; `key` reads a key, which is a string, and `value` a value. A null value is malformed on
    /// a server and skipped on a client. If a key comes twice, the last wins.
    pub fn map<K: Ord, T>(
        &mut self,
        key: impl FnMut(&mut Self) -> Option<K>,
        mut value: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<BTreeMap<K, T>> {
        self.entries(key, |r| match r.null_entry()? {
            true => Some(None),
            false => Some(Some(value(r)?)),
        })
    }

    /// A map whose values may be null.
    pub fn sparse_map<K: Ord, T>(
        &mut self,
        key: impl FnMut(&mut Self) -> Option<K>,
        mut value: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<BTreeMap<K, Option<T>>> {
        self.entries(key, |r| {
            if r.null() {
                Some(Some(None))
            } else {
                Some(Some(Some(value(r)?)))
            }
        })
    }

    /// Whether an entry is null and may be left out.
    fn null_entry(&mut self) -> Option<bool> {
        let at = self.at;
        match self.null() {
            true if self.server => self.wrong(at, "null is no element of this list or map"),
            is_null => Some(is_null),
        }
    }

    /// Reads an array. `element` returns `Some(None)` for what is to be left out.
    pub(super) fn elements<T>(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Option<Option<T>>,
    ) -> Option<Vec<T>> {
        let mut values = Some(Vec::new());
        let start = self.at;
        let mut count = 0;
        if !self.open(b'[', "expected an array")? {
            return values;
        }
        let mut is_first = true;
        while self.another(b']', is_first, "expected a comma or a closing bracket")? {
            is_first = false;
            let value = element(self);
            count += usize::from(!matches!(value, Some(None)));
            keep(&mut values, value, |values, value| values.push(value));
        }
        self.counted = Some((start, count));
        values
    }

    /// Reads an object as a map. `value` returns `Some(None)` for what is to be left out.
    pub(super) fn entries<K: Ord, T>(
        &mut self,
        mut key: impl FnMut(&mut Self) -> Option<K>,
        mut value: impl FnMut(&mut Self) -> Option<Option<T>>,
    ) -> Option<BTreeMap<K, T>> {
        let mut values = Some(BTreeMap::new());
        let start = self.at;
        let mut count = 0;
        if !self.open(b'{', "expected an object")? {
            return values;
        }
        let mut is_first = true;
        while self.another(b'}', is_first, "expected a comma or a closing brace")? {
            is_first = false;
            if self.peek() != Some(b'"') {
                return self.fail("expected a key in quotes");
            }
            let key = key(self);
            self.colon()?;
            let entry = match (key, value(self)) {
                (_, Some(None)) => Some(None),
                (Some(key), Some(Some(value))) => Some(Some((key, value))),
                _ => None,
            };
            count += usize::from(!matches!(entry, Some(None)));
            keep(&mut values, entry, |values, (key, value)| {
                values.insert(key, value);
            });
        }
        self.counted = Some((start, count));
        values
    }

    /// Steps into an array or an object. `false` if the value is absent, so there is none.
    fn open(&mut self, brace: u8, what: &'static str) -> Option<bool> {
        if self.take_absent() {
            return Some(false);
        }
        if self.peek() != Some(brace) {
            return self.refuse(what);
        }
        if !self.enter() {
            return None;
        }
        self.at += 1;
        Some(true)
    }

    /// Steps to the next entry, if there is one, and else out of the array or object.
    fn another(&mut self, brace: u8, is_first: bool, what: &'static str) -> Option<bool> {
        if self.error.is_some() {
            return None;
        }
        self.space();
        if self.eat(brace) {
            self.depth -= 1;
            return Some(false);
        }
        if !is_first {
            if !self.eat(b',') {
                return self.fail(what);
            }
            self.space();
        }
        Some(true)
    }
}

/// Adds an entry. One without a value, whose violation is noted, leaves the whole without one.
fn keep<C, T>(values: &mut Option<C>, entry: Option<Option<T>>, add: impl FnOnce(&mut C, T)) {
    match (values.as_mut(), entry) {
        (_, None) => *values = None,
        (Some(values), Some(Some(entry))) => add(values, entry),
        _ => {}
    }
}
