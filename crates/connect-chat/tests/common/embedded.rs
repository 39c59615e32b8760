//! A service in the test's own process, and a signed client of it.

use std::time::Duration;

use connect_chat::testing::TestChat;
use connect_client::Client;
use connect_client::types::{
    CreateParticipantRequest, ParticipantDetailsToAdd, ParticipantRole,
    ParticipantTimerConfiguration,
};
use lockstep_client::{Credentials, Retries};

use super::api::{start, update};
use super::scene::told;

pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) fn client_of(chat: &TestChat) -> Client {
    let (key, secret) = chat.credentials();
    let client = lockstep_client::Client::builder()
        .endpoint(chat.endpoint())
        .credentials(Credentials::new(key, secret))
        .region("us-east-1")
        .retries(Retries::off());
    client.build().unwrap().into()
}

/// A chat whose customer is there, with these timers.
pub(crate) async fn begin(
    chat: &TestChat,
    timers: Vec<ParticipantTimerConfiguration>,
) -> (Client, String) {
    let client = client_of(chat);
    let started = client.start_chat_contact(start("i")).await.unwrap();
    let contact = started.contact_id.unwrap();
    let customer = started.participant_id.unwrap();
    set(&client, &contact, timers).await;
    chat.store
        .connect(customer.into(), chat.clock.now())
        .await
        .unwrap();
    (client, contact)
}

pub(crate) async fn set(
    client: &Client,
    contact: &str,
    timers: Vec<ParticipantTimerConfiguration>,
) {
    let call = update("i", contact, timers);
    client.update_participant_role_config(call).await.unwrap();
}

/// An agent who comes in. Until there is a participant service, that is a call to the store.
pub(crate) async fn agent(chat: &TestChat, client: &Client, contact: &str) -> String {
    let details = ParticipantDetailsToAdd {
        participant_role: Some(ParticipantRole::Agent),
        display_name: Some("Bea".to_owned()),
    };
    let call = CreateParticipantRequest::new("i", contact, details);
    let agent = client.create_participant(call).await.unwrap();
    let agent = agent.participant_id.unwrap();
    chat.store
        .connect(agent.clone().into(), chat.clock.now())
        .await
        .unwrap();
    agent
}

/// What happened since the last time, with the minutes counted from the start of the chat.
pub(crate) async fn record(chat: &TestChat, contact: &str) -> Vec<String> {
    let items = chat.store.items(&contact.to_owned().into()).await.unwrap();
    let start = items[0].at;
    let minute = |at: connect_chat::moment::Moment| at.since(start).as_secs() / 60;
    let lines = told(&items).into_iter().zip(&items).map(|(line, item)| {
        let rest = line.split_once(' ').unwrap().1.to_owned();
        format!("{} {rest}", minute(item.at))
    });
    lines.collect()
}
