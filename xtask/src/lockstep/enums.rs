//! Random enums.

use super::model::{Id, Kind, Listed, Shape};
use super::shapes::Maker;

impl Maker<'_> {
    /// A string enum; a plain one has values that a header can hold.
    pub(super) fn enumeration(&mut self, is_plain: bool) -> Id {
        let texts: &[&str] = if is_plain {
            &["a", "b-c", "D", "x,y", "q\"r", "two words"]
        } else {
            &["é", "a/b", "C", "%20", " ", "\u{1f600}"]
        };
        let count = self.random.length(1, 4);
        let start = self.random.below(texts.len());
        let values = (0..count).map(|index| {
            let name = format!("V{index}");
            // Without a value of its own it is the member's name.
            let value = if self.random.chance(20) {
                name.clone()
            } else {
                texts[(start + index) % texts.len()].to_owned()
            };
            Listed {
                name,
                value,
                is_internal: index > 0 && self.random.chance(25),
            }
        });
        let values = values.collect();
        let traits = self.maybe_sensitive();
        self.model.add(Shape {
            traits,
            ..Shape::new("Enum", Kind::Enum(values))
        })
    }

    pub(super) fn int_enumeration(&mut self) -> Id {
        let count = self.random.length(1, 4);
        let numbers = [-5, 0, 1, 7, i32::MAX, i32::MIN];
        let start = self.random.below(numbers.len());
        let values = (0..count).map(|index| Listed {
            name: format!("N{index}"),
            value: numbers[(start + index) % numbers.len()],
            is_internal: index > 0 && self.random.chance(25),
        });
        let values = values.collect();
        self.model.add(Shape::new("IntEnum", Kind::IntEnum(values)))
    }
}
