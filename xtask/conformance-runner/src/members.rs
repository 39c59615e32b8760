//! The members of a structure in a case's `params`.

use crate::given::{Given, Misfit, Side};
use crate::{Params, Value};

/// The members of a structure; a member that is null is absent.
pub struct Members<'g, 'a, S> {
    given: &'g Given<'a, S>,
}

impl<'g, 'a, S> Members<'g, 'a, S> {
    pub(crate) const fn new(given: &'g Given<'a, S>) -> Self {
        Self { given }
    }

    fn find(&self, name: &str) -> Option<&'g Params> {
        match self.given.params() {
            Some(Params::Map(entries)) => entries.get(name).filter(|value| **value != Params::Null),
            _ => None,
        }
    }

    /// A member that is always there.
    ///
    /// # Errors
    ///
    /// It is absent, or not a value of the type.
    pub fn required<T: Value<S>>(&self, name: &str) -> Result<T, Misfit> {
        match self.find(name) {
            Some(params) => self.given.at(name, params).value(),
            None => self.given.at_blank(name)?.value(),
        }
    }

    /// A member that may be absent.
    ///
    /// # Errors
    ///
    /// It is not a value of the type.
    pub fn optional<T: Value<S>>(&self, name: &str) -> Result<Option<T>, Misfit> {
        self.find(name)
            .map(|params| self.given.at(name, params).value())
            .transpose()
    }

    /// A list or map in the query or among the headers that may be absent. None of it is sent where it is empty, so a
    /// server cannot tell whether it was.
    ///
    /// # Errors
    ///
    /// It is not a value of the type.
    pub fn unsent_if_empty<T: Value<S>>(&self, name: &str) -> Result<Option<T>, Misfit> {
        let is_unsent =
            self.given.side() == Side::Server && self.find(name).is_some_and(Params::is_empty);
        if is_unsent {
            Ok(None)
        } else {
            self.optional(name)
        }
    }

    /// A member that starts at its default.
    ///
    /// # Errors
    ///
    /// It is not a value of the type.
    pub fn defaulted<T: Value<S>>(
        &self,
        name: &str,
        default: impl FnOnce() -> T,
    ) -> Result<T, Misfit> {
        Ok(self.optional(name)?.unwrap_or_else(default))
    }

    /// A member of an input whose default the server fills in.
    ///
    /// # Errors
    ///
    /// It is not a value of the type.
    pub fn filled<T: Value<S>>(
        &self,
        name: &str,
        default: impl FnOnce() -> T,
    ) -> Result<Option<T>, Misfit> {
        let given = self.optional(name)?;
        Ok(match self.given.side() {
            Side::Client => given,
            Side::Server => Some(given.unwrap_or_else(default)),
        })
    }
}
