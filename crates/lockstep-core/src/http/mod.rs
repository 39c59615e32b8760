//! The HTTP bindings of an operation, in both directions and on both sides.
//!
//! What [`RequestWriter`] writes on a client, [`RequestReader`] reads on a server;
//! [`ResponseWriter`] and [`ResponseReader`] do the same the other way. Nothing here does I/O, or
//! knows which library does.
//!
//! The rules are those of Smithy's HTTP binding traits and of AWS restJson1.

mod fields;
mod host;
mod media;
mod message_reader;
mod message_writer;
mod query;
mod request_reader;
mod request_writer;
mod response_reader;
mod response_writer;
mod unreadable;
pub mod uri;
mod validate;

/// A member of a JSON body.
#[doc(inline)]
pub use crate::json::Member;
pub use host::HostPrefix;
pub use media::{accept_is_satisfied, content_type_is_accepted};
pub use request_reader::{RequestParts, RequestReader};
pub use request_writer::RequestWriter;
pub use response_reader::ResponseReader;
pub use response_writer::{ResponseWriter, error_response};
pub use unreadable::Unreadable;

pub(crate) use validate::validate;

/// The header that names an error's shape.
pub const ERROR_TYPE: ::http::HeaderName = ::http::HeaderName::from_static("x-amzn-errortype");
