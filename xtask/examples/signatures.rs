//! Requests of generated clients as they come out of a socket, for a verifier that is not ours.
//!
//! `cargo xtask interop` hands them to botocore's signing code. Each line of the output is a JSON object: a request, and
//! what it should be signed with.

use std::error::Error;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use connect_client::types::{
    ChatParticipantRoleConfig, DescribeContactRequest, ParticipantDetails,
    ParticipantTimerConfiguration, ParticipantTimerType, ParticipantTimerValue,
    StartChatContactRequest, StopContactRequest, TimerEligibleParticipantRoles,
    UpdateParticipantRoleConfigChannelInfo, UpdateParticipantRoleConfigRequest,
};
use golden_auth_client::types::{LookInput, PutInput, UploadInput};
use http_body_util::BodyExt as _;
use lockstep_client::{Client, Credentials, Retries};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// An instance and a contact: plain ones, and every kind of letter that a path encodes.
const IDS: [(&str, &str); 6] = [
    ("11111111-2222-3333-4444-555555555555", "c"),
    ("a b", "c d"),
    ("a/b", "c%2Fd"),
    ("a+b", "~-_.!*'()"),
    ("é", "日本 🦀"),
    (
        "arn:aws:connect:us-east-1:111122223333:instance/a",
        "x@$&,;=:#?[]|\\^`{}\"<>",
    ),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (sender, received) = channel();
    let router = Router::new().fallback(keep).with_state(sender);
    let serving = tokio::spawn(axum::serve(listener, router).into_future());
    let result = play(address, &received).await;
    serving.abort();
    result
}

/// Keeps a request, and answers in a way that no client takes for anything.
async fn keep(State(received): State<Sender<Value>>, request: Request) -> &'static str {
    received.send(described(request).await).unwrap_or_default();
    ""
}

async fn described(request: axum::http::Request<Body>) -> Value {
    let (head, body) = request.into_parts();
    let headers = head.headers.iter();
    let headers: Vec<_> = headers
        .map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())]))
        .collect();
    // A body that broke off has no hash that could be the signed one.
    let body = body.collect().await.map(|body| body.to_bytes());
    json!({
        "method": head.method.as_str(),
        "target": head.uri.to_string(),
        "headers": headers,
        "body": BASE64_STANDARD.encode(body.unwrap_or_default()),
    })
}

/// Two kinds of credentials, and with each of them all requests.
async fn play(address: SocketAddr, received: &Receiver<Value>) -> Result<(), Box<dyn Error>> {
    for (kind, id, secret, token) in [
        (
            "key",
            "AKIDEXAMPLE",
            "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            None,
        ),
        (
            "session",
            "ASIDEXAMPLE",
            "a/+secret",
            Some("a/session+token=="),
        ),
    ] {
        let mut credentials = Credentials::new(id, secret);
        if let Some(token) = token {
            credentials = credentials.with_session_token(token);
        }
        let client = Client::builder()
            .endpoint(format!("http://{address}"))
            .credentials(credentials)
            .region("eu-central-1")
            .retries(Retries::off())
            .build()?;
        let tell = |name: &str, service: &str| -> Result<(), Box<dyn Error>> {
            let mut request = received.recv_timeout(Duration::from_secs(10))?;
            let signed_with = json!({
                "name": format!("{kind}-{name}"),
                "endpoint": format!("http://{address}"),
                "service": service,
                "region": "eu-central-1",
                "access_key": id,
                "secret_key": secret,
                "token": token,
            });
            for (key, value) in signed_with.as_object().into_iter().flatten() {
                request[key.as_str()] = value.clone();
            }
            writeln!(io::stdout(), "{request}")?;
            Ok(())
        };
        connect(&client, &tell).await?;
        vault(&client, &tell).await?;
        presigned(&client, &tell).await?;
    }
    Ok(())
}

/// Says what the request that was just made should be signed with.
type Tell<'a> = &'a dyn Fn(&str, &str) -> Result<(), Box<dyn Error>>;

async fn connect(client: &Client, tell: Tell<'_>) -> Result<(), Box<dyn Error>> {
    let connect = connect_client::Client::from(client.clone());
    // What comes back is no answer of Amazon Connect's, and nobody looks at it.
    for (index, (instance, contact)) in IDS.into_iter().enumerate() {
        let _ = connect
            .describe_contact(DescribeContactRequest::new(instance, contact))
            .await;
        tell(&format!("get-{index}"), "connect")?;
        let _ = connect
            .update_participant_role_config(update(instance, contact))
            .await;
        tell(&format!("put-{index}"), "connect")?;
    }
    let details = ParticipantDetails::new("Zoë 🦀");
    let _ = connect
        .start_chat_contact(StartChatContactRequest::new("i", "flow", details))
        .await;
    tell("put-token", "connect")?;
    let _ = connect
        .stop_contact(StopContactRequest::new("c", "i"))
        .await;
    tell("post", "connect")
}

fn update(instance: &str, contact: &str) -> UpdateParticipantRoleConfigRequest {
    let timer = ParticipantTimerConfiguration::new(
        TimerEligibleParticipantRoles::Customer,
        ParticipantTimerType::Idle,
        ParticipantTimerValue::ParticipantTimerDurationInMinutes(5),
    );
    let chat = ChatParticipantRoleConfig::new(vec![timer]);
    let configuration = UpdateParticipantRoleConfigChannelInfo::Chat(chat);
    UpdateParticipantRoleConfigRequest::new(instance, contact, configuration)
}

/// What Amazon Connect's operations do not have: a query, members in headers, a body that is not signed.
async fn vault(client: &Client, tell: Tell<'_>) -> Result<(), Box<dyn Error>> {
    let vault = golden_auth_client::Client::from(client.clone());
    let tags = ["b", "a b", "", "é=&+%", "B", "a"].map(str::to_owned);
    let look = LookInput {
        tags: Some(tags.into()),
        note: Some("two  blanks, and a comma".to_owned()),
        ..LookInput::new("thing")
    };
    let _ = vault.look(look).await;
    tell("query", "vault")?;
    let _ = vault.put(PutInput::new("thing", "value")).await;
    tell("body", "vault")?;
    let stream = lockstep_core::Body::stream(http_body_util::Full::from("not signed"));
    let _ = vault.upload(UploadInput { bytes: stream }).await;
    tell("unsigned-payload", "vault")
}

/// Requests that are signed in their query, made by a client that knows no secret.
async fn presigned(client: &Client, tell: Tell<'_>) -> Result<(), Box<dyn Error>> {
    let minute = Duration::from_secs(60);
    let get = DescribeContactRequest::new("a b", "日本/c");
    let tags = ["b", "a b", ""].map(str::to_owned);
    let look = LookInput {
        tags: Some(tags.into()),
        note: Some("signed as well".to_owned()),
        ..LookInput::new("thing")
    };
    for (name, service, request) in [
        (
            "presigned-get",
            "connect",
            client.presign(get, minute).await?,
        ),
        (
            "presigned-put",
            "connect",
            client.presign(update("i", "c"), minute).await?,
        ),
        (
            "presigned-query",
            "vault",
            client.presign(look, minute).await?,
        ),
    ] {
        let (head, body) = request.into_request().into_parts();
        let mut transport = lockstep_client::ReqwestTransport::new()?;
        let request = axum::http::Request::from_parts(head, lockstep_core::Body::from(body));
        let sent = tower::Service::call(&mut transport, request).await;
        sent.map(|_| ()).map_err(|error| error.to_string())?;
        tell(name, service)?;
    }
    Ok(())
}
