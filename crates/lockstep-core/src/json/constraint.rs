//! Constraints, checked where a value is read.

use super::{Reader, Writer};
use crate::constraint::{Constrained, Constraints, repeated};

impl Reader<'_> {
    /// Reads a value with `read` and, on a server, checks its constraints. A value that breaks them
    /// is returned all the same: the violations are noted where the value begins.
    pub fn checked<T: Constrained>(
        &mut self,
        constraints: &'static Constraints,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let at = self.at;
        let value = read(self);
        let constrained = value.as_ref().map(|value| value as &dyn Constrained);
        self.check(at, constraints, constrained);
        value
    }

    /// Checks, on a server, the constraints of the value that was read from this place on, if there is one.
    pub(super) fn check(
        &mut self,
        at: usize,
        constraints: &'static Constraints,
        value: Option<&dyn Constrained>,
    ) {
        if !self.server || self.error.is_some() {
            return;
        }
        match (value, self.counted) {
            (Some(value), _) => constraints.check(value, |broken| self.note(at, broken)),
            // A list with a broken element has no value, and yet a length.
            (None, Some((start, count))) if start == at => {
                let count = u64::try_from(count).unwrap_or(u64::MAX);
                constraints.check_length(count, |broken| self.note(at, broken));
            }
            (None, _) => {}
        }
    }

    /// Reads a list and, on a server, checks its constraints, as [`Reader::checked`] does; `element` reads one element.
    pub fn checked_list<T>(
        &mut self,
        constraints: &'static Constraints,
        element: fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.checked(constraints, |r| r.list(element))
    }

    /// Reads a list with `read` and, on a server, checks `@uniqueItems`; `write` writes one element,
    /// as in [`Writer::list`], because elements are equal if their canonical texts are.
    pub fn unique<T>(
        &mut self,
        write: impl FnMut(&mut Writer, &T),
        read: impl FnOnce(&mut Self) -> Option<Vec<T>>,
    ) -> Option<Vec<T>> {
        let at = self.at;
        let values = read(self)?;
        if self.server
            && let Some(broken) = repeated(&values, write)
        {
            self.note(at, broken);
        }
        Some(values)
    }
}

crate::constraint::checked::checked_readers!();
