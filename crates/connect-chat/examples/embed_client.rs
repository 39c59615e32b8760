//! A client of Amazon Connect that sets one timer.

use connect_client::Client;
use connect_client::types::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let endpoint = std::env::args()
        .nth(1)
        .unwrap_or("http://127.0.0.1:8080".to_owned());
    // Credentials and region come from the environment or from ~/.aws, as with any SDK.
    let client = Client::new(&endpoint)?;
    let timer = ParticipantTimerConfiguration::new(
        TimerEligibleParticipantRoles::Customer,
        ParticipantTimerType::Idle,
        ParticipantTimerValue::ParticipantTimerDurationInMinutes(5),
    );
    let timers =
        UpdateParticipantRoleConfigChannelInfo::Chat(ChatParticipantRoleConfig::new(vec![timer]));
    for contact in ["the-chat", "no-chat"] {
        let input = UpdateParticipantRoleConfigRequest::new("my-instance", contact, timers.clone());
        match client.update_participant_role_config(input).await {
            Ok(_) => println!("{contact}: the timer is set"),
            Err(error) => match error.service_error() {
                Some(UpdateParticipantRoleConfigError::ResourceNotFoundException(missing)) => {
                    println!(
                        "{contact}: {missing}, request {}",
                        error.request_id().unwrap_or("unknown")
                    );
                }
                _ => return Err(error.into()),
            },
        }
    }
    Ok(())
}
