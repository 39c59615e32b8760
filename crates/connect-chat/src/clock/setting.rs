//! Which clock, as a text of the settings.

use std::error::Error;
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use lockstep_core::Timestamp;

use super::Clock;
use crate::moment::Moment;

/// Which clock a service has: `real`, `manual`, `manual=2026-01-31T09:00:00Z`, or `scaled=60`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClockSetting {
    /// The machine's clock.
    #[default]
    Real,
    /// A clock that is moved by hand. It starts at this time, or at the machine's if none is given.
    Manual(Option<Moment>),
    /// A clock that runs so many times as fast as the machine's: with 60, a minute a second.
    Scaled(NonZeroU32),
}

impl ClockSetting {
    /// The clock of a service on a store. `stood` is where a manual clock of that store was left, and
    /// `latest` the latest time that anything in the store has: see the module for what becomes of them.
    ///
    /// \[ours\] A manual clock that was left somewhere goes on there, whatever start is given now: with
    /// another start its timers would jump. No manual clock on a store starts earlier than `latest`, and neither
    /// does a scaled one.
    #[must_use]
    pub fn clock(self, stood: Option<Moment>, latest: Option<Moment>) -> Clock {
        let from = |start: Moment| latest.map_or(start, |latest| latest.max(start));
        match self {
            Self::Real => Clock::real(),
            Self::Manual(start) => {
                let start = stood.or(start).unwrap_or_else(Moment::now);
                Clock::manual(from(start))
            }
            Self::Scaled(factor) => Clock::scaled(from(Moment::now()), factor),
        }
    }
}

impl FromStr for ClockSetting {
    type Err = NoClock;

    fn from_str(text: &str) -> Result<Self, NoClock> {
        let clock = match text.split_once('=') {
            None if text == "real" => Some(Self::Real),
            None if text == "manual" => Some(Self::Manual(None)),
            Some(("manual", start)) => Timestamp::from_date_time(start)
                .and_then(Timestamp::to_system_time)
                .map(Moment::from)
                .filter(|start| *start <= Moment::LAST)
                .map(|start| Self::Manual(Some(start))),
            Some(("scaled", factor)) => factor.parse().ok().map(Self::Scaled),
            _ => None,
        };
        clock.ok_or_else(|| NoClock(text.to_owned()))
    }
}

/// A text that names no clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoClock(
    /// The text.
    pub String,
);

impl fmt::Display for NoClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is none of real, manual, manual=2026-01-31T09:00:00Z, scaled=60",
            self.0
        )
    }
}

impl Error for NoClock {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_has_a_name() -> Result<(), Box<dyn Error>> {
        assert_eq!("real".parse(), Ok(ClockSetting::Real));
        assert_eq!("manual".parse(), Ok(ClockSetting::Manual(None)));
        assert_eq!(
            "manual=2025-11-22T15:33:19.546Z".parse(),
            Ok(ClockSetting::Manual(Some(Moment::from_millis(
                1_763_825_599_546
            ))))
        );
        assert_eq!(
            "scaled=60".parse(),
            Ok(ClockSetting::Scaled(NonZeroU32::try_from(60)?))
        );
        for text in [
            "",
            "Real",
            "real=1",
            "manual=",
            "manual=now",
            "manual=10000-01-01T00:00:00Z",
            "manual=+10000-01-01T00:00:00Z",
            "manual=9999-12-31T23:59:59.9999-01:00",
            "scaled",
            "scaled=0",
            "scaled=-1",
            "scaled=1.5",
            "scaled=x",
        ] {
            assert_eq!(text.parse::<ClockSetting>(), Err(NoClock(text.to_owned())));
        }
        Ok(())
    }

    #[test]
    fn a_clock_goes_on_where_the_store_says() -> Result<(), Box<dyn Error>> {
        let at = Moment::from_millis;
        let manual = ClockSetting::Manual(Some(at(5)));
        assert_eq!(manual.clock(None, None).now(), at(5));
        assert_eq!(manual.clock(None, Some(at(4))).now(), at(5));
        assert_eq!(manual.clock(None, Some(at(6))).now(), at(6));
        assert_eq!(manual.clock(Some(at(6)), Some(at(3))).now(), at(6));
        assert_eq!(manual.clock(Some(at(6)), None).now(), at(6));
        // The store was served with another clock in between.
        assert_eq!(manual.clock(Some(at(3)), Some(at(6))).now(), at(6));
        let future = at(Moment::LAST.as_millis() - 1);
        let scaled = ClockSetting::Scaled(NonZeroU32::try_from(60)?);
        assert!(scaled.clock(None, Some(future)).now() >= future);
        assert!(ClockSetting::Real.clock(None, Some(future)).now() < future);
        Ok(())
    }
}
