//! Numbers as text. Rust's own parsers accept more than Smithy does: a leading `+`, `inf`, `nan`,
//! `1.`.

use std::str::FromStr;

/// A whole number: an optional `-` and digits.
pub(super) fn whole<T: FromStr>(text: &str) -> Option<T> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A float: `NaN`, `Infinity`, `-Infinity`, or a number that is neither too large nor written in
/// another way.
pub(super) fn float<T: FromStr + Into<f64> + Copy + From<f32>>(text: &str) -> Option<T> {
    match text {
        "NaN" => Some(f32::NAN.into()),
        "Infinity" => Some(f32::INFINITY.into()),
        "-Infinity" => Some(f32::NEG_INFINITY.into()),
        _ if is_decimal(text) => text
            .parse()
            .ok()
            .filter(|value: &T| (*value).into().is_finite()),
        _ => None,
    }
}

/// JSON's form of a number, except that zeros may lead: digits, then perhaps a fraction and an
/// exponent.
pub(super) fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (integer, fraction) = match mantissa.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (mantissa, None),
    };
    digits(integer)
        && fraction.is_none_or(digits)
        && exponent
            .is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// The shortest text that is read back as the same number, with Smithy's names for what JSON cannot
/// say.
pub(super) fn float_text(value: f64, finite: impl Into<String>) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else {
        finite.into()
    }
}
