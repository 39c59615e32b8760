//! A whole chat with its web sockets, and five hours in no time: a customer who falls silent, and an agent who is let
//! go for it.
//!
//! `cargo run -p connect-chat --example chat`

use std::error::Error;
use std::time::Duration;

use connect_client::types::*;
use connect_participant_client::types::{
    ConnectionType, CreateParticipantConnectionRequest, SendMessageRequest,
};
use futures_util::{SinkExt, StreamExt};
use lockstep_client::Credentials;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // One endpoint for both services: one is signed, the other goes by tokens.
    let chat = connect_chat::testing::start().await?;
    let client = || lockstep_client::Client::builder().endpoint(chat.endpoint());
    let (key, secret) = chat.credentials();
    let signing = client().credentials(Credentials::new(key, secret));
    let connect: connect_client::Client = signing.region("us-east-1").build()?.into();
    let service: connect_participant_client::Client = client().build()?.into();

    // A customer begins a chat, whose agent is to be let go after five hours of silence.
    let details = ParticipantDetails::new("Ann");
    let start = StartChatContactRequest::new("my-instance", "my-flow", details);
    let started = connect.start_chat_contact(start).await?;
    let contact = started.contact_id.unwrap_or_default();
    let timer = ParticipantTimerConfiguration::new(
        TimerEligibleParticipantRoles::Customer,
        ParticipantTimerType::DisconnectNoncustomer,
        ParticipantTimerValue::ParticipantTimerDurationInMinutes(300),
    );
    let timers = ChatParticipantRoleConfig::new(vec![timer]);
    let timers = UpdateParticipantRoleConfigChannelInfo::Chat(timers);
    let update = UpdateParticipantRoleConfigRequest::new("my-instance", &contact, timers);
    connect.update_participant_role_config(update).await?;
    let details = ParticipantDetailsToAdd {
        participant_role: Some(ParticipantRole::Agent),
        display_name: Some("Bob".to_owned()),
    };
    let create = CreateParticipantRequest::new("my-instance", &contact, details);
    let agent = connect.create_participant(create).await?;
    let agent = agent.participant_credentials.unwrap_or_default();

    // Both come in, and talk.
    let customer = started.participant_token.unwrap_or_default();
    let agent = agent.participant_token.unwrap_or_default();
    let (mut ann, anns) = come_in(&service, &customer).await?;
    let (_bob, bobs) = come_in(&service, &agent).await?;
    for (token, text) in [(&bobs, "How can I help?"), (&anns, "My boat leaks.")] {
        let message = SendMessageRequest::new("text/plain", text, token);
        service.send_message(message).await?;
    }

    // When this is done, everything that fell due has been written to each socket.
    chat.clock.advance(Duration::from_secs(5 * 60 * 60)).await?;
    loop {
        let item = next(&mut ann).await?;
        let kind = item["ContentType"].as_str().unwrap_or_default();
        let what = item["Content"].as_str().or(kind.rsplit('.').next());
        println!(
            "{} {}: {}",
            item["AbsoluteTime"],
            item["DisplayName"],
            what.unwrap_or_default()
        );
        if kind.ends_with("participant.left") {
            assert_eq!(item["DisplayName"], "Bob");
            return Ok(());
        }
    }
}

/// Opens the socket of a participant who has this token, and answers with the connection token too.
async fn come_in(
    service: &connect_participant_client::Client,
    token: &str,
) -> Result<(Socket, String), Box<dyn Error>> {
    let call = CreateParticipantConnectionRequest {
        r#type: Some(vec![
            ConnectionType::Websocket,
            ConnectionType::ConnectionCredentials,
        ]),
        ..CreateParticipantConnectionRequest::new(token)
    };
    let made = service.create_participant_connection(call).await?;
    let url = made
        .websocket
        .and_then(|socket| socket.url)
        .unwrap_or_default();
    let (mut socket, _) = connect_async(url).await?;
    let subscribe = r#"{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}"#;
    socket.send(Message::text(subscribe)).await?;
    // The first frame says that it is done.
    socket.next().await.ok_or("the socket was closed")??;
    let credentials = made.connection_credentials.unwrap_or_default();
    Ok((socket, credentials.connection_token.unwrap_or_default()))
}

/// What happens next.
async fn next(socket: &mut Socket) -> Result<Value, Box<dyn Error>> {
    let frame = socket.next().await.ok_or("the socket was closed")??;
    let frame: Value = serde_json::from_str(frame.to_text()?)?;
    Ok(serde_json::from_str(
        frame["content"].as_str().unwrap_or_default(),
    )?)
}
