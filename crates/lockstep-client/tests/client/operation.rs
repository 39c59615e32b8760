//! One operation written by hand as the generator would write it, in three bindings.

#![allow(unreachable_pub, reason = "what the macros declare is public")]

use std::marker::PhantomData;

use lockstep_core::http::{RequestWriter, ResponseReader, ResponseWriter};
use lockstep_core::operation::{
    BodyKind, ClientOperation, ErrorSpec, ModeledError, Operation, OperationSpec, ServiceSpec,
};
use lockstep_core::{json, text};

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

lockstep_core::structure! {
    NoteOutput { text: optional("Text") }
}

lockstep_core::operation_errors! {
    pub enum NoteError {
        Throttling(ThrottlingException),
        NotFound(NotFoundException),
    }
}

/// An error that holds a message and nothing else.
#[derive(Debug)]
pub struct ThrottlingException {
    pub(crate) message: Option<String>,
}

lockstep_core::modeled_error!(ThrottlingException = 429, optional message "message");

/// An error that holds more, so that its body has to be read as a whole.
#[derive(Debug)]
pub struct NotFoundException {
    pub(crate) message: Option<String>,
    pub(crate) folder: Option<String>,
}

lockstep_core::modeled_error!(NotFoundException);

impl ModeledError for NotFoundException {
    const NAME: &'static str = "NotFoundException";
    const STATUS: u16 = 404;

    fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    fn write_error(&self, to: &mut ResponseWriter) {
        to.error(Self::NAME, Self::STATUS, |to| {
            to.members(&[("message", &self.message), ("folder", &self.folder)]);
        });
    }

    fn read_error(from: &mut ResponseReader<'_>) -> Option<Self> {
        let message = from.error_message();
        let mut folder = None;
        from.members(&[json::Member::optional("folder")], &mut [&mut folder]);
        Some(Self { message, folder })
    }
}

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

const fn spec(name: &'static str, method: &'static str) -> OperationSpec {
    OperationSpec {
        name,
        method,
        uri: "/notes/{Folder}/{Name}",
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
        to.members(&[("Text", &input.text), ("Token", &token)]);
    }

    fn read_output(from: &mut ResponseReader<'_>) -> Option<NoteOutput> {
        from.structure()
    }
}
