//! The text of one label, query parameter or header, or of a text payload.
//!
//! The methods have the names of [`json::Reader`](crate::json::Reader) and
//! [`json::Writer`](crate::json::Writer), so that generated code passes them by name in the same
//! way. What differs is the form: booleans and numbers are written as they stand, the default
//! format of a timestamp is that of its binding, and a list is a list of query parameters or the
//! comma-separated text of a header.

mod element;
mod number;
mod problems;
mod reader;
mod simple;
mod writer;

pub use reader::Reader;
pub use writer::Writer;

pub(crate) use problems::Problems;
pub(crate) use reader::Entry;
pub(crate) use writer::Written;

/// Where a text stands, which decides what a list looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    Label,
    Query,
    Header,
    Payload,
}
