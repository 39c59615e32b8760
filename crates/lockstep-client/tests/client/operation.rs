//! One operation written by hand as the generator would write it, in three bindings.

use std::fmt;
use std::marker::PhantomData;

use lockstep_core::http::{RequestWriter, ResponseReader};
use lockstep_core::operation::{
    BodyKind, ClientOperation, ErrorSpec, Operation, OperationSpec, Segment, ServiceSpec,
};
use lockstep_core::{Failure, json, text};

/// A note that is put into a folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct NoteInput {
    pub(crate) folder: String,
    pub(crate) name: String,
    pub(crate) text: Option<String>,
}

impl NoteInput {
    pub(crate) fn new(folder: &str, name: &str) -> Self {
        Self {
            folder: folder.to_owned(),
            name: name.to_owned(),
            text: None,
        }
    }

    pub(crate) fn with_text(self, text: &str) -> Self {
        Self {
            text: Some(text.to_owned()),
            ..self
        }
    }
}

#[derive(Debug, PartialEq)]
pub(crate) struct NoteOutput {
    pub(crate) text: Option<String>,
}

#[derive(Debug)]
pub(crate) enum NoteError {
    Throttling(Option<String>),
    NotFound(Option<String>),
    Unhandled(Failure),
}

impl fmt::Display for NoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Throttling(message) => write!(
                f,
                "ThrottlingException: {}",
                message.as_deref().unwrap_or_default()
            ),
            Self::NotFound(message) => write!(
                f,
                "NotFoundException: {}",
                message.as_deref().unwrap_or_default()
            ),
            Self::Unhandled(failure) => failure.fmt(f),
        }
    }
}

impl std::error::Error for NoteError {}

/// How the operation is bound.
pub(crate) trait Binding: Send + Sync + 'static {
    const SPEC: &'static OperationSpec;
    const HAS_TOKEN: bool;
}

/// The operation in one of its bindings.
pub(crate) struct Note<B>(PhantomData<B>);

/// Idempotent by its method.
pub(crate) struct Put;
/// Not idempotent.
pub(crate) struct Post;
/// Idempotent by its token.
pub(crate) struct PostWithToken;

const URI: &[Segment] = "/notes/{Folder}/{Name}";

const fn spec(name: &'static str, method: &'static str) -> OperationSpec {
    OperationSpec {
        name,
        method,
        uri: URI,
        request_body: BodyKind::Json,
        response_body: BodyKind::Json,
        ..OperationSpec::PLAIN
    }
}

impl Binding for Put {
    const SPEC: &'static OperationSpec = &spec("PutNote", "PUT");
    const HAS_TOKEN: bool = false;
}

impl Binding for Post {
    const SPEC: &'static OperationSpec = &spec("PostNote", "POST");
    const HAS_TOKEN: bool = false;
}

impl Binding for PostWithToken {
    const SPEC: &'static OperationSpec = &spec("PostNoteOnce", "POST");
    const HAS_TOKEN: bool = true;
}

const fn error(name: &'static str, status: u16) -> ErrorSpec {
    ErrorSpec::new(name, status, "message")
}

static SERVICE: ServiceSpec = ServiceSpec {
    id: "example.notes#Notes",
    name: "Notes",
    version: "2026-01-01",
    auth: &[],
    malformed: error("SerializationException", 400),
    invalid: error("ValidationException", 400),
    internal: error("InternalFailure", 500),
};

impl<B: Binding> Operation for Note<B> {
    type Input = NoteInput;
    type Output = NoteOutput;
    type Error = NoteError;
    const SPEC: &'static OperationSpec = B::SPEC;
    const SERVICE: &'static ServiceSpec = &SERVICE;
}

impl<B: Binding> ClientOperation for Note<B> {
    fn write_request(input: &NoteInput, to: &mut RequestWriter<'_>) {
        to.label("Folder", &input.folder, text::Writer::string);
        to.label("Name", &input.name, text::Writer::string);
        let token = B::HAS_TOKEN.then(|| to.token(&None));
        to.body(|w| {
            w.optional("Text", &input.text, json::Writer::string);
            w.optional("Token", &token, json::Writer::string);
        });
    }

    fn read_output(from: &mut ResponseReader<'_>) -> Option<NoteOutput> {
        static MEMBERS: json::Members = json::Members::structure(&["Text"], &[]);
        let mut text = None;
        from.body(&MEMBERS, |r, _| text = r.string());
        Some(NoteOutput { text })
    }

    fn read_error(code: &str, from: &mut ResponseReader<'_>) -> Option<NoteError> {
        static MEMBERS: json::Members = json::Members::structure(&["message"], &[]);
        let mut message = None;
        match code {
            "ThrottlingException" => {
                from.body(&MEMBERS, |r, _| message = r.string());
                Some(NoteError::Throttling(message))
            }
            "NotFoundException" => {
                from.body(&MEMBERS, |r, _| message = r.string());
                Some(NoteError::NotFound(message))
            }
            _ => None,
        }
    }

    fn unhandled(failure: Failure) -> NoteError {
        NoteError::Unhandled(failure)
    }
}
