//! What of a value the constraints look at.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::decimal::Decimal;
use crate::{BigDecimal, BigInteger, Blob, Enumeration};

/// A value that can carry `@length`, `@range` or `@pattern`.
pub trait Constrained {
    /// What `@length` counts: Unicode scalar values of a string, bytes of a blob, entries of a list
    /// or a map. `None` if the type has no length.
    fn length(&self) -> Option<u64> {
        None
    }

    /// The value compared with a bound of `@range`, which is a number in JSON's form. `None` if the
    /// type is no number, the value is a NaN or the bound no number.
    fn compare(&self, bound: &str) -> Option<Ordering> {
        let _ = bound;
        None
    }

    /// Whether the value is a floating-point NaN, which no `@range` contains.
    fn is_nan(&self) -> bool {
        false
    }

    /// The text that `@pattern` is matched with. `None` if the type is no text.
    fn text(&self) -> Option<&str> {
        None
    }
}

impl Constrained for str {
    fn length(&self) -> Option<u64> {
        Some(count(self.chars().count()))
    }

    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Constrained for String {
    fn length(&self) -> Option<u64> {
        self.as_str().length()
    }

    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

/// An enum is a string with a set of values, so a member that targets one may have the traits of
/// strings.
impl<E: Enumeration> Constrained for E {
    fn length(&self) -> Option<u64> {
        self.as_str().length()
    }

    fn text(&self) -> Option<&str> {
        Some(self.as_str())
    }
}

impl Constrained for Blob {
    fn length(&self) -> Option<u64> {
        Some(count(self.len()))
    }
}

impl<T> Constrained for Vec<T> {
    fn length(&self) -> Option<u64> {
        Some(count(self.len()))
    }
}

impl<K, T> Constrained for BTreeMap<K, T> {
    fn length(&self) -> Option<u64> {
        Some(count(self.len()))
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        impl Constrained for $integer {
            fn compare(&self, bound: &str) -> Option<Ordering> {
                compare_integer(i64::from(*self), bound)
            }
        }
    )*};
}

integers!(i8, i16, i32, i64);

/// The bound is rounded to the type first: `2.2` in the model means the `float` nearest to 2.2.
impl Constrained for f32 {
    fn compare(&self, bound: &str) -> Option<Ordering> {
        self.partial_cmp(&bound.parse().ok()?)
    }

    fn is_nan(&self) -> bool {
        f32::is_nan(*self)
    }
}

/// The bound is rounded to the type first, as for `f32`.
impl Constrained for f64 {
    fn compare(&self, bound: &str) -> Option<Ordering> {
        self.partial_cmp(&bound.parse().ok()?)
    }

    fn is_nan(&self) -> bool {
        f64::is_nan(*self)
    }
}

impl Constrained for BigInteger {
    fn compare(&self, bound: &str) -> Option<Ordering> {
        compare_text(self.as_str(), bound)
    }
}

impl Constrained for BigDecimal {
    fn compare(&self, bound: &str) -> Option<Ordering> {
        compare_text(self.as_str(), bound)
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

fn compare_integer(value: i64, bound: &str) -> Option<Ordering> {
    match bound.parse::<i64>() {
        Ok(bound) => Some(value.cmp(&bound)),
        // A bound such as 0.5 or 1e30 is rare, so the slower way is good enough.
        Err(_) => compare_text(&value.to_string(), bound),
    }
}

fn compare_text(value: &str, bound: &str) -> Option<Ordering> {
    Some(Decimal::parse(value)?.compare(&Decimal::parse(bound)?))
}
