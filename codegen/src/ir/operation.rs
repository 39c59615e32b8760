//! Operations and where their members stand in HTTP messages.

use super::{AuthScheme, Docs, Pagination, Structure, Value, Waiter};

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// The name in the model, and that of the type which stands for the operation.
    pub name: String,
    /// The type's name.
    pub marker: String,
    /// The module and file it stands in.
    pub module: String,
    /// The method's name in the server trait and the client.
    pub function: String,
    /// Documentation.
    pub docs: Docs,
    /// Where it stands in HTTP.
    pub http: Http,
    /// How a caller proves who it is, where that is not what the service says.
    pub auth: Option<Vec<AuthScheme>>,
    /// Whether a signature need not say what the body is.
    pub unsigned_payload: bool,
    /// The answer to a request that cannot be parsed, where it is not what the service says.
    pub malformed: Option<ErrorSpec>,
    /// The answer to a request that breaks a constraint, where it is not what the service says.
    pub invalid: Option<ErrorSpec>,
    /// The input.
    pub input: Message,
    /// The output.
    pub output: Message,
    /// How its answers are pages, if they are.
    pub pagination: Option<Pagination>,
    /// What a client asks it for until it has come.
    pub waiters: Vec<Waiter>,
    /// The name of the enum of its errors.
    pub error_name: String,
    /// Its errors, sorted by their types.
    pub errors: Vec<OperationError>,
}

/// An error of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationError {
    /// The type.
    pub shape: String,
    /// The variant of the operation's enum that holds it.
    pub variant: String,
    /// The name on the wire.
    pub wire_name: String,
}

/// An input or an output.
#[derive(Debug)]
pub struct Message {
    /// The structure.
    pub structure: Structure,
    /// The file it stands in.
    pub home: Home,
    /// Where each member stands in the request or the answer.
    pub bindings: Vec<Binding>,
    /// The indices of the fields whose text stands before the endpoint's host too.
    pub host_labels: Vec<usize>,
    /// Whether another operation uses the structure too, so that it does not tell which operation is meant.
    pub is_shared: bool,
}

/// The file that an operation's input or output stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// The operation's own.
    Operation,
    /// One of its own, because it is nested elsewhere or another operation uses it too.
    Shape,
}

/// Where an operation stands in HTTP (`@http`).
#[derive(Debug)]
pub struct Http {
    /// The method.
    pub method: String,
    /// The path, split at each slash.
    pub segments: Vec<Segment>,
    /// Query literals: names, some with a value.
    pub query: Vec<(String, Option<String>)>,
    /// The status of a success.
    pub status: u16,
    /// Whether a member of the output holds the status.
    pub has_status_member: bool,
    /// The request's body.
    pub request_body: BodyKind,
    /// The answer's body.
    pub response_body: BodyKind,
    /// The labels that may be empty, and what a client sends for them then.
    pub empty_labels: Vec<(String, String)>,
    /// What a client puts before the endpoint's host.
    pub host_prefix: Vec<HostPart>,
    /// Headers that a client sends with every request.
    pub headers: Vec<(String, String)>,
    /// Whether a client may compress the request's body with gzip.
    pub gzip: bool,
    /// The checksum that a client sends with the request's body.
    pub checksum: Checksum,
}

/// A part of what stands before an endpoint's host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostPart {
    /// Text that stands there as it is.
    Literal(String),
    /// The text of the member of this name.
    Label(String),
}

/// A checksum of a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// None.
    None,
    /// `Content-MD5`.
    ContentMd5,
    /// Those of Amazon S3 Glacier.
    TreeHash,
}

/// A part of a path between two slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text that must be there.
    Literal(String),
    /// One segment of any text, for the member of this name.
    Label(String),
    /// One or more segments, for the member of this name.
    Greedy(String),
}

/// What a body holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// Nothing.
    Empty,
    /// JSON: the members that stand nowhere else as one object, or one member alone.
    Json,
    /// Nothing, or an empty JSON object: the input has no members at all.
    EmptyObject,
    /// The bytes of one blob, of this media type.
    Blob(String),
    /// The text of one string, of this media type.
    Text(String),
    /// A stream of bytes, of this media type.
    Stream {
        /// The media type.
        media_type: String,
        /// Whether the length must be known before the first byte.
        requires_length: bool,
    },
}

/// Where a member stands.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The index of the structure's field.
    pub field: usize,
    /// Its place.
    pub place: Place,
    /// What the field holds, in the form of this place, with the constraints that are checked here.
    pub value: Value,
}

/// A place in an HTTP message ("HTTP binding traits" of the specification).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Label,
    /// A parameter of the query, by this name.
    Query(String),
    /// All parameters of the query, those that other members bind included.
    QueryParams,
    /// A header.
    Header(String),
    /// All headers whose names begin so.
    PrefixHeaders(String),
    /// The status of the answer.
    Status,
    /// The whole body.
    Payload,
    /// A member of the body's JSON object.
    Body,
}

impl Place {
    /// Where in a message the place is, from its front to its end.
    pub(crate) fn order(&self) -> u8 {
        match self {
            Self::Status => 0,
            Self::Label => 1,
            Self::Query(_) | Self::QueryParams => 2,
            Self::Header(_) | Self::PrefixHeaders(_) => 3,
            Self::Payload | Self::Body => 4,
        }
    }
}

/// An error by which the runtime answers, not a handler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorSpec {
    /// The name on the wire.
    pub name: String,
    /// The status.
    pub status: u16,
    /// The key of the message in the body.
    pub message: String,
    /// Under which names the body lists each violation by itself, if it does.
    pub field_list: Option<FieldList>,
    /// The keys and the texts of other members that the body must have.
    pub members: Vec<(String, String)>,
}

impl ErrorSpec {
    /// The protocol's answer to a request that cannot be read (AWS restJson1).
    pub(crate) fn malformed() -> Self {
        Self::plain("SerializationException", 400)
    }

    /// `smithy.framework#ValidationException`.
    pub(crate) fn invalid() -> Self {
        Self {
            field_list: Some(FieldList::framework()),
            ..Self::plain("ValidationException", 400)
        }
    }

    /// The answer where the service itself fails.
    pub(crate) fn internal() -> Self {
        Self::plain("InternalFailureException", 500)
    }

    fn plain(name: &str, status: u16) -> Self {
        Self {
            name: name.to_owned(),
            status,
            message: "message".to_owned(),
            field_list: None,
            members: Vec::new(),
        }
    }
}

impl FieldList {
    /// The list of `smithy.framework#ValidationException`.
    pub(crate) fn framework() -> Self {
        Self {
            name: "fieldList".to_owned(),
            path: Some("path".to_owned()),
            message: Some("message".to_owned()),
        }
    }
}

/// How an error lists violations: an array of objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldList {
    /// The key of the array.
    pub name: String,
    /// The key of the path in each object.
    pub path: Option<String>,
    /// The key of the message in each object.
    pub message: Option<String>,
}
