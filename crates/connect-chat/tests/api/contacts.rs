//! `DescribeContact` and `StopContact`.

use std::collections::BTreeMap;

use connect_chat::contact::{Channel, StartContact};
use connect_client::types::{
    Channel as WireChannel, Contact, ContactInitiationMethod, DescribeContactError,
    DescribeContactRequest, SegmentAttributeValue, StopContactError, StopContactRequest,
};
use lockstep_core::Timestamp;

use crate::common::api::*;
use crate::common::{self, LATER, NOW, instance};
use crate::errors::{assert_told, invalid_parameter, invalid_request, not_found};

pub(crate) async fn stop(api: &Api, contact: &str) -> Result<(), CallError<StopContactError>> {
    let call = StopContactRequest::new(contact, "i");
    api.client.stop_contact(call).await.map(|_| ())
}

async fn describe(
    api: &Api,
    instance: &str,
    contact: &str,
) -> Result<Contact, CallError<DescribeContactError>> {
    let call = DescribeContactRequest::new(instance, contact);
    Ok(api.client.describe_contact(call).await?.contact.unwrap())
}

fn is_recent(time: Option<Timestamp>) -> bool {
    time.is_some_and(|time| (0..=60).contains(&(Timestamp::now().seconds() - time.seconds())))
}

#[tokio::test]
async fn a_contact_is_described_before_and_after_its_end() {
    let api = Api::new().await;
    let related = api.chat().await;
    let value = SegmentAttributeValue {
        value_string: Some("connect:Chat".to_owned()),
        ..Default::default()
    };
    let call = connect_client::types::StartChatContactRequest {
        customer_id: Some("cust-1".to_owned()),
        related_contact_id: Some(related.clone()),
        segment_attributes: Some(BTreeMap::from([(
            "connect:Subtype".to_owned(),
            value.clone(),
        )])),
        ..start("i")
    };
    let id = api
        .client
        .start_chat_contact(call)
        .await
        .unwrap()
        .contact_id
        .unwrap();
    let before = describe(&api, "i", &id).await.unwrap();
    let expected = Contact {
        arn: Some(format!(
            "arn:aws:connect:us-east-1:111122223333:instance/i/contact/{id}"
        )),
        id: Some(id.clone()),
        initial_contact_id: Some(id.clone()),
        initiation_method: Some(ContactInitiationMethod::Api),
        channel: Some(WireChannel::Chat),
        initiation_timestamp: before.initiation_timestamp,
        last_update_timestamp: before.initiation_timestamp,
        related_contact_id: Some(related),
        customer_id: Some("cust-1".to_owned()),
        segment_attributes: Some(BTreeMap::from([("connect:Subtype".to_owned(), value)])),
        ..Contact::default()
    };
    assert_eq!(before, expected);
    assert!(is_recent(before.initiation_timestamp), "{before:?}");

    stop(&api, &id).await.unwrap();
    let after = describe(&api, "i", &id).await.unwrap();
    assert!(is_recent(after.disconnect_timestamp), "{after:?}");
    assert!(after.disconnect_timestamp >= before.initiation_timestamp);
    assert_eq!(after.last_update_timestamp, after.disconnect_timestamp);
    let (last_update_timestamp, disconnect_timestamp) = (before.last_update_timestamp, None);
    assert_eq!(
        Contact {
            last_update_timestamp,
            disconnect_timestamp,
            ..after
        },
        before
    );
}

#[tokio::test]
async fn an_update_shows_in_the_time_of_the_last_one() {
    let api = Api::new().await;
    let id = api
        .store
        .start_contact(common::chat(), NOW)
        .await
        .unwrap()
        .id;
    let before = describe(&api, "i", id.as_str()).await.unwrap();
    assert_eq!(
        before.last_update_timestamp,
        Some(Timestamp::from_millis(NOW.as_millis()))
    );
    api.update(id.as_str(), four_timers(5)).await.unwrap();
    let after = describe(&api, "i", id.as_str()).await.unwrap();
    assert!(is_recent(after.last_update_timestamp), "{after:?}");
    assert_eq!(
        Contact {
            last_update_timestamp: before.last_update_timestamp,
            ..after
        },
        before
    );
}

#[tokio::test]
async fn every_channel_is_described_and_stopped() {
    let api = Api::new().await;
    let channels = [
        (Channel::Voice, WireChannel::Voice),
        (Channel::Chat, WireChannel::Chat),
        (Channel::Task, WireChannel::Task),
        (Channel::Email, WireChannel::Email),
    ];
    for (channel, on_the_wire) in channels {
        let start = StartContact {
            channel,
            ..common::chat()
        };
        let id = api.store.start_contact(start, NOW).await.unwrap().id;
        stop(&api, id.as_str()).await.unwrap();
        let contact = describe(&api, "i", id.as_str()).await.unwrap();
        assert_eq!(contact.channel, Some(on_the_wire));
        assert!(contact.disconnect_timestamp.is_some());
    }
}

#[tokio::test]
async fn a_contact_is_stopped_once() {
    let api = Api::new().await;
    let contact = api.chat().await;
    stop(&api, &contact).await.unwrap();
    let ended = api.contact(&contact).await;
    let error = stop(&api, &contact).await.unwrap_err();
    assert_told(
        &error,
        400,
        invalid_request,
        &format!("contact {contact} has ended"),
    );
    assert_eq!(api.contact(&contact).await, ended);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let api = Api::new().await;
    let contact = api.chat().await;
    api.client.start_chat_contact(start("other")).await.unwrap();
    let cases = [
        (
            "nowhere",
            &*contact,
            "instance \"nowhere\" does not exist".to_owned(),
        ),
        (
            "a:b",
            &*contact,
            "instance \"a:b\" does not exist".to_owned(),
        ),
        (
            "i",
            "nobody",
            "contact \"nobody\" does not exist in this instance".to_owned(),
        ),
        (
            "other",
            &*contact,
            format!("contact \"{contact}\" does not exist in this instance"),
        ),
    ];
    for (instance, contact, message) in cases {
        let error = describe(&api, instance, contact).await.unwrap_err();
        assert_told(&error, 404, not_found, &message);
        let call = StopContactRequest::new(contact, instance);
        let error = api.client.stop_contact(call).await.unwrap_err();
        assert_told(&error, 404, not_found, &message);
    }
    assert!(
        describe(&api, "i", &contact)
            .await
            .unwrap()
            .disconnect_timestamp
            .is_none()
    );
}

#[tokio::test]
async fn an_instance_may_be_named_by_its_arn() {
    let api = Api::new().await;
    let contact = api.chat().await;
    let arn = "arn:aws:connect:us-east-1:111122223333:instance/i";
    assert_eq!(
        describe(&api, arn, &contact).await.unwrap().id,
        Some(contact.clone())
    );
    api.client
        .stop_contact(StopContactRequest::new(&contact, arn))
        .await
        .unwrap();
    assert!(
        api.store
            .stop_contact(instance("i"), contact.into(), LATER)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn ids_have_their_lengths() {
    let api = Api::new().await;
    let error = describe(&api, &"i".repeat(101), &"c".repeat(257))
        .await
        .unwrap_err();
    let message = "2 validation errors detected. \
        Value with length 101 at '/InstanceId' failed to satisfy constraint: \
        Member must have length between 1 and 100, inclusive; \
        Value with length 257 at '/ContactId' failed to satisfy constraint: \
        Member must have length between 1 and 256, inclusive";
    assert_told(&error, 400, invalid_parameter, message);
    // The members of a body are told in the order in which they stand there.
    let error = api
        .client
        .stop_contact(StopContactRequest::new("", "i".repeat(101)))
        .await
        .unwrap_err();
    let message = "2 validation errors detected. \
        Value with length 0 at '/ContactId' failed to satisfy constraint: \
        Member must have length between 1 and 256, inclusive; \
        Value with length 101 at '/InstanceId' failed to satisfy constraint: \
        Member must have length between 1 and 100, inclusive";
    assert_told(&error, 400, invalid_parameter, message);
}
