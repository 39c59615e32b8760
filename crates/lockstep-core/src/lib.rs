//! What both sides of a Lockstep service share on the wire: values, constraints, JSON, and the
//! bindings of operations to HTTP.
//!
//! Generated crates name these modules and call their readers and writers; the crates
//! `lockstep-server` and `lockstep-client` carry the result. Nothing here needs a runtime, a server
//! or a client.
//!
//! - Values: [`Timestamp`], [`Blob`], [`Document`], [`BigInteger`], [`BigDecimal`], and the traits of
//!   enums, [`Enumeration`] and [`IntEnumeration`].
//! - [`constraint`]: what the model demands of values, and [`Violation`], what a client is told.
//! - [`json`]: shapes to and from JSON; knows nothing of HTTP.
//! - [`string_enum!`], [`int_enum!`], [`operation_errors!`] and [`modeled_error!`]: what generated code declares.
//! - [`text`], [`http`] and [`operation`]: labels, queries, headers, bodies, and what an operation is.

// Values.
mod big_number;
mod blob;
mod decimal;
mod document;
mod enumeration;
mod redacted;
mod timestamp;
// Checks.
pub mod constraint;
mod violation;
// Formats.
pub mod json;
// What generated code declares.
mod declare;
// Bindings.
mod body;
mod failure;
pub mod http;
pub mod operation;
pub mod text;

pub use big_number::{BigDecimal, BigInteger, InvalidNumber};
pub use blob::Blob;
pub use body::Body;
pub use document::Document;
pub use enumeration::{Enumeration, IntEnumeration, UnknownValue, UnknownVariant};
pub use failure::Failure;
pub use json::WriteError;
pub use operation::Rejection;
pub use redacted::Redacted;
pub use timestamp::Timestamp;
pub use violation::Violation;
