//! The members of a structure or a union, as data.

/// The members' names on the wire, in the order of the model, whose indices
/// [`Reader::member`](super::Reader::member) returns.
#[derive(Clone, Copy, Debug)]
pub struct Members {
    names: &'static [&'static str],
    required: &'static [usize],
    client_optional: &'static [usize],
}

impl Members {
    /// `required` are the indices of the members that a server demands and a client fills in, in
    /// ascending order. Members that are bound to other parts of a message than the body stand in
    /// neither list.
    pub const fn structure(names: &'static [&'static str], required: &'static [usize]) -> Self {
        Self {
            names,
            required,
            client_optional: &[],
        }
    }

    /// A union's members, of which a value has one.
    pub const fn union(names: &'static [&'static str]) -> Self {
        Self {
            names,
            required: &[],
            client_optional: &[],
        }
    }

    /// Of the required members, those that a client does not fill in, because they are
    /// `@clientOptional`.
    pub const fn client_optional(mut self, indices: &'static [usize]) -> Self {
        self.client_optional = indices;
        self
    }

    pub(super) fn required(&self) -> &'static [usize] {
        self.required
    }

    pub(super) fn is_client_optional(&self, index: usize) -> bool {
        self.client_optional.contains(&index)
    }

    pub(super) fn name(&self, index: usize) -> &'static str {
        self.names.get(index).copied().unwrap_or_default()
    }

    /// The index of a name. Senders mostly keep to the model's order, so `expected`, the index after
    /// the last found, is tried first.
    pub(super) fn find(&self, name: &str, expected: usize) -> Option<usize> {
        if self
            .names
            .get(expected)
            .is_some_and(|expected| *expected == name)
        {
            return Some(expected);
        }
        self.names.iter().position(|known| *known == name)
    }
}

/// A set of member indices: structures with more than 128 members are rare, and allocate.
#[derive(Debug, Default)]
pub(super) struct Seen {
    low: u128,
    rest: Vec<usize>,
}

impl Seen {
    pub(super) fn insert(&mut self, index: usize) {
        match u32::try_from(index)
            .ok()
            .and_then(|shift| 1u128.checked_shl(shift))
        {
            Some(bit) => self.low |= bit,
            None if self.contains(index) => {}
            None => self.rest.push(index),
        }
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        match u32::try_from(index)
            .ok()
            .and_then(|shift| 1u128.checked_shl(shift))
        {
            Some(bit) => self.low & bit != 0,
            None => self.rest.contains(&index),
        }
    }
}
