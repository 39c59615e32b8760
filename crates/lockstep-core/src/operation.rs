//! What an operation is on both sides: its HTTP binding as data, and the traits that a generated
//! operation implements.

use std::{error::Error, fmt};

use crate::{Body, Failure, Violation, http};

/// The HTTP binding of one operation, from its `@http` trait and the bindings of its input and
/// output.
#[derive(Debug)]
pub struct OperationSpec {
    /// The operation's shape name, such as `UpdateParticipantRoleConfig`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path of the `uri`, split on `/`; the first segment is what follows the leading slash.
    /// `/` alone is no segment.
    pub uri: &'static [Segment],
    /// The query literals of the `uri`: a name, and its value if there is a `=`.
    pub query: &'static [(&'static str, Option<&'static str>)],
    /// The status of a successful response, unless a member with `@httpResponseCode` says
    /// otherwise.
    pub status: u16,
    /// Whether a member of the output has `@httpResponseCode`, so that redirections are outputs too.
    pub has_status_member: bool,
    /// What the request's body holds.
    pub request_body: BodyKind,
    /// What the response's body holds.
    pub response_body: BodyKind,
    /// What a client sends for a label that is empty, which would otherwise be an error: what the
    /// customization of a single service asks for.
    pub empty_labels: &'static [(&'static str, &'static str)],
    /// What a client puts before the endpoint's host (`@endpoint`); nothing for most operations.
    pub host_prefix: &'static [HostPart],
    /// Header fields that a client sends with every request, unless a member is bound to one: what
    /// the customization of a single service asks for.
    pub headers: &'static [(&'static str, &'static str)],
    /// Whether a client may compress the request's body with gzip, and a server takes one that is
    /// (`@requestCompression`).
    pub gzip: bool,
    /// The checksum that a client sends with the request's body.
    pub checksum: Checksum,
}

impl OperationSpec {
    /// Whether a status says that the body is the operation's output: any 2xx, the operation's own,
    /// and where a member holds the status any 3xx.
    #[must_use]
    pub const fn is_output(&self, status: u16) -> bool {
        matches!(status, 200..=299)
            || status == self.status
            || (self.has_status_member && matches!(status, 300..=399))
    }

    /// What most operations have in common: 200, no body either way, and nothing special. A spec
    /// names what differs.
    pub const PLAIN: Self = Self {
        name: "",
        method: "",
        uri: &[],
        query: &[],
        status: 200,
        has_status_member: false,
        request_body: BodyKind::Empty,
        response_body: BodyKind::Empty,
        empty_labels: &[],
        host_prefix: &[],
        headers: &[],
        gzip: false,
        checksum: Checksum::None,
    };
}

/// A part of what stands before an endpoint's host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostPart {
    /// Text that stands there as it is, such as `data.`.
    Literal(&'static str),
    /// `{name}`: the text of the member of this name (`@hostLabel`).
    Label(&'static str),
}

/// A checksum of a request's body, over the bytes that are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// None is sent.
    None,
    /// The MD5 digest in base64, as `Content-MD5` (`@httpChecksumRequired`).
    ContentMd5,
    /// The SHA-256 digest and the tree hash in hexadecimal, as `X-Amz-Content-Sha256` and
    /// `X-Amz-Sha256-Tree-Hash` ("Amazon S3 Glacier customizations").
    TreeHash,
}

/// One segment of an operation's path pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text that stands in the path as it is.
    Literal(&'static str),
    /// `{name}`: one segment, bound to the member of this name.
    Label(&'static str),
    /// `{name+}`: one or more segments, bound to the member of this name.
    Greedy(&'static str),
}

/// What a body holds. It decides the `Content-Type` that is written, and which `Content-Type` and
/// `Accept` a server takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// Nothing: no member is bound to the body.
    Empty,
    /// Nothing is written, but an empty JSON object is taken as well: the kind of an input
    /// structure that has no members at all.
    EmptyObject,
    /// JSON: the members without another binding, or a structure, union, list, map or document as
    /// the payload.
    Json,
    /// The bytes of a blob payload. `application/octet-stream` stands for a blob without
    /// `@mediaType`, and takes any type.
    Blob(&'static str),
    /// The text of a string or enum payload, `text/plain` unless the shape has a `@mediaType`.
    Text(&'static str),
    /// The bytes of a blob with `@streaming`, which are neither held in memory nor limited in
    /// length; the media type is that of [`Self::Blob`].
    Stream {
        /// The media type.
        media_type: &'static str,
        /// Whether the length must be known before the first byte (`@requiresLength`).
        requires_length: bool,
    },
}

impl BodyKind {
    /// The `Content-Type` of a body that is present.
    #[must_use]
    pub const fn media_type(self) -> Option<&'static str> {
        match self {
            Self::Empty | Self::EmptyObject => None,
            Self::Json => Some("application/json"),
            Self::Blob(media_type) | Self::Text(media_type) | Self::Stream { media_type, .. } => {
                Some(media_type)
            }
        }
    }

    /// Whether the body is a stream.
    #[must_use]
    pub const fn is_stream(self) -> bool {
        matches!(self, Self::Stream { .. })
    }
}

/// One service: its identity, and how it answers what no operation models.
#[derive(Debug)]
pub struct ServiceSpec {
    /// The absolute shape id, such as `com.amazonaws.connect#AmazonConnectService`.
    pub id: &'static str,
    /// The shape name.
    pub name: &'static str,
    /// The version of the model.
    pub version: &'static str,
    /// The answer to a request that cannot be parsed.
    pub malformed: ErrorSpec,
    /// The answer to a request that breaks a constraint.
    pub invalid: ErrorSpec,
    /// The answer to a failure inside the server.
    pub internal: ErrorSpec,
}

/// One error that the runtime itself answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorSpec {
    /// The shape name, as it is sent in `x-amzn-errortype`.
    pub name: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The JSON name of the member that holds the message: `message` or `Message`.
    pub message: &'static str,
    /// Under which names the body lists every violation, if it does.
    pub field_list: Option<FieldList>,
    /// The JSON names and texts of members that the error requires and the model has a default for.
    pub members: &'static [(&'static str, &'static str)],
}

impl ErrorSpec {
    /// An error whose body holds the message, under this JSON name, and nothing else.
    #[must_use]
    pub const fn new(name: &'static str, status: u16, message: &'static str) -> Self {
        Self {
            name,
            status,
            message,
            field_list: None,
            members: &[],
        }
    }

    /// The same, with a list of the violations.
    #[must_use]
    pub const fn listing(mut self, list: FieldList) -> Self {
        self.field_list = Some(list);
        self
    }

    /// The same, with more members: their JSON names and their texts.
    #[must_use]
    pub const fn with(mut self, members: &'static [(&'static str, &'static str)]) -> Self {
        self.members = members;
        self
    }
}

/// How an error lists violations: an array of objects with a path and a message each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldList {
    /// The JSON name of the array.
    pub name: &'static str,
    /// The JSON name of the path in each object, if it has one.
    pub path: Option<&'static str>,
    /// The JSON name of the message in each object, if it has one.
    pub message: Option<&'static str>,
}

impl FieldList {
    /// The list of `smithy.framework#ValidationException`.
    pub const FRAMEWORK: Self = Self {
        name: "fieldList",
        path: Some("path"),
        message: Some("message"),
    };
}

/// One operation: its types and its binding.
pub trait Operation {
    /// The input structure.
    type Input: Send;
    /// The output structure.
    type Output: Send;
    /// The operation's errors, as one enum.
    type Error: Error + Send + Sync + 'static;
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
    /// Reads the error of this code. `None` is a code that the operation does not list, or a body
    /// that cannot be read.
    fn read_error(code: &str, from: &mut http::ResponseReader<'_>) -> Option<Self::Error>;
    /// Wraps an error that the model does not list.
    fn unhandled(failure: Failure) -> Self::Error;
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
    /// Writes an error, which includes its name and its status.
    fn write_error(error: &Self::Error, to: &mut http::ResponseWriter);
}

/// A structure with the `@error` trait.
pub trait ModeledError: Error + Sized {
    /// The shape name, as it is sent in `x-amzn-errortype`.
    const NAME: &'static str;
    /// The HTTP status: `@httpError`, else 400 for a client's error and 500 for a server's.
    const STATUS: u16;
    /// The member `message` in any case, if the structure has one and it is set.
    fn message(&self) -> Option<&str>;
    /// Writes the members, with the name and the status.
    fn write_error(&self, to: &mut http::ResponseWriter);
    /// Reads the members. `None` says that the problem is noted in the reader.
    fn read_error(from: &mut http::ResponseReader<'_>) -> Option<Self>;
}

/// What `Display` shows of a modeled error: its name, and its message if it has one.
///
/// # Errors
///
/// If the formatter fails.
pub fn describe<E: ModeledError>(error: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error.message() {
        Some(message) => write!(f, "{}: {message}", E::NAME),
        None => f.write_str(E::NAME),
    }
}

/// Why a server did not accept a request.
///
/// The protocol answers the two cases with different errors: `SerializationException` and
/// `ValidationException`.
#[derive(Clone, Debug, PartialEq)]
pub enum Rejection {
    /// The request cannot be parsed: all that was found wrong with it, and how many faults more there
    /// are. At least one of them is a value that cannot be read; the others may be broken constraints,
    /// because whoever mends a request wants to know them all.
    Malformed(Vec<Violation>, usize),
    /// The request can be parsed but breaks constraints: the violations, and how many more there
    /// are.
    Invalid(Vec<Violation>, usize),
}

impl Rejection {
    /// A request that as a whole cannot be parsed. The message does not hold the request, which may be
    /// a secret.
    #[must_use]
    pub fn malformed(message: &str) -> Self {
        Self::Malformed(vec![Violation::new("", message)], 0)
    }
}

/// The text that a client is told.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (violations, more) = match self {
            Self::Malformed(violations, more) => {
                match violations.len() + more {
                    0 | 1 => {}
                    count => write!(f, "{count} errors detected. ")?,
                }
                (violations, more)
            }
            Self::Invalid(violations, more) => {
                let count = violations.len() + more;
                let noun = if count == 1 { "error" } else { "errors" };
                write!(f, "{count} validation {noun} detected. ")?;
                (violations, more)
            }
        };
        for (index, violation) in violations.iter().enumerate() {
            let semicolon = if index == 0 { "" } else { "; " };
            write!(f, "{semicolon}{violation}")?;
        }
        match more {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl Error for Rejection {}
