//! The writer.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::{Shape, text};
use crate::{BigDecimal, BigInteger, Blob, Document, Enumeration, IntEnumeration, Timestamp};

/// Writes shapes as JSON without space.
///
/// Every method for a value takes a reference, so that it can be passed by name, as in
/// `w.optional("Name", &self.name, json::Writer::string)`. The first error is kept until
/// [`Writer::finish`].
#[derive(Default)]
pub struct Writer {
    out: Vec<u8>,
    error: Option<WriteError>,
}

/// Shows nothing of what was written, because any value may be a secret.
impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("bytes", &self.out.len())
            .field("error", &self.error)
            .finish()
    }
}

/// The key of a map: a string or an enum.
pub trait MapKey: Ord {
    /// The key's text on the wire.
    fn as_key(&self) -> &str;
}

impl MapKey for String {
    fn as_key(&self) -> &str {
        self
    }
}

impl<E: Enumeration + Ord> MapKey for E {
    fn as_key(&self) -> &str {
        self.as_str()
    }
}

impl Writer {
    /// Writes into a buffer of its own.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a structure or a union.
    pub fn open(&mut self) {
        self.out.push(b'{');
    }

    /// Ends it.
    pub fn close(&mut self) {
        self.out.push(b'}');
    }

    /// Writes a member. Commas are the writer's business.
    pub fn member<T: ?Sized>(&mut self, name: &str, value: &T, write: impl FnOnce(&mut Self, &T)) {
        self.name(name);
        write(self, value);
    }

    /// Writes a member's name, after which its value has to be written.
    pub(super) fn name(&mut self, name: &str) {
        // No value ends with an opening brace, so this is the first member or it is not.
        if self.out.last() != Some(&b'{') {
            self.out.push(b',');
        }
        text::write(&mut self.out, name);
        self.out.push(b':');
    }

    /// Writes a member if it has a value.
    pub fn optional<T>(
        &mut self,
        name: &str,
        value: &Option<T>,
        write: impl FnOnce(&mut Self, &T),
    ) {
        if let Some(value) = value {
            self.member(name, value, write);
        }
    }

    /// A string.
    pub fn string(&mut self, value: &(impl AsRef<str> + ?Sized)) {
        text::write(&mut self.out, value.as_ref());
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, value: &bool) {
        self.raw(if *value { "true" } else { "false" });
    }

    /// An integer of 8 bits.
    pub fn byte(&mut self, value: &i8) {
        self.long(&i64::from(*value));
    }

    /// An integer of 16 bits.
    pub fn short(&mut self, value: &i16) {
        self.long(&i64::from(*value));
    }

    /// An integer of 32 bits.
    pub fn integer(&mut self, value: &i32) {
        self.long(&i64::from(*value));
    }

    /// An integer of 64 bits.
    pub fn long(&mut self, value: &i64) {
        let result = serde_json::to_writer(&mut self.out, value);
        self.written(result);
    }

    /// The shortest number that is read back as the same 32-bit float, or `"NaN"`, `"Infinity"`,
    /// `"-Infinity"`.
    pub fn float(&mut self, value: &f32) {
        if value.is_finite() {
            let result = serde_json::to_writer(&mut self.out, value);
            self.written(result);
        } else {
            self.special_float(f64::from(*value));
        }
    }

    /// The shortest number that is read back as the same 64-bit float, or `"NaN"`, `"Infinity"`,
    /// `"-Infinity"`.
    pub fn double(&mut self, value: &f64) {
        if value.is_finite() {
            let result = serde_json::to_writer(&mut self.out, value);
            self.written(result);
        } else {
            self.special_float(*value);
        }
    }

    /// An integer of any size.
    pub fn big_integer(&mut self, value: &BigInteger) {
        self.raw(value.as_str());
    }

    /// A number of any size and precision.
    pub fn big_decimal(&mut self, value: &BigDecimal) {
        self.raw(value.as_str());
    }

    /// Bytes as a string of base64.
    pub fn blob(&mut self, value: &Blob) {
        self.string(&value.to_base64());
    }

    /// An instant as a number of seconds since the epoch.
    pub fn epoch_seconds(&mut self, value: &Timestamp) {
        self.raw(&value.epoch_seconds());
    }

    /// An instant in the form of RFC 3339.
    pub fn date_time(&mut self, value: &Timestamp) {
        self.string(&value.date_time());
    }

    /// An instant in the form of an HTTP date.
    pub fn http_date(&mut self, value: &Timestamp) {
        self.string(&value.http_date());
    }

    /// Any value.
    pub fn document(&mut self, value: &Document) {
        match value {
            Document::Null => self.raw("null"),
            Document::Boolean(value) => self.boolean(value),
            Document::Number(value) => self.big_decimal(value),
            Document::String(value) => self.string(value),
            Document::Array(values) => self.list(values, Self::document),
            Document::Object(members) => self.map(members, Self::document),
        }
    }

    /// An enum; one that the model does not list is written as it came.
    pub fn enumeration<E: Enumeration>(&mut self, value: &E) {
        self.string(value.as_str());
    }

    /// An intEnum; one that the model does not list is written as it came.
    pub fn int_enumeration<E: IntEnumeration>(&mut self, value: &E) {
        self.integer(&value.as_i32());
    }

    /// The value of a union's member that has none (`smithy.api#Unit`): an empty object.
    pub fn unit(&mut self) {
        self.open();
        self.close();
    }

    /// A structure or a union.
    pub fn shape<T: Shape>(&mut self, value: &T) {
        value.write(self);
    }

    /// A list; `element` writes one element.
    pub fn list<T>(&mut self, values: &[T], mut element: impl FnMut(&mut Self, &T)) {
        self.out.push(b'[');
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            element(self, value);
        }
        self.out.push(b']');
    }

    /// A list whose elements may be null.
    pub fn sparse_list<T>(&mut self, values: &[Option<T>], mut element: impl FnMut(&mut Self, &T)) {
        self.list(values, |w, value| w.nullable(value, &mut element));
    }

    /// A map; `value` writes one value.
    pub fn map<K: MapKey, T>(
        &mut self,
        entries: &BTreeMap<K, T>,
        mut value: impl FnMut(&mut Self, &T),
    ) {
        self.open();
        for (key, entry) in entries {
            self.member(key.as_key(), entry, &mut value);
        }
        self.close();
    }

    /// A map whose values may be null.
    pub fn sparse_map<K: MapKey, T>(
        &mut self,
        entries: &BTreeMap<K, Option<T>>,
        mut value: impl FnMut(&mut Self, &T),
    ) {
        self.map(entries, |w, entry| w.nullable(entry, &mut value));
    }

    /// Notes that the value holds a union's member which was unknown when it was read, and which
    /// therefore cannot be written.
    pub fn unknown_variant(&mut self, union_name: &'static str) {
        // Something has to stand here, so that the rest stays in shape.
        self.raw("null");
        self.error.get_or_insert_with(|| {
            WriteError::new(format!("the value of the union {union_name} is not known"))
        });
    }

    /// Hands out the text.
    ///
    /// # Errors
    ///
    /// The first value that cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, WriteError> {
        match self.error {
            None => Ok(self.out),
            Some(error) => Err(error),
        }
    }

    /// The text as far as it could be written, for comparing values.
    pub(crate) fn into_text(self) -> Vec<u8> {
        self.out
    }

    fn nullable<T>(&mut self, value: &Option<T>, write: impl FnOnce(&mut Self, &T)) {
        match value {
            Some(value) => write(self, value),
            None => self.raw("null"),
        }
    }

    /// Writing a number to memory does not fail; if it ever did, this would tell.
    fn written(&mut self, result: serde_json::Result<()>) {
        if let Err(error) = result {
            self.error
                .get_or_insert_with(|| WriteError::new(error.to_string()));
        }
    }

    fn special_float(&mut self, value: f64) {
        self.raw(match value {
            value if value.is_nan() => "\"NaN\"",
            value if value > 0.0 => "\"Infinity\"",
            _ => "\"-Infinity\"",
        });
    }

    fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }
}

/// A value cannot be written: it holds what the model or the protocol has no form for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError {
    message: Cow<'static, str>,
}

impl WriteError {
    /// The message says which value, and why.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for WriteError {}
