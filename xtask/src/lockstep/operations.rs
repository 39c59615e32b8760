//! Random operations: what is bound to which part of an HTTP message.

use super::model::{Binding, ErrorTraits, Id, Kind, Member, Model, Operation, Shape, Simple};
use super::random::Random;
use super::rules::has_one_text;
use super::shapes::Maker;

/// How deep the shapes of a body are.
const DEPTH: usize = 3;

/// A random model.
pub(crate) fn model(prefix: String, random: &mut Random) -> Model {
    let mut maker = Maker {
        model: Model::new(prefix),
        random,
    };
    maker.model.has_resource = maker.random.chance(15);
    let errors: Vec<Id> = (0..maker.random.length(0, 2))
        .map(|_| maker.error())
        .collect();
    for index in 0..maker.random.length(1, 3) {
        let mut operation = maker.operation(index);
        maker.share(&mut operation);
        operation.errors = errors
            .iter()
            .copied()
            .filter(|_| maker.random.chance(80))
            .collect();
        maker.model.operations.push(operation);
    }
    for _ in 0..2 {
        if maker.random.chance(60) {
            maker.recur();
        }
    }
    maker.model
}

/// What a message has besides its body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Message {
    Request,
    Response,
    Error,
}

impl Maker<'_> {
    fn operation(&mut self, index: usize) -> Operation {
        let mut members = Vec::new();
        let (mut uri, mut literals) = (format!("/op{index}"), Vec::new());
        let has_input = self.random.chance(92);
        if has_input {
            self.labels(&mut uri, &mut members);
            if self.random.chance(20) {
                for (written, name, value) in [("kind=plain", "kind", "plain"), ("all", "all", "")]
                {
                    uri.push(if literals.is_empty() { '?' } else { '&' });
                    uri.push_str(written);
                    literals.push((name.to_owned(), value.to_owned()));
                }
            }
            self.query(&mut members);
            self.headers(&mut members);
        }
        let has_body = has_input && self.random.chance(85);
        if has_body {
            self.body(&mut members, Message::Request);
        }
        let method = self.random.pick(if has_body {
            &["POST", "PUT", "PATCH"][..]
        } else {
            &["GET", "DELETE", "POST"]
        });
        let input = if has_input {
            self.message(&format!("Op{index}Input"), members)
        } else {
            Model::UNIT
        };
        let has_output = self.random.chance(90);
        let output = if has_output {
            self.output(index)
        } else {
            Model::UNIT
        };
        let status = self.random.pick(if has_output {
            &[200, 200, 201, 202, 299][..]
        } else {
            &[200, 202, 204]
        });
        Operation {
            name: format!("Op{index}"),
            method,
            uri,
            literals,
            status,
            input,
            output,
            errors: Vec::new(),
        }
    }

    /// Lets an operation have the output of another, or its input where that has no labels, which are in one URI only.
    fn share(&mut self, operation: &mut Operation) {
        let count = self.model.operations.len();
        if count == 0 || !self.random.chance(25) {
            return;
        }
        let other = self.random.below(count);
        let other = &self.model.operations[other];
        let is_label =
            |member: &Member| matches!(member.binding, Binding::Label | Binding::GreedyLabel);
        let has_label = |id: Id| self.model.shapes[id].members.iter().any(is_label);
        if other.input != Model::UNIT && !has_label(other.input) && !has_label(operation.input) {
            (operation.input, operation.method) = (other.input, other.method);
        }
        if other.output != Model::UNIT {
            (operation.output, operation.status) = (other.output, other.status);
        }
    }

    fn message(&mut self, name: &str, mut members: Vec<Member>) -> Id {
        // Bindings do not depend on the order of the members.
        for index in 0..members.len() {
            let other = self.random.below(members.len());
            members.swap(index, other);
        }
        let mut shape = Shape::new(name, Kind::Structure).with(members);
        self.decorate(&mut shape);
        self.model.add(shape)
    }

    fn output(&mut self, index: usize) -> Id {
        let mut members = Vec::new();
        self.headers(&mut members);
        if self.random.chance(20) {
            // Without a range, which could leave no status of a success.
            let integer = Model::prelude(Simple::Integer);
            let mut member = bound("status", integer, Binding::ResponseCode);
            member.traits.required = self.random.chance(50);
            members.push(member);
        }
        if self.random.chance(85) {
            self.body(&mut members, Message::Response);
        }
        self.message(&format!("Op{index}Output"), members)
    }

    fn error(&mut self) -> Id {
        let mut members = Vec::new();
        if self.random.chance(50) {
            self.headers(&mut members);
        }
        if self.random.chance(50) {
            let text = self.simple(Simple::String);
            let mut message = Member::new(self.random.pick(&["message", "Message"]), text);
            message.traits.required = self.random.chance(40);
            members.push(message);
        }
        if self.random.chance(60) {
            self.body(&mut members, Message::Error);
        }
        let is_client = self.random.chance(50);
        let statuses: &[u16] = if is_client {
            &[400, 404, 409, 422, 499]
        } else {
            &[500, 501, 503, 599]
        };
        let error = ErrorTraits {
            is_client,
            status: self.random.chance(60).then(|| self.random.pick(statuses)),
            retryable: self.random.chance(30).then(|| self.random.chance(50)),
        };
        let id = self.message("Error", members);
        self.model.shapes[id].error = Some(error);
        id
    }

    /// Labels, and a greedy one in the last place or in the last but one.
    fn labels(&mut self, uri: &mut String, members: &mut Vec<Member>) {
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

    fn query(&mut self, members: &mut Vec<Member>) {
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

    fn headers(&mut self, members: &mut Vec<Member>) {
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

    /// Members of the body, or the one that is all of it.
    fn body(&mut self, members: &mut Vec<Member>, message: Message) {
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

/// Where a plain text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Uri,
    Header,
}

fn bound(name: impl Into<String>, target: Id, binding: Binding) -> Member {
    Member {
        binding,
        ..Member::new(name, target)
    }
}
