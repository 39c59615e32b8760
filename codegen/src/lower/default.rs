//! `@default`: the model's value as a literal of the member's type.

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
    let text = context.model.source.slice(found.value_span);
    let literal = literal(target, &found.value, text);
    if literal.is_none() {
        let message = format!("{} is not a value of `{}`, which is a {}", found.value, target.id, target.kind.name());
        context.error(found.span, message, "give a default of the target's type");
    }
    literal
}

fn literal(target: &Shape, value: &Value, text: &str) -> Option<Literal> {
    Some(match &target.kind {
        ShapeKind::Boolean => Literal::Boolean(value.as_bool()?),
        ShapeKind::String => Literal::String(value.as_str()?.to_owned()),
        ShapeKind::Enum => Literal::Enum(value.as_str()?.to_owned()),
        ShapeKind::IntEnum => Literal::IntEnum(i32::try_from(value.as_i64()?).ok()?),
        ShapeKind::Byte => integer(value, i64::from(i8::MIN), i64::from(i8::MAX))?,
        ShapeKind::Short => integer(value, i64::from(i16::MIN), i64::from(i16::MAX))?,
        ShapeKind::Integer => integer(value, i64::from(i32::MIN), i64::from(i32::MAX))?,
        ShapeKind::Long => integer(value, i64::MIN, i64::MAX)?,
        ShapeKind::Float | ShapeKind::Double => float(value)?,
        ShapeKind::BigInteger | ShapeKind::BigDecimal => big_number(value, text)?,
        ShapeKind::Blob => Literal::Blob(value.as_str()?.as_bytes().to_vec()),
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
        let number = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15)?;
        format!("{number:.0}").parse().ok()
    })?;
    (min..=max).contains(&number).then(|| Literal::Number(number.to_string()))
}

fn float(value: &Value) -> Option<Literal> {
    match value.as_str() {
        Some("NaN") => Some(Literal::NotFinite("NAN")),
        Some("Infinity") => Some(Literal::NotFinite("INFINITY")),
        Some("-Infinity") => Some(Literal::NotFinite("NEG_INFINITY")),
        Some(_) => None,
        None => Some(Literal::Number(format!("{:?}", value.as_f64()?))),
    }
}

fn big_number(value: &Value, text: &str) -> Option<Literal> {
    value.is_number().then(|| Literal::BigNumber(text.trim().to_owned()))
}

/// Defaults of timestamps are epoch seconds, or date-times where they are strings.
fn timestamp(value: &Value) -> Option<Literal> {
    let seconds = value.as_f64()?;
    let whole = seconds.floor();
    let nanoseconds = ((seconds - whole) * 1e3).round() * 1e6;
    Some(Literal::Timestamp(format!("{whole:.0}").parse().ok()?, format!("{nanoseconds:.0}").parse().ok()?))
}
