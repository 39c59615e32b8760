//! A whole chat as its clients see it: a service in this process, both of its clients, and who takes part.

use std::time::Duration;

use connect_chat::config::Config;
use connect_chat::testing::{self, TestChat};
use connect_client::types::{
    CreateParticipantRequest, ParticipantDetailsToAdd, ParticipantRole, TransferContactRequest,
};
use connect_participant_client::types::{
    ConnectionType, CreateParticipantConnectionError, CreateParticipantConnectionRequest,
    GetTranscriptRequest, Item, SendEventRequest, SendMessageRequest, SortKey,
};
use lockstep_client::{Credentials, Retries};

use super::api::{CallError, start, timer, update};

/// A chat in the instance `i`, whose customer is Ann.
pub(crate) struct Party {
    pub(crate) chat: TestChat,
    pub(crate) connect: connect_client::Client,
    pub(crate) service: connect_participant_client::Client,
    pub(crate) contact: String,
    /// The customer's participant token.
    pub(crate) ann: String,
}

/// What a participant has after it has been let in.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) token: String,
    pub(crate) url: String,
}

impl Party {
    pub(crate) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let chat = testing::start_with(change).await.unwrap();
        let (key, secret) = chat.credentials();
        let client = || {
            lockstep_client::Client::builder()
                .endpoint(chat.endpoint())
                .retries(Retries::off())
        };
        let signing = client()
            .credentials(Credentials::new(key, secret))
            .region("us-east-1");
        let connect: connect_client::Client = signing.build().unwrap().into();
        let service = client().build().unwrap().into();
        let started = connect.start_chat_contact(start("i")).await.unwrap();
        Self {
            connect,
            service,
            contact: started.contact_id.unwrap(),
            ann: started.participant_token.unwrap(),
            chat,
        }
    }

    /// Sets timers, each to so many minutes.
    pub(crate) async fn timers(
        &self,
        timers: &[(
            connect_client::types::TimerEligibleParticipantRoles,
            connect_client::types::ParticipantTimerType,
            i32,
        )],
    ) {
        let timers = timers.iter().cloned();
        let timers = timers.map(|(role, kind, minutes)| timer(role, kind, minutes));
        let update = update("i", &self.contact, timers.collect());
        self.connect
            .update_participant_role_config(update)
            .await
            .unwrap();
    }

    /// Lets someone in, and answers with the participant token.
    pub(crate) async fn let_in(&self, role: ParticipantRole, name: &str) -> String {
        let details = ParticipantDetailsToAdd {
            participant_role: Some(role),
            display_name: Some(name.to_owned()),
        };
        let create = CreateParticipantRequest::new("i", &self.contact, details);
        let created = self.connect.create_participant(create).await.unwrap();
        let credentials = created.participant_credentials.unwrap();
        credentials.participant_token.unwrap()
    }

    /// Makes a connection, without being there yet.
    pub(crate) async fn connection(
        &self,
        participant_token: &str,
    ) -> Result<Seat, CallError<CreateParticipantConnectionError>> {
        connection(&self.service, participant_token).await
    }

    /// Makes a connection that counts without a socket.
    pub(crate) async fn join(&self, participant_token: &str) -> Seat {
        let call = CreateParticipantConnectionRequest {
            connect_participant: Some(true),
            ..CreateParticipantConnectionRequest::new(participant_token)
        };
        self.service
            .create_participant_connection(call)
            .await
            .unwrap();
        self.connection(participant_token).await.unwrap()
    }

    /// Says something, and answers with its id.
    pub(crate) async fn says(&self, seat: &Seat, text: &str) -> String {
        let message = SendMessageRequest::new("text/plain", text, &seat.token);
        let said = self.service.send_message(message).await.unwrap();
        said.id.unwrap()
    }

    pub(crate) async fn signals(&self, seat: &Seat, event: &str, content: Option<String>) {
        let kind = format!("application/vnd.amazonaws.connect.event.{event}");
        let event = SendEventRequest {
            content,
            ..SendEventRequest::new(kind, &seat.token)
        };
        self.service.send_event(event).await.unwrap();
    }

    pub(crate) async fn advance(&self, minutes: u64) {
        let by = Duration::from_secs(minutes * 60);
        self.chat.clock.advance(by).await.unwrap();
    }

    /// Passes the chat on.
    pub(crate) async fn transfer(&mut self) {
        let transfer = TransferContactRequest::new("i", &self.contact, "flow");
        let passed = self.connect.transfer_contact(transfer).await.unwrap();
        self.contact = passed.contact_id.unwrap();
    }

    /// The whole transcript, the oldest first, in short.
    pub(crate) async fn transcript(&self, seat: &Seat) -> Vec<String> {
        let call = GetTranscriptRequest {
            max_results: Some(100),
            sort_order: Some(SortKey::Ascending),
            ..GetTranscriptRequest::new(&seat.token)
        };
        let read = self.service.get_transcript(call).await.unwrap();
        assert_eq!(read.next_token, None);
        told(&read.transcript.unwrap())
    }
}

/// Makes a connection for whoever has this token, without being there yet.
pub(crate) async fn connection(
    service: &connect_participant_client::Client,
    participant_token: &str,
) -> Result<Seat, CallError<CreateParticipantConnectionError>> {
    let call = CreateParticipantConnectionRequest {
        r#type: Some(vec![
            ConnectionType::Websocket,
            ConnectionType::ConnectionCredentials,
        ]),
        ..CreateParticipantConnectionRequest::new(participant_token)
    };
    let made = service.create_participant_connection(call).await?;
    let credentials = made.connection_credentials.unwrap();
    Ok(Seat {
        token: credentials.connection_token.unwrap(),
        url: made.websocket.unwrap().url.unwrap(),
    })
}

/// Who, and what.
pub(crate) fn told(items: &[Item]) -> Vec<String> {
    let line = |item: &Item| {
        let name = item.display_name.as_deref().unwrap_or("-");
        let kind = item.content_type.as_deref().unwrap();
        let kind = kind.strip_prefix("application/vnd.amazonaws.connect.event.");
        let what = item.content.as_deref().or(kind).unwrap();
        format!("{name}: {what}")
    };
    items.iter().map(line).collect()
}
