//! How instants are written.

use super::{NANOS, Timestamp, calendar};

impl Timestamp {
    /// The form `epoch-seconds`: a number of JSON, with a fraction only if there is one.
    pub fn epoch_seconds(self) -> String {
        // Before the epoch, seconds count down and nanoseconds up: -1 s and 0.5 s are -0.5.
        let (sign, seconds, nanos) = match (self.seconds < 0, self.nanos) {
            (true, 0) => ("-", self.seconds.unsigned_abs(), 0),
            (true, nanos) => ("-", (self.seconds + 1).unsigned_abs(), NANOS - nanos),
            (false, nanos) => ("", self.seconds.unsigned_abs(), nanos),
        };
        format!("{sign}{seconds}{}", fraction(nanos))
    }

    /// The form `date-time`: RFC 3339 in UTC, as `1985-04-12T23:20:50.52Z`, with a fraction only if
    /// there is one.
    pub fn date_time(self) -> String {
        let (days, time) = self.split();
        let (year, month, day) = calendar::date(days);
        format!(
            "{year:04}-{month:02}-{day:02}T{time}{}Z",
            fraction(self.nanos)
        )
    }

    /// The form `http-date`: the IMF-fixdate of RFC 9110, as `Tue, 29 Apr 2014 18:30:38 GMT`, which
    /// has no fraction; it is left out.
    pub fn http_date(self) -> String {
        let (days, time) = self.split();
        let (year, month, day) = calendar::date(days);
        let weekday = calendar::weekday(days);
        let month = usize::try_from(month - 1)
            .ok()
            .and_then(|i| calendar::MONTHS.get(i));
        let month = month.copied().unwrap_or_default();
        format!("{weekday}, {day:02} {month} {year:04} {time} GMT")
    }

    /// Days since the epoch, and the time of day as `18:30:38`.
    fn split(self) -> (i64, String) {
        let (days, second) = (
            self.seconds.div_euclid(86_400),
            self.seconds.rem_euclid(86_400),
        );
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        (days, format!("{hour:02}:{minute:02}:{second:02}"))
    }
}

fn fraction(nanos: u32) -> String {
    if nanos == 0 {
        return String::new();
    }
    let digits = format!(".{nanos:09}");
    digits.trim_end_matches('0').to_owned()
}
