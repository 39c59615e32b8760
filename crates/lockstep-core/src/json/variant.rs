//! Unions, read and written along a table of their members.

use super::object::UNKNOWN;
use super::{Member, Reader, Shape, Writer};
use crate::UnknownVariant;

/// A member of a union `U`, made of its value.
pub trait Variant<U> {
    /// Reads the value of the member.
    fn read(&self, member: &Member, r: &mut Reader<'_>) -> Option<U>;
}

/// A member that holds a value in the form of its type.
#[derive(Debug)]
pub struct Holds<T, U>(
    /// What makes the union of the value.
    pub fn(T) -> U,
);

impl<T: Shape, U> Variant<U> for Holds<T, U> {
    fn read(&self, member: &Member, r: &mut Reader<'_>) -> Option<U> {
        let mut value: Option<T> = None;
        r.slot(member, &mut value);
        value.map(self.0)
    }
}

/// A member whose value is read by a function of its own.
#[derive(Debug)]
pub struct HoldsBy<T, U>(
    /// What makes the union of the value.
    pub fn(T) -> U,
    /// What reads the value, and checks it where it has constraints.
    pub fn(&mut Reader<'_>) -> Option<T>,
);

impl<T, U> Variant<U> for HoldsBy<T, U> {
    fn read(&self, _: &Member, r: &mut Reader<'_>) -> Option<U> {
        self.1(r).map(self.0)
    }
}

impl Reader<'_> {
    /// Reads a union: the one of the `members` that has a value, by the variant of the same index. `unknown` is what a
    /// client takes where the member is none of these; without it there is no value then.
    pub fn union<U>(
        &mut self,
        members: &[Member],
        variants: &[&dyn Variant<U>],
        unknown: Option<fn(UnknownVariant) -> U>,
    ) -> Option<U> {
        let mut value = None;
        let mut object = self.begin(members);
        while let Some(index) = self.variant(&mut object) {
            value = match (members.get(index), variants.get(index)) {
                (Some(member), Some(variant)) => variant.read(member, self),
                _ if index == UNKNOWN => unknown.map(|unknown| unknown(UnknownVariant::new())),
                _ => None,
            };
        }
        value
    }
}

impl Writer {
    /// Writes a union of which this member is set.
    pub fn union(&mut self, name: &str, value: &dyn super::Field) {
        self.open();
        value.write_member(name, self);
        self.close();
    }
}
