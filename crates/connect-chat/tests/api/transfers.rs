//! TransferContact: the chat goes on in another contact, with its customer and its timers.

use connect_client::types::{
    ContactInitiationMethod, DescribeContactRequest, ParticipantRole, TransferContactError,
    TransferContactRequest,
};

use crate::common::api::*;
use crate::common::{NOW, instance};
use crate::errors::*;
use crate::participants::newcomer;

fn transfer(contact: &str) -> TransferContactRequest {
    TransferContactRequest::new("i", contact, "f")
}

#[tokio::test]
async fn the_chat_goes_on_in_a_new_contact_with_its_customer_and_its_timers() {
    let api = Api::new().await;
    let first = api.chat().await;
    api.update(&first, four_timers(9)).await.unwrap();
    let call = newcomer(&first, ParticipantRole::Agent);
    let agent = api.client.create_participant(call).await.unwrap();
    let customer = api.contact(&first).await.customer;

    let second = api.client.transfer_contact(transfer(&first)).await.unwrap();
    let second_id = second.contact_id.unwrap();
    let arn = format!("arn:aws:connect:us-east-1:111122223333:instance/i/contact/{second_id}");
    assert_eq!(second.contact_arn, Some(arn));
    let third = api.client.transfer_contact(transfer(&second_id)).await;
    let third = third.unwrap().contact_id.unwrap();

    let described = |contact: &str| {
        let call = DescribeContactRequest::new("i", contact);
        let client = api.client.clone();
        async move {
            client
                .describe_contact(call)
                .await
                .unwrap()
                .contact
                .unwrap()
        }
    };
    let contact = described(&first).await;
    assert!(contact.disconnect_timestamp.is_some());
    assert_eq!(contact.previous_contact_id, None);
    let contact = described(&second_id).await;
    assert!(contact.disconnect_timestamp.is_some());
    assert_eq!(contact.previous_contact_id.as_ref(), Some(&first));
    let contact = described(&third).await;
    assert_eq!(contact.disconnect_timestamp, None);
    assert_eq!(contact.previous_contact_id.as_ref(), Some(&second_id));
    assert_eq!(contact.initial_contact_id.as_ref(), Some(&first));
    assert_eq!(
        contact.initiation_method,
        Some(ContactInitiationMethod::Transfer)
    );
    assert_eq!(api.contact(&third).await.customer, customer);
    assert_eq!(api.timers(&third).await.iter().count(), 4);

    // The agent who had not come yet cannot come any more.
    let agent = agent.participant_id.unwrap().into();
    assert!(api.store.connect(agent, NOW).await.is_err());
    // What was left behind has ended.
    let error = api.update(&first, four_timers(5)).await.unwrap_err();
    assert_told(
        &error,
        400,
        invalid_request,
        &format!("contact {first} has ended"),
    );
    let error = api.client.transfer_contact(transfer(&first)).await;
    let message = format!("contact {first} has ended");
    assert_told(&error.unwrap_err(), 400, invalid_request, &message);
}

#[tokio::test]
async fn a_repeated_call_does_not_transfer_twice() {
    let api = Api::new().await;
    let (contact, other) = (api.chat().await, api.chat().await);
    let call = |contact: &str| TransferContactRequest {
        client_token: Some("t".to_owned()),
        queue_id: Some("q".to_owned()),
        ..transfer(contact)
    };
    let first = api.client.transfer_contact(call(&contact)).await.unwrap();
    let again = api.client.transfer_contact(call(&contact)).await.unwrap();
    assert_eq!(again, first);
    let error = api.client.transfer_contact(call(&other)).await.unwrap_err();
    assert!(matches!(
        error.service_error(),
        Some(TransferContactError::IdempotencyException(_))
    ));
    assert_eq!(error.status().unwrap(), 409);
}

#[tokio::test]
async fn a_transfer_goes_to_a_queue_or_an_agent_and_not_on_for_ever() {
    let api = Api::new().await;
    let mut contact = api.chat().await;
    let both = TransferContactRequest {
        queue_id: Some("q".to_owned()),
        user_id: Some("u".to_owned()),
        ..transfer(&contact)
    };
    let error = api.client.transfer_contact(both).await.unwrap_err();
    let message = "1 validation error detected. Value at '/UserId' failed to satisfy constraint: \
        Member must not be set together with QueueId";
    assert_told(&error, 400, invalid_request, message);
    for _ in 0..11 {
        let next = api.client.transfer_contact(transfer(&contact)).await;
        contact = next.unwrap().contact_id.unwrap();
    }
    let error = api.client.transfer_contact(transfer(&contact)).await;
    let message = format!("contact {contact} has been transferred as often as it may be");
    assert_told(&error.unwrap_err(), 400, invalid_request, &message);
    // The refusal has changed nothing.
    let found = api.store.contact(&instance("i"), &contact.into()).await;
    assert_eq!(
        found.unwrap().state,
        connect_chat::contact::ContactState::Active
    );
    let error = api.client.transfer_contact(transfer("nowhere")).await;
    let message = "contact \"nowhere\" does not exist in this instance";
    assert_told(&error.unwrap_err(), 404, not_found, message);
}
