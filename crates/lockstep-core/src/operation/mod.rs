//! What an operation is on both sides: its HTTP binding as data, and the traits that a generated
//! operation implements.

mod auth;
mod error;
mod paginated;
mod rejection;
mod service;
mod spec;

pub use auth::{ApiKeyPlace, AuthScheme};
pub use error::{AnyError, ModeledError, OperationError, describe};
pub use paginated::{PageToken, Paginated};
pub use rejection::Rejection;
pub use service::{ErrorSpec, FieldList, ServiceSpec};
pub use spec::{BodyKind, Checksum, HostPart, OperationSpec, Segment};

use crate::{Body, http};

/// One operation: its types and its binding.
pub trait Operation {
    /// The input structure.
    type Input: Send;
    /// The output structure.
    type Output: Send;
    /// The operation's errors, as one enum.
    type Error: OperationError + Send + Sync + 'static;
    /// The HTTP binding.
    const SPEC: &'static OperationSpec;
    /// The service that the operation belongs to.
    const SERVICE: &'static ServiceSpec;
}

/// An operation's input, which names its operation.
pub trait Input: Sized {
    /// The operation.
    type Operation: Operation<Input = Self>;

    /// Checks the input as the server would, before it is sent. A client never does this by itself, because a newer
    /// server may accept more than this model says.
    ///
    /// The input is written by the client's half and read by the server's, so that the checks are the very same; both
    /// features of the types crate must be on.
    ///
    /// # Errors
    ///
    /// Every violation, or what cannot be written at all.
    fn validate(&self) -> Result<(), Rejection>
    where
        Self::Operation: ClientOperation + ServerOperation,
    {
        http::validate::<Self::Operation>(self)
    }
}

/// The client's half of an operation's wire form.
pub trait ClientOperation: Operation {
    /// Writes the input's members to where they are bound.
    fn write_request(input: &Self::Input, to: &mut http::RequestWriter<'_>);
    /// Takes the stream out of an input that holds one; it cannot be written from a reference.
    fn take_stream(_input: &mut Self::Input) -> Option<Body> {
        None
    }
    /// Reads a successful response. `None` says that the problem is noted in the reader.
    fn read_output(from: &mut http::ResponseReader<'_>) -> Option<Self::Output>;
}

/// The server's half of an operation's wire form.
pub trait ServerOperation: Operation {
    /// Reads the input's members from where they are bound. `None` says that the problem is noted
    /// in the reader.
    fn read_input(from: &mut http::RequestReader<'_>) -> Option<Self::Input>;
    /// Writes a successful response.
    fn write_output(output: &Self::Output, to: &mut http::ResponseWriter);
    /// Takes the stream out of an output that holds one; it cannot be written from a reference.
    fn take_stream(_output: &mut Self::Output) -> Option<Body> {
        None
    }
}
