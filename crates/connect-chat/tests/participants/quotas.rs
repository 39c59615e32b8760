//! How many calls a second the operations take.

use std::time::Duration;

use connect_chat::config::Switch;
use connect_client::types::{
    ParticipantTimerType, TimerEligibleParticipantRoles, UpdateParticipantRoleConfigError,
};
use connect_participant_client::types::{SendMessageError, SendMessageRequest};

use crate::common::api::{start, timer, update};
use crate::common::party::{Party, Seat};

async fn throttled() -> Party {
    Party::with(|config| config.quotas = Switch::On).await
}

async fn millis(party: &Party, millis: u64) {
    let by = Duration::from_millis(millis);
    party.chat.clock.advance(by).await.unwrap();
}

#[tokio::test]
async fn an_operation_takes_so_many_calls_at_once_and_so_many_a_second() {
    let party = throttled().await;
    let call = async || {
        let idle = timer(
            TimerEligibleParticipantRoles::Customer,
            ParticipantTimerType::Idle,
            5,
        );
        let call = update("i", &party.contact, vec![idle]);
        party.connect.update_participant_role_config(call).await
    };
    for _ in 0..5 {
        call().await.unwrap();
    }
    let refused = call().await.unwrap_err();
    assert!(matches!(
        refused.service_error(),
        Some(UpdateParticipantRoleConfigError::ThrottlingException(error))
            if error.message.as_deref() == Some("Rate exceeded")
    ));
    assert_eq!(refused.status().unwrap(), 429);
    // Other operations have buckets of their own. An operation that lists no such error answers with it, too.
    for _ in 1..8 {
        party.connect.start_chat_contact(start("i")).await.unwrap();
    }
    let refused = party.connect.start_chat_contact(start("i")).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.status().unwrap(), 429);
    assert!(
        refused.to_string().contains("ThrottlingException"),
        "{refused}"
    );
    // Two a second, by the chat's own clock.
    millis(&party, 500).await;
    call().await.unwrap();
    assert!(call().await.is_err());
}

#[tokio::test]
async fn the_participant_service_counts_for_each_instance() {
    let party = throttled().await;
    let ann = party.join(&party.ann).await;
    let says = async |seat: &Seat| {
        let message = SendMessageRequest::new("text/plain", "hello", &seat.token);
        party.service.send_message(message).await
    };
    for _ in 0..15 {
        says(&ann).await.unwrap();
    }
    let refused = says(&ann).await.unwrap_err();
    assert!(matches!(
        refused.service_error(),
        Some(SendMessageError::ThrottlingException(_))
    ));
    // A token of nobody's takes nothing from anybody.
    let stranger = Seat {
        token: "nobody".to_owned(),
        ..ann.clone()
    };
    let refused = says(&stranger).await.unwrap_err();
    assert!(matches!(
        refused.service_error(),
        Some(SendMessageError::AccessDeniedException(_))
    ));
    let elsewhere = party.connect.start_chat_contact(start("j")).await.unwrap();
    let other = party.join(&elsewhere.participant_token.unwrap()).await;
    says(&other).await.unwrap();
    // It refuses messages, and nobody's way in or out.
    party.signals(&ann, "typing", None).await;
    millis(&party, 1_000).await;
    says(&ann).await.unwrap();
}

#[tokio::test]
async fn nobody_counts_unless_asked_to() {
    let party = Party::new().await;
    let ann = party.join(&party.ann).await;
    for _ in 0..20 {
        party.says(&ann, "hello").await;
    }
}
