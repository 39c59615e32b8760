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
use std::time::Duration;

use connect_client::Client;
use connect_client::types::{
    ChatMessage, CreateParticipantRequest, DescribeContactRequest, ParticipantDetails,
    ParticipantDetailsToAdd, ParticipantRole, StartChatContactRequest, StopContactRequest,
};
use connect_participant_client::types::{
    ConnectionType, CreateParticipantConnectionRequest, SendMessageRequest,
};
use lockstep_client::{Credentials, Retries};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use common::api::{four_timers, start, update};
use common::listener::Listener;
use common::party::Seat;
use common::program::{LOG, Program};

const NAME: &str = "Ottilie Quendel";
const AGENT: &str = "Balduin Bilsenkraut";
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

/// A whole chat, and calls with the same secrets that go wrong in every way. Returns the tokens.
async fn talk(client: &Client, program: &Program) -> Vec<String> {
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
    let agent = |name: Option<&str>| {
        let details = ParticipantDetailsToAdd {
            participant_role: Some(ParticipantRole::Agent),
            display_name: name.map(str::to_owned),
        };
        client.create_participant(CreateParticipantRequest {
            client_token: Some("another-client-token".to_owned()),
            ..CreateParticipantRequest::new("i", &contact, details)
        })
    };
    let created = agent(Some(AGENT)).await.unwrap();
    let agents = created.participant_credentials.unwrap().participant_token;
    agent(Some(NAME)).await.unwrap_err();
    agent(None).await.unwrap_err();
    let token = started.participant_token.unwrap();
    let mut tokens = take_part(program, &token).await;
    tokens.push(token);
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
    tokens.extend(agents);
    tokens
}

/// A socket of the participant, what is said and seen, and what is refused. Returns the secrets of its connection.
async fn take_part(program: &Program, token: &str) -> Vec<String> {
    let client = lockstep_client::Client::builder()
        .endpoint(format!("http://{}", program.address))
        .retries(Retries::off());
    let service = connect_participant_client::Client::from(client.build().unwrap());
    let call = CreateParticipantConnectionRequest {
        r#type: Some(vec![
            ConnectionType::Websocket,
            ConnectionType::ConnectionCredentials,
        ]),
        ..CreateParticipantConnectionRequest::new(token)
    };
    let made = service.create_participant_connection(call).await.unwrap();
    let credentials = made.connection_credentials.unwrap();
    let seat = Seat {
        token: credentials.connection_token.unwrap(),
        url: made.websocket.unwrap().url.unwrap(),
    };
    let mut listener = Listener::listen(&seat).await;
    listener.ask(serde_json::json!(MESSAGE)).await;
    let said = |kind| SendMessageRequest::new(kind, MESSAGE, &seat.token);
    service.send_message(said("text/plain")).await.unwrap();
    service.send_message(said("text/html")).await.unwrap_err();
    let stranger = SendMessageRequest::new("text/plain", MESSAGE, token);
    service.send_message(stranger).await.unwrap_err();
    assert_eq!(listener.items().await.len(), 2);
    assert_eq!(Listener::refused(&format!("{}0", seat.url)).await, 403);
    let (_, ticket) = seat.url.split_once("?ticket=").unwrap();
    vec![seat.token.clone(), ticket.to_owned()]
}

fn assert_silent(what: &str, text: &str) {
    for secret in [NAME, AGENT, CUSTOMER, MESSAGE, ATTRIBUTE] {
        assert!(!text.contains(secret), "{what} says {secret:?}: {text}");
    }
}

#[tokio::test]
async fn the_log_says_nothing_about_people_at_any_level() {
    for (level, format) in [
        ("debug", "text"),
        ("debug", "json"),
        ("trace", "text"),
        // Asked for by name, in each way that a filter has.
        ("info,tungstenite=trace", "text"),
        ("info,tungstenite::protocol=trace", "json"),
        ("info,tungstenite::protocol::frame=trace", "text"),
        ("info,[{message}]=trace", "text"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(
            folder.path(),
            // Off, so that requests that cannot be read get as far as that.
            &["--auth", "off", "--log", level, "--log-format", format],
        );
        let tokens = talk(&program.client(), &program).await;
        program.terminate();
        assert!(program.wait().success());
        let log = read(folder.path());
        assert!(log.contains("the service has ended"), "{level}: {log}");
        assert_silent(&format!("the log of {level} as {format}"), &log);
        for token in tokens {
            assert!(!log.contains(&token), "the log of {level} has a token");
        }
    }
}

#[tokio::test]
async fn the_log_says_nothing_that_signs() {
    const SECRET: &str = "quendel/hunter2+secret";
    const TOKEN: &str = "ottilie/session+token";
    let folder = tempfile::tempdir().unwrap();
    let key = format!("AKIDTEMPORARY:{SECRET}:{TOKEN}");
    let program = Program::start(folder.path(), &["--log", "trace", "--access-key", &key]);
    let with = |secret| {
        let credentials = Credentials::new("AKIDTEMPORARY", secret).with_session_token(TOKEN);
        lockstep_client::Client::builder()
            .endpoint(format!("http://{}", program.address))
            .credentials(credentials)
            .region("us-east-1")
            .retries(Retries::off())
            .build()
            .unwrap()
    };
    let (client, wrong) = (with(SECRET), with("another"));
    let describe = || DescribeContactRequest::new("i", "nobody");
    for client in [&client, &wrong] {
        let client = Client::from(client.clone());
        client.describe_contact(describe()).await.unwrap_err();
    }
    let minute = Duration::from_secs(60);
    let presigned = client.presign(describe(), minute).await.unwrap();
    let (head, _) = presigned.into_request().into_parts();
    let target = head.uri.path_and_query().unwrap().to_string();
    let (_, signature) = target.split_once("X-Amz-Signature=").unwrap();
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close",
        program.address
    );
    let mut headers = String::new();
    for (name, value) in &head.headers {
        headers += &format!("\r\n{name}: {}", value.to_str().unwrap());
    }
    let mut stream = TcpStream::connect(program.address).await.unwrap();
    let request = format!("{request}{headers}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    program.terminate();
    assert!(program.wait().success());
    let log = read(folder.path());
    assert!(log.contains("InvalidSignatureException"), "{log}");
    for secret in [SECRET, TOKEN, "session%2Btoken", signature] {
        assert!(!log.contains(secret), "the log says {secret:?}: {log}");
    }
}

#[test]
fn the_help_says_nothing_secret_of_the_environment() {
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_connect-chat"))
        .arg("--help")
        .env("CONNECT_CHAT_ACCESS_KEYS", "AKIDTEMPORARY:hush1:hush2")
        .env(
            "CONNECT_CHAT_DISCONNECT_FLOW",
            "http://ottilie:hush3@127.0.0.1:9000/flow?token=hush4",
        )
        .env("CONNECT_CHAT_ACCOUNT", "444455556666")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(help.contains("CONNECT_CHAT_DISCONNECT_FLOW"), "{help}");
    assert!(help.contains("444455556666"), "what is no secret: {help}");
    assert!(!help.contains("hush"), "{help}");
}

fn read(folder: &Path) -> String {
    fs::read_to_string(folder.join(LOG)).unwrap()
}
