//! Random shapes within the rules of Smithy.

use super::model::Format;
use super::model::{Id, Kind, Member, Model, SIMPLE, Shape, Simple, Traits};
use super::random::Random;

/// Names of members: keywords and the names that generated code uses for its own purposes are among them, and no two of
/// them differ in case alone.
const NAMES: [&str; 32] = [
    "type", "self", "fooBar", "foo_baz", "Value", "name", "r", "w", "to", "from", "input",
    "output", "members", "member", "ok", "some", "none", "v", "id", "Count", "matchAll", "async",
    "String", "e2e", "error", "Default", "index", "X", "loop", "static", "data", "unknown",
];

/// What the names of structures begin with that are no input, output or error.
pub(super) const NESTED: &str = "Structure";

/// Makes one model.
pub(super) struct Maker<'r> {
    pub(super) model: Model,
    pub(super) random: &'r mut Random,
}

impl Maker<'_> {
    /// So many names that differ.
    pub(super) fn names(&mut self, count: usize) -> Vec<&'static str> {
        let mut left: Vec<&'static str> = NAMES.to_vec();
        (0..count.min(left.len()))
            .map(|_| left.swap_remove(self.random.below(left.len())))
            .collect()
    }

    /// Any shape that a body can hold, with so many levels of others below it.
    pub(super) fn any(&mut self, depth: usize) -> Id {
        if depth > 0
            && self.random.chance(10)
            && let Some(shape) = self.known()
        {
            return shape;
        }
        let deep = if depth == 0 { 0 } else { 1 };
        let choice = self.random.weighted(&[
            (8, 0),
            (2, 1),
            (1, 2),
            (3 * deep, 3),
            (2 * deep, 4),
            (3 * deep, 5),
            (2 * deep, 6),
        ]);
        match choice {
            0 => self.simple_of_any_type(),
            1 => self.enumeration(false),
            2 => self.int_enumeration(),
            3 => self.list_of_any(depth - 1),
            4 => self.map_of_any(depth - 1),
            5 => self.structure(depth - 1),
            _ => self.union(depth - 1),
        }
    }

    /// A shape that is there already and is no message and no stream.
    fn known(&mut self) -> Option<Id> {
        let own = self.model.shapes.len() - Model::UNIT - 1;
        let id = Model::UNIT + 1 + self.random.below(own);
        let shape = self.model.shapes.get(id)?;
        let is_message = shape.error.is_some() || shape.name.starts_with("Op");
        (!is_message && !shape.is_stream()).then_some(id)
    }

    fn simple_of_any_type(&mut self) -> Id {
        let (simple, _) = self.random.pick(&SIMPLE);
        self.simple(simple)
    }

    /// A shape of a simple type: that of the prelude, or one with traits of its own.
    pub(super) fn simple(&mut self, simple: Simple) -> Id {
        let prelude = Model::prelude(simple);
        if self.random.chance(50) {
            return prelude;
        }
        let mut traits = self.constraints(prelude);
        if simple == Simple::Timestamp {
            traits.timestamp_format = Some(self.format());
        }
        // A text with a media type is base64 in a header, so there it can hold what a header cannot.
        if matches!(simple, Simple::Blob | Simple::String) && self.random.chance(20) {
            traits.media_type =
                Some(
                    self.random
                        .pick(&["application/json", "text/csv", "image/png"]),
                );
        }
        traits.sensitive = self.random.chance(10);
        let name = SIMPLE[prelude].1;
        self.model.add(Shape {
            traits,
            ..Shape::new(name, Kind::Simple(simple))
        })
    }

    pub(super) fn format(&mut self) -> Format {
        self.random
            .pick(&[Format::EpochSeconds, Format::DateTime, Format::HttpDate])
    }

    fn list_of_any(&mut self, depth: usize) -> Id {
        let target = self.any(depth);
        self.list(target, true)
    }

    /// A list; one that a header or the query holds is not sparse.
    pub(super) fn list(&mut self, target: Id, may_be_sparse: bool) -> Id {
        let member = self.inner("member", target);
        let mut traits = self.maybe_sensitive();
        let choice = self.random.below(4);
        if choice == 0 && may_be_sparse {
            traits.sparse = true;
        } else if choice == 1 && self.can_be_unique(target) {
            traits.unique_items = true;
        }
        if self.random.chance(30) {
            traits.length = Some(self.length(3));
        }
        self.model.add(Shape {
            traits,
            ..Shape::new("List", Kind::List).with(vec![member])
        })
    }

    fn map_of_any(&mut self, depth: usize) -> Id {
        let key = if self.random.chance(30) {
            self.enumeration(false)
        } else {
            self.simple(Simple::String)
        };
        let value = self.any(depth);
        self.map(key, value, true)
    }

    pub(super) fn map(&mut self, key: Id, value: Id, may_be_sparse: bool) -> Id {
        let members = vec![self.inner("key", key), self.inner("value", value)];
        let mut traits = self.maybe_sensitive();
        traits.sparse = may_be_sparse && self.random.chance(30);
        if self.random.chance(30) {
            traits.length = Some(self.length(3));
        }
        self.model.add(Shape {
            traits,
            ..Shape::new("Map", Kind::Map).with(members)
        })
    }

    /// The member of a list or a map.
    fn inner(&mut self, name: &str, target: Id) -> Member {
        let mut member = Member::new(name, target);
        if self.random.chance(20) {
            member.traits = self.constraints(target);
        }
        member
    }

    fn structure(&mut self, depth: usize) -> Id {
        let count = self.random.length(0, 4);
        let members = self.members(count, depth, false);
        let mut shape = Shape::new(NESTED, Kind::Structure).with(members);
        self.decorate(&mut shape);
        self.model.add(shape)
    }

    /// Members of a structure in JSON.
    pub(super) fn members(
        &mut self,
        count: usize,
        depth: usize,
        mut may_have_token: bool,
    ) -> Vec<Member> {
        let names = self.names(count);
        let member = |name: &&'static str| {
            let (simple, _) = self.random.pick(&SIMPLE);
            // Of each type some have a default, also of those to which few come otherwise.
            let has_default = self.random.chance(12);
            let target = if has_default {
                Model::prelude(simple)
            } else {
                self.any(depth)
            };
            let mut member = Member::new(*name, target);
            member.traits = self.in_structure(target);
            if has_default {
                member.traits = Traits {
                    default: self.default(target, &Traits::default()),
                    ..Traits::default()
                };
            }
            self.in_json(&mut member);
            if may_have_token
                && self.model.shapes[target].is(Simple::String)
                && self.random.chance(20)
            {
                self.make_token(&mut member);
                may_have_token = false;
            }
            member
        };
        names.iter().map(member).collect()
    }

    /// A token that a client makes up where it is not given keeps every constraint that is on it.
    pub(super) fn make_token(&mut self, member: &mut Member) {
        member.target = Model::prelude(Simple::String);
        let json_name = member.traits.json_name.take();
        member.traits = Traits {
            idempotency_token: true,
            json_name,
            ..Traits::default()
        };
    }

    fn union(&mut self, depth: usize) -> Id {
        let count = self.random.length(1, 4);
        let names = self.names(count);
        let member = |name: &&'static str| {
            let target = if self.random.chance(25) {
                Model::UNIT
            } else {
                self.any(depth)
            };
            let mut member = Member::new(*name, target);
            if target != Model::UNIT && self.random.chance(20) {
                member.traits = self.constraints(target);
            }
            self.in_json(&mut member);
            member
        };
        let members = names.iter().map(member).collect();
        let traits = self.maybe_sensitive();
        let mut shape = Shape {
            traits,
            ..Shape::new("Union", Kind::Union).with(members)
        };
        shape.is_applied = self.random.chance(10);
        self.model.add(shape)
    }

    /// What changes nothing but how the model is written: mixins and `apply` statements.
    pub(super) fn decorate(&mut self, shape: &mut Shape) {
        if self.random.chance(15) && !shape.members.is_empty() {
            shape.mixed_in = self.random.length(1, shape.members.len());
        }
        // What is applied to a member of a mixin would be applied to the mixin's.
        shape.is_applied = shape.mixed_in == 0 && self.random.chance(10);
    }

    fn in_json(&mut self, member: &mut Member) {
        if self.random.chance(20) {
            member.traits.json_name = Some(format!("{}/{}~é", member.name, self.random.below(9)));
        }
    }
}
