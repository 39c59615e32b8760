//! `@default`: the model's value as a literal of the member's type.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::context::Context;
use crate::ast::{Member, Shape, ShapeKind};
use crate::ir::Literal;

/// The default of a member; `None` where it has none or a null one.
pub(super) fn of_member(member: &Member, context: &Context<'_>) -> Option<Literal> {
    let found = member.traits.get("smithy.api#default")?;
    if found.value.is_null() {
        return None;
    }
    let target = context.target(member);
    let text = context.model.text_of(found);
    let literal = literal(target, &found.value, text);
    if literal.is_none() {
        let message = format!(
            "{} is not a value of `{}`, which is {}",
            found.value,
            target.id,
            target.kind.phrase()
        );
        context.error(found.span, message, "give a default of the target's type");
    }
    literal
}

fn literal(target: &Shape, value: &Value, text: &str) -> Option<Literal> {
    Some(match &target.kind {
        ShapeKind::Boolean => Literal::Boolean(value.as_bool()?),
        ShapeKind::String => Literal::String(value.as_str()?.to_owned()),
        ShapeKind::Enum => Literal::Enum(listed(target, value)?.as_str()?.to_owned()),
        ShapeKind::IntEnum => {
            Literal::IntEnum(i32::try_from(listed(target, value)?.as_i64()?).ok()?)
        }
        ShapeKind::Byte => integer(value, i64::from(i8::MIN), i64::from(i8::MAX))?,
        ShapeKind::Short => integer(value, i64::from(i16::MIN), i64::from(i16::MAX))?,
        ShapeKind::Integer => integer(value, i64::from(i32::MIN), i64::from(i32::MAX))?,
        ShapeKind::Long => integer(value, i64::MIN, i64::MAX)?,
        ShapeKind::Float => float(value, |number| format!("{:?}", number as f32))?,
        ShapeKind::Double => float(value, |number| format!("{number:?}"))?,
        ShapeKind::BigInteger | ShapeKind::BigDecimal => big_number(value, text)?,
        ShapeKind::Blob => Literal::Blob(STANDARD.decode(value.as_str()?).ok()?),
        ShapeKind::Timestamp => timestamp(value)?,
        ShapeKind::Document => Literal::Document(value.clone()),
        ShapeKind::List => value.as_array()?.is_empty().then_some(Literal::EmptyList)?,
        ShapeKind::Map => value.as_object()?.is_empty().then_some(Literal::EmptyMap)?,
        _ => return None,
    })
}

fn integer(value: &Value, min: i64, max: i64) -> Option<Literal> {
    // Models also write whole numbers as `1.0`.
    let number = value.as_i64().or_else(|| {
        let number = value
            .as_f64()
            .filter(|number| number.fract() == 0.0 && number.abs() < 9e15)?;
        format!("{number:.0}").parse().ok()
    })?;
    (min..=max)
        .contains(&number)
        .then(|| Literal::Number(number.to_string()))
}

/// The value, if the enum lists it.
fn listed<'v>(target: &Shape, value: &'v Value) -> Option<&'v Value> {
    let is_listed = target.members.iter().any(|(name, member)| {
        let text = member
            .traits
            .get("smithy.api#enumValue")
            .map(|found| &found.value);
        text.map_or_else(
            || value.as_str() == Some(name.as_str()),
            |text| text == value,
        )
    });
    is_listed.then_some(value)
}

fn float(value: &Value, text: impl FnOnce(f64) -> String) -> Option<Literal> {
    match value.as_str() {
        Some("NaN") => Some(Literal::NotFinite("NAN")),
        Some("Infinity") => Some(Literal::NotFinite("INFINITY")),
        Some("-Infinity") => Some(Literal::NotFinite("NEG_INFINITY")),
        Some(_) => None,
        None => {
            let text = text(value.as_f64()?);
            // A number beyond the type's range is written without a digit.
            let is_finite = text.contains(|c: char| c.is_ascii_digit());
            is_finite.then_some(Literal::Number(text))
        }
    }
}

fn big_number(value: &Value, text: &str) -> Option<Literal> {
    value
        .is_number()
        .then(|| Literal::BigNumber(text.trim().to_owned()))
}

/// Defaults of timestamps are epoch seconds, or date-times of UTC or HTTP dates where they are strings.
fn timestamp(value: &Value) -> Option<Literal> {
    if let Some(text) = value.as_str() {
        return date_time(text).or_else(|| http_date(text));
    }
    // Milliseconds, as the wire has them; more digits than a double has do not become nanoseconds.
    let millis = format!("{:.0}", value.as_f64()? * 1e3)
        .parse::<i64>()
        .ok()?;
    Some(Literal::Timestamp(
        millis.div_euclid(1000),
        u32::try_from(millis.rem_euclid(1000)).ok()? * 1_000_000,
    ))
}

/// The IMF-fixdate of RFC 9110, as `Mon, 03 Feb 2020 04:05:06 GMT`, which is how Smithy writes a default whose
/// `@timestampFormat` is `http-date`.
fn http_date(text: &str) -> Option<Literal> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (_, date) = text.strip_suffix(" GMT")?.split_once(", ")?;
    let [day, month, year, time] =
        <[&str; 4]>::try_from(date.split(' ').collect::<Vec<_>>()).ok()?;
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    date_time(&format!("{year}-{month}-{day}T{time}Z"))
}

/// RFC 3339, as `2020-02-03T04:05:06.789Z`.
fn date_time(text: &str) -> Option<Literal> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(time, ':')?;
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_of_month = match month {
        2 => 28 + i64::from(is_leap_year),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let is_valid = (1..=days_of_month).contains(&day) && hour < 24 && minute < 60 && second < 60;
    if !is_valid || fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Years begin in March here, so that the leap day is the last of its year.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = year * 365 + leap_days + (month * 153 + 2) / 5 + day - 719_469;
    let nanoseconds = format!("{fraction:0<9}").parse().ok()?;
    Some(Literal::Timestamp(
        days * 86_400 + hour * 3600 + minute * 60 + second,
        nanoseconds,
    ))
}

/// Three whole numbers between separators.
fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let numbers: Option<Vec<i64>> = text
        .split(separator)
        .map(|part| part.parse::<u32>().ok().map(i64::from))
        .collect();
    numbers?.try_into().ok()
}
