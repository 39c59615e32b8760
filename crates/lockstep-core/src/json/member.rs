//! Members of each type, written by one call.
//!
//! [`Writer::member`] and [`Writer::optional`] can do all of this, but the compiler has to find out anew for each member
//! what is passed to them; a model has thousands.

use std::collections::BTreeMap;

use super::writer::MapKey;
use super::{Shape, Writer};
use crate::{BigDecimal, BigInteger, Blob, Document, Enumeration, IntEnumeration, Timestamp};

/// For each type the name of the writer's method, and of those which write it as a member and as an optional member.
macro_rules! members {
    ($($write:ident $member:ident $optional:ident $value:ty $(where $type:ident: $bound:ident)?;)*) => {
        impl Writer {
            $(
                #[doc = concat!("Writes a member as [`Writer::", stringify!($write), "`] does.")]
                pub fn $member$(<$type: $bound>)?(&mut self, name: &str, value: &$value) {
                    self.name(name);
                    self.$write(value);
                }

                #[doc = concat!("Writes a member as [`Writer::", stringify!($write), "`] does, if it has a value.")]
                pub fn $optional$(<$type: $bound>)?(&mut self, name: &str, value: &Option<$value>) {
                    if let Some(value) = value {
                        self.$member(name, value);
                    }
                }
            )*
        }
    };
}

members! {
    blob member_blob optional_blob Blob;
    boolean member_boolean optional_boolean bool;
    string member_string optional_string String;
    byte member_byte optional_byte i8;
    short member_short optional_short i16;
    integer member_integer optional_integer i32;
    long member_long optional_long i64;
    float member_float optional_float f32;
    double member_double optional_double f64;
    big_integer member_big_integer optional_big_integer BigInteger;
    big_decimal member_big_decimal optional_big_decimal BigDecimal;
    epoch_seconds member_epoch_seconds optional_epoch_seconds Timestamp;
    date_time member_date_time optional_date_time Timestamp;
    http_date member_http_date optional_http_date Timestamp;
    document member_document optional_document Document;
    enumeration member_enumeration optional_enumeration E where E: Enumeration;
    int_enumeration member_int_enumeration optional_int_enumeration E where E: IntEnumeration;
    shape member_shape optional_shape T where T: Shape;
}

impl Writer {
    /// Writes a member that is a list; `element` writes one element.
    pub fn member_list<T>(&mut self, name: &str, values: &[T], element: fn(&mut Self, &T)) {
        self.name(name);
        self.list(values, element);
    }

    /// Writes a member that is a list, if it has a value; `element` writes one element.
    pub fn optional_list<T>(
        &mut self,
        name: &str,
        values: &Option<Vec<T>>,
        element: fn(&mut Self, &T),
    ) {
        if let Some(values) = values {
            self.member_list(name, values, element);
        }
    }

    /// Writes a member that is a map; `value` writes one value.
    pub fn member_map<K: MapKey, T>(
        &mut self,
        name: &str,
        entries: &BTreeMap<K, T>,
        value: fn(&mut Self, &T),
    ) {
        self.name(name);
        self.map(entries, value);
    }

    /// Writes a member that is a map, if it has a value; `value` writes one value.
    pub fn optional_map<K: MapKey, T>(
        &mut self,
        name: &str,
        entries: &Option<BTreeMap<K, T>>,
        value: fn(&mut Self, &T),
    ) {
        if let Some(entries) = entries {
            self.member_map(name, entries, value);
        }
    }
}
