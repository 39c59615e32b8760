//! Members that stand outside of a message's body, at random: labels, the query and headers.

use super::model::{Binding, Id, Member, Model, Simple};
use super::rules::has_one_text;
use super::shapes::Maker;
use super::value::Value;

/// The header that says what was done to a body.
pub(super) const CODINGS: &str = "Content-Encoding";

/// The header with the digest of a body.
pub(super) const DIGEST: &str = "Content-MD5";

/// Where a plain text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Uri,
    Header,
}

impl Maker<'_> {
    /// Labels, and a greedy one in the last place or in the last but one.
    pub(super) fn labels(&mut self, uri: &mut String, members: &mut Vec<Member>) {
        for index in 0..self.random.below(3) {
            let target = self.scalar(Place::Uri);
            let mut member = bound(format!("label{index}"), target, Binding::Label);
            member.traits = self.in_structure(target);
            (member.traits.required, member.traits.client_optional) = (true, false);
            member.traits.default = None;
            uri.push_str(&format!("/{{label{index}}}"));
            members.push(member);
        }
        if self.random.chance(25) {
            let target = self.simple(Simple::String);
            let mut member = bound("greedy", target, Binding::GreedyLabel);
            member.traits.required = true;
            uri.push_str(if self.random.chance(30) {
                "/{greedy+}/end"
            } else {
                "/{greedy+}"
            });
            members.push(member);
        }
    }

    pub(super) fn query(&mut self, members: &mut Vec<Member>) {
        for index in 0..self.random.below(4) {
            let scalar = self.scalar(Place::Uri);
            let target = if self.random.chance(40) {
                self.list(scalar, false)
            } else {
                scalar
            };
            let name = self.random.pick(&["q", "Q.", "ä b", "x-"]);
            let mut member = bound(
                format!("query{index}"),
                target,
                Binding::Query(format!("{name}{index}")),
            );
            member.traits = self.in_structure(target);
            let has_token = members.iter().any(|member| member.traits.idempotency_token);
            if !has_token && self.model.shapes[target].is(Simple::String) && self.random.chance(20)
            {
                self.make_token(&mut member);
            }
            members.push(member);
        }
        if self.random.chance(20) {
            let (key, mut value) = (self.simple(Simple::String), self.simple(Simple::String));
            if self.random.chance(50) {
                value = self.list(value, false);
            }
            let target = self.map(key, value, false);
            let mut member = bound("params", target, Binding::QueryParams);
            member.traits = self.in_structure(target);
            // The map shows the texts of the others too.
            members.retain(|member| {
                !matches!(member.binding, Binding::Query(_))
                    || has_one_text(&self.model, member.target)
            });
            members.push(member);
        }
    }

    pub(super) fn headers(&mut self, members: &mut Vec<Member>) {
        for index in 0..self.random.below(4) {
            let scalar = self.scalar(Place::Header);
            let target = if self.random.chance(35) {
                self.list(scalar, false)
            } else {
                scalar
            };
            let mut member = bound(
                format!("header{index}"),
                target,
                Binding::Header(format!("X-Header-{index}")),
            );
            member.traits = self.in_structure(target);
            members.push(member);
        }
        if self.random.chance(20) {
            let key = self.simple(Simple::String);
            let value = if self.random.chance(70) {
                self.simple(Simple::String)
            } else {
                self.enumeration(true)
            };
            let target = self.map(key, value, false);
            let mut member = bound(
                "prefixed",
                target,
                Binding::PrefixHeaders("X-Prefix-".to_owned()),
            );
            member.traits = self.in_structure(target);
            members.push(member);
        }
    }

    /// What a caller did to the body before it is sent, which a client adds its own compression to.
    pub(super) fn coding(&mut self, members: &mut Vec<Member>) {
        let string = Model::prelude(Simple::String);
        let mut member = bound("coding", string, Binding::Header(CODINGS.to_owned()));
        member.traits.required = self.random.chance(30);
        members.push(member);
    }

    /// The digest of the body, which a client makes up where its caller does not give it.
    pub(super) fn digest(&mut self, members: &mut Vec<Member>) {
        let string = Model::prelude(Simple::String);
        let mut member = bound("digest", string, Binding::Header(DIGEST.to_owned()));
        match self.random.below(4) {
            0 => member.traits.required = true,
            1 => member.traits.default = Some(Value::Text("a default".to_owned())),
            _ => {}
        }
        members.push(member);
    }

    /// A shape with a form as plain text.
    fn scalar(&mut self, place: Place) -> Id {
        const KINDS: [Simple; 11] = [
            Simple::String,
            Simple::Boolean,
            Simple::Byte,
            Simple::Short,
            Simple::Integer,
            Simple::Long,
            Simple::Float,
            Simple::Double,
            Simple::BigInteger,
            Simple::BigDecimal,
            Simple::Timestamp,
        ];
        match self.random.below(16) {
            0..2 => self.enumeration(place == Place::Header),
            2 => self.int_enumeration(),
            3..6 => self.simple(Simple::String),
            6..8 => self.simple(Simple::Timestamp),
            _ => {
                let simple = self.random.pick(&KINDS);
                self.simple(simple)
            }
        }
    }
}

/// A member that is bound.
pub(super) fn bound(name: impl Into<String>, target: Id, binding: Binding) -> Member {
    Member {
        binding,
        ..Member::new(name, target)
    }
}
