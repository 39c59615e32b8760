//! The simple types, as they are read from a text.

use super::{
    Reader,
    number::{float, is_decimal, whole},
    reader::NoText,
};
use crate::{
    BigDecimal, BigInteger, Blob, Enumeration, IntEnumeration, Timestamp, constraint::Broken,
};

impl Reader<'_> {
    /// A string. In a header's list it may be quoted; elsewhere the text is the string, quotes
    /// included.
    pub fn string(&mut self) -> Option<String> {
        match self.text(false) {
            Ok(text) => Some(text.into_owned()),
            Err(NoText::Absent) => Some(String::new()),
            Err(NoText::Malformed) => None,
        }
    }

    /// A header's string whose shape has a `@mediaType`: base64 of UTF-8, because such text (JSON,
    /// say) may hold what a header cannot.
    pub fn media_type_string(&mut self) -> Option<String> {
        self.parse("must be UTF-8 text in base64", String::new(), |text| {
            String::from_utf8(Blob::from_base64(text)?.to_vec()).ok()
        })
    }

    /// `true` or `false`, and no other spelling.
    pub fn boolean(&mut self) -> Option<bool> {
        self.parse("must be true or false", false, |text| match text {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
    }

    /// A whole number of 8 bits.
    pub fn byte(&mut self) -> Option<i8> {
        self.parse("must be an integer from -128 to 127", 0, whole)
    }

    /// A whole number of 16 bits.
    pub fn short(&mut self) -> Option<i16> {
        self.parse("must be an integer from -32768 to 32767", 0, whole)
    }

    /// A whole number of 32 bits.
    pub fn integer(&mut self) -> Option<i32> {
        self.parse("must be an integer of 32 bits", 0, whole)
    }

    /// A whole number of 64 bits.
    pub fn long(&mut self) -> Option<i64> {
        self.parse("must be an integer of 64 bits", 0, whole)
    }

    /// A number in single precision, or `NaN`, `Infinity`, `-Infinity`.
    pub fn float(&mut self) -> Option<f32> {
        self.parse("must be a number in single precision", 0.0, float)
    }

    /// A number in double precision, or `NaN`, `Infinity`, `-Infinity`.
    pub fn double(&mut self) -> Option<f64> {
        self.parse("must be a number in double precision", 0.0, float)
    }

    /// A whole number of any size.
    pub fn big_integer(&mut self) -> Option<BigInteger> {
        self.parse("must be an integer", BigInteger::default(), |text| {
            text.parse().ok()
        })
    }

    /// A decimal number of any size and precision.
    pub fn big_decimal(&mut self) -> Option<BigDecimal> {
        self.parse("must be a number", BigDecimal::default(), |text| {
            is_decimal(text).then(|| text.parse().ok())?
        })
    }

    /// Bytes in base64, with padding.
    pub fn blob(&mut self) -> Option<Blob> {
        self.parse("must be base64", Blob::default(), Blob::from_base64)
    }

    /// Seconds since 1970, perhaps with a fraction (`@timestampFormat("epoch-seconds")`).
    pub fn epoch_seconds(&mut self) -> Option<Timestamp> {
        self.parse(
            "must be seconds since 1970",
            Timestamp::EPOCH,
            Timestamp::from_epoch_seconds,
        )
    }

    /// RFC 3339: the default in labels and query parameters. A client also takes an offset from
    /// UTC.
    pub fn date_time(&mut self) -> Option<Timestamp> {
        let parse = if self.is_server() {
            Timestamp::from_date_time
        } else {
            Timestamp::from_date_time_with_offset
        };
        self.parse(
            "must be a date and time such as 2006-01-02T15:04:05Z",
            Timestamp::EPOCH,
            parse,
        )
    }

    /// The `IMF-fixdate` of RFC 9110: the default in headers. A client also takes a fraction of a
    /// second.
    pub fn http_date(&mut self) -> Option<Timestamp> {
        let parse = if self.is_server() {
            Timestamp::from_http_date
        } else {
            Timestamp::from_http_date_with_fraction
        };
        let text = self.text(true);
        self.parse_text(
            text,
            "must be a date such as Mon, 02 Jan 2006 15:04:05 GMT",
            Timestamp::EPOCH,
            parse,
        )
    }

    /// An enum's value. On a server one that the model does not list is a violation; it is kept
    /// either way.
    pub fn enumeration<E: Enumeration>(&mut self) -> Option<E> {
        let value = match self.text(false) {
            Ok(text) => E::from(&text),
            Err(NoText::Absent) => E::from(""),
            Err(NoText::Malformed) => return None,
        };
        if self.is_server() && !value.is_listed() {
            self.note(Broken::Enumeration(E::VALUES));
        }
        Some(value)
    }

    /// An intEnum's value. On a server one that the model does not list is a violation; it is kept
    /// either way.
    pub fn int_enumeration<E: IntEnumeration>(&mut self) -> Option<E> {
        let value = E::from(self.integer()?);
        if self.is_server() && !value.is_listed() {
            self.note(Broken::IntEnumeration(E::VALUES));
        }
        Some(value)
    }

    fn parse<T>(
        &mut self,
        what: &str,
        zero: T,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(false);
        self.parse_text(text, what, zero, parse)
    }

    fn parse_text<T>(
        &mut self,
        text: Result<std::borrow::Cow<'_, str>, NoText>,
        what: &str,
        zero: T,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        match text {
            Ok(text) => {
                let value = parse(&text);
                if value.is_none() {
                    self.malformed(what);
                }
                value
            }
            Err(NoText::Absent) => Some(zero),
            Err(NoText::Malformed) => None,
        }
    }
}
