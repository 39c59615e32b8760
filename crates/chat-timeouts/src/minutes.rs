//! The length of a timer.

use std::error::Error;
use std::fmt;

/// How long a timer runs: 2 to 480 whole minutes (eight hours), as the guide
/// "Set up chat timeouts for human participants" has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(u16);

impl Minutes {
    /// The shortest timer: 2 minutes.
    pub const MIN: Self = Self(2);
    /// The longest timer: 480 minutes.
    pub const MAX: Self = Self(480);

    /// A timer of this many minutes.
    ///
    /// The number is an `i64` so that every whole number that a caller has can be asked about, and a large
    /// one is refused and not cut down to a small one.
    ///
    /// # Errors
    ///
    /// [`MinutesOutOfRange`], if the number is not between [`Self::MIN`] and [`Self::MAX`], both included.
    pub fn new(minutes: i64) -> Result<Self, MinutesOutOfRange> {
        match u16::try_from(minutes) {
            Ok(value) if (Self::MIN.0..=Self::MAX.0).contains(&value) => Ok(Self(value)),
            _ => Err(MinutesOutOfRange { minutes }),
        }
    }

    /// The number of minutes.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} minutes", self.0)
    }
}

/// A number of minutes that no timer can be set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinutesOutOfRange {
    /// The number that was asked for.
    pub minutes: i64,
}

impl fmt::Display for MinutesOutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (min, max) = (Minutes::MIN.0, Minutes::MAX.0);
        write!(
            f,
            "a timer runs for {min} to {max} minutes, not {}",
            self.minutes
        )
    }
}

impl Error for MinutesOutOfRange {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_included() {
        assert_eq!(Minutes::new(2), Ok(Minutes::MIN));
        assert_eq!(Minutes::new(480), Ok(Minutes::MAX));
        assert_eq!(Minutes::new(61).map(Minutes::get), Ok(61));
    }

    #[test]
    fn everything_else_is_refused_with_the_number_as_it_came() {
        // 65,538 is 2 in the low sixteen bits: it must not wrap around into the range.
        for minutes in [i64::MIN, -2, 0, 1, 481, 65_538, i64::MAX] {
            assert_eq!(Minutes::new(minutes), Err(MinutesOutOfRange { minutes }));
        }
    }

    #[test]
    fn minutes_read_as_minutes() {
        assert_eq!(Minutes::MAX.to_string(), "480 minutes");
    }

    #[test]
    fn the_refusal_names_the_range_and_the_number() {
        let refusal = Minutes::new(481).map_err(|e| e.to_string());
        assert_eq!(
            refusal,
            Err("a timer runs for 2 to 480 minutes, not 481".to_owned())
        );
    }
}
