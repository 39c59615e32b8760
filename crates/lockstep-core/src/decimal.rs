//! Numbers in JSON's form, taken apart without rounding.

use std::cmp::Ordering;

/// A number of the grammar of RFC 8259 section 6, as the digits that stand in its text.
///
/// Its value is `0.d₁d₂d₃… × 10^magnitude`, where d₁ is not 0; so numbers of any size are compared
/// and scaled without ever writing their zeros out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    /// How many of `whole` and then `fraction` are leading zeros.
    leading: usize,
    /// How many digits are left between the leading and the trailing zeros; none for zero.
    significant: usize,
    magnitude: i64,
}

impl<'a> Decimal<'a> {
    /// Reads a text that is one number and nothing else.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        let number = scan(bytes).filter(|number| number.end == bytes.len())?;
        let negative = bytes.first() == Some(&b'-');
        let whole = bytes.get(usize::from(negative)..number.whole_end)?;
        let fraction = match number.fraction_end - number.whole_end {
            0 => &[],
            _ => bytes.get(number.whole_end + 1..number.fraction_end)?,
        };
        let exponent = match number.end - number.fraction_end {
            0 => 0,
            _ => saturating_integer(bytes.get(number.fraction_end + 1..)?),
        };
        let digits = || whole.iter().chain(fraction);
        let leading = digits().take_while(|digit| **digit == b'0').count();
        let trailing = digits().rev().take_while(|digit| **digit == b'0').count();
        let total = whole.len() + fraction.len();
        // All digits of a zero are leading ones.
        let significant = if leading == total {
            0
        } else {
            total - leading - trailing
        };
        let before_point = signed(whole.len()).saturating_sub(signed(leading));
        let magnitude = before_point.saturating_add(exponent);
        Some(Self {
            negative,
            whole,
            fraction,
            leading,
            significant,
            magnitude,
        })
    }

    fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        let digits = self.whole.iter().chain(self.fraction);
        digits.copied().skip(self.leading).take(self.significant)
    }

    fn is_zero(&self) -> bool {
        self.significant == 0
    }

    /// Whether nothing is left behind the decimal point.
    pub(crate) fn is_integral(&self) -> bool {
        self.is_zero() || signed(self.significant) <= self.magnitude
    }

    /// The order of the values; exact.
    pub(crate) fn compare(&self, other: &Decimal<'_>) -> Ordering {
        let sign = |number: &Decimal<'_>| match (number.is_zero(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        sign(self).cmp(&sign(other)).then_with(|| {
            if self.is_zero() {
                return Ordering::Equal;
            }
            // Without trailing zeros, digits compare like words: a longer one is the larger.
            let order = self.magnitude.cmp(&other.magnitude);
            let order = order.then_with(|| self.digits().cmp(other.digits()));
            if self.negative {
                order.reverse()
            } else {
                order
            }
        })
    }

    /// The value times ten to the `power`, without what is left behind the decimal point. `None` if
    /// that has more than 30 digits.
    pub(crate) fn scaled(&self, power: i64) -> Option<i128> {
        let places = if self.is_zero() {
            0
        } else {
            self.magnitude.saturating_add(power)
        };
        if places > 30 {
            return None;
        }
        let places = usize::try_from(places).unwrap_or(0);
        let digits = self.digits().chain(std::iter::repeat(b'0')).take(places);
        let value = digits.fold(0i128, |value, digit| value * 10 + i128::from(digit - b'0'));
        Some(if self.negative { -value } else { value })
    }

    /// The digits of an integral number without fraction and exponent. `None` if the number is not
    /// integral, or has more than `limit` digits: an exponent of ten letters could ask for gigabytes.
    pub(crate) fn integer_text(&self, limit: usize) -> Option<String> {
        let places = if self.is_zero() {
            1
        } else {
            usize::try_from(self.magnitude).ok()?
        };
        if !self.is_integral() || places > limit {
            return None;
        }
        let sign = (self.negative && !self.is_zero()).then_some('-');
        let digits = self.digits().chain(std::iter::repeat(b'0')).take(places);
        Some(sign.into_iter().chain(digits.map(char::from)).collect())
    }
}

/// Where the parts of a number end that stands at the beginning of a text.
pub(crate) struct Scanned {
    whole_end: usize,
    fraction_end: usize,
    /// The end of the number.
    pub(crate) end: usize,
}

/// Finds the longest number at the beginning of a text. `None` if there is none, or if it breaks off
/// after its point or its `e`.
pub(crate) fn scan(bytes: &[u8]) -> Option<Scanned> {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let start = usize::from(bytes.first() == Some(&b'-'));
    let whole_end = match bytes.get(start)? {
        b'0' => start + 1,
        b'1'..=b'9' => digits(start + 1),
        _ => return None,
    };
    let fraction_end = match bytes.get(whole_end) {
        Some(b'.') => digits(whole_end + 1),
        _ => whole_end,
    };
    let exponent = match bytes.get(fraction_end) {
        Some(b'e' | b'E') => Some(match bytes.get(fraction_end + 1) {
            Some(b'+' | b'-') => fraction_end + 2,
            _ => fraction_end + 1,
        }),
        _ => None,
    };
    let end = exponent.map_or(fraction_end, digits);
    let broken = fraction_end == whole_end + 1 || exponent == Some(end);
    (!broken).then_some(Scanned {
        whole_end,
        fraction_end,
        end,
    })
}

/// An exponent. Beyond what an `i64` holds, its size no longer matters.
fn saturating_integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first() == Some(&b'-');
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit());
    let value = digits.fold(0i64, |value, digit| {
        value
            .saturating_mul(10)
            .saturating_add(i64::from(digit - b'0'))
    });
    if negative { -value } else { value }
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn order(a: &str, b: &str) -> Ordering {
        Decimal::parse(a)
            .unwrap()
            .compare(&Decimal::parse(b).unwrap())
    }

    #[test]
    fn the_grammar_is_that_of_json() {
        for text in [
            "0",
            "-0",
            "10",
            "1.5",
            "-1.50e+3",
            "1E9",
            "0.0",
            "123456789012345678901234567890",
        ] {
            assert!(Decimal::parse(text).is_some(), "{text}");
        }
        for text in [
            "", "-", "+1", "01", ".5", "1.", "1.e1", "1e", "1e+", "0x42", "1 ", "NaN", "--1",
        ] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn values_are_compared_and_not_texts() {
        for (a, b) in [
            ("1", "1.0"),
            ("100", "1e2"),
            ("-0", "0e9"),
            ("0.5", "5e-1"),
            ("1e400", "10e399"),
        ] {
            assert_eq!(order(a, b), Ordering::Equal, "{a} {b}");
        }
        for (a, b) in [
            ("9", "10"),
            ("-10", "-9"),
            ("-1", "0"),
            ("0", "1e-400"),
            ("1.2", "1.21"),
            ("0.09", "0.1"),
        ] {
            assert_eq!(order(a, b), Ordering::Less, "{a} {b}");
            assert_eq!(order(b, a), Ordering::Greater, "{b} {a}");
        }
    }

    #[test]
    fn scaling_drops_what_is_behind_the_point() {
        let scaled = |text, power| Decimal::parse(text).unwrap().scaled(power);
        assert_eq!(scaled("1.5", 3), Some(1500));
        assert_eq!(scaled("-1.5", 0), Some(-1));
        assert_eq!(scaled("1e-9999999999999999999999", 9), Some(0));
        assert_eq!(scaled("1e31", 0), None);
        assert_eq!(scaled("0e99", 0), Some(0));
        assert_eq!(
            Decimal::parse("12.50e1")
                .unwrap()
                .integer_text(9)
                .as_deref(),
            Some("125")
        );
        assert_eq!(Decimal::parse("12.55e1").unwrap().integer_text(9), None);
        assert_eq!(
            Decimal::parse("1e999999999999").unwrap().integer_text(4096),
            None
        );
    }
}
