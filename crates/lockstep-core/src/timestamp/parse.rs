//! How instants are read.

use super::{Timestamp, calendar};
use crate::decimal::Decimal;

impl Timestamp {
    /// Reads the form `epoch-seconds`: a number of JSON. Digits after the nanoseconds are dropped.
    pub fn from_epoch_seconds(text: &str) -> Option<Self> {
        let nanos = Decimal::parse(text)?.scaled(9)?;
        let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).ok()?;
        Self::within(
            seconds,
            u32::try_from(nanos.rem_euclid(1_000_000_000)).ok()?,
        )
    }

    /// Reads the form `date-time` as a server must: RFC 3339 with capital `T` and `Z` and without an
    /// offset. Digits after the nanoseconds are dropped.
    pub fn from_date_time(text: &str) -> Option<Self> {
        let (seconds, nanos, rest) = date_time(text)?;
        if rest == "Z" {
            Self::within(seconds, nanos)
        } else {
            None
        }
    }

    /// Like [`Timestamp::from_date_time`], and also reads an offset such as `-01:00`, as a client
    /// must.
    pub fn from_date_time_with_offset(text: &str) -> Option<Self> {
        let (seconds, nanos, rest) = date_time(text)?;
        if rest == "Z" {
            return Self::within(seconds, nanos);
        }
        let (sign, rest) = match rest.strip_prefix('+') {
            Some(rest) => (1, rest),
            None => (-1, rest.strip_prefix('-')?),
        };
        let (hours, rest) = digits(rest, 2, 0..=23)?;
        let (minutes, rest) = digits(rest.strip_prefix(':')?, 2, 0..=59)?;
        if !rest.is_empty() {
            return None;
        }
        Self::within(seconds - sign * (hours * 3600 + minutes * 60), nanos)
    }

    /// Reads the form `http-date` as a server must: the IMF-fixdate of RFC 9110 with the right
    /// weekday and without a fraction.
    pub fn from_http_date(text: &str) -> Option<Self> {
        http_date(text)
            .filter(|(_, has_fraction)| !has_fraction)
            .map(|(time, _)| time)
    }

    /// Like [`Timestamp::from_http_date`], and also reads a fraction of the seconds, as older
    /// services of Smithy write it.
    pub fn from_http_date_with_fraction(text: &str) -> Option<Self> {
        http_date(text).map(|(time, _)| time)
    }
}

/// Seconds, nanoseconds and what follows, which is `Z` or an offset.
fn date_time(text: &str) -> Option<(i64, u32, &str)> {
    let (year, text) = digits(text, 4, 0..=9999)?;
    let (month, text) = digits(text.strip_prefix('-')?, 2, 1..=12)?;
    let (day, text) = digits(text.strip_prefix('-')?, 2, 1..=31)?;
    let (seconds, text) = time_of_day(text.strip_prefix('T')?)?;
    let (nanos, text) = fraction(text)?;
    Some((
        calendar::days(year, month, day)? * 86_400 + seconds,
        nanos,
        text,
    ))
}

/// The time, and whether it had a fraction.
fn http_date(text: &str) -> Option<(Timestamp, bool)> {
    let (weekday, text) = text.split_once(", ")?;
    let (day, text) = digits(text, 2, 1..=31)?;
    let (month, text) = text.strip_prefix(' ')?.split_once(' ')?;
    let month = calendar::MONTHS.iter().position(|name| *name == month)? + 1;
    let (year, text) = digits(text, 4, 0..=9999)?;
    let days = calendar::days(year, i64::try_from(month).ok()?, day)?;
    if weekday != calendar::weekday(days) {
        return None;
    }
    let (seconds, text) = time_of_day(text.strip_prefix(' ')?)?;
    let (nanos, rest) = fraction(text)?;
    if rest != " GMT" {
        return None;
    }
    Some((
        Timestamp::within(days * 86_400 + seconds, nanos)?,
        text.len() > rest.len(),
    ))
}

/// The seconds of `18:30:38`, and what follows. A leap second has no place on Unix time, so `:60` is
/// refused.
fn time_of_day(text: &str) -> Option<(i64, &str)> {
    let (hour, text) = digits(text, 2, 0..=23)?;
    let (minute, text) = digits(text.strip_prefix(':')?, 2, 0..=59)?;
    let (second, text) = digits(text.strip_prefix(':')?, 2, 0..=59)?;
    Some((hour * 3600 + minute * 60 + second, text))
}

/// The nanoseconds of `.52`, or 0 if there is no point, and what follows.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let end = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = rest.split_at_checked(end)?;
    if digits.is_empty() {
        return None;
    }
    let padded = digits.bytes().chain(std::iter::repeat(b'0')).take(9);
    Some((
        padded.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0')),
        rest,
    ))
}

/// Exactly `count` ASCII digits with a value in the range, and what follows.
fn digits(text: &str, count: usize, range: std::ops::RangeInclusive<i64>) -> Option<(i64, &str)> {
    let (digits, rest) = text.split_at_checked(count)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = digits.parse().ok().filter(|value| range.contains(value))?;
    Some((value, rest))
}
