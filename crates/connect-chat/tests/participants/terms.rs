//! What the call that starts a chat lays down for all of it: how long it lasts, and what messages may be.

use connect_client::types::{DescribeContactRequest, ParticipantRole, StartChatContactRequest};
use connect_participant_client::types::{
    CreateParticipantConnectionError, CreateParticipantConnectionRequest, SendMessageError,
    SendMessageRequest,
};

use crate::common::api::{Customer, Idle, start};
use crate::common::party::{Party, Seat};

/// A party whose chat is another one than the first.
async fn of(start: StartChatContactRequest) -> Party {
    let mut party = Party::new().await;
    let started = party.connect.start_chat_contact(start).await.unwrap();
    party.contact = started.contact_id.unwrap();
    party.ann = started.participant_token.unwrap();
    party
}

async fn record(party: &Party) -> Vec<String> {
    let contact = party.contact.clone().into();
    let items = party.chat.store.items(&contact).await.unwrap();
    let kinds = items.iter().map(|item| item.kind.content_type());
    kinds
        .filter_map(|kind| kind.rsplit_once("event."))
        .map(|(_, kind)| kind.to_owned())
        .collect()
}

async fn is_over(party: &Party) -> bool {
    let call = DescribeContactRequest::new("i", &party.contact);
    let described = party.connect.describe_contact(call).await.unwrap();
    described.contact.unwrap().disconnect_timestamp.is_some()
}

#[tokio::test]
async fn a_chat_ends_when_it_has_lasted_as_long_as_it_may() {
    let mut party = of(StartChatContactRequest {
        chat_duration_in_minutes: Some(60),
        ..start("i")
    })
    .await;
    party.timers(&[(Customer, Idle, 30)]).await;
    party.join(&party.ann).await;
    let bob = party.let_in(ParticipantRole::Agent, "Bob").await;
    party.join(&bob).await;
    party.transfer().await;
    let bea = party.let_in(ParticipantRole::Agent, "Bea").await;
    party.advance(30).await;
    party.join(&bea).await;
    party.advance(29).await;
    assert!(!is_over(&party).await);
    // The timer and the chat run out at once: first the one, then the other.
    party.advance(1).await;
    assert!(is_over(&party).await);
    let recorded = record(&party).await;
    assert_eq!(
        recorded[4..],
        ["participant.joined", "participant.idle", "chat.ended"]
    );
    let back = CreateParticipantConnectionRequest::new(&bea);
    let back = CreateParticipantConnectionRequest {
        connect_participant: Some(true),
        ..back
    };
    let refused = party.service.create_participant_connection(back).await;
    assert!(matches!(
        refused.unwrap_err().service_error(),
        Some(CreateParticipantConnectionError::AccessDeniedException(_))
    ));
}

#[tokio::test]
async fn a_chat_of_which_nothing_is_said_lasts_as_the_settings_have_it() {
    let party = Party::new().await;
    party.advance(8 * 24 * 60).await;
    assert!(!is_over(&party).await);
    let party = Party::with(|config| config.chat_duration = Some(25 * 60)).await;
    party.advance(25 * 60 - 1).await;
    assert!(!is_over(&party).await);
    party.advance(1).await;
    assert!(is_over(&party).await);
    assert_eq!(record(&party).await, ["chat.ended"]);
}

#[tokio::test]
async fn messages_have_the_content_types_that_the_chat_was_started_with() {
    let markdown = |seat: &Seat| SendMessageRequest::new("text/markdown", "*hello*", &seat.token);
    let party = of(StartChatContactRequest {
        supported_messaging_content_types: Some(vec!["text/plain".to_owned()]),
        ..start("i")
    })
    .await;
    let ann = party.join(&party.ann).await;
    let refused = party.service.send_message(markdown(&ann)).await;
    let refused = refused.unwrap_err();
    let Some(SendMessageError::ValidationException(refused)) = refused.service_error() else {
        panic!("{refused:?}");
    };
    assert_eq!(
        refused.message,
        "text/markdown is not among the SupportedMessagingContentTypes of the chat"
    );
    party.says(&ann, "hello").await;

    let both = vec!["text/markdown".to_owned(), "text/plain".to_owned()];
    // A chat that names none takes all.
    for supported_messaging_content_types in [Some(both), None] {
        let party = of(StartChatContactRequest {
            supported_messaging_content_types,
            ..start("i")
        })
        .await;
        let ann = party.join(&party.ann).await;
        party.service.send_message(markdown(&ann)).await.unwrap();
        party.says(&ann, "hello").await;
        assert_eq!(
            party.transcript(&ann).await[1..],
            ["Ann: *hello*", "Ann: hello"]
        );
    }
}
