//! Random operations: what is bound to which part of an HTTP message.

use super::bindings::bound;
use super::bodies::Message;
use super::model::{Binding, ErrorTraits, Id, Kind, Member, Model, Operation, Shape, Simple};
use super::random::Random;
use super::shapes::Maker;

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
        // With another's input the operation may have its stream, which cannot be compressed.
        operation.is_compressed &= maker.model.stream(operation.input).is_none();
        operation.errors = errors
            .iter()
            .copied()
            .filter(|_| maker.random.chance(80))
            .collect();
        maker.model.operations.push(operation);
    }
    for _ in 0..2 {
        if maker.random.chance(75) {
            maker.recur();
        }
    }
    maker.model
}

impl Maker<'_> {
    fn operation(&mut self, index: usize) -> Operation {
        let mut members = Vec::new();
        let (mut uri, mut literals) = (format!("/op{index}"), Vec::new());
        let has_input = self.random.chance(92);
        let has_prefix = self.random.chance(22);
        if has_input {
            if has_prefix && self.random.chance(50) {
                self.host_label_in_path(&mut uri, &mut members);
            }
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
        let is_compressed = self.random.chance(25);
        if is_compressed && has_input && self.random.chance(60) {
            self.coding(&mut members);
        }
        let has_digest = self.random.chance(if is_compressed { 40 } else { 25 });
        if has_digest && has_input && self.random.chance(50) {
            self.digest(&mut members);
        }
        let has_body = has_input && self.random.chance(85);
        if has_body {
            self.body(&mut members, Message::Request);
        }
        if is_compressed && has_body {
            self.bulk(&mut members);
        }
        if has_prefix && has_input && self.random.chance(50) {
            self.host_label(&mut members, has_body);
        }
        let host_prefix = has_prefix.then(|| self.host_prefix(&members));
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
            &[200, 200, 201, 202, 299, 300, 307][..]
        } else {
            &[200, 202, 204, 303]
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
            host_prefix,
            is_compressed,
            has_digest,
        }
    }

    /// Lets an operation have the output of another, or its input where that has no labels, which are in one URI or
    /// one host's name only.
    fn share(&mut self, operation: &mut Operation) {
        let count = self.model.operations.len();
        if count == 0 || !self.random.chance(25) {
            return;
        }
        let other = self.random.below(count);
        let other = &self.model.operations[other];
        let is_label = |member: &Member| {
            matches!(member.binding, Binding::Label | Binding::GreedyLabel)
                || member.traits.host_label
        };
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
}
