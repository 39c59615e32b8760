//! Points in time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lockstep_core::Timestamp;

/// A point in time, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// The store keeps no more than that, and a contact that was just made must equal the same contact read
/// back, so what is below a millisecond is dropped where a time comes in. Operations take the time as an
/// argument: which [clock](crate::clock) it was read from is not their business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// 9999-12-31T23:59:59.999Z, the last that a text of the API can name: its years have four digits.
    pub const LAST: Self = Self(253_402_300_799_999);

    /// The time of the machine's clock.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// As a text such as `2026-04-23T15:33:19.546Z`, always with three digits of the second's fraction: the
    /// form in which Amazon Connect's chats tell the time.
    #[must_use]
    pub fn date_time(self) -> String {
        let seconds = Timestamp::from_millis(self.0.div_euclid(1_000).saturating_mul(1_000));
        let text = seconds.date_time();
        let text = text.strip_suffix('Z').unwrap_or(&text);
        format!("{text}.{:03}Z", self.0.rem_euclid(1_000))
    }

    /// The moment so much later, cut down to the millisecond; the last that there is, if it would be beyond.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis))
    }

    /// How long it is from another moment to this one, or nothing if the other is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        let millis = self.0.saturating_sub(earlier.0);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// The moment so many milliseconds after 1970-01-01T00:00:00Z, or before it if negative.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }
}

/// Cut down to the millisecond before. A time that is farther away than an `i64` of milliseconds, some 292
/// million years, becomes the farthest that there is.
impl From<SystemTime> for Moment {
    fn from(time: SystemTime) -> Self {
        Self(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(error) => {
                let before = error.duration().as_nanos().div_ceil(1_000_000);
                i64::try_from(before).map_or(i64::MIN, |millis| -millis)
            }
        })
    }
}

/// A time that the system's own type cannot hold becomes 1970-01-01T00:00:00Z; on the common platforms
/// there is none.
impl From<Moment> for SystemTime {
    fn from(moment: Moment) -> Self {
        let distance = Duration::from_millis(moment.0.unsigned_abs());
        let time = if moment.0 < 0 {
            UNIX_EPOCH.checked_sub(distance)
        } else {
            UNIX_EPOCH.checked_add(distance)
        };
        time.unwrap_or(UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_the_millisecond_before() {
        let close = Duration::new(1, 999_999_999);
        assert_eq!(Moment::from(UNIX_EPOCH + close), Moment::from_millis(1_999));
        assert_eq!(
            Moment::from(UNIX_EPOCH - close),
            Moment::from_millis(-2_000)
        );
    }

    #[test]
    fn a_moment_reads_with_three_digits_of_its_second() {
        for (millis, text) in [
            (1_763_825_599_546, "2025-11-22T15:33:19.546Z"),
            (1_763_825_599_000, "2025-11-22T15:33:19.000Z"),
            (1_763_825_599_050, "2025-11-22T15:33:19.050Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (Moment::LAST.as_millis(), "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(Moment::from_millis(millis).date_time(), text);
        }
    }

    #[test]
    fn moments_are_counted_from_each_other() {
        let (early, late) = (Moment::from_millis(-500), Moment::from_millis(1_000));
        assert_eq!(late.since(early), Duration::from_millis(1_500));
        assert_eq!(early.since(late), Duration::ZERO);
        assert_eq!(early.after(Duration::from_micros(1_500_999)), late);
        assert_eq!(late.after(Duration::MAX), Moment::from_millis(i64::MAX));
    }

    #[test]
    fn a_moment_survives_the_way_there_and_back() {
        for millis in [0, 1, -1, 1_763_825_599_546, -62_135_596_800_000] {
            let moment = Moment::from_millis(millis);
            assert_eq!(Moment::from(SystemTime::from(moment)), moment);
        }
    }
}
