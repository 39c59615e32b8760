//! Random values of a model's shapes.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Binding, Constraints, Id, Kind, Member, Model};
use super::random::Random;
use super::text::Stand;
use super::value::Value;

/// The depth from which on values only have what they must have.
const DEEP: usize = 6;

/// Makes values.
pub(crate) struct Values<'a> {
    pub(super) model: &'a Model,
    pub(super) random: &'a mut Random,
    /// How many of a hundred constraints are broken.
    pub(super) broken: u32,
}

impl<'a> Values<'a> {
    /// Values that break no constraint.
    pub(crate) fn new(model: &'a Model, random: &'a mut Random) -> Self {
        Self {
            model,
            random,
            broken: 0,
        }
    }

    /// Values that break so many of a hundred constraints.
    pub(crate) fn breaking(model: &'a Model, random: &'a mut Random, broken: u32) -> Self {
        Self {
            model,
            random,
            broken,
        }
    }

    /// An input, an output or an error.
    pub(crate) fn message(&mut self, id: Id) -> Value {
        self.structure(id, 0)
    }

    fn structure(&mut self, id: Id, depth: usize) -> Value {
        let shape = &self.model.shapes[id];
        let mut set = BTreeMap::new();
        for member in &shape.members {
            if self.is_set(member, depth) {
                let value = match &member.traits.default {
                    Some(default) if self.random.chance(15) => default.clone(),
                    _ => self.value(member, Stand::of(member), depth + 1),
                };
                set.insert(member.name.clone(), value);
            }
        }
        // Whoever asks for a parameter that another member has already gets that member's.
        let of_another = |member: &&Member| match (&member.binding, set.get(&member.name)) {
            (Binding::Query(_), Some(value)) => !matches!(value, Value::List(_)),
            _ => false,
        };
        let names: Vec<String> = shape
            .members
            .iter()
            .filter(of_another)
            .filter_map(|member| match &member.binding {
                Binding::Query(name) => Some(name.clone()),
                _ => None,
            })
            .collect();
        let of_query = shape
            .members
            .iter()
            .find(|member| member.binding == Binding::QueryParams);
        if let Some(Value::Map(entries)) = of_query.and_then(|member| set.get_mut(&member.name))
            && !names.is_empty()
            && self.random.chance(15)
            && let Some(value) = entries.values().next().cloned()
        {
            let name = self.random.below(names.len());
            entries.insert(names[name].clone(), value);
        }
        Value::Structure(set)
    }

    fn is_set(&mut self, member: &Member, depth: usize) -> bool {
        let traits = &member.traits;
        match (traits.required, traits.client_optional) {
            (true, false) => true,
            (true, true) => !self.breaks(),
            (false, _) => depth < DEEP && self.random.chance(60),
        }
    }

    /// Whether a constraint is to be broken now.
    pub(super) fn breaks(&mut self) -> bool {
        self.random.chance(self.broken)
    }

    pub(super) fn value(&mut self, member: &Member, stand: Stand, depth: usize) -> Value {
        let target = self.model.target(member);
        let constraints = Constraints::of(&member.traits, &target.traits);
        match &target.kind {
            Kind::Simple(simple) => {
                self.simple(*simple, constraints, stand.of_media_type(member, target))
            }
            Kind::Enum(values) => {
                let listed = values[self.random.below(values.len())].value.clone();
                Value::Text(if self.breaks() {
                    "UNLISTED".to_owned()
                } else {
                    listed
                })
            }
            Kind::IntEnum(values) => {
                let listed = values[self.random.below(values.len())].value;
                Value::number(if self.breaks() { 987_654 } else { listed })
            }
            Kind::List => self.list(
                &target.members[0],
                target.traits.sparse,
                constraints,
                stand.of_element(),
                depth,
            ),
            Kind::Map => self.map(
                &target.members,
                target.traits.sparse,
                constraints,
                stand,
                depth,
            ),
            Kind::Structure => self.structure(member.target, depth),
            Kind::Union => self.union(&target.members, depth),
            Kind::Unit => Value::Unit,
        }
    }

    fn union(&mut self, members: &[Member], depth: usize) -> Value {
        let is_flat = |member: &&Member| {
            let kind = &self.model.target(member).kind;
            !matches!(kind, Kind::List | Kind::Map | Kind::Structure | Kind::Union)
        };
        let flat: Vec<&Member> = members.iter().filter(is_flat).collect();
        let all: Vec<&Member> = members.iter().collect();
        let member = self.random.pick(if depth >= DEEP && !flat.is_empty() {
            &flat
        } else {
            &all
        });
        Value::Union(
            member.name.clone(),
            Box::new(self.value(member, Stand::Body, depth + 1)),
        )
    }

    fn list(
        &mut self,
        member: &Member,
        sparse: bool,
        constraints: Constraints,
        stand: Stand,
        depth: usize,
    ) -> Value {
        let length = {
            let usual = self.usual(depth);
            self.length(constraints, usual)
        };
        let mut elements: Vec<Value> = Vec::new();
        // A type may have too few values for a long list whose elements differ.
        for _ in 0..length * 4 {
            if elements.len() == length {
                break;
            }
            let is_null = sparse && self.random.chance(25);
            let element = if is_null {
                Value::Null
            } else {
                self.value(member, stand, depth + 1)
            };
            if !constraints.unique || !elements.contains(&element) {
                elements.push(element);
            }
        }
        if constraints.unique
            && self.breaks()
            && let Some(first) = elements.first().cloned()
        {
            elements.push(first);
        }
        Value::List(elements)
    }

    fn map(
        &mut self,
        members: &[Member],
        sparse: bool,
        constraints: Constraints,
        stand: Stand,
        depth: usize,
    ) -> Value {
        let length = {
            let usual = self.usual(depth);
            self.length(constraints, usual)
        };
        let mut entries = BTreeMap::new();
        // The names of headers have no case.
        let mut taken = BTreeSet::new();
        for _ in 0..length * 4 {
            if entries.len() == length {
                break;
            }
            let Value::Text(key) = self.value(&members[0], stand.of_key(), depth + 1) else {
                break;
            };
            if stand == Stand::Header && !taken.insert(key.to_lowercase()) {
                continue;
            }
            let is_null = sparse && self.random.chance(25);
            let value = if is_null {
                Value::Null
            } else {
                self.value(&members[1], stand, depth + 1)
            };
            entries.insert(key, value);
        }
        Value::Map(entries)
    }

    /// How long a list or map is that has no constraint.
    fn usual(&mut self, depth: usize) -> usize {
        match depth {
            0..3 => self.random.below(4),
            3..DEEP => self.random.below(3),
            _ => 0,
        }
    }

    /// A length: within the bounds or beyond them, and often just at them.
    pub(super) fn length(&mut self, constraints: Constraints, usual: usize) -> usize {
        let Some(length) = constraints.length else {
            return usual;
        };
        let min = length.min.unwrap_or(0);
        let max = length.max.unwrap_or(min + 4);
        if self.breaks() {
            return match (length.min, length.max) {
                (Some(min @ 1..), None) => min - 1,
                (Some(min @ 1..), Some(_)) if self.random.chance(50) => min - 1,
                (_, Some(max)) => max + 1 + self.random.below(2),
                _ => min,
            };
        }
        match self.random.below(4) {
            0 => min,
            1 => max,
            _ => self.random.length(min, max),
        }
    }
}
