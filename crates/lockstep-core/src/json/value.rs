//! Simple values. Each method demands its own kind of value: nothing is made into something else.

use super::Reader;
use crate::constraint::Broken;
use crate::{
    BigDecimal, BigInteger, Blob, Document, Enumeration, IntEnumeration, Timestamp, big_number,
};

const OUT_OF_RANGE: &str = "the number is not an integer within the type's range";

impl Reader<'_> {
    /// A string.
    pub fn string(&mut self) -> Option<String> {
        if self.take_absent() {
            return Some(String::new());
        }
        self.text().map(Into::into)
    }

    /// `true` or `false`.
    pub fn boolean(&mut self) -> Option<bool> {
        if self.take_absent() {
            return Some(false);
        }
        let rest = self.rest();
        if rest.starts_with("true") {
            self.at += 4;
            Some(true)
        } else if rest.starts_with("false") {
            self.at += 5;
            Some(false)
        } else {
            self.refuse("expected true or false")
        }
    }

    /// An integer of 8 bits. Here and below, a number counts by its value: `5.0` and `1e2` are
    /// integers, and `1.001` is none.
    pub fn byte(&mut self) -> Option<i8> {
        self.integer_within()
    }

    /// An integer of 16 bits.
    pub fn short(&mut self) -> Option<i16> {
        self.integer_within()
    }

    /// An integer of 32 bits.
    pub fn integer(&mut self) -> Option<i32> {
        self.integer_within()
    }

    /// An integer of 64 bits.
    pub fn long(&mut self) -> Option<i64> {
        self.integer_within()
    }

    /// A number, rounded to the nearest 32-bit float, or `"NaN"`, `"Infinity"`, `"-Infinity"`.
    pub fn float(&mut self) -> Option<f32> {
        if self.take_absent() {
            return Some(0.0);
        }
        if let Some(special) = self.special_float()? {
            // The three values have the same meaning in both types.
            return Some(special as f32);
        }
        let at = self.at;
        let value = self
            .number()?
            .parse()
            .ok()
            .filter(|value: &f32| value.is_finite());
        value.or_else(|| self.wrong(at, "the number is too large for a float"))
    }

    /// A number, rounded to the nearest 64-bit float, or `"NaN"`, `"Infinity"`, `"-Infinity"`.
    pub fn double(&mut self) -> Option<f64> {
        if self.take_absent() {
            return Some(0.0);
        }
        if let Some(special) = self.special_float()? {
            return Some(special);
        }
        let at = self.at;
        let value = self
            .number()?
            .parse()
            .ok()
            .filter(|value: &f64| value.is_finite());
        value.or_else(|| self.wrong(at, "the number is too large for a double"))
    }

    /// An integer of any size.
    pub fn big_integer(&mut self) -> Option<BigInteger> {
        if self.take_absent() {
            return Some(BigInteger::default());
        }
        let at = self.at;
        let value = BigInteger::from_number(self.number()?);
        value.or_else(|| self.wrong(at, "the number is not an integer"))
    }

    /// A number of any size and precision.
    pub fn big_decimal(&mut self) -> Option<BigDecimal> {
        if self.take_absent() {
            return Some(BigDecimal::default());
        }
        self.number()?.parse().ok()
    }

    /// Bytes as a string of base64 (see [`Blob::from_base64`]).
    pub fn blob(&mut self) -> Option<Blob> {
        if self.take_absent() {
            return Some(Blob::default());
        }
        let at = self.at;
        let value = Blob::from_base64(&self.text()?);
        value.or_else(|| self.wrong(at, "expected base64"))
    }

    /// An instant as a number of seconds since the epoch.
    pub fn epoch_seconds(&mut self) -> Option<Timestamp> {
        if self.take_absent() {
            return Some(Timestamp::EPOCH);
        }
        let at = self.at;
        let value = Timestamp::from_epoch_seconds(self.number()?);
        value.or_else(|| self.wrong(at, "the number is not a time within the years 0 to 9999"))
    }

    /// An instant in the form of RFC 3339; a server takes no offset.
    pub fn date_time(&mut self) -> Option<Timestamp> {
        if self.take_absent() {
            return Some(Timestamp::EPOCH);
        }
        let at = self.at;
        let text = self.text()?;
        let value = if self.server {
            Timestamp::from_date_time(&text)
        } else {
            Timestamp::from_date_time_with_offset(&text)
        };
        value.or_else(|| self.wrong(at, "expected a time such as 1985-04-12T23:20:50.52Z"))
    }

    /// An instant in the form of an HTTP date; a server takes no fraction.
    pub fn http_date(&mut self) -> Option<Timestamp> {
        if self.take_absent() {
            return Some(Timestamp::EPOCH);
        }
        let at = self.at;
        let text = self.text()?;
        let value = if self.server {
            Timestamp::from_http_date(&text)
        } else {
            Timestamp::from_http_date_with_fraction(&text)
        };
        value.or_else(|| self.wrong(at, "expected a time such as Tue, 29 Apr 2014 18:30:38 GMT"))
    }

    /// An enum. A server notes a violation if the model does not list the value, and goes on.
    pub fn enumeration<E: Enumeration>(&mut self) -> Option<E> {
        if self.take_absent() {
            return Some(E::from(""));
        }
        let at = self.at;
        let value = E::from(&self.text()?);
        if self.server && !value.is_listed() {
            self.note(at, Broken::Enumeration(E::VALUES));
        }
        Some(value)
    }

    /// An intEnum. A server notes a violation if the model does not list the value, and goes on.
    pub fn int_enumeration<E: IntEnumeration>(&mut self) -> Option<E> {
        let at = self.at;
        let is_checked = self.server && !self.absent;
        let value = E::from(self.integer()?);
        if is_checked && !value.is_listed() {
            self.note(at, Broken::IntEnumeration(E::VALUES));
        }
        Some(value)
    }

    /// Any value. Recursion ends at the depth that the reader allows.
    pub fn document(&mut self) -> Option<Document> {
        if self.take_absent() {
            return Some(Document::Null);
        }
        match self.peek() {
            Some(b'{') => {
                let members = self.entries(Self::string, |r| r.document().map(Some))?;
                Some(Document::Object(members))
            }
            Some(b'[') => self
                .elements(|r| r.document().map(Some))
                .map(Document::Array),
            Some(b'"') => self.string().map(Document::String),
            Some(b't' | b'f') => self.boolean().map(Document::Boolean),
            Some(b'-' | b'0'..=b'9') => self.big_decimal().map(Document::Number),
            _ if self.null() => Some(Document::Null),
            _ => self.fail("expected a value"),
        }
    }

    fn integer_within<T: TryFrom<i64>>(&mut self) -> Option<T> {
        let at = self.at;
        let value = if self.take_absent() {
            Some(0)
        } else {
            big_number::integer(self.number()?)
        };
        let value = value.and_then(|value| T::try_from(value).ok());
        value.or_else(|| self.wrong(at, OUT_OF_RANGE))
    }

    /// The floats that are no numbers of JSON, if a string is next.
    fn special_float(&mut self) -> Option<Option<f64>> {
        if self.peek() != Some(b'"') {
            return Some(None);
        }
        let at = self.at;
        match &*self.text()? {
            "NaN" => Some(Some(f64::NAN)),
            "Infinity" => Some(Some(f64::INFINITY)),
            "-Infinity" => Some(Some(f64::NEG_INFINITY)),
            _ => self.wrong(at, "expected a number"),
        }
    }
}
