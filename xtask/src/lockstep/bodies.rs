//! The bodies of messages, at random: members in JSON, or one that is the whole body.

use super::bindings::bound;
use super::model::{Binding, Id, Kind, Member, Model, Shape, Simple, Traits};
use super::shapes::Maker;
use super::value::Value;

/// How deep the shapes of a body are.
const DEPTH: usize = 3;

/// Which message a body belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Message {
    Request,
    Response,
    Error,
}

impl Maker<'_> {
    /// Members of the body, or the one that is all of it.
    pub(super) fn body(&mut self, members: &mut Vec<Member>, message: Message) {
        if message == Message::Error || self.random.chance(55) {
            let count = self.random.length(0, 5);
            // A structure has one token at most.
            let has_token = members.iter().any(|member| member.traits.idempotency_token);
            let may_have_token = message == Message::Request && !has_token;
            let names: Vec<String> = members
                .iter()
                .map(|member| member.name.to_lowercase())
                .collect();
            let mut more = self.members(count, DEPTH, may_have_token);
            more.retain(|member| !names.contains(&member.name.to_lowercase()));
            members.extend(more);
            return;
        }
        if self.random.chance(35) {
            members.push(self.stream());
            return;
        }
        let target = self.payload();
        let mut member = bound("payload", target, Binding::Payload);
        member.traits = self.in_structure(target);
        // A default is of no use where no body is the empty text; that there is none is told by the other kinds.
        members.push(member);
    }

    /// A stream of bytes as the whole body. One that need not be set starts without a byte, so it has that default.
    fn stream(&mut self) -> Member {
        let mut shape = Shape::new("Stream", Kind::Simple(Simple::Blob));
        shape.traits = Traits {
            streaming: true,
            requires_length: self.random.chance(50),
            media_type: self.random.chance(45).then_some("text/csv"),
            ..self.maybe_sensitive()
        };
        let mut member = bound("stream", self.model.add(shape), Binding::Payload);
        if self.random.chance(50) {
            member.traits.required = true;
        } else {
            member.traits.default = Some(Value::Blob(String::new()));
            member.traits.client_optional = self.random.chance(15);
        }
        member
    }

    /// A member that can be of any length, so that the body can be large; none where the body is another's alone.
    pub(super) fn bulk(&mut self, members: &mut Vec<Member>) {
        if members.iter().all(|one| one.binding != Binding::Payload) {
            let simple = self.random.pick(&[Simple::String, Simple::Blob]);
            members.push(Member::new("bulk", Model::prelude(simple)));
        }
    }

    /// What can be a whole body: with the protocols of AWS, no list and no map.
    fn payload(&mut self) -> Id {
        let wanted = match self.random.below(6) {
            0 => return self.simple(Simple::Blob),
            1 => return self.simple(Simple::String),
            2 => return self.enumeration(true),
            3 => return self.simple(Simple::Document),
            4 => Kind::Union,
            _ => Kind::Structure,
        };
        // Some shapes are of this kind, so this ends.
        loop {
            let shape = self.any(DEPTH);
            if self.model.shapes[shape].kind == wanted {
                return shape;
            }
        }
    }
}
