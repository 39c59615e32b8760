//! What the types promise, held by the compiler.

use std::cell::Cell;

use lockstep_client::{Builder, Client, ConfigError, Error, ReqwestTransport, ServiceError};
use lockstep_core::http::{RequestWriter, ResponseReader};
use lockstep_core::operation::{ClientOperation, Operation, OperationSpec, ServiceSpec};

use crate::operation::{Note, NoteError, NoteInput, Put};

fn is_shareable<T: Clone + Send + Sync + 'static>() {}
fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
fn is_spawnable<T: Send + 'static>(_: &T) {}

/// An operation whose input may be sent to another thread but not shared with it.
struct Unshared;

impl Operation for Unshared {
    type Input = Cell<u8>;
    type Output = Cell<u8>;
    type Error = NoteError;
    const SPEC: &'static OperationSpec = Note::<Put>::SPEC;
    const SERVICE: &'static ServiceSpec = Note::<Put>::SERVICE;
}

impl ClientOperation for Unshared {
    fn write_request(_: &Cell<u8>, _: &mut RequestWriter<'_>) {}

    fn read_output(_: &mut ResponseReader<'_>) -> Option<Cell<u8>> {
        Some(Cell::new(0))
    }
}

/// What a generated client's method does: it hands the input over.
async fn generated_method(client: &Client, input: Cell<u8>) -> Result<Cell<u8>, Error<NoteError>> {
    client.call::<Unshared>(input).await
}

#[test]
fn types_cross_threads() {
    is_shareable::<Client>();
    is_error::<ConfigError>();
    is_error::<Error<NoteError>>();
    is_error::<ServiceError<NoteError>>();

    let client = Client::new("http://127.0.0.1:1").unwrap();
    is_spawnable(&client.call::<Note<Put>>(NoteInput::default()));
    is_spawnable(&client.call::<Unshared>(Cell::new(1)));
    fn is_send<T: Send>(_: &T) {}
    is_send(&generated_method(&client, Cell::new(1)));
}

#[test]
fn errors_are_small_enough_to_return() {
    assert!(
        size_of::<Error<[u64; 64]>>() <= 64,
        "{}",
        size_of::<Error<[u64; 64]>>()
    );
}

#[test]
fn a_builder_shows_its_endpoint_without_a_password() {
    let builder = Client::builder().endpoint("http://user:hunter2@localhost/prefix");
    let text = format!("{builder:?}");
    assert!(text.contains("localhost/prefix"), "{text}");
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn configuration_errors_say_what_is_wrong() {
    let text = |builder: Builder| builder.build().unwrap_err().to_string();
    assert_eq!(text(Client::builder()), "the client has no endpoint");
    let builder = Client::builder()
        .endpoint("http://localhost")
        .user_agent("a\nb");
    assert_eq!(
        text(builder),
        "the user agent \"a\\nb\" cannot stand in an HTTP header"
    );
    assert_eq!(
        text(Client::builder().endpoint("localhost:80")),
        "the endpoint \"localhost:80\" has no scheme"
    );
    // No TLS feature is on in this build. A transport of one's own may have its own way to TLS.
    let https = || Client::builder().endpoint("https://localhost");
    let expected =
        "the endpoint \"https://localhost\" is https, and no TLS feature of lockstep-client is on";
    assert_eq!(text(https()), expected);
    assert!(
        https()
            .transport(ReqwestTransport::new().unwrap())
            .build()
            .is_ok()
    );
}
