//! The bodies of messages, at random: members in JSON, or one that is the whole body.

use super::bindings::bound;
use super::model::{Binding, Id, Kind, Member, Simple};
use super::shapes::Maker;

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
        if message == Message::Error || self.random.chance(65) {
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
        let target = self.payload();
        let mut member = bound("payload", target, Binding::Payload);
        member.traits = self.in_structure(target);
        // A default is of no use where no body is the empty text; that there is none is told by the other kinds.
        members.push(member);
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
