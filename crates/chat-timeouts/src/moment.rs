//! Points in time, which the caller brings along.

use crate::Minutes;

/// A point in time, in whole milliseconds since a moment of the caller's choice: that of Unix, or the
/// start of a test.
///
/// The crate asks no clock, so it never learns what the moment was; it only compares points and adds
/// minutes to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The earliest moment that there is. A chat that has not been told the time yet has seen this one.
    pub const MIN: Self = Self(i64::MIN);

    /// The moment this many milliseconds after the caller's, or before it if negative.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the caller's moment.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The moment so many minutes later, unless it is beyond all that can be told.
    pub(crate) fn after(self, minutes: Minutes) -> Option<Self> {
        let millis = i64::from(minutes.get()) * 60_000;
        self.0.checked_add(millis).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_sixty_thousand_milliseconds() {
        let later = Moment::from_millis(-1).after(Minutes::MIN);
        assert_eq!(later.map(Moment::as_millis), Some(119_999));
    }

    #[test]
    fn there_is_nothing_after_the_end_of_time() {
        let last = Moment::from_millis(i64::MAX - 120_000);
        assert_eq!(
            last.after(Minutes::MIN).map(Moment::as_millis),
            Some(i64::MAX)
        );
        assert_eq!(
            Moment::from_millis(last.as_millis() + 1).after(Minutes::MIN),
            None
        );
    }
}
