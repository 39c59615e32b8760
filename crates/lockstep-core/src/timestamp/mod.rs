//! Instants, and the three forms in which Smithy writes them.

mod calendar;
mod format;
mod parse;

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A Smithy `timestamp`: an instant, in nanoseconds, from year 0 to year 9999, which are the years
/// that the formats can write.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp {
    seconds: i64,
    nanos: u32,
}

const NANOS: u32 = 1_000_000_000;

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self {
        seconds: 0,
        nanos: 0,
    };

    /// 0000-01-01T00:00:00Z.
    pub const MIN: Self = Self {
        seconds: -62_167_219_200,
        nanos: 0,
    };

    /// The last nanosecond of the year 9999.
    pub const MAX: Self = Self {
        seconds: 253_402_300_799,
        nanos: NANOS - 1,
    };

    /// Seconds since the epoch (before it, less than 0) and nanoseconds after that second. What is
    /// outside the range becomes the nearest instant that is not.
    pub const fn new(seconds: i64, nanos: u32) -> Self {
        if seconds < Self::MIN.seconds {
            return Self::MIN;
        }
        if seconds > Self::MAX.seconds {
            return Self::MAX;
        }
        let nanos = if nanos < NANOS { nanos } else { NANOS - 1 };
        Self { seconds, nanos }
    }

    /// The same with milliseconds since the epoch, the unit of JavaScript and Java.
    pub const fn from_millis(millis: i64) -> Self {
        Self::new(
            millis.div_euclid(1000),
            millis.rem_euclid(1000) as u32 * 1_000_000,
        )
    }

    /// The present time of this machine.
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Whole seconds since the epoch; before it, less than 0.
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds after [`Timestamp::seconds`], less than 1,000,000,000.
    pub const fn subsec_nanos(self) -> u32 {
        self.nanos
    }

    /// `None` if the platform's clock does not reach as far.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let seconds = Duration::from_secs(self.seconds.unsigned_abs());
        let whole = if self.seconds < 0 {
            UNIX_EPOCH.checked_sub(seconds)?
        } else {
            UNIX_EPOCH.checked_add(seconds)?
        };
        whole.checked_add(Duration::from_nanos(self.nanos.into()))
    }

    /// `None` outside the range.
    fn within(seconds: i64, nanos: u32) -> Option<Self> {
        let within = (Self::MIN.seconds..=Self::MAX.seconds).contains(&seconds) && nanos < NANOS;
        within.then_some(Self { seconds, nanos })
    }
}

impl Default for Timestamp {
    fn default() -> Self {
        Self::EPOCH
    }
}

/// What is outside the range becomes the nearest instant that is not.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self::new(seconds(after), after.subsec_nanos()),
            Err(error) => {
                let before = error.duration();
                match before.subsec_nanos() {
                    0 => Self::new(-seconds(before), 0),
                    nanos => Self::new((-seconds(before)).saturating_sub(1), NANOS - nanos),
                }
            }
        }
    }
}

/// The form `date-time`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.date_time())
    }
}

/// The form `date-time`.
impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_three_forms_are_those_of_the_protocol_suite() {
        let time = Timestamp::new(1_398_796_238, 0);
        assert_eq!(time.date_time(), "2014-04-29T18:30:38Z");
        assert_eq!(time.http_date(), "Tue, 29 Apr 2014 18:30:38 GMT");
        assert_eq!(time.epoch_seconds(), "1398796238");
        let time = Timestamp::from_millis(946_845_296_123);
        assert_eq!(time.date_time(), "2000-01-02T20:34:56.123Z");
        assert_eq!(time.http_date(), "Sun, 02 Jan 2000 20:34:56 GMT");
        assert_eq!(time.epoch_seconds(), "946845296.123");
        assert_eq!(Timestamp::from_millis(-500).epoch_seconds(), "-0.5");
        assert_eq!(Timestamp::from_millis(-1500).epoch_seconds(), "-1.5");
        assert_eq!(
            Timestamp::from_millis(-1500).date_time(),
            "1969-12-31T23:59:58.5Z"
        );
        assert_eq!(Timestamp::MIN.date_time(), "0000-01-01T00:00:00Z");
        assert_eq!(Timestamp::MAX.date_time(), "9999-12-31T23:59:59.999999999Z");
    }

    #[test]
    fn date_times_are_strict() {
        for text in [
            "1996-12-19T16:39:57-08:00",
            "1996-12-19T16:39:57+00",
            "1996-12-19T16:39:57+00Z",
            "1996-12-19T16:39:57",
            "1996-12-19T163957",
            "19961219T163957Z",
            "1996-12-19T16:39Z",
            "1996-12-19 16:39:57Z",
            "1996-12-19T16:39:57.Z",
            "2011-12-03T10:15:30+01:00[Europe/Paris]",
            "1515531081.1234",
            "Tue, 29 Apr 2014 18:30:38 GMT",
            "",
            "2023-02-29T00:00:00Z",
            "2023-13-01T00:00:00Z",
            "2023-00-01T00:00:00Z",
            "2023-01-00T00:00:00Z",
            "2023-01-01T24:00:00Z",
            "2023-01-01T00:60:00Z",
            "2023-01-01T00:00:60Z",
            "+023-01-01T00:00:00Z",
            "２０２３-01-01T00:00:00Z",
        ] {
            assert_eq!(Timestamp::from_date_time(text), None, "{text}");
        }
        assert_eq!(
            Timestamp::from_date_time("1985-04-12T23:20:50.52Z"),
            Some(Timestamp::from_millis(482_196_050_520))
        );
        let offset = Timestamp::from_date_time_with_offset;
        assert_eq!(
            offset("2019-12-16T22:48:18-01:00"),
            Some(Timestamp::new(1_576_540_098, 0))
        );
        assert_eq!(
            offset("2019-12-17T00:48:18+01:00"),
            Some(Timestamp::new(1_576_540_098, 0))
        );
        assert_eq!(offset("2019-12-17T00:48:18+01:00[Europe/Paris]"), None);
        assert_eq!(offset("0000-01-01T00:00:00+01:00"), None);
    }

    #[test]
    fn http_dates_are_strict() {
        for text in [
            "Mon, 29 Apr 2014 18:30:38 GMT",
            "Tue, 29 Apr 2014 18:30:38 UTC",
            "Tue, 29 apr 2014 18:30:38 GMT",
            "29 Apr 2014 18:30:38 GMT",
            "Tue, 29 Apr 2014 18:30:38 GMT ",
            "Sun, 02 Jan 2000 20:34:56.000 GMT",
            "Tue, 9 Apr 2014 18:30:38 GMT",
            "1515531081",
            "Tue, 31 Apr 2014 18:30:38 GMT",
        ] {
            assert_eq!(Timestamp::from_http_date(text), None, "{text}");
        }
        assert_eq!(
            Timestamp::from_http_date_with_fraction("Sun, 02 Jan 2000 20:34:56.456 GMT"),
            Some(Timestamp::from_millis(946_845_296_456))
        );
    }

    #[test]
    fn epoch_seconds_are_numbers() {
        let read = Timestamp::from_epoch_seconds;
        assert_eq!(
            read("1515531081.1234"),
            Some(Timestamp::new(1_515_531_081, 123_400_000))
        );
        assert_eq!(
            read("1.5155310811234e9"),
            Some(Timestamp::new(1_515_531_081, 123_400_000))
        );
        assert_eq!(read("-0.5"), Some(Timestamp::new(-1, 500_000_000)));
        for text in [
            "true",
            "1515531081ABC",
            "0x42",
            "1515531081.123.456",
            "Infinity",
            "NaN",
            "",
            "1e300",
            "253402300800",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_form_is_read_back(seconds in Timestamp::MIN.seconds..=Timestamp::MAX.seconds, nanos in 0..NANOS) {
            let time = Timestamp::new(seconds, nanos);
            prop_assert_eq!(Timestamp::from_date_time(&time.date_time()), Some(time));
            prop_assert_eq!(Timestamp::from_epoch_seconds(&time.epoch_seconds()), Some(time));
            prop_assert_eq!(Timestamp::from_http_date(&time.http_date()), Some(Timestamp::new(seconds, 0)));
            prop_assert_eq!(time.to_system_time().map(Timestamp::from), Some(time));
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = Timestamp::from_date_time_with_offset(&text);
            let _ = Timestamp::from_http_date_with_fraction(&text);
            let _ = Timestamp::from_epoch_seconds(&text);
        }
    }
}
