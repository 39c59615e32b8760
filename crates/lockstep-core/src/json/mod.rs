//! The JSON of Smithy's protocols: how shapes are read from it and written to it.
//!
//! Generated code is an explicit loop over a structure's members on a [`Reader`] and a list of calls
//! on a [`Writer`]; neither knows anything of HTTP. On a server the reader is strict and checks the
//! model's constraints on the way; on a client it is lenient (see [`Reader::client`]).

mod members;
mod object;
mod reader;

mod collection;
mod constraint;
mod lexer;
mod skip;
mod value;

mod outcome;
mod pointer;

mod member;
mod text;
mod writer;

pub use members::Members;
pub use object::Object;
pub use outcome::{Malformed, Outcome};
pub use reader::Reader;
pub use writer::{MapKey, WriteError, Writer};

pub(crate) use pointer::push_segment;

/// What [`Reader::variant`] returns on a client for a member that the union does not list.
pub const UNKNOWN: usize = usize::MAX;

/// How deep objects and arrays may be nested. It bounds the stack that recursive shapes need.
pub const MAX_DEPTH: u32 = 128;

/// How many violations a request is answered with; the rest is counted.
pub const MAX_VIOLATIONS: usize = 100;

/// A structure or a union that reads and writes itself.
pub trait Shape: Sized {
    /// Reads the shape. `None` if the reader has noted an error or a violation that leaves no value.
    fn read(r: &mut Reader<'_>) -> Option<Self>;

    /// Writes the shape.
    fn write(&self, w: &mut Writer);
}

/// Recursive shapes are boxed.
impl<T: Shape> Shape for Box<T> {
    fn read(r: &mut Reader<'_>) -> Option<Self> {
        T::read(r).map(Box::new)
    }

    fn write(&self, w: &mut Writer) {
        (**self).write(w);
    }
}
