//! Structures and unions, member by member.

use std::borrow::Cow;

use super::members::{Demand, Seen, find};
use super::{Member, Reader};
use crate::constraint::Broken;

/// What [`Reader::variant`] returns on a client for a member that the union does not list.
pub(super) const UNKNOWN: usize = usize::MAX;

/// A structure or a union while its members are read.
#[derive(Debug)]
pub(super) struct Object<'m> {
    members: &'m [Member],
    state: State,
    /// Where the object begins; missing members are noted there.
    at: usize,
    /// The index that senders who keep to the model's order use next.
    expected: usize,
    seen: Seen,
    /// How many members of a union were found.
    found: usize,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// After the opening brace.
    Opened,
    /// After a member's value.
    Within,
    /// After the closing brace, or if there never was one: on a client, required members that are
    /// missing are returned; this many of them have been looked at.
    Absent(usize),
    Ended,
}

impl<'a> Reader<'a> {
    /// Begins a structure or a union.
    pub(super) fn begin<'m>(&mut self, members: &'m [Member]) -> Object<'m> {
        let at = self.at;
        let absent = self.take_absent();
        let state = if self.error.is_some() {
            State::Ended
        } else if !absent && self.peek() != Some(b'{') {
            self.refuse::<()>("expected an object");
            State::Ended
        } else if !self.enter() {
            State::Ended
        } else if absent {
            State::Absent(0)
        } else {
            self.at += 1;
            State::Opened
        };
        Object {
            members,
            state,
            at,
            expected: 0,
            seen: Seen::default(),
            found: 0,
        }
    }

    /// The index of the next member that has a value, which has to be read next. Members that the
    /// model does not list and members that are null are skipped. If a name comes twice, both values
    /// are returned, so the last wins.
    ///
    /// After the last member a server notes a violation for each required member that had no value,
    /// and a client returns it once more, with the reader in a state in which its value reads as
    /// the zero of its type.
    pub(super) fn member(&mut self, object: &mut Object<'_>) -> Option<usize> {
        while let Some(name) = self.next_name(object) {
            if self.null() {
                continue;
            }
            match find(object.members, &name, object.expected) {
                Some(index) => {
                    object.expected = index + 1;
                    object.seen.insert(index);
                    return Some(index);
                }
                None => self.skip()?,
            }
        }
        self.missing_member(object)
    }

    /// The zero of a type, which `read` reads from the empty object that begins here as if it were a required member.
    pub(crate) fn zero<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let members = [Member::required("payload")];
        let mut object = self.begin(&members);
        self.member(&mut object)?;
        let value = read(self);
        self.member(&mut object);
        value
    }

    /// The index of the union's one member, whose value has to be read next; then, called again,
    /// `None`. So it belongs into a loop like [`Reader::member`], which sees the union to its end.
    ///
    /// Null members and `__type` are no members. None or two are malformed. A member that the model
    /// does not list is malformed on a server; a client skips its value and returns [`UNKNOWN`].
    pub(super) fn variant(&mut self, union: &mut Object<'_>) -> Option<usize> {
        if let State::Absent(_) = union.state {
            self.leave(union);
            return Some(UNKNOWN);
        }
        loop {
            let at = self.at;
            let Some(name) = self.next_name(union) else {
                break;
            };
            if self.null() {
                continue;
            }
            let index = find(union.members, &name, 0);
            if index.is_none() && name == "__type" {
                self.skip()?;
                continue;
            }
            union.found += 1;
            if union.found > 1 {
                if union.found == 2 {
                    self.wrong::<()>(at, "a union has one member, and here are more");
                }
                self.skip()?;
                continue;
            }
            if index.is_none() {
                self.skip()?;
                if self.server {
                    self.wrong::<()>(at, "the union has no such member");
                    continue;
                }
            }
            return Some(index.unwrap_or(UNKNOWN));
        }
        if let State::Absent(_) = union.state {
            self.leave(union);
            if union.found == 0 {
                return self.wrong(union.at, "a union has one member, and here is none");
            }
        }
        None
    }

    /// The name of the next member, with the reader on its value. `None` after the closing brace, and
    /// on an error.
    fn next_name(&mut self, object: &mut Object<'_>) -> Option<Cow<'a, str>> {
        if self.error.is_some() {
            return None;
        }
        match object.state {
            State::Opened => {
                self.space();
                if self.eat(b'}') {
                    object.state = State::Absent(0);
                    return None;
                }
                object.state = State::Within;
            }
            State::Within => {
                self.space();
                if self.eat(b'}') {
                    object.state = State::Absent(0);
                    return None;
                }
                if !self.eat(b',') {
                    return self.fail("expected a comma or a closing brace");
                }
                self.space();
            }
            State::Absent(_) | State::Ended => return None,
        }
        self.key()
    }

    fn missing_member(&mut self, object: &mut Object<'_>) -> Option<usize> {
        self.absent = false;
        if self.error.is_some() {
            return None;
        }
        while let State::Absent(index) = object.state {
            let Some(member) = object.members.get(index) else {
                self.leave(object);
                break;
            };
            object.state = State::Absent(index + 1);
            if member.demand == Demand::Neither || object.seen.contains(index) {
                continue;
            }
            if self.server {
                self.note(object.at, Broken::Missing(member.name));
            } else if member.demand == Demand::Both {
                self.absent = true;
                return Some(index);
            }
        }
        None
    }

    fn leave(&mut self, object: &mut Object<'_>) {
        self.depth -= 1;
        object.state = State::Ended;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::json::Shape;
    use crate::{Blob, Document, Timestamp, UnknownVariant};

    #[derive(Debug, PartialEq)]
    struct Inner {
        name: String,
        next: Option<Box<Inner>>,
        count: i32,
    }

    crate::structure! {
        Inner {
            name: required("name"),
            next: optional("next"),
            count: defaulted("count", || 7),
        }
    }

    #[derive(Debug, PartialEq)]
    enum Received {
        Inner(Inner),
        Unknown(UnknownVariant),
    }

    crate::union! {
        Received {
            Inner(value): member("inner"),
            ..Unknown
        }
    }

    #[derive(Debug, PartialEq)]
    enum Sent {
        Inner(Inner),
    }

    crate::union! {
        Sent { Inner(value): member("inner") }
    }

    #[derive(Debug, PartialEq)]
    struct Outer {
        inner: Inner,
        received: Received,
        unit: (),
    }

    crate::structure! {
        Outer {
            inner: required("inner"),
            received: required("received"),
            unit: required("unit"),
        }
    }

    /// The zero of a payload's type, with a reader that has nothing left to read or to tell.
    fn zero<T>(read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Option<T> {
        let mut reader = Reader::client(b"{}");
        let value = reader.zero(read);
        assert_eq!((reader.depth, reader.absent), (0, false));
        assert_eq!(reader.outcome("/payload"), Default::default());
        value
    }

    fn inner() -> Inner {
        Inner {
            name: String::new(),
            next: None,
            count: 7,
        }
    }

    #[test]
    fn every_type_of_a_payload_has_its_zero() {
        assert_eq!(zero(String::read), Some(String::new()));
        assert_eq!(zero(Blob::read), Some(Blob::default()));
        assert_eq!(zero(Document::read), Some(Document::Null));
        assert_eq!(zero(|r| r.date_time()), Some(Timestamp::EPOCH));
        assert_eq!(zero(Vec::<Inner>::read), Some(Vec::new()));
        assert_eq!(
            zero(BTreeMap::<String, Inner>::read),
            Some(BTreeMap::default())
        );
        assert_eq!(zero(|r| r.sparse_list(Inner::read)), Some(Vec::new()));
        assert_eq!(zero(<()>::read), Some(()));
    }

    #[test]
    fn the_zero_of_a_structure_is_that_of_each_required_member() {
        assert_eq!(zero(Inner::read), Some(inner()));
        assert_eq!(zero(Box::<Inner>::read), Some(Box::new(inner())));
        let received = || Received::Unknown(UnknownVariant::new());
        let outer = Outer {
            inner: inner(),
            received: received(),
            unit: (),
        };
        assert_eq!(zero(Outer::read), Some(outer));
        assert_eq!(zero(Received::read), Some(received()));
    }

    #[test]
    fn a_union_that_no_client_receives_has_no_zero() {
        assert_eq!(zero(Sent::read), None);
        assert_eq!(zero(|r| r.list(Sent::read)), Some(Vec::new()));
    }

    #[test]
    fn a_server_takes_no_zero() {
        let mut reader = Reader::server(b"{}");
        let value = reader.zero(|_| -> Option<()> { unreachable!("nothing is read") });
        assert_eq!(value, None);
        assert_eq!(reader.outcome("").violations.len(), 1);
    }
}
