//! Structures, read and written along a table of their members.
//!
//! One loop serves every structure: a member's value goes into a [`Slot`], and comes from a [`Field`]. Both are trait
//! objects, so that a structure costs a program a table and not a loop of its own.

use super::{Member, Reader, Shape, Writer};
use crate::constraint::Constrained;

/// Where the value of a member is put.
pub trait Slot {
    /// Reads the value.
    fn read(&mut self, r: &mut Reader<'_>);

    /// What constraints look at, if there is a value, and its type can have some.
    fn constrained(&self) -> Option<&dyn Constrained>;
}

impl<T: Shape> Slot for Option<T> {
    fn read(&mut self, r: &mut Reader<'_>) {
        *self = T::read(r);
    }

    fn constrained(&self) -> Option<&dyn Constrained> {
        self.as_ref()?.constrained()
    }
}

/// How a value is read that is not in the form which its type has by itself, such as a timestamp of another format, or
/// a list whose elements have constraints.
#[derive(Debug)]
pub struct ReadBy<'a, T>(
    /// Where the value is put.
    pub &'a mut Option<T>,
    /// What reads it, and checks it where it has constraints.
    pub fn(&mut Reader<'_>) -> Option<T>,
);

impl<T> Slot for ReadBy<'_, T> {
    fn read(&mut self, r: &mut Reader<'_>) {
        *self.0 = self.1(r);
    }

    fn constrained(&self) -> Option<&dyn Constrained> {
        None
    }
}

/// Where the value of a member comes from.
pub trait Field {
    /// Writes the member, if it has a value.
    fn write_member(&self, name: &str, w: &mut Writer);
}

impl<T: Shape> Field for T {
    fn write_member(&self, name: &str, w: &mut Writer) {
        w.name(name);
        self.write(w);
    }
}

impl<T: Shape> Field for Option<T> {
    fn write_member(&self, name: &str, w: &mut Writer) {
        if let Some(value) = self {
            value.write_member(name, w);
        }
    }
}

/// How a value is written that is not in the form which its type has by itself.
#[derive(Debug)]
pub struct WriteBy<'a, F, T>(
    /// The value, or an `Option` of it.
    pub &'a F,
    /// What writes it.
    pub fn(&mut Writer, &T),
);

impl<T> Field for WriteBy<'_, T, T> {
    fn write_member(&self, name: &str, w: &mut Writer) {
        w.name(name);
        self.1(w, self.0);
    }
}

impl<T> Field for WriteBy<'_, Option<T>, T> {
    fn write_member(&self, name: &str, w: &mut Writer) {
        if let Some(value) = self.0 {
            WriteBy(value, self.1).write_member(name, w);
        }
    }
}

impl Reader<'_> {
    /// Reads a structure: the value of each of the `members` into the slot of the same index, if there is one.
    pub fn structure(&mut self, members: &[Member], slots: &mut [&mut dyn Slot]) {
        let mut object = self.begin(members);
        while let Some(index) = self.member(&mut object) {
            let (Some(member), Some(slot)) = (members.get(index), slots.get_mut(index)) else {
                break;
            };
            self.slot(member, *slot);
        }
    }

    /// What a structure holds of a member that a server fills in: the value, or else, on a server, the model's default.
    pub fn filled<T>(&self, value: Option<T>, default: fn() -> T) -> Option<T> {
        if self.server {
            value.or_else(|| Some(default()))
        } else {
            value
        }
    }

    /// Reads the value of a member, and checks its constraints.
    pub(super) fn slot(&mut self, member: &Member, slot: &mut dyn Slot) {
        let at = self.at;
        slot.read(self);
        if let Some(constraints) = member.constraints {
            self.check(at, constraints, slot.constrained());
        }
    }
}

impl Writer {
    /// Writes a structure: each of the `members` with the value of the same index.
    pub fn structure(&mut self, members: &[Member], fields: &[&dyn Field]) {
        self.open();
        for (member, field) in members.iter().zip(fields) {
            field.write_member(member.name, self);
        }
        self.close();
    }

    /// Writes members of these names into the object that was begun.
    pub fn members(&mut self, fields: &[(&str, &dyn Field)]) {
        for (name, field) in fields {
            field.write_member(name, self);
        }
    }
}
