//! The timestamp of a signature: `X-Amz-Date`, ISO 8601 in its basic form.

use std::fmt;
use std::time::{Duration, SystemTime};

const SECONDS_OF_A_DAY: u64 = 86_400;
/// 9999-12-31T23:59:59Z, the last second that four digits of a year can name.
const LAST_SECOND: u64 = 253_402_300_799;

/// A moment as signatures write it: `20150830T123600Z`, to the second and in UTC.
///
/// Moments before 1970 and after 9999 become the first and the last that can be written; no service takes either.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AmzDate {
    text: [u8; 16],
    seconds: u64,
}

impl AmzDate {
    /// The moment as `20150830T123600Z`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// The moment in seconds since 1970.
    pub(crate) const fn seconds(&self) -> u64 {
        self.seconds
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 16] {
        &self.text
    }

    /// The day alone, as the credential scope has it: `20150830`.
    #[must_use]
    pub fn date(&self) -> &str {
        self.as_str().get(..8).unwrap_or_default()
    }

    /// The moment.
    #[must_use]
    pub fn time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.seconds)
    }

    /// Reads exactly the form that [`as_str`](Self::as_str) has; a day that the calendar lacks is none.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        let text: [u8; 16] = text.try_into().ok()?;
        let number = |from: usize, to: usize| {
            text.get(from..to)?.iter().try_fold(0_u64, |number, byte| {
                byte.is_ascii_digit()
                    .then(|| number * 10 + u64::from(byte - b'0'))
            })
        };
        let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
        let (hour, minute, second) = (number(9, 11)?, number(11, 13)?, number(13, 15)?);
        if year < 1970 || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let days = days_from_civil(year, month, day)?;
        // Counting back refuses the 30th of February.
        let exists = civil_from_days(days) == (year, month, day);
        let seconds = days * SECONDS_OF_A_DAY + hour * 3600 + minute * 60 + second;
        (exists && text[8] == b'T' && text[15] == b'Z').then_some(Self { text, seconds })
    }

    fn from_seconds(seconds: u64) -> Self {
        let (year, month, day) = civil_from_days(seconds / SECONDS_OF_A_DAY);
        let second = seconds % SECONDS_OF_A_DAY;
        let mut text = *b"00000000T000000Z";
        let mut put = |at: usize, digits: usize, mut number: u64| {
            for place in (at..at + digits).rev() {
                text[place] = b'0' + (number % 10) as u8;
                number /= 10;
            }
        };
        put(0, 4, year);
        put(4, 2, month);
        put(6, 2, day);
        put(9, 2, second / 3600);
        put(11, 2, second / 60 % 60);
        put(13, 2, second % 60);
        Self { text, seconds }
    }
}

impl From<SystemTime> for AmzDate {
    fn from(time: SystemTime) -> Self {
        Self::from_seconds(seconds(time))
    }
}

impl fmt::Display for AmzDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AmzDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The day of a credential scope, such as `20150830`, in days since 1970; `None` if it is none.
pub(crate) fn day(date: &str) -> Option<u64> {
    let midnight = [date.as_bytes(), b"T000000Z"].concat();
    Some(AmzDate::parse(&midnight)?.seconds / SECONDS_OF_A_DAY)
}

/// Whole seconds since 1970 until a moment that can be written.
pub(crate) fn seconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs()).min(LAST_SECOND)
}

/// Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March, so that the leap day is the
/// last day of a year.
fn days_from_civil(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468)
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + days / 146_097 * 400 + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads_the_same_moment() {
        for (seconds, text) in [
            (0, "19700101T000000Z"),
            (1_440_938_160, "20150830T123600Z"),
            (951_782_400, "20000229T000000Z"),
            (LAST_SECOND, "99991231T235959Z"),
        ] {
            let date = AmzDate::from_seconds(seconds);
            assert_eq!(date.as_str(), text);
            assert_eq!(AmzDate::parse(text.as_bytes()), Some(date));
            assert_eq!(AmzDate::from(date.time()), date);
        }
        for day in 0..LAST_SECOND / SECONDS_OF_A_DAY {
            let (year, month, date) = civil_from_days(day);
            assert_eq!(days_from_civil(year, month, date), Some(day));
        }
    }

    #[test]
    fn refuses_every_other_form() {
        for text in [
            "",
            "20150830",
            "20150830T123600",
            "20150830 123600Z",
            "20150830T123600z",
            "20150230T123600Z",
            "20150830T243600Z",
            "20151330T123600Z",
            "20150800T123600Z",
            "19691231T235959Z",
            "2015-08-30T12:36Z",
            "+0150830T123600Z",
        ] {
            assert_eq!(AmzDate::parse(text.as_bytes()), None, "{text}");
        }
    }
}
