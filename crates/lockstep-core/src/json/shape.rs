//! What reads and writes itself.

use std::collections::BTreeMap;

use super::writer::MapKey;
use super::{Member, Reader, Writer};
use crate::constraint::Constrained;
use crate::{BigDecimal, BigInteger, Blob, Document, Timestamp};

/// A shape in the form that its type has by itself: a structure, a union, an enum, a simple type, a list or a map.
pub trait Shape: Sized {
    /// The members of a structure or a union, which other shapes do not have.
    const MEMBERS: &'static [Member] = &[];

    /// Reads the shape. `None` if the reader has noted an error or a violation that leaves no value.
    fn read(r: &mut Reader<'_>) -> Option<Self>;

    /// Writes the shape.
    fn write(&self, w: &mut Writer);

    /// What constraints look at, for the types that can have some.
    fn constrained(&self) -> Option<&dyn Constrained> {
        None
    }
}

/// Recursive shapes are boxed.
impl<T: Shape> Shape for Box<T> {
    fn read(r: &mut Reader<'_>) -> Option<Self> {
        T::read(r).map(Box::new)
    }

    fn write(&self, w: &mut Writer) {
        (**self).write(w);
    }

    fn constrained(&self) -> Option<&dyn Constrained> {
        (**self).constrained()
    }
}

/// A list without null elements.
impl<T: Shape> Shape for Vec<T> {
    fn read(r: &mut Reader<'_>) -> Option<Self> {
        r.list(T::read)
    }

    fn write(&self, w: &mut Writer) {
        w.list(self, |w, element| element.write(w));
    }

    fn constrained(&self) -> Option<&dyn Constrained> {
        Some(self)
    }
}

/// A map without null values.
impl<K: Shape + MapKey, T: Shape> Shape for BTreeMap<K, T> {
    fn read(r: &mut Reader<'_>) -> Option<Self> {
        r.map(K::read, T::read)
    }

    fn write(&self, w: &mut Writer) {
        w.map(self, |w, value| value.write(w));
    }

    fn constrained(&self) -> Option<&dyn Constrained> {
        Some(self)
    }
}

/// For each type the method of the reader and the writer, and what its constraints look at.
macro_rules! simple {
    ($($(#[$about:meta])* $type:ty: $method:ident $(, $constrained:ident)?;)*) => {$(
        $(#[$about])*
        impl Shape for $type {
            fn read(r: &mut Reader<'_>) -> Option<Self> {
                r.$method()
            }

            fn write(&self, w: &mut Writer) {
                w.$method(self);
            }

            $(
                fn $constrained(&self) -> Option<&dyn Constrained> {
                    Some(self)
                }
            )?
        }
    )*};
}

simple! {
    bool: boolean;
    i8: byte, constrained;
    i16: short, constrained;
    i32: integer, constrained;
    i64: long, constrained;
    f32: float, constrained;
    f64: double, constrained;
    BigInteger: big_integer, constrained;
    BigDecimal: big_decimal, constrained;
    String: string, constrained;
    Blob: blob, constrained;
    Document: document;
    /// In JSON a timestamp without `@timestampFormat` is a number of seconds.
    Timestamp: epoch_seconds;
}

/// The value of a union's member that has none.
impl Shape for () {
    fn read(r: &mut Reader<'_>) -> Option<Self> {
        r.unit()
    }

    fn write(&self, w: &mut Writer) {
        w.unit();
    }
}
