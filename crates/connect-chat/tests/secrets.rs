//! What the log must never say, whatever its level.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use connect_client::Client;
use connect_client::types::{
    ChatMessage, DescribeContactRequest, ParticipantDetails, StartChatContactRequest,
    StopContactRequest,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use common::api::{four_timers, start, update};
use common::program::{LOG, Program};

const NAME: &str = "Ottilie Quendel";
const CUSTOMER: &str = "customer-4711-0815";
const MESSAGE: &str = "my password is hunter2";
const ATTRIBUTE: &str = "an attribute that nobody reads";

fn chat() -> StartChatContactRequest {
    StartChatContactRequest {
        participant_details: ParticipantDetails::new(NAME),
        customer_id: Some(CUSTOMER.to_owned()),
        initial_message: Some(ChatMessage::new("text/plain", MESSAGE)),
        attributes: Some(BTreeMap::from([("note".to_owned(), ATTRIBUTE.to_owned())])),
        client_token: Some("a-client-token".to_owned()),
        ..start("i")
    }
}

/// A whole chat, and calls with the same secrets that go wrong in every way. Returns the token.
async fn talk(client: &Client, program: &Program) -> String {
    let started = client.start_chat_contact(chat()).await.unwrap();
    let contact = started.contact_id.unwrap();
    client.start_chat_contact(chat()).await.unwrap();
    client
        .describe_contact(DescribeContactRequest::new("i", &contact))
        .await
        .unwrap();
    client
        .update_participant_role_config(update("i", &contact, four_timers(5)))
        .await
        .unwrap();
    client
        .stop_contact(StopContactRequest::new(&contact, "i"))
        .await
        .unwrap();

    let reused = StartChatContactRequest {
        contact_flow_id: "other".to_owned(),
        ..chat()
    };
    client.start_chat_contact(reused).await.unwrap_err();
    let wrong = StartChatContactRequest {
        initial_message: Some(ChatMessage::new("text/html", MESSAGE)),
        ..chat()
    };
    client.start_chat_contact(wrong).await.unwrap_err();
    let wrong = StartChatContactRequest {
        chat_duration_in_minutes: Some(1),
        ..chat()
    };
    client.start_chat_contact(wrong).await.unwrap_err();
    for body in [
        // Values of the wrong kind, an object that breaks off, and no JSON at all.
        format!(
            r#"{{"InstanceId":["{NAME}"],"CustomerId":{{"x":"{CUSTOMER}"}},"InitialMessage":"{MESSAGE}"}}"#
        ),
        format!(r#"{{"ParticipantDetails":{{"DisplayName":"{NAME}"}},"CustomerId":"{CUSTOMER}""#),
        format!("{NAME} {CUSTOMER} {MESSAGE}"),
    ] {
        let head = "PUT /contact/chat HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json";
        let request = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        let mut stream = TcpStream::connect(program.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert_silent("an answer", &answer);
    }
    started.participant_token.unwrap()
}

fn assert_silent(what: &str, text: &str) {
    for secret in [NAME, CUSTOMER, MESSAGE, ATTRIBUTE] {
        assert!(!text.contains(secret), "{what} says {secret:?}: {text}");
    }
}

#[tokio::test]
async fn the_log_says_nothing_about_people_at_any_level() {
    for (level, format) in [("debug", "text"), ("debug", "json"), ("trace", "text")] {
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(
            folder.path(),
            // Off, so that requests that cannot be read get as far as that.
            &["--auth", "off", "--log", level, "--log-format", format],
        );
        let token = talk(&program.client(), &program).await;
        program.terminate();
        assert!(program.wait().success());
        let log = read(folder.path());
        assert!(log.contains("the service has ended"), "{level}: {log}");
        assert_silent(&format!("the log of {level} as {format}"), &log);
        assert!(!log.contains(&token), "the log of {level} has the token");
    }
}

fn read(folder: &Path) -> String {
    fs::read_to_string(folder.join(LOG)).unwrap()
}
