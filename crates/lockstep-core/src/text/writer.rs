//! Writes the text of one binding.

use std::collections::BTreeMap;

use super::{Binding, element::quote, number::float_text};
use crate::{BigDecimal, BigInteger, Blob, Enumeration, IntEnumeration, Timestamp, json::MapKey};

/// Writes one member as the text or texts of its binding.
///
/// Every method takes its value by reference, so that it can be passed by name.
pub struct Writer {
    binding: Binding,
    written: Written,
}

/// What was written: one text, the texts of a list, or the entries of a map.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) values: Vec<String>,
    pub(crate) is_list: bool,
    pub(crate) entries: Vec<(String, Self)>,
}

impl Written {
    /// The value of a header: the text, or the elements of a list with commas between them.
    pub(crate) fn into_header(self) -> String {
        self.values.join(", ")
    }
}

/// Shows how much was written and no text, which may be a secret.
impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("binding", &self.binding)
            .field("values", &self.written.values.len())
            .finish_non_exhaustive()
    }
}

impl Writer {
    pub(crate) fn write(binding: Binding, f: impl FnOnce(&mut Self)) -> Written {
        let mut writer = Self {
            binding,
            written: Written::default(),
        };
        f(&mut writer);
        writer.written
    }

    /// The text of a single value.
    pub(crate) fn text_of(f: impl FnOnce(&mut Self)) -> String {
        Self::write(Binding::Payload, f).values.concat()
    }

    /// A string. It is quoted where it would break up a header's list.
    pub fn string(&mut self, value: &(impl AsRef<str> + ?Sized)) {
        let value = value.as_ref();
        let in_header_list = self.binding == Binding::Header && self.written.is_list;
        self.push(if in_header_list {
            quote(value)
        } else {
            value.to_owned()
        });
    }

    /// A header's string whose shape has a `@mediaType`, as base64. In a list an empty one is quoted, because a list has
    /// no empty elements.
    pub fn media_type_string(&mut self, value: &(impl AsRef<str> + ?Sized)) {
        self.string(&Blob::from(value.as_ref().as_bytes().to_vec()).to_base64());
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, value: &bool) {
        self.push(value.to_string());
    }

    /// A whole number of 8 bits.
    pub fn byte(&mut self, value: &i8) {
        self.push(value.to_string());
    }

    /// A whole number of 16 bits.
    pub fn short(&mut self, value: &i16) {
        self.push(value.to_string());
    }

    /// A whole number of 32 bits.
    pub fn integer(&mut self, value: &i32) {
        self.push(value.to_string());
    }

    /// A whole number of 64 bits.
    pub fn long(&mut self, value: &i64) {
        self.push(value.to_string());
    }

    /// A number in single precision, or `NaN`, `Infinity`, `-Infinity`.
    pub fn float(&mut self, value: &f32) {
        // `Debug` turns to an exponent for numbers that `Display` would write with three hundred
        // digits.
        self.push(float_text(f64::from(*value), format!("{value:?}")));
    }

    /// A number in double precision, or `NaN`, `Infinity`, `-Infinity`.
    pub fn double(&mut self, value: &f64) {
        self.push(float_text(*value, format!("{value:?}")));
    }

    /// A whole number of any size.
    pub fn big_integer(&mut self, value: &BigInteger) {
        self.push(value.as_str().to_owned());
    }

    /// A decimal number of any size and precision.
    pub fn big_decimal(&mut self, value: &BigDecimal) {
        self.push(value.as_str().to_owned());
    }

    /// Bytes in base64.
    pub fn blob(&mut self, value: &Blob) {
        self.push(value.to_base64());
    }

    /// Seconds since 1970 (`@timestampFormat("epoch-seconds")`).
    pub fn epoch_seconds(&mut self, value: &Timestamp) {
        self.push(value.epoch_seconds());
    }

    /// RFC 3339: the default in labels and query parameters.
    pub fn date_time(&mut self, value: &Timestamp) {
        self.push(value.date_time());
    }

    /// The `IMF-fixdate` of RFC 9110: the default in headers. Its comma needs no quotes in a list.
    pub fn http_date(&mut self, value: &Timestamp) {
        self.push(value.http_date());
    }

    /// An enum's value, also one that the model does not list.
    pub fn enumeration<E: Enumeration>(&mut self, value: &E) {
        self.string(value.as_str());
    }

    /// An intEnum's value, also one that the model does not list.
    pub fn int_enumeration<E: IntEnumeration>(&mut self, value: &E) {
        self.push(value.as_i32().to_string());
    }

    /// A list: a repeated query parameter, or the comma-separated elements of a header.
    pub fn list<T>(&mut self, values: &[T], mut f: impl FnMut(&mut Self, &T)) {
        self.written.is_list = true;
        for value in values {
            f(self, value);
        }
    }

    /// A map: query parameters by name, or headers by what follows the prefix in their names.
    pub fn map<K: MapKey, T>(&mut self, map: &BTreeMap<K, T>, mut f: impl FnMut(&mut Self, &T)) {
        for (key, value) in map {
            let written = Self::write(self.binding, |writer| f(writer, value));
            self.written
                .entries
                .push((key.as_key().to_owned(), written));
        }
    }

    fn push(&mut self, value: String) {
        self.written.values.push(value);
    }
}
