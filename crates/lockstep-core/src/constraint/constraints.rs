//! The constraints of one member or shape, as data.

use std::cmp::Ordering;

#[cfg(feature = "pattern")]
use super::Pattern;
use super::{Broken, Constrained};

/// The `@length`, `@range` and `@pattern` of a value. Generated code builds them in statics:
///
/// ```
/// use lockstep_core::constraint::Constraints;
/// static MINUTES: Constraints = Constraints::new().range("2", "480");
/// ```
#[derive(Debug, Default)]
pub struct Constraints {
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) min: Option<&'static str>,
    pub(super) max: Option<&'static str>,
    #[cfg(feature = "pattern")]
    pub(super) pattern: Option<&'static Pattern>,
}

impl Constraints {
    /// No constraint at all.
    pub const fn new() -> Self {
        Self {
            min_length: None,
            max_length: None,
            min: None,
            max: None,
            #[cfg(feature = "pattern")]
            pattern: None,
        }
    }

    /// Both ends of `@length`, inclusive: Unicode scalar values of a string, bytes of a blob,
    /// entries of a list or a map.
    pub const fn length(self, min: u64, max: u64) -> Self {
        self.min_length(min).max_length(max)
    }

    /// The lower end of `@length`.
    pub const fn min_length(mut self, min: u64) -> Self {
        self.min_length = Some(min);
        self
    }

    /// The upper end of `@length`.
    pub const fn max_length(mut self, max: u64) -> Self {
        self.max_length = Some(max);
        self
    }

    /// Both ends of `@range`, inclusive, as numbers in the text of the model, which messages repeat.
    pub const fn range(self, min: &'static str, max: &'static str) -> Self {
        self.min(min).max(max)
    }

    /// The lower end of `@range`.
    pub const fn min(mut self, min: &'static str) -> Self {
        self.min = Some(min);
        self
    }

    /// The upper end of `@range`.
    pub const fn max(mut self, max: &'static str) -> Self {
        self.max = Some(max);
        self
    }

    /// The `@pattern`.
    #[cfg(feature = "pattern")]
    pub const fn pattern(mut self, pattern: &'static Pattern) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// Hands each constraint that the value breaks to `note`: length first, then range, then
    /// pattern. A constraint that does not apply to the value's type is not broken.
    pub fn check<T: Constrained + ?Sized>(&'static self, value: &T, mut note: impl FnMut(Broken)) {
        if (self.min_length.is_some() || self.max_length.is_some())
            && let Some(length) = value.length()
        {
            self.check_length(length, &mut note);
        }
        let below = self
            .min
            .is_some_and(|min| value.compare(min) == Some(Ordering::Less));
        let above = self
            .max
            .is_some_and(|max| value.compare(max) == Some(Ordering::Greater));
        // A NaN is within no range, and it compares with nothing.
        let nowhere = (self.min.is_some() || self.max.is_some()) && value.is_nan();
        if below || above || nowhere {
            note(Broken::Range(self));
        }
        #[cfg(feature = "pattern")]
        if let (Some(pattern), Some(text)) = (self.pattern, value.text())
            && !pattern.is_match(text)
        {
            note(Broken::Pattern(pattern));
        }
    }

    /// Checks `@length` alone, for a list or map that was counted and could not be kept.
    pub(crate) fn check_length(&'static self, length: u64, mut note: impl FnMut(Broken)) {
        if self.min_length.is_some_and(|min| length < min)
            || self.max_length.is_some_and(|max| length > max)
        {
            note(Broken::Length {
                found: length,
                of: self,
            });
        }
    }
}
