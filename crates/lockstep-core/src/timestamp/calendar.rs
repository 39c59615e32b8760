//! Days and dates of the proleptic Gregorian calendar, after Howard Hinnant's "chrono-Compatible
//! Low-Level Date Algorithms": years begin in March, so that the leap day is a year's last.

/// The names of RFC 9110, section 5.6.7; the epoch was a Thursday.
pub(super) const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// The names of RFC 9110, section 5.6.7.
pub(super) const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The name of the day that is `days` days after the epoch.
pub(super) fn weekday(days: i64) -> &'static str {
    let index = usize::try_from(days.rem_euclid(7)).unwrap_or(0);
    WEEKDAYS.get(index).copied().unwrap_or_default()
}

/// Year, month from 1 and day from 1 of the day that is `days` days after the epoch.
pub(super) fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// The days from the epoch to a date. `None` if the calendar has no such date.
pub(super) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let shifted_year = year - i64::from(month <= 2);
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = era * 146_097 + day_of_era - 719_468;
    // 30 February comes out as a day in March, so the way back tells.
    (date(days) == (year, month, day)).then_some(days)
}
