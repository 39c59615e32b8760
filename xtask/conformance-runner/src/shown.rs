//! A typed value on the way to the form of params.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use crate::{Params, Value};

/// Collects the members of a structure; members that are not set are left out.
pub struct Shown<S> {
    entries: BTreeMap<String, Params>,
    suite: PhantomData<fn() -> S>,
}

impl<S> Default for Shown<S> {
    fn default() -> Self {
        Self {
            entries: BTreeMap::new(),
            suite: PhantomData,
        }
    }
}

impl<S> Shown<S> {
    /// A structure without members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a member.
    #[must_use]
    pub fn member<T: Value<S>>(mut self, name: &str, value: &T) -> Self {
        self.entries.insert(name.to_owned(), value.show());
        self
    }

    /// Adds a member if it is set.
    #[must_use]
    pub fn optional<T: Value<S>>(self, name: &str, value: &Option<T>) -> Self {
        match value {
            Some(value) => self.member(name, value),
            None => self,
        }
    }

    /// The structure.
    #[must_use]
    pub fn finish(self) -> Params {
        Params::Map(self.entries)
    }

    /// A union with this member.
    #[must_use]
    pub fn variant<T: Value<S>>(name: &str, value: &T) -> Params {
        Self::new().member(name, value).finish()
    }

    /// A union with this member, which holds nothing.
    #[must_use]
    pub fn unit(name: &str) -> Params {
        Params::Map(BTreeMap::from([(name.to_owned(), Params::default())]))
    }

    /// A union with a member that the model does not know; no params are shown so.
    #[must_use]
    pub fn unknown() -> Params {
        Params::String("(a member that the model does not know)".to_owned())
    }
}
