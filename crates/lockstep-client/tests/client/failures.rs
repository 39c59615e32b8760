//! What comes of answers that are errors, and of connections that break.

use std::error::Error as _;

use lockstep_client::{Client, Error, ReqwestTransport, Retries, TransportErrorKind};
use tower::ServiceExt;

use crate::operation::{Note, NoteError, NoteInput, NoteOutput, Put};
use crate::server::{Server, answer, refusing_endpoint};

type Outcome = Result<NoteOutput, Error<NoteError>>;

/// The outcome of one call, without retries, that the server replies to with this.
async fn outcome_of(reply: String) -> Outcome {
    let server = Server::start([reply]).await;
    let client = Client::builder()
        .endpoint(server.endpoint())
        .retries(Retries::off())
        .build()
        .unwrap();
    let outcome = client.call::<Note<Put>>(NoteInput::new("a", "b")).await;
    assert_eq!(server.requests().len(), 1);
    outcome
}

#[tokio::test]
async fn a_modeled_error_comes_with_its_request_id() {
    let headers = [
        "x-amzn-ErrorType: NotFoundException",
        "x-amzn-RequestId: 8f2e",
        "x-more: 1",
    ];
    let error = outcome_of(answer(
        "404 Not Found",
        &headers,
        r#"{"message":"no folder a"}"#,
    ))
    .await
    .unwrap_err();
    assert_eq!(error.request_id(), Some("8f2e"));
    assert_eq!(
        error.to_string(),
        "the service answered 404 Not Found: NotFoundException: no folder a (request id 8f2e)"
    );
    assert_eq!(
        error.source().unwrap().to_string(),
        "NotFoundException: no folder a"
    );
    let Error::Service(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!((error.status().as_u16(), error.attempts()), (404, 1));
    assert_eq!(error.headers()["x-more"], "1");
    assert_eq!(&error.body()[..], br#"{"message":"no folder a"}"#);
    let NoteError::NotFound(error) = error.into_error() else {
        panic!("another error")
    };
    assert_eq!(error.message.as_deref(), Some("no folder a"));
}

#[tokio::test]
async fn an_error_that_the_operation_does_not_list_is_kept_as_it_came() {
    let body =
        r#"{"__type":"example#TeapotException:http://example.com","message":"short and stout"}"#;
    let error = outcome_of(answer("418 I'm a teapot", &["x-amzn-requestid: 1"], body))
        .await
        .unwrap_err();
    let NoteError::Unhandled(failure) = error.into_service_error().unwrap() else {
        panic!("not unhandled")
    };
    assert_eq!(failure.status(), 418);
    assert_eq!(failure.code(), Some("TeapotException"));
    assert_eq!(failure.message(), Some("short and stout"));
    assert_eq!(failure.request_id(), Some("1"));
    assert_eq!(&failure.body().unwrap()[..], body.as_bytes());
}

#[tokio::test]
async fn a_listed_error_that_cannot_be_read_is_kept_as_it_came() {
    let reply = answer(
        "404 Not Found",
        &["x-amzn-errortype: NotFoundException"],
        "{\"message\":",
    );
    let NoteError::Unhandled(failure) = outcome_of(reply)
        .await
        .unwrap_err()
        .into_service_error()
        .unwrap()
    else {
        panic!("not unhandled")
    };
    assert_eq!(
        (failure.status(), failure.code()),
        (404, Some("NotFoundException"))
    );
    assert_eq!(&failure.body().unwrap()[..], b"{\"message\":");
}

#[tokio::test]
async fn a_page_of_a_gateway_gives_its_status() {
    let page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    let error = outcome_of(answer(
        "502 Bad Gateway",
        &["Content-Type: text/html"],
        page,
    ))
    .await
    .unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 502);
    let text = error.to_string();
    assert!(
        text.starts_with("the service answered 502 Bad Gateway: "),
        "{text}"
    );
    assert!(text.ends_with(" (a body of text/html)"), "{text}");
    let NoteError::Unhandled(failure) = error.into_service_error().unwrap() else {
        panic!("not unhandled")
    };
    assert_eq!(&failure.body().unwrap()[..], page.as_bytes());
}

#[tokio::test]
async fn a_success_that_is_not_json_cannot_be_read() {
    let reply = answer(
        "200 OK",
        &["x-amzn-RequestId: 7", "Content-Type: text/html"],
        "<html>",
    );
    let error = outcome_of(reply).await.unwrap_err();
    assert_eq!(
        (error.request_id(), error.status().unwrap().as_u16()),
        (Some("7"), 200)
    );
    let text = error.to_string();
    assert!(
        text.starts_with("the service answered 200 OK, but "),
        "{text}"
    );
    assert!(
        text.ends_with(" (request id 7, a body of text/html)"),
        "{text}"
    );
    assert!(
        !format!("{error:?}").contains("<html>"),
        "a body may hold secrets"
    );
    assert!(matches!(error, Error::Unreadable(_)));
}

#[tokio::test]
async fn a_connection_that_is_cut_says_how_far_it_came() {
    let kind = |outcome: Outcome| match outcome.unwrap_err() {
        Error::Transport(error) => error.kind(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        kind(outcome_of(String::new()).await),
        TransportErrorKind::NoAnswer
    );
    assert_eq!(
        kind(outcome_of("HTTP/1.1 200 OK\r\nContent-".to_owned()).await),
        TransportErrorKind::NoAnswer
    );
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"Text\":".to_owned();
    assert_eq!(kind(outcome_of(cut).await), TransportErrorKind::CutOff);
    assert_eq!(
        kind(outcome_of("SSH-2.0-OpenSSH\r\n".to_owned()).await),
        TransportErrorKind::NoAnswer
    );
}

#[tokio::test]
async fn a_refused_connection_was_not_sent() {
    let (endpoint, _kept) = refusing_endpoint();
    let client = Client::builder()
        .endpoint(endpoint)
        .retries(Retries::off())
        .build()
        .unwrap();
    let error = client
        .call::<Note<Put>>(NoteInput::new("a", "b"))
        .await
        .unwrap_err();
    assert!(
        error.to_string().starts_with("the request was not sent: "),
        "{error}"
    );
    assert!(error.source().is_some());
    assert!(
        matches!(error, Error::Transport(error) if error.kind() == TransportErrorKind::NotSent)
    );
}

#[tokio::test]
async fn what_an_error_shows_holds_no_label_and_no_header() {
    let (endpoint, _kept) = refusing_endpoint();
    let client = Client::builder().endpoint(endpoint).retries(Retries::off());
    let input = NoteInput::new("hunter2", "b");
    let outcome = client.build().unwrap().call::<Note<Put>>(input).await;
    let reply = answer(
        "404 Not Found",
        &["Set-Cookie: hunter2", "x-amzn-requestid: 1"],
        "{}",
    );
    for error in [outcome.unwrap_err(), outcome_of(reply).await.unwrap_err()] {
        let mut text = format!("{error:?} {error}");
        let mut cause = error.source();
        while let Some(error) = cause {
            text.push_str(&error.to_string());
            cause = error.source();
        }
        assert!(!text.contains("hunter2"), "{text}");
    }
}

/// A URI that reqwest would change comes back the same on each attempt, so there is one.
#[tokio::test]
async fn a_request_that_cannot_be_sent_is_tried_once() {
    let change = |mut request: http::Request<lockstep_core::Body>| {
        *request.uri_mut() = http::Uri::from_static("http://127.0.0.1:1/a/../b");
        request
    };
    let transport = ReqwestTransport::new().unwrap().map_request(change);
    let client = Client::builder().transport(transport).build().unwrap();
    let error = client
        .call::<Note<Put>>(NoteInput::new("a", "b"))
        .await
        .unwrap_err();
    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (error.kind(), error.attempts()),
        (TransportErrorKind::NotSent, 1),
        "{error}"
    );
}
