//! A test of one's own against a chat in the same process: nothing is installed, and nothing sleeps.
//!
//! `cargo run -p connect-chat --example embed_test`

use std::error::Error;
use std::time::Duration;

use connect_chat::ids::ParticipantId;
use connect_chat::item::ItemKind;
use connect_client::Client;
use connect_client::types::*;
use lockstep_client::Credentials;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let chat = connect_chat::testing::start().await?;

    let (key, secret) = chat.credentials();
    let client: Client = lockstep_client::Client::builder()
        .endpoint(chat.endpoint())
        .credentials(Credentials::new(key, secret))
        .region("us-east-1")
        .build()?
        .into();

    // A customer begins a chat, whose agent is to be let go after ten minutes of silence.
    let details = ParticipantDetails::new("Ann");
    let start = StartChatContactRequest::new("my-instance", "my-flow", details);
    let started = client.start_chat_contact(start).await?;
    let contact = started.contact_id.unwrap_or_default();
    let timer = ParticipantTimerConfiguration::new(
        TimerEligibleParticipantRoles::Customer,
        ParticipantTimerType::DisconnectNoncustomer,
        ParticipantTimerValue::ParticipantTimerDurationInMinutes(10),
    );
    let timers =
        UpdateParticipantRoleConfigChannelInfo::Chat(ChatParticipantRoleConfig::new(vec![timer]));
    let update = UpdateParticipantRoleConfigRequest::new("my-instance", &contact, timers);
    client.update_participant_role_config(update).await?;

    // An agent is let in, and both are there.
    let details = ParticipantDetailsToAdd {
        participant_role: Some(ParticipantRole::Agent),
        display_name: Some("Bob".to_owned()),
    };
    let create = CreateParticipantRequest::new("my-instance", &contact, details);
    let agent = client.create_participant(create).await?;
    for participant in [started.participant_id, agent.participant_id] {
        let participant = ParticipantId::from(participant.unwrap_or_default());
        chat.store.connect(participant, chat.clock.now()).await?;
    }

    // Eight hours pass, and what fell due is there.
    chat.clock.advance(Duration::from_secs(8 * 60 * 60)).await?;
    let record = chat.store.items(&contact.into()).await?;
    let disconnected = record
        .iter()
        .find(|item| item.kind == ItemKind::AutoDisconnected)
        .ok_or("nobody was disconnected")?;
    let after = disconnected.at.since(record[0].at);
    println!(
        "the agent was disconnected after {} minutes",
        after.as_secs() / 60
    );
    assert_eq!(after.as_secs() / 60, 10);
    Ok(())
}
