//! The JSON of Smithy's protocols: how shapes are read from it and written to it.
//!
//! A generated structure is a table of its [`Member`]s, along which one loop of the [`Reader`] fills [`Slot`]s and one of
//! the [`Writer`] takes [`Field`]s; neither knows anything of HTTP. On a server the reader is strict and checks the
//! model's constraints on the way; on a client it is lenient (see [`Reader::client`]).

mod members;
mod object;
mod reader;
mod shape;
mod slot;
mod variant;

mod collection;
mod constraint;
mod lexer;
mod skip;
mod value;

mod outcome;
mod pointer;

mod text;
mod writer;

pub use members::Member;
pub use outcome::{Malformed, Outcome};
pub use reader::Reader;
pub use shape::Shape;
pub use slot::{Field, ReadBy, Slot, WriteBy};
pub use variant::{Holds, HoldsBy, Variant};
pub use writer::{MapKey, WriteError, Writer};

pub(crate) use pointer::push_segment;

/// How deep objects and arrays may be nested. It bounds the stack that recursive shapes need.
pub const MAX_DEPTH: u32 = 128;

/// How many violations a request is answered with; the rest is counted.
pub const MAX_VIOLATIONS: usize = 100;
