//! Random traits: whether a member can be absent, and what constrains a value.

use super::model::{Id, Kind, Length, Range, Simple, Traits};
use super::patterns::PATTERNS;
use super::shapes::Maker;
use super::value::Value;
use super::values::Values;

impl Maker<'_> {
    /// The traits of a structure's member, wherever it stands: whether it can be absent, and constraints.
    pub(super) fn in_structure(&mut self, target: Id) -> Traits {
        let mut traits = if self.random.chance(25) {
            self.constraints(target)
        } else {
            Traits::default()
        };
        if self.model.shapes[target].is(Simple::Timestamp) && self.random.chance(30) {
            traits.timestamp_format = Some(self.format());
        }
        match self.random.below(100) {
            0..25 => traits.required = true,
            25..30 => (traits.required, traits.client_optional) = (true, true),
            30..55 => {
                traits.default = self.default(target, &traits);
                traits.client_optional = self.random.chance(15);
                // Older answers lack the member, newer ones always have it.
                traits.required =
                    traits.default.is_some() && !traits.client_optional && self.random.chance(15);
            }
            _ => {}
        }
        traits
    }

    pub(super) fn default(&mut self, target: Id, traits: &Traits) -> Option<Value> {
        let mut random = self.random.fork();
        Values::new(&self.model, &mut random).default(target, traits)
    }

    pub(super) fn maybe_sensitive(&mut self) -> Traits {
        Traits {
            sensitive: self.random.chance(10),
            ..Traits::default()
        }
    }

    /// Constraints of a value of this shape, on the shape itself or on a member that holds it.
    pub(super) fn constraints(&mut self, target: Id) -> Traits {
        let mut traits = Traits::default();
        match self.model.shapes[target].kind {
            Kind::Simple(Simple::String) => match self.random.below(5) {
                0 | 1 => traits.length = Some(self.length(6)),
                2 => traits.pattern = Some(&PATTERNS[self.random.below(PATTERNS.len())]),
                3 => {
                    traits.pattern = Some(&PATTERNS[self.random.below(PATTERNS.len())]);
                    let min = self.random.length(1, 3);
                    traits.length = Some(Length {
                        min: Some(min),
                        max: Some(min + self.random.below(5)),
                    });
                }
                _ => {}
            },
            Kind::Simple(Simple::Blob) => traits.length = Some(self.length(6)),
            Kind::List | Kind::Map => traits.length = Some(self.length(3)),
            Kind::Simple(
                Simple::Byte | Simple::Short | Simple::Integer | Simple::Long | Simple::BigInteger,
            ) => traits.range = Some(self.range(4)),
            Kind::Simple(Simple::Float | Simple::Double | Simple::BigDecimal) => {
                traits.range = Some(self.range(1));
            }
            _ => {}
        }
        traits
    }

    pub(super) fn length(&mut self, most: usize) -> Length {
        let min = self.random.below(most);
        let max = min + self.random.below(most).max(1);
        match self.random.below(4) {
            0 => Length {
                min: Some(min),
                max: None,
            },
            1 => Length {
                min: None,
                max: Some(max),
            },
            _ => Length {
                min: Some(min),
                max: Some(max),
            },
        }
    }

    /// A range whose ends are multiples of so many quarters, and which fits a byte.
    fn range(&mut self, unit: i64) -> Range {
        let min = i128::from(self.random.between(-400 / unit, 400 / unit) * unit);
        let max = min + i128::from(self.random.between(0, 80 / unit) * unit);
        match self.random.below(4) {
            0 => Range {
                min: Some(min),
                max: None,
            },
            1 => Range {
                min: None,
                max: Some(max),
            },
            _ => Range {
                min: Some(min),
                max: Some(max),
            },
        }
    }

    /// `@uniqueItems` cannot stand on lists whose elements reach floats, doubles or documents.
    pub(super) fn can_be_unique(&self, target: Id) -> bool {
        let shape = &self.model.shapes[target];
        let is_equal_only_by_chance = matches!(
            shape.kind,
            Kind::Simple(Simple::Float | Simple::Double | Simple::Document)
        );
        !is_equal_only_by_chance
            && shape
                .members
                .iter()
                .all(|member| self.can_be_unique(member.target))
    }
}
