//! Numbers of any size, kept as their text.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::decimal::Decimal;

/// How many digits an integer may have if its text is shorter, as that of `1e1000` is.
const MOST_DIGITS: usize = 4096;

/// A Smithy `bigInteger`: an integer of any size, as decimal digits.
///
/// There is no arithmetic: parse [`BigInteger::as_str`] with the crate of your choice.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BigInteger(String);

impl BigInteger {
    /// An optional `-` and digits without leading zeros.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads a number of JSON that has no fraction in value; `5.0` and `1e2` are integers.
    pub(crate) fn from_number(text: &str) -> Option<Self> {
        let number = Decimal::parse(text)?;
        number.integer_text(text.len().max(MOST_DIGITS)).map(Self)
    }
}

/// Zero.
impl Default for BigInteger {
    fn default() -> Self {
        Self("0".to_owned())
    }
}

/// An optional `-` and digits without leading zeros.
impl FromStr for BigInteger {
    type Err = InvalidNumber;

    fn from_str(text: &str) -> Result<Self, InvalidNumber> {
        let plain = text
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_digit());
        plain
            .then(|| Self::from_number(text))
            .flatten()
            .ok_or(InvalidNumber)
    }
}

/// By value.
impl Ord for BigInteger {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }
}

impl PartialOrd for BigInteger {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A Smithy `bigDecimal`: a decimal number of any size and precision, as the text it came in.
///
/// Two are equal if their texts are: `1.0` says more than `1`. [`BigDecimal::compare`] goes by value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BigDecimal(String);

impl BigDecimal {
    /// The number in the grammar of JSON.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The order of the values, exact.
    pub fn compare(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }

    /// The value, if it is an integer that fits.
    pub fn as_i64(&self) -> Option<i64> {
        integer(&self.0)
    }

    /// The nearest double; infinite if the number is too large for one.
    pub fn as_f64(&self) -> f64 {
        // The grammar of JSON is a part of Rust's, so there is always a value.
        self.0.parse().unwrap_or(f64::NAN)
    }
}

/// Zero.
impl Default for BigDecimal {
    fn default() -> Self {
        Self("0".to_owned())
    }
}

/// A number in the grammar of JSON (RFC 8259, section 6).
impl FromStr for BigDecimal {
    type Err = InvalidNumber;

    fn from_str(text: &str) -> Result<Self, InvalidNumber> {
        Decimal::parse(text)
            .map(|_| Self(text.to_owned()))
            .ok_or(InvalidNumber)
    }
}

impl From<BigInteger> for BigDecimal {
    fn from(number: BigInteger) -> Self {
        Self(number.0)
    }
}

/// The shortest text that is read back as the same double.
impl TryFrom<f64> for BigDecimal {
    type Error = InvalidNumber;

    fn try_from(number: f64) -> Result<Self, InvalidNumber> {
        if number.is_finite() {
            Ok(Self(format!("{number:?}")))
        } else {
            Err(InvalidNumber)
        }
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for BigInteger {
            fn from(number: $integer) -> Self {
                Self(number.to_string())
            }
        }

        impl From<$integer> for BigDecimal {
            fn from(number: $integer) -> Self {
                Self(number.to_string())
            }
        }
    )*};
}

from_integers!(i32, u32, i64, u64, i128, u128);

macro_rules! texts {
    ($($number:ty),*) => {$(
        impl fmt::Display for $number {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $number {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

texts!(BigInteger, BigDecimal);

/// The text is not a number of the kind asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidNumber;

impl fmt::Display for InvalidNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number in the grammar of JSON")
    }
}

impl std::error::Error for InvalidNumber {}

/// The exact value of a number in JSON's form, if it is an integer that fits.
pub(crate) fn integer(text: &str) -> Option<i64> {
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let number = Decimal::parse(text).filter(Decimal::is_integral)?;
    number.scaled(0).and_then(|value| i64::try_from(value).ok())
}

fn compare(a: &str, b: &str) -> Ordering {
    match (Decimal::parse(a), Decimal::parse(b)) {
        (Some(a), Some(b)) => a.compare(&b),
        // Both types hold nothing but numbers.
        _ => a.cmp(b),
    }
}
