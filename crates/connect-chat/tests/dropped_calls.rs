//! A client that goes away in the middle of a call leaves the whole change, or none.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use connect_chat::contact::ContactState;
use connect_client::types::{StartChatContactRequest, StopContactRequest};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use common::api::{Api, four_timers, start, update};
use common::{NOW, wire};

/// Polls a call so many times and drops it, while everything else goes on in between. Says whether it was
/// ready before.
async fn left<T>(call: impl Future<Output = T>, polls: usize) -> bool {
    let mut call = pin!(call);
    for _ in 0..polls {
        if call
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
            .is_ready()
        {
            return true;
        }
        sleep(Duration::from_micros(50)).await;
    }
    false
}

#[tokio::test]
async fn a_call_that_is_left_at_any_await_is_done_as_a_whole_or_not_at_all() {
    let api = Api::new().await;
    let (mut done, mut undone, mut left_early) = (0, 0, 0);
    for polls in (0..30).chain([1; 10]) {
        let contact = api.chat().await;
        let call = update("i", &contact, four_timers(9));
        left_early +=
            usize::from(!left(api.client.update_participant_role_config(call), polls).await);
        // A change that takes its turn after what is under way: when it is done, so is that.
        api.store.start_contact(common::chat(), NOW).await.unwrap();
        match api.timers(&contact).await.iter().count() {
            0 => undone += 1,
            4 => done += 1,
            count => panic!("{count} timers after {polls} polls"),
        }

        let call = StopContactRequest::new(&contact, "i");
        left_early += usize::from(!left(api.client.stop_contact(call), polls).await);
        api.store.start_contact(common::chat(), NOW).await.unwrap();
        let found = api.contact(&contact).await;
        if let ContactState::Ended { at } = found.state {
            assert_eq!(found.updated, at);
        }
    }
    assert!(
        done > 0 && undone > 0 && left_early >= 20,
        "{done} done, {undone} undone, {left_early} left early"
    );
}

#[tokio::test]
async fn a_start_that_was_left_is_found_again_by_its_token() {
    let api = Api::new().await;
    for polls in 0..20 {
        let token = format!("token {polls}");
        let call = || StartChatContactRequest {
            client_token: Some(token.clone()),
            ..start("i")
        };
        left(api.client.start_chat_contact(call()), polls).await;
        // Whether the first one was carried out or not, there is one contact afterwards.
        let before = api.rows().await.1;
        let first = api.client.start_chat_contact(call()).await.unwrap();
        let second = api.client.start_chat_contact(call()).await.unwrap();
        assert_eq!(first, second);
        assert!(api.rows().await.1 <= before + 1);
    }
    assert_eq!(api.rows().await.1, 20);
}

#[tokio::test]
async fn a_connection_that_breaks_at_any_byte_leaves_all_or_nothing() {
    let api = Api::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, api.router.clone()).into_future());
    let entries = ["CUSTOMER", "AGENT"].map(|role| {
        format!(r#"{{"ParticipantRole":"{role}","TimerType":"IDLE","TimerValue":{{"ParticipantTimerDurationInMinutes":9}}}}"#)
    });
    let list = entries.join(",");
    let body = format!(
        r#"{{"ChannelConfiguration":{{"Chat":{{"ParticipantTimerConfigList":[{list}]}}}}}}"#
    );
    let mut contacts = Vec::new();
    for missing in (0..body.len()).step_by(13).chain([1, 2, 0, 0, 0]) {
        let contact = api.chat().await;
        let head = format!(
            "PUT {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            wire::timers_path("i", &contact),
            body.len(),
        );
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
            .write_all(&body.as_bytes()[..body.len() - missing])
            .await
            .unwrap();
        drop(stream);
        contacts.push((contact, missing));
    }
    // What came as a whole is carried out, unless the end of the connection was seen first; what did not come as a
    // whole never is. A call after all of these has its turn after what is under way by now.
    let last = api.chat().await;
    timeout(Duration::from_secs(30), api.update(&last, four_timers(9)))
        .await
        .unwrap()
        .unwrap();
    for (contact, missing) in contacts {
        let timers = api.timers(&contact).await.iter().count();
        assert!(
            timers == 0 || (timers == 2 && missing == 0),
            "{timers} timers with {missing} bytes missing"
        );
    }
}
