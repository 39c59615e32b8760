//! A participant's client that goes away in the middle of a call leaves the whole change, or none.

use std::pin::pin;
use std::task::{Context, Waker};

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use connect_chat::item::ItemKind;
use connect_participant_client::types::{
    CompleteAttachmentUploadRequest, ConnectionType, CreateParticipantConnectionRequest,
    DisconnectParticipantRequest, GetAttachmentRequest, SendMessageRequest,
    StartAttachmentUploadRequest, StartAttachmentUploadRequestInit,
};
use tower::ServiceExt as _;

use crate::common::NOW;
use crate::common::api::{Api, start};

/// How often a call is polled at most. It takes fewer to the end.
const POLLS: usize = 25;

/// Polls a call so many times and drops it, and then waits until what is under way is done.
async fn left<T>(api: &Api, call: impl Future<Output = T>, polls: usize) {
    {
        let mut call = pin!(call);
        for _ in 0..polls {
            let poll = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            if poll.is_ready() {
                break;
            }
            tokio::task::yield_now().await;
            // A read of the store, so that other tasks and threads get on.
            api.store.next_due().await.unwrap();
        }
    }
    let another = api.store.start_contact(crate::common::chat(), NOW);
    another.await.unwrap();
}

#[tokio::test]
async fn a_call_that_is_left_at_any_await_is_done_as_a_whole_or_not_at_all() {
    let api = Api::new().await;
    let client = lockstep_client::Client::on_router(api.router.clone());
    let service = connect_participant_client::Client::from(client);
    let (mut done, mut undone) = (0, 0);
    for polls in 0..POLLS {
        let started = api.client.start_chat_contact(start("i")).await.unwrap();
        let contact = started.contact_id.unwrap().into();
        let token = started.participant_token.unwrap();
        let kinds = async || -> Vec<ItemKind> {
            let record = api.store.items(&contact).await.unwrap();
            record.iter().map(|item| item.kind).collect()
        };
        let mut count = |is_done: bool| if is_done { done += 1 } else { undone += 1 };

        let connect = || CreateParticipantConnectionRequest {
            connect_participant: Some(true),
            r#type: Some(vec![ConnectionType::ConnectionCredentials]),
            ..CreateParticipantConnectionRequest::new(&token)
        };
        left(
            &api,
            service.create_participant_connection(connect()),
            polls,
        )
        .await;
        let record = kinds().await;
        assert!(record.is_empty() || record == [ItemKind::Joined]);
        count(!record.is_empty());

        let made = service.create_participant_connection(connect()).await;
        let token = made.unwrap().connection_credentials.unwrap();
        let token = token.connection_token.unwrap();
        let message = || SendMessageRequest {
            client_token: Some("token".to_owned()),
            ..SendMessageRequest::new("text/plain", "hello", &token)
        };
        left(&api, service.send_message(message()), polls).await;
        let before = kinds().await.len();
        assert!((1..=2).contains(&before));
        count(before == 2);
        // Whether or not it was said, it is said once afterwards.
        service.send_message(message()).await.unwrap();
        assert_eq!(kinds().await.len(), 2);

        let leave = || DisconnectParticipantRequest {
            client_token: Some("token".to_owned()),
            ..DisconnectParticipantRequest::new(&token)
        };
        left(&api, service.disconnect_participant(leave()), polls).await;
        let record = kinds().await;
        let gone = record[2..] == [ItemKind::Left, ItemKind::ChatEnded];
        assert!(gone || record.len() == 2);
        count(gone);
        service.disconnect_participant(leave()).await.unwrap();
        assert_eq!(kinds().await.len(), 4);
    }
    assert!(done > 0 && undone > 0, "{done} done, {undone} undone");
}

#[tokio::test]
async fn a_file_that_is_left_at_any_await_is_there_as_a_whole_or_not_at_all() {
    const FILE: &str = "a map of the leak";
    let api = Api::new().await;
    let client = lockstep_client::Client::on_router(api.router.clone());
    let service = connect_participant_client::Client::from(client);
    // The file's own addresses, which no client knows.
    let at = async |method: Method, url: &str| {
        let path = url
            .strip_prefix("ws://127.0.0.1:1")
            .or(url.strip_prefix("http://127.0.0.1:1"));
        let body = if method == Method::PUT { FILE } else { "" };
        let request = Request::builder().method(method).uri(path.unwrap());
        let request = request.body(Body::from(body)).unwrap();
        let answer = api.router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 1_000).await.unwrap();
        (status, String::from_utf8(bytes.into()).unwrap())
    };
    let (mut done, mut undone) = (0, 0);
    for polls in 0..POLLS {
        let started = api.client.start_chat_contact(start("i")).await.unwrap();
        let contact = started.contact_id.unwrap().into();
        let connect = CreateParticipantConnectionRequest {
            connect_participant: Some(true),
            r#type: Some(vec![ConnectionType::ConnectionCredentials]),
            ..CreateParticipantConnectionRequest::new(started.participant_token.unwrap())
        };
        let made = service.create_participant_connection(connect).await;
        let token = made.unwrap().connection_credentials.unwrap();
        let token = token.connection_token.unwrap();
        let mut count = |is_done: bool| if is_done { done += 1 } else { undone += 1 };

        let announce = || {
            service.start_attachment_upload(StartAttachmentUploadRequest::from(
                StartAttachmentUploadRequestInit {
                    content_type: "text/plain".to_owned(),
                    attachment_size_in_bytes: FILE.len().try_into().unwrap(),
                    attachment_name: "map.txt".to_owned(),
                    client_token: "announce".to_owned(),
                    connection_token: token.clone(),
                },
            ))
        };
        left(&api, announce(), polls).await;
        let announced = announce().await.unwrap();
        assert_eq!(
            announced.attachment_id,
            announce().await.unwrap().attachment_id
        );
        let (id, url) = (
            announced.attachment_id.unwrap(),
            announced.upload_metadata.unwrap().url.unwrap(),
        );

        let share = || {
            let call = CompleteAttachmentUploadRequest::new(vec![id.clone()], "share", &token);
            service.complete_attachment_upload(call)
        };
        left(&api, at(Method::PUT, &url), polls).await;
        // What was not sent as a whole cannot be shared.
        let sent = share().await.is_ok();
        count(sent);
        if !sent {
            assert_eq!(at(Method::PUT, &url).await.0, StatusCode::OK);
            left(&api, share(), polls).await;
            let shared = api.store.items(&contact).await.unwrap().len();
            assert!((1..=2).contains(&shared));
            count(shared == 2);
            share().await.unwrap();
        }
        assert_eq!(api.store.items(&contact).await.unwrap().len(), 2);

        let link = || service.get_attachment(GetAttachmentRequest::new(&id, &token));
        left(&api, link(), polls).await;
        let url = link().await.unwrap().url.unwrap();
        assert_eq!(
            at(Method::GET, &url).await,
            (StatusCode::OK, FILE.to_owned())
        );
    }
    assert!(done > 0 && undone > 0, "{done} done, {undone} undone");
}
