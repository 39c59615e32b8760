//! Values of a model's shapes, and the two forms in which they are written.

use std::collections::BTreeMap;

use super::json::Json;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A null element or entry, or a null in a document.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A finite number, in JSON's form.
    Number(String),
    /// `NaN`, `Infinity` or `-Infinity`.
    Special(&'static str),
    /// A string, or the value of an enum.
    Text(String),
    /// Bytes; params write them as text, so they are UTF-8.
    Blob(String),
    /// A timestamp.
    Timestamp(Instant),
    /// A list, or an array in a document.
    List(Vec<Value>),
    /// A map, or an object in a document.
    Map(BTreeMap<String, Value>),
    /// The members of a structure that are set, by the model's names.
    Structure(BTreeMap<String, Value>),
    /// The one member of a union.
    Union(String, Box<Value>),
    /// What a union's member of the unit type holds.
    Unit,
}

/// An instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instant {
    /// Whole seconds since 1970.
    pub(crate) seconds: i64,
    /// Nanoseconds after that second.
    pub(crate) nanos: u32,
}

impl Value {
    /// A number.
    pub(crate) fn number(number: impl ToString) -> Self {
        Self::Number(number.to_string())
    }

    /// The form that the harness makes a typed value of.
    pub(crate) fn params(&self) -> Json {
        match self {
            Self::Timestamp(instant) => Json::Raw(instant.epoch_seconds()),
            Self::Blob(text) => Json::text(text),
            other => other.written(Self::params),
        }
    }

    /// The form in which the harness shows a typed value: timestamps as date and time, blobs with escapes.
    pub(crate) fn shown(&self) -> Json {
        match self {
            Self::Timestamp(instant) => Json::Text(instant.date_time()),
            Self::Blob(text) => Json::Text(text.as_bytes().escape_ascii().to_string()),
            other => other.written(Self::shown),
        }
    }

    fn written(&self, inner: impl Fn(&Self) -> Json) -> Json {
        let entries = |entries: &BTreeMap<String, Self>| {
            let entries = entries.iter();
            Json::Object(
                entries
                    .map(|(name, value)| (name.clone(), inner(value)))
                    .collect(),
            )
        };
        match self {
            Self::Null | Self::Timestamp(_) | Self::Blob(_) => Json::null(),
            Self::Boolean(value) => Json::raw(value),
            Self::Number(text) => Json::raw(text),
            Self::Special(text) => Json::text(*text),
            Self::Text(text) => Json::text(text),
            Self::List(elements) => Json::Array(elements.iter().map(inner).collect()),
            Self::Map(map) | Self::Structure(map) => entries(map),
            Self::Union(name, value) => Json::Object(vec![(name.clone(), inner(value))]),
            Self::Unit => Json::empty(),
        }
    }

    /// Whether it is a text, a blob, a list, a map or a structure with nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Blob(text) => text.is_empty(),
            Self::List(elements) => elements.is_empty(),
            Self::Map(entries) | Self::Structure(entries) => entries.is_empty(),
            _ => false,
        }
    }
}

impl Instant {
    /// The first instant of the year 0, which is the first that all formats can write.
    pub(crate) const FIRST: i64 = -62_167_219_200;
    /// The last second of the year 9999.
    pub(crate) const LAST: i64 = 253_402_300_799;

    /// Seconds since 1970 with a fraction, in digits.
    pub(crate) fn epoch_seconds(self) -> String {
        let total = i128::from(self.seconds) * 1_000_000_000 + i128::from(self.nanos);
        let sign = if total < 0 { "-" } else { "" };
        let (whole, rest) = (total.abs() / 1_000_000_000, total.abs() % 1_000_000_000);
        format!("{sign}{whole}{}", fraction(rest))
    }

    /// RFC 3339 in UTC.
    pub(crate) fn date_time(self) -> String {
        let (mut year, mut day) = (1970, self.seconds.div_euclid(86_400));
        let second = self.seconds.rem_euclid(86_400);
        // Slow and obvious: year by year, then month by month. 400 years are always 146,097 days.
        year += 400 * day.div_euclid(146_097);
        day = day.rem_euclid(146_097);
        while day >= days_of_year(year) {
            day -= days_of_year(year);
            year += 1;
        }
        let mut month = 1;
        while day >= days_of_month(year, month) {
            day -= days_of_month(year, month);
            month += 1;
        }
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let fraction = fraction(i128::from(self.nanos));
        format!(
            "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z",
            day + 1
        )
    }

    /// The form of RFC 9110, which has no fraction.
    pub(crate) fn http_date(self) -> String {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        let weekday = DAYS[self.seconds.div_euclid(86_400).rem_euclid(7) as usize];
        let text = self.in_whole_seconds().date_time();
        let month = text[5..7]
            .parse()
            .map_or("", |month: usize| MONTHS[month - 1]);
        format!(
            "{weekday}, {} {month} {} {} GMT",
            &text[8..10],
            &text[..4],
            &text[11..19]
        )
    }

    /// The same without its fraction, as `http-date` has it.
    pub(crate) fn in_whole_seconds(self) -> Self {
        Self { nanos: 0, ..self }
    }
}

fn fraction(nanos: i128) -> String {
    if nanos == 0 {
        String::new()
    } else {
        format!(".{nanos:09}").trim_end_matches('0').to_owned()
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of_year(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_in_both_forms() {
        for (seconds, nanos, epoch, date) in [
            (0, 0, "0", "1970-01-01T00:00:00Z"),
            (
                1_398_796_238,
                500_000_000,
                "1398796238.5",
                "2014-04-29T18:30:38.5Z",
            ),
            (-1, 500_000_000, "-0.5", "1969-12-31T23:59:59.5Z"),
            (
                951_827_696,
                1,
                "951827696.000000001",
                "2000-02-29T12:34:56.000000001Z",
            ),
            (Instant::FIRST, 0, "-62167219200", "0000-01-01T00:00:00Z"),
            (Instant::LAST, 0, "253402300799", "9999-12-31T23:59:59Z"),
        ] {
            let instant = Instant { seconds, nanos };
            assert_eq!(
                (
                    instant.epoch_seconds().as_str(),
                    instant.date_time().as_str()
                ),
                (epoch, date)
            );
        }
        let instant = Instant {
            seconds: 1_398_796_238,
            nanos: 1,
        };
        assert_eq!(instant.http_date(), "Tue, 29 Apr 2014 18:30:38 GMT");
    }

    #[test]
    fn both_forms_of_a_value_keep_every_digit() {
        let value = Value::Structure(BTreeMap::from([
            (
                "a".to_owned(),
                Value::List(vec![
                    Value::number("123456789012345678901234567890"),
                    Value::Null,
                ]),
            ),
            ("b".to_owned(), Value::Blob("\u{0}é".to_owned())),
            (
                "t".to_owned(),
                Value::Timestamp(Instant {
                    seconds: 1,
                    nanos: 0,
                }),
            ),
        ]));
        let digits = "[123456789012345678901234567890, null]";
        assert_eq!(
            value.params().to_string(),
            format!(r#"{{"a": {digits}, "b": "\u0000é", "t": 1}}"#)
        );
        let blob = r"\\x00\\xc3\\xa9";
        assert_eq!(
            value.shown().to_string(),
            format!(r#"{{"a": {digits}, "b": "{blob}", "t": "1970-01-01T00:00:01Z"}}"#)
        );
    }
}
