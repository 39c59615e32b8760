//! The members of a structure or a union, as data.

use crate::constraint::Constraints;

/// A member of a structure or a union: its name on the wire, who must have it, and what a server checks of its value.
///
/// A member here is one of a JSON object; those that are bound to other parts of a message are not.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    pub(super) name: &'static str,
    pub(super) demand: Demand,
    pub(super) constraints: Option<&'static Constraints>,
}

/// Who needs a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// Nobody.
    Neither,
    /// A server refuses a request without it.
    Server,
    /// So does a server, and a client takes the zero of its type where it is missing.
    Both,
}

impl Member {
    /// A member that may be missing.
    pub const fn optional(name: &'static str) -> Self {
        Self {
            name,
            demand: Demand::Neither,
            constraints: None,
        }
    }

    /// A member that a server demands, and that a client takes as the zero of its type where it is missing, as Smithy's
    /// client error correction says.
    pub const fn required(name: &'static str) -> Self {
        Self {
            name,
            demand: Demand::Both,
            constraints: None,
        }
    }

    /// The same as [`Self::optional`], for the row of a member that is the model's default where it is missing.
    pub const fn defaulted(name: &'static str) -> Self {
        Self::optional(name)
    }

    /// The same as [`Self::optional`], for the row of a member that is the model's default for a server where it is missing.
    pub const fn filled(name: &'static str) -> Self {
        Self::optional(name)
    }

    /// The same, but a server refuses a request without it. A client does not mind, because the member is
    /// `@clientOptional` or has a default.
    #[must_use]
    pub const fn demanded(mut self) -> Self {
        self.demand = Demand::Server;
        self
    }

    /// The same with constraints, which a server checks where it reads the member.
    #[must_use]
    pub const fn checked(mut self, constraints: &'static Constraints) -> Self {
        self.constraints = Some(constraints);
        self
    }
}

/// The index of a name. Senders mostly keep to the model's order, so `expected`, the index after the last found, is
/// tried first.
pub(super) fn find(members: &[Member], name: &str, expected: usize) -> Option<usize> {
    if members
        .get(expected)
        .is_some_and(|expected| expected.name == name)
    {
        return Some(expected);
    }
    members.iter().position(|known| known.name == name)
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
