//! CreateParticipant: who is let into a chat, and who is not.

use connect_client::types::{
    CreateParticipantError, CreateParticipantRequest, ParticipantDetailsToAdd, ParticipantRole,
    StopContactRequest,
};

use crate::common::api::*;
use crate::common::{NOW, chat, instance};
use crate::errors::*;

pub(crate) fn newcomer(contact: &str, role: ParticipantRole) -> CreateParticipantRequest {
    let details = ParticipantDetailsToAdd {
        participant_role: Some(role),
        display_name: Some("Bea".to_owned()),
    };
    CreateParticipantRequest::new("i", contact, details)
}

/// That a call is refused by this error with this message.
fn assert_refused(error: &CallError<CreateParticipantError>, message: &str) {
    assert_told(error, 400, invalid_request, message);
}

#[tokio::test]
async fn agents_programs_and_supervisors_are_let_in_with_a_token_each() {
    let api = Api::new().await;
    let contact = api.chat().await;
    let mut seen = vec![];
    for role in [
        ParticipantRole::Agent,
        ParticipantRole::CustomBot,
        ParticipantRole::Supervisor,
    ] {
        let call = newcomer(&contact, role);
        let answer = api.client.create_participant(call).await.unwrap();
        let credentials = answer.participant_credentials.unwrap();
        let token = credentials.participant_token.unwrap();
        assert_eq!(token.len(), 64);
        // A text with three digits of the second's fraction, a week from now.
        let expiry = credentials.expiry.unwrap();
        assert!(
            expiry.ends_with('Z') && expiry.len() == "2026-04-23T15:33:19.546Z".len(),
            "{expiry}"
        );
        let bearer = api.store.bearer(&token.clone().into()).await.unwrap();
        let participant = bearer.participant;
        assert_eq!(bearer.contact.id.as_str(), contact);
        assert_eq!(
            Some(participant.id.as_str()),
            answer.participant_id.as_deref()
        );
        assert_eq!(participant.display_name, "Bea");
        seen.extend([token, answer.participant_id.unwrap()]);
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 6);
    // They have not come in, so nothing has happened.
    assert_eq!(api.store.items(&contact.into()).await.unwrap(), []);
}

#[tokio::test]
async fn a_repeated_call_lets_nobody_in() {
    let api = Api::new().await;
    let contact = api.chat().await;
    let call = || CreateParticipantRequest {
        client_token: Some("t".to_owned()),
        ..newcomer(&contact, ParticipantRole::Agent)
    };
    let first = api.client.create_participant(call()).await.unwrap();
    assert_eq!(api.client.create_participant(call()).await.unwrap(), first);
    let mut other = call();
    other.participant_details.display_name = Some("Cid".to_owned());
    let error = api.client.create_participant(other).await.unwrap_err();
    let message = format!(
        "the client token was used before with other parameters, which let in participant {}",
        first.participant_id.as_deref().unwrap()
    );
    assert_refused(&error, &message);
    // In another chat, and if it is empty, the token is another.
    let elsewhere = CreateParticipantRequest {
        client_token: Some("t".to_owned()),
        ..newcomer(&api.chat().await, ParticipantRole::Agent)
    };
    assert_ne!(
        api.client.create_participant(elsewhere).await.unwrap(),
        first
    );
    let empty = || CreateParticipantRequest {
        client_token: Some(String::new()),
        ..call()
    };
    let one = api.client.create_participant(empty()).await.unwrap();
    assert_ne!(api.client.create_participant(empty()).await.unwrap(), one);
}

#[tokio::test]
async fn a_role_and_a_name_are_needed_and_customers_are_not_added() {
    let api = Api::new().await;
    let contact = api.chat().await;
    let details = ParticipantDetailsToAdd::default();
    let call = CreateParticipantRequest::new("i", &contact, details);
    let error = api.client.create_participant(call).await.unwrap_err();
    assert_refused(
        &error,
        "2 validation errors detected. \
         Value at '/ParticipantDetails/ParticipantRole' failed to satisfy constraint: Member must not be null; \
         Value at '/ParticipantDetails/DisplayName' failed to satisfy constraint: Member must not be null",
    );
    for role in [ParticipantRole::Customer, ParticipantRole::System] {
        let call = newcomer(&contact, role);
        let error = api.client.create_participant(call).await.unwrap_err();
        assert_refused(
            &error,
            "1 validation error detected. Value at '/ParticipantDetails/ParticipantRole' failed to satisfy \
             constraint: Member must be one of [CUSTOM_BOT, AGENT, SUPERVISOR]",
        );
    }
}

#[tokio::test]
async fn nobody_is_let_into_a_chat_that_is_not_there_is_over_or_is_full() {
    let api = Api::new().await;
    let contact = api.chat().await;
    let unknown = newcomer("nowhere", ParticipantRole::Agent);
    let error = api.client.create_participant(unknown).await.unwrap_err();
    let message = "contact \"nowhere\" does not exist in this instance";
    assert_told(&error, 404, not_found, message);

    let mut people = vec![];
    for _ in 0..5 {
        let call = newcomer(&contact, ParticipantRole::Agent);
        people.push(api.client.create_participant(call).await.unwrap());
    }
    let call = || newcomer(&contact, ParticipantRole::Agent);
    let error = api.client.create_participant(call()).await.unwrap_err();
    assert!(matches!(
        error.service_error(),
        Some(CreateParticipantError::ServiceQuotaExceededException(_))
    ));
    assert_eq!(error.status().unwrap(), 402);
    // When one has left, there is room again.
    let left = people.pop().unwrap().participant_id.unwrap();
    api.store.disconnect(left.into(), NOW).await.unwrap();
    api.client.create_participant(call()).await.unwrap();

    let stop = StopContactRequest::new(&contact, "i");
    api.client.stop_contact(stop).await.unwrap();
    let error = api.client.create_participant(call()).await.unwrap_err();
    assert_refused(&error, &format!("contact {contact} has ended"));

    let voice = connect_chat::contact::StartContact {
        channel: connect_chat::contact::Channel::Voice,
        ..chat()
    };
    let voice = api.store.start_contact(voice, NOW).await.unwrap();
    assert_eq!(voice.instance, instance("i"));
    let call = newcomer(voice.id.as_str(), ParticipantRole::Agent);
    let error = api.client.create_participant(call).await.unwrap_err();
    assert_refused(&error, &format!("contact {} is not a chat", voice.id));
}
