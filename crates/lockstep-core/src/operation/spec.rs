//! The HTTP binding of an operation, as data.

use super::{AuthScheme, ErrorSpec};

/// The HTTP binding of one operation, from its `@http` trait and the bindings of its input and
/// output.
#[derive(Debug)]
pub struct OperationSpec {
    /// The operation's shape name, such as `UpdateParticipantRoleConfig`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path of the `uri`, such as `/contacts/{InstanceId}/{ContactId}`.
    pub uri: &'static str,
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
    /// How a caller proves who it is, the first choice first (`@auth`, `@optionalAuth`); none if anyone may call. `None`
    /// stands for what the service says.
    pub auth: Option<&'static [AuthScheme]>,
    /// Whether a signature need not say what the body is (`aws.auth#unsignedPayload`).
    pub unsigned_payload: bool,
    /// The answer to a request that cannot be parsed; `None` stands for what the service says.
    pub malformed: Option<ErrorSpec>,
    /// The answer to a request that breaks a constraint; `None` stands for what the service says.
    pub invalid: Option<ErrorSpec>,
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

    /// The path of the `uri`, split on `/`; the first segment is what follows the leading slash. `/` alone is no segment.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = Segment> + use<> {
        let path = self.uri.strip_prefix('/').unwrap_or(self.uri);
        path.split('/')
            .filter(move |_| !path.is_empty())
            .map(Segment::new)
    }

    /// What most operations have in common: 200, no body either way, and nothing special. A spec
    /// names what differs.
    pub const PLAIN: Self = Self {
        name: "",
        method: "",
        uri: "/",
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
        auth: None,
        unsigned_payload: false,
        malformed: None,
        invalid: None,
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

impl Segment {
    fn new(text: &'static str) -> Self {
        let label = text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'));
        match (label, label.and_then(|label| label.strip_suffix('+'))) {
            (_, Some(name)) => Self::Greedy(name),
            (Some(name), None) => Self::Label(name),
            (None, None) => Self::Literal(text),
        }
    }
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
