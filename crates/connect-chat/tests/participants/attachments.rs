//! Files: announced, sent, shared and read.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use connect_chat::attachment::{Attachment, UPLOAD_LIFE};
use connect_chat::moment::Moment;
use connect_chat::store::StoreError;
use connect_client::types::ParticipantRole;
use connect_participant_client::types::{
    ChatItemType, CompleteAttachmentUploadError, CompleteAttachmentUploadRequest,
    GetAttachmentError, GetAttachmentRequest, GetTranscriptRequest, StartAttachmentUploadError,
    StartAttachmentUploadRequest, StartAttachmentUploadRequestInit, StartAttachmentUploadResponse,
};
use futures_util::{StreamExt, stream};
use http::Request;
use reqwest::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

use crate::common::api::{CallError, Customer, Idle, router_on};
use crate::common::clerk::Clerk;
use crate::common::party::{Party, Seat};
use crate::common::wire;

const FILE: &[u8] = b"a map of the leak";

async fn announce(
    party: &Party,
    seat: &Seat,
    token: &str,
    size: i64,
) -> Result<StartAttachmentUploadResponse, CallError<StartAttachmentUploadError>> {
    let call = StartAttachmentUploadRequest::from(StartAttachmentUploadRequestInit {
        content_type: "text/plain".to_owned(),
        attachment_size_in_bytes: size,
        attachment_name: "map.txt".to_owned(),
        client_token: token.to_owned(),
        connection_token: seat.token.clone(),
    });
    party.service.start_attachment_upload(call).await
}

/// Where an announced file goes, and its id.
fn place(announced: StartAttachmentUploadResponse) -> (String, String) {
    let upload = announced.upload_metadata.unwrap();
    let headers = upload.headers_to_include.unwrap();
    assert_eq!(headers["content-type"], "text/plain");
    (upload.url.unwrap(), announced.attachment_id.unwrap())
}

async fn put(url: &str, bytes: &'static [u8]) -> StatusCode {
    let sent = reqwest::Client::new().put(url).body(bytes).send().await;
    sent.unwrap().status()
}

async fn complete(
    party: &Party,
    seat: &Seat,
    id: &str,
    token: &str,
) -> Result<(), CallError<CompleteAttachmentUploadError>> {
    let call = CompleteAttachmentUploadRequest::new(vec![id.to_owned()], token, &seat.token);
    let done = party.service.complete_attachment_upload(call).await;
    done.map(|_| ())
}

#[tokio::test]
async fn a_file_goes_from_one_to_the_other_and_is_activity() {
    let party = Party::new().await;
    party.timers(&[(Customer, Idle, 10)]).await;
    let ann = party.join(&party.ann).await;
    let bob = party.let_in(ParticipantRole::Agent, "Bob").await;
    let bob = party.join(&bob).await;
    party.advance(9).await;
    let size = i64::try_from(FILE.len()).unwrap();
    let announced = announce(&party, &ann, "one", size).await.unwrap();
    assert_eq!(
        announce(&party, &ann, "one", size).await.unwrap(),
        announced
    );
    let (url, id) = place(announced);
    let early = complete(&party, &ann, &id, "two").await.unwrap_err();
    assert!(matches!(
        early.service_error(),
        Some(CompleteAttachmentUploadError::ConflictException(_))
    ));
    assert_eq!(put(&url, b"another size").await, StatusCode::BAD_REQUEST);
    assert_eq!(put(&format!("{url}0"), FILE).await, StatusCode::FORBIDDEN);
    assert_eq!(put(&url, FILE).await, StatusCode::OK);
    let foreign = complete(&party, &bob, &id, "two").await.unwrap_err();
    assert!(matches!(
        foreign.service_error(),
        Some(CompleteAttachmentUploadError::ValidationException(_))
    ));
    for _ in 0..2 {
        complete(&party, &ann, &id, "two").await.unwrap();
    }
    let again = complete(&party, &ann, &id, "three").await.unwrap_err();
    assert!(matches!(
        again.service_error(),
        Some(CompleteAttachmentUploadError::ConflictException(_))
    ));
    assert_eq!(put(&url, FILE).await, StatusCode::FORBIDDEN);

    // Everyone has it in the transcript, and may read it.
    let call = GetTranscriptRequest {
        max_results: Some(1),
        ..GetTranscriptRequest::new(&bob.token)
    };
    let read = party.service.get_transcript(call).await.unwrap();
    let item = read.transcript.unwrap().remove(0);
    assert_eq!(item.r#type, Some(ChatItemType::Attachment));
    assert_eq!((item.content_type, item.content), (None, None));
    let file = item.attachments.unwrap().remove(0);
    assert_eq!(file.attachment_id.as_ref(), Some(&id));
    assert_eq!(file.attachment_name.as_deref(), Some("map.txt"));
    let link = GetAttachmentRequest::new(&id, &bob.token);
    let link = party.service.get_attachment(link).await.unwrap();
    assert_eq!(link.attachment_size_in_bytes, size);
    let answer = reqwest::get(link.url.unwrap()).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/plain");
    assert_eq!(answer.headers()["content-disposition"], "attachment");
    assert_eq!(answer.bytes().await.unwrap(), FILE);

    // Ten minutes of silence begin with the file.
    party.advance(9).await;
    let record = || async {
        let record = party.chat.store.items(&party.contact.clone().into()).await;
        record.unwrap()
    };
    let before = record().await;
    let shared: Attachment = before.last().unwrap().attachment.clone().unwrap();
    assert_eq!((shared.id, shared.size), (id, size));
    party.advance(1).await;
    assert_eq!(record().await.len(), before.len() + 1);
}

#[tokio::test]
async fn files_and_sockets_are_where_the_settings_say() {
    let party = Party::with(|config| {
        let proxy = "wss://chat.example.com/desk/socket".parse().unwrap();
        config.websocket_url = Some(proxy);
    })
    .await;
    let ann = party.join(&party.ann).await;
    let socket = "wss://chat.example.com/desk/socket?ticket=";
    assert!(ann.url.starts_with(socket), "{}", ann.url);
    let (url, _) = place(announce(&party, &ann, "0", 17).await.unwrap());
    let files = "https://chat.example.com/desk/files/";
    assert!(url.starts_with(files), "{url}");
}

#[tokio::test]
async fn what_cannot_be_shared_or_read_is_refused() {
    let party = Party::new().await;
    let ann = party.join(&party.ann).await;
    let large = announce(&party, &ann, "large", 20 * 1_024 * 1_024 + 1).await;
    assert!(matches!(
        large.unwrap_err().service_error(),
        Some(StartAttachmentUploadError::ValidationException(_))
    ));
    let (url, id) = place(announce(&party, &ann, "0", 17).await.unwrap());
    // It is not a part of the chat yet.
    let link = GetAttachmentRequest::new(&id, &ann.token);
    let unread = party.service.get_attachment(link).await.unwrap_err();
    assert!(matches!(
        unread.service_error(),
        Some(GetAttachmentError::ValidationException(_))
    ));
    let ticket = url.rsplit('/').next().unwrap().to_owned();
    let end = Moment::now().after(UPLOAD_LIFE + Duration::from_secs(1));
    let late = party.chat.store.put_file(ticket.into(), FILE.to_vec(), end);
    assert!(matches!(late.await, Err(StoreError::TokenExpired)));
    for count in 1..35 {
        announce(&party, &ann, &count.to_string(), 1).await.unwrap();
    }
    let many = announce(&party, &ann, "35", 1).await.unwrap_err();
    assert!(matches!(
        many.service_error(),
        Some(StartAttachmentUploadError::ServiceQuotaExceededException(_))
    ));
    assert_eq!(put(&url, FILE).await, StatusCode::OK);
}

#[tokio::test]
async fn a_link_ends_at_its_time() {
    let party = Party::new().await;
    let ann = party.join(&party.ann).await;
    let (url, id) = place(announce(&party, &ann, "0", 17).await.unwrap());
    assert_eq!(put(&url, FILE).await, StatusCode::OK);
    complete(&party, &ann, &id, "one").await.unwrap();
    let link = GetAttachmentRequest {
        url_expiry_in_seconds: Some(5),
        ..GetAttachmentRequest::new(&id, &ann.token)
    };
    let link = party.service.get_attachment(link).await.unwrap();
    let ticket = link
        .url
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned()
        .into();
    let store = &party.chat.store;
    assert!(store.file(&ticket, Moment::now()).await.is_ok());
    let end = Moment::now().after(Duration::from_secs(5));
    let late = store.file(&ticket, end).await;
    assert!(matches!(late, Err(StoreError::TokenExpired)));
}

/// The status of an upload of which nothing is sent but its beginning.
async fn begin(url: &str, length: &str) -> String {
    let (address, path) = url
        .strip_prefix("http://")
        .unwrap()
        .split_once('/')
        .unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("PUT /{path} HTTP/1.1\r\nHost: {address}\r\n{length}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut status = [0; 12];
    stream.read_exact(&mut status).await.unwrap();
    String::from_utf8_lossy(&status).into_owned()
}

#[tokio::test]
async fn an_upload_is_not_read_unless_it_is_expected() {
    let party = Party::new().await;
    let ann = party.join(&party.ann).await;
    let (url, _) = place(announce(&party, &ann, "0", 17).await.unwrap());
    let largest = format!("Content-Length: {}", 20 * 1_024 * 1_024);
    assert_eq!(begin(&format!("{url}0"), &largest).await, "HTTP/1.1 403");
    assert_eq!(begin(&url, &largest).await, "HTTP/1.1 400");
    assert_eq!(begin(&url, "Content-Length: 16").await, "HTTP/1.1 400");
    // Without a length it is read for as long as it may be the file.
    let chunks = "Transfer-Encoding: chunked\r\n\r\n12\r\na map of the leak!";
    assert_eq!(begin(&url, chunks).await, "HTTP/1.1 400");
    assert_eq!(put(&url, FILE).await, StatusCode::OK);
}

/// Sends a file to a service that expects one of seventeen bytes; how long that took, and the status.
async fn send(router: Router, body: Body) -> (Duration, u16) {
    let begun = Instant::now();
    let request = Request::put("/participant/files/ticket").body(body);
    let answer = wire::send(&router, request.unwrap()).await;
    (begun.elapsed(), answer.status)
}

#[tokio::test(start_paused = true)]
async fn a_slow_upload_is_given_up_and_only_so_many_are_read_at_once() {
    let router = router_on(Arc::new(Clerk::default()));
    let begun = stream::iter([Ok::<_, Infallible>(&FILE[..5])]);
    let stuck = || Body::from_stream(begun.clone().chain(stream::pending()));
    let slow: Vec<_> = (0..16)
        .map(|_| tokio::spawn(send(router.clone(), stuck())))
        .collect();
    sleep(Duration::from_secs(10)).await;
    // All places are taken for twenty seconds more.
    let (waited, status) = send(router.clone(), Body::from(FILE)).await;
    assert_eq!((waited.as_secs(), status), (20, 200));
    for upload in slow {
        let (waited, status) = upload.await.unwrap();
        assert_eq!((waited.as_secs(), status), (30, 408));
    }
    assert_eq!(send(router, Body::from(FILE)).await.1, 200);
}
