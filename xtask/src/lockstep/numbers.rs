//! Random numbers of each type.

use super::ast::quarters;
use super::model::{Range, Simple};
use super::value::Value;
use super::values::Values;

impl Values<'_> {
    /// A number: of its whole type, or within its range or beyond it, and often just at its ends.
    pub(super) fn number(&mut self, simple: Simple, range: Option<Range>) -> Value {
        match range {
            Some(range) => self.within(simple, range),
            None => self.anywhere(simple),
        }
    }

    fn within(&mut self, simple: Simple, range: Range) -> Value {
        let unit = if matches!(simple, Simple::Float | Simple::Double | Simple::BigDecimal) {
            1
        } else {
            4
        };
        let min = range
            .min
            .unwrap_or_else(|| range.max.unwrap_or(0) - 10 * unit);
        let max = range.max.unwrap_or(min + 10 * unit);
        let number = if self.breaks() {
            if matches!(simple, Simple::Float | Simple::Double) && self.random.chance(20) {
                return Value::Special("NaN");
            }
            match (range.min, range.max) {
                (Some(min), None) => min - unit,
                (Some(min), Some(_)) if self.random.chance(50) => min - unit,
                _ => max + unit,
            }
        } else {
            let steps = i64::try_from((max - min) / unit).unwrap_or(0);
            match self.random.below(4) {
                0 => min,
                1 => max,
                _ => min + i128::from(self.random.between(0, steps)) * unit,
            }
        };
        Value::Number(quarters(number))
    }

    fn anywhere(&mut self, simple: Simple) -> Value {
        let mut integer = |min: i64, max: i64| {
            let any = self.random.between(min, max);
            Value::number(self.random.pick(&[0, 1, -1, min, max, any, any]))
        };
        match simple {
            Simple::Byte => integer(i8::MIN.into(), i8::MAX.into()),
            Simple::Short => integer(i16::MIN.into(), i16::MAX.into()),
            Simple::Integer => integer(i32::MIN.into(), i32::MAX.into()),
            Simple::Long => integer(i64::MIN, i64::MAX),
            Simple::Float => {
                let any = f32::from_bits((self.random.bits() >> 32) as u32);
                let number = self.random.pick(&[
                    0.0,
                    -1.5,
                    16_777_216.0,
                    f32::MAX,
                    f32::MIN_POSITIVE,
                    any,
                    any,
                ]);
                self.special()
                    .unwrap_or_else(|| finite(f64::from(number), format!("{number:?}")))
            }
            Simple::Double => {
                let any = f64::from_bits(self.random.bits());
                let number = self.random.pick(&[
                    0.0,
                    -0.0,
                    0.1,
                    1e21,
                    f64::MAX,
                    f64::MIN_POSITIVE,
                    any,
                    any,
                ]);
                self.special()
                    .unwrap_or_else(|| finite(number, format!("{number:?}")))
            }
            Simple::BigInteger => {
                let digits = format!("-{}{}", self.random.bits().max(1), "0123456789".repeat(3));
                Value::Number(match self.random.below(4) {
                    0 => "0".to_owned(),
                    1 => i128::from(self.random.bits()).to_string(),
                    2 => digits.trim_start_matches('-').to_owned(),
                    _ => digits,
                })
            }
            _ => {
                let fraction = format!("0.{}1", self.random.bits());
                let number = self
                    .random
                    .pick(&["0", "-1", "1.5", "1e400", "-2.5e-10", &fraction, &fraction]);
                Value::Number(number.to_owned())
            }
        }
    }

    fn special(&mut self) -> Option<Value> {
        let special = self.random.pick(&["NaN", "Infinity", "-Infinity"]);
        self.random.chance(20).then_some(Value::Special(special))
    }
}

/// A float in digits; one that has none is zero.
fn finite(number: f64, text: String) -> Value {
    if number.is_finite() {
        Value::Number(text)
    } else {
        Value::number("0.0")
    }
}
