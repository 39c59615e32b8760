//! An operation that asks who calls, written by hand, with a member in each place that is signed.

#![allow(
    dead_code,
    reason = "the tests of a feature are there only if it is on"
)]

use std::marker::PhantomData;

use lockstep_core::http::{RequestWriter, ResponseReader};
use lockstep_core::operation::{
    ApiKeyPlace, AuthScheme, BodyKind, Checksum, ClientOperation, ErrorSpec, HostPart, Input,
    Operation, OperationSpec, ServiceSpec,
};
use lockstep_core::{Body, text};

use crate::operation::NoteError;

/// What is kept, and where each part of it stands in the request.
#[derive(Debug, Default)]
pub(crate) struct Keep<K> {
    /// The path.
    pub(crate) name: String,
    /// The query.
    pub(crate) query: Vec<(String, String)>,
    /// A header.
    pub(crate) tag: Option<String>,
    /// The body, as JSON.
    pub(crate) text: String,
    /// The body instead.
    pub(crate) stream: Option<Body>,
    kind: PhantomData<K>,
}

impl<K> Keep<K> {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            query: Vec::new(),
            tag: None,
            text: String::new(),
            stream: None,
            kind: PhantomData,
        }
    }

    pub(crate) fn with_query(mut self, query: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        self.query = query.iter().map(owned).collect();
        self
    }

    pub(crate) fn with_tag(mut self, tag: &str) -> Self {
        self.tag = Some(tag.to_owned());
        self
    }

    pub(crate) fn with_text(mut self, text: &str) -> Self {
        self.text = text.to_owned();
        self
    }

    pub(crate) fn with_stream(mut self, stream: Body) -> Self {
        self.stream = Some(stream);
        self
    }
}

/// How the operation is bound, and what it asks of its caller.
pub(crate) trait Kind: Send + Sync + 'static {
    const SPEC: OperationSpec;
}

/// The operation, in one of its kinds.
pub(crate) struct KeepNote<K>(PhantomData<K>);

const PLAIN: OperationSpec = OperationSpec {
    name: "KeepNote",
    method: "PUT",
    uri: "/kept/{Name}",
    request_body: BodyKind::Json,
    ..OperationSpec::PLAIN
};

const STREAM: OperationSpec = OperationSpec {
    request_body: BodyKind::Stream {
        media_type: "application/octet-stream",
        requires_length: false,
    },
    ..PLAIN
};

const SIGV4: AuthScheme = AuthScheme::SigV4 { name: "notes" };

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $spec:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub(crate) struct $name;

        impl Kind for $name {
            const SPEC: OperationSpec = $spec;
        }
    )*};
}

kinds! {
    /// What the service asks: a signature.
    Signed = PLAIN;
    /// A body that is compressed, with its digest.
    Whole = OperationSpec { gzip: true, checksum: Checksum::ContentMd5, ..PLAIN };
    /// A name before the endpoint's.
    Prefixed = OperationSpec { host_prefix: &[HostPart::Literal("data.")], ..PLAIN };
    /// A stream whose hash is signed.
    SignedStream = STREAM;
    /// A stream that is not signed.
    UnsignedStream = OperationSpec { unsigned_payload: true, ..STREAM };
    /// A signature, or nothing.
    Optional = OperationSpec { auth: Some(&[SIGV4, AuthScheme::Anonymous]), ..PLAIN };
    /// Nothing.
    Open = OperationSpec { auth: Some(&[]), ..PLAIN };
    /// A bearer token.
    Bearer = OperationSpec { auth: Some(&[AuthScheme::Bearer]), ..PLAIN };
    /// An API key in a header, after a scheme.
    KeyInHeader = OperationSpec {
        auth: Some(&[AuthScheme::ApiKey(ApiKeyPlace::Header {
            name: "Authorization",
            scheme: Some("ApiKey"),
        })]),
        ..PLAIN
    };
    /// An API key in a header of its own.
    KeyAlone = OperationSpec {
        auth: Some(&[AuthScheme::ApiKey(ApiKeyPlace::Header { name: "X-Api-Key", scheme: None })]),
        ..PLAIN
    };
    /// An API key in the query.
    KeyInQuery = OperationSpec {
        auth: Some(&[AuthScheme::ApiKey(ApiKeyPlace::Query { name: "api key" })]),
        ..PLAIN
    };
    /// A signature, a token or a key, the first choice first.
    Any = OperationSpec {
        auth: Some(&[
            AuthScheme::Unknown("example#palm"),
            SIGV4,
            AuthScheme::Bearer,
            AuthScheme::ApiKey(ApiKeyPlace::Header { name: "X-Api-Key", scheme: None }),
        ]),
        ..PLAIN
    };
    /// What nobody knows.
    Palm = OperationSpec { auth: Some(&[AuthScheme::Unknown("example#palm")]), ..PLAIN };
}

static SERVICE: ServiceSpec = ServiceSpec {
    id: "example.notes#Kept",
    name: "Kept",
    version: "2026-01-01",
    auth: &[SIGV4],
    malformed: ErrorSpec::new("SerializationException", 400, "message"),
    invalid: ErrorSpec::new("ValidationException", 400, "message"),
    internal: ErrorSpec::new("InternalFailure", 500, "message"),
};

impl<K: Kind> Operation for KeepNote<K> {
    type Input = Keep<K>;
    type Output = ();
    type Error = NoteError;
    const SPEC: &'static OperationSpec = &K::SPEC;
    const SERVICE: &'static ServiceSpec = &SERVICE;
}

impl<K: Kind> Input for Keep<K> {
    type Operation = KeepNote<K>;
}

impl<K: Kind> ClientOperation for KeepNote<K> {
    fn write_request(input: &Keep<K>, to: &mut RequestWriter<'_>) {
        to.label("Name", &input.name, text::Writer::string);
        for (name, value) in &input.query {
            to.query(name, value, text::Writer::string);
        }
        to.optional_header("X-Tag", &input.tag, text::Writer::string);
        if !K::SPEC.request_body.is_stream() {
            to.members(&[("Text", &input.text)]);
        }
    }

    fn take_stream(input: &mut Keep<K>) -> Option<Body> {
        input.stream.take()
    }

    fn read_output(_: &mut ResponseReader<'_>) -> Option<()> {
        Some(())
    }
}
