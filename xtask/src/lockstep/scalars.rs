//! Random values of the simple types.

use super::model::{Constraints, Simple};
use super::text::{HOST_LABEL, Stand, text};
use super::value::{Instant, Value};
use super::values::Values;

impl Values<'_> {
    /// A value of a simple type.
    pub(super) fn simple(
        &mut self,
        simple: Simple,
        constraints: Constraints,
        stand: Stand,
    ) -> Value {
        match simple {
            Simple::Boolean => Value::Boolean(self.random.chance(50)),
            Simple::Blob => {
                let usual = self.random.below(6);
                let length = self.length(constraints, usual);
                // What counts is bytes, so each letter is one.
                Value::Blob(
                    (0..length)
                        .map(|_| self.random.pick(&['\0', '\n', 'a', '~', '"', '\u{7f}']))
                        .collect(),
                )
            }
            Simple::String => Value::Text(self.string(constraints, stand)),
            Simple::Timestamp => Value::Timestamp(self.instant()),
            Simple::Document => self.document(0),
            _ => self.number(simple, constraints.range),
        }
    }

    fn string(&mut self, constraints: Constraints, stand: Stand) -> String {
        let usual = if stand == Stand::Host && self.random.chance(10) {
            HOST_LABEL
        } else {
            self.random.below(8)
        };
        let length = self.length(constraints, usual);
        if let Some(pattern) = constraints.pattern {
            if self.breaks()
                && let Some(broken) = pattern.breaking(!stand.is_free(), self.random)
                && stand.can_hold(broken)
            {
                return broken.to_owned();
            }
            let least = usize::from(constraints.length.is_none() || !stand.can_hold(""));
            return pattern.matching(length.max(least), self.random);
        }
        text(length, stand, self.random)
    }

    fn instant(&mut self) -> Instant {
        let seconds = match self.random.below(6) {
            0 => 0,
            1 => Instant::FIRST,
            2 => Instant::LAST,
            3 => self.random.between(Instant::FIRST, Instant::LAST),
            _ => self.random.between(-2_000_000_000, 5_000_000_000),
        };
        let nanos = self
            .random
            .pick(&[0, 0, 500_000_000, 123_000_000, 1, 999_999_999]);
        Instant { seconds, nanos }
    }

    fn document(&mut self, depth: usize) -> Value {
        // At the top a null would be no document at all.
        let choice = if depth < 3 {
            self.random.length(usize::from(depth == 0), 5)
        } else {
            self.random.below(4)
        };
        let count = self.random.below(3);
        match choice {
            0 => Value::Null,
            1 => Value::Boolean(self.random.chance(50)),
            2 => self.number(Simple::BigDecimal, None),
            3 => Value::Text(text(count * 3, Stand::Body, self.random)),
            4 => Value::List((0..count).map(|_| self.document(depth + 1)).collect()),
            _ => {
                let entry = |_| (text(3, Stand::Body, self.random), self.document(depth + 1));
                Value::Map((0..count).map(entry).collect())
            }
        }
    }
}
