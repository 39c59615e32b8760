//! `StartChatContact`: what a chat begins with, its token, and the contacts that it names.

use std::collections::BTreeMap;

use connect_client::types::{
    ChatMessage, PersistentChat, RehydrationType, StartChatContactRequest,
};
use uuid::Uuid;

use crate::common::api::*;
use crate::common::{instance, nobody};
use crate::errors::{assert_told, invalid_request, not_found};

pub(crate) const INTERACTIVE: &str = "application/vnd.amazonaws.connect.message.interactive";

pub(crate) fn attributes(entries: &[(&str, &str)]) -> Option<BTreeMap<String, String>> {
    Some(
        entries
            .iter()
            .map(|&(key, value)| (key.to_owned(), value.to_owned()))
            .collect(),
    )
}

pub(crate) fn content_types(names: &[&str]) -> Option<Vec<String>> {
    Some(names.iter().map(|&name| name.to_owned()).collect())
}

pub(crate) fn continued(
    kind: Option<RehydrationType>,
    source: Option<&str>,
) -> Option<PersistentChat> {
    Some(PersistentChat {
        rehydration_type: kind,
        source_contact_id: source.map(str::to_owned),
    })
}

#[tokio::test]
async fn a_chat_starts_with_what_it_was_given() {
    let api = Api::new().await;
    let before = api.chat().await;
    let call = StartChatContactRequest {
        attributes: attributes(&[("Key-1_a", "välue"), ("empty", "")]),
        initial_message: Some(ChatMessage::new("text/plain", "hello")),
        chat_duration_in_minutes: Some(60),
        supported_messaging_content_types: content_types(&[INTERACTIVE, "text/plain"]),
        persistent_chat: continued(Some(RehydrationType::EntirePastSession), Some(&before)),
        customer_id: Some("cust-1".to_owned()),
        ..start("arn:aws:connect:us-east-1:111122223333:instance/i")
    };
    let started = api.client.start_chat_contact(call).await.unwrap();
    let contact = api.contact(started.contact_id.as_deref().unwrap()).await;
    assert_eq!(contact.instance, instance("i"));
    assert_eq!(contact.contact_flow_id, "flow");
    assert_eq!(
        Some(contact.attributes),
        attributes(&[("Key-1_a", "välue"), ("empty", "")])
    );
    assert_eq!(contact.customer.display_name, "Ann");
    assert_eq!(contact.customer.customer_id.as_deref(), Some("cust-1"));
    assert_eq!(
        contact.continued_from.map(|id| id.to_string()),
        Some(before.clone())
    );
    assert_eq!(started.continued_from_contact_id, Some(before));
    assert_eq!(
        started.participant_token.as_deref(),
        Some(contact.customer.token.secret())
    );
    for id in [
        contact.id.as_str(),
        started.participant_id.as_deref().unwrap(),
    ] {
        Uuid::parse_str(id).unwrap();
    }
}

#[tokio::test]
async fn a_repeated_call_is_known_by_its_token() {
    let api = Api::new().await;
    let call = || StartChatContactRequest {
        client_token: Some("token".to_owned()),
        ..start("i")
    };
    let first = api.client.start_chat_contact(call()).await.unwrap();
    let rows = api.rows().await;
    assert_eq!(api.client.start_chat_contact(call()).await.unwrap(), first);
    assert_eq!(api.rows().await, rows);

    let other = StartChatContactRequest {
        customer_id: Some("1".to_owned()),
        ..call()
    };
    let error = api.client.start_chat_contact(other).await.unwrap_err();
    let message = format!(
        "the client token was used before with other parameters, which started contact {}",
        first.contact_id.as_deref().unwrap()
    );
    assert_told(&error, 400, invalid_request, &message);
    assert_eq!(api.rows().await, rows);

    // Another instance, another case, and no token at all, for which the client makes a new one each time.
    let elsewhere = StartChatContactRequest {
        instance_id: "other".to_owned(),
        ..call()
    };
    let upper = StartChatContactRequest {
        client_token: Some("TOKEN".to_owned()),
        ..call()
    };
    let mut ids = vec![first.contact_id];
    for call in [elsewhere, upper, start("i"), start("i")] {
        ids.push(
            api.client
                .start_chat_contact(call)
                .await
                .unwrap()
                .contact_id,
        );
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5);
}

#[tokio::test]
async fn a_contact_that_is_named_must_be_in_the_instance() {
    let api = Api::new().await;
    let foreign = api
        .client
        .start_chat_contact(start("other"))
        .await
        .unwrap()
        .contact_id
        .unwrap();
    let rows = api.rows().await;
    for named in [nobody().as_str(), &foreign] {
        let related = StartChatContactRequest {
            related_contact_id: Some(named.to_owned()),
            ..start("i")
        };
        let persistent_chat = continued(Some(RehydrationType::FromSegment), Some(named));
        for call in [
            related,
            StartChatContactRequest {
                persistent_chat,
                ..start("i")
            },
        ] {
            let error = api.client.start_chat_contact(call).await.unwrap_err();
            assert_told(
                &error,
                404,
                not_found,
                &format!("contact \"{named}\" does not exist in this instance"),
            );
        }
    }
    for name in [
        "..",
        "a/b",
        "arn:aws:connect:us-east-1:111122223333:queue/q",
    ] {
        let error = api
            .client
            .start_chat_contact(start(name))
            .await
            .unwrap_err();
        assert_told(
            &error,
            404,
            not_found,
            &format!("instance \"{name}\" does not exist"),
        );
    }
    assert_eq!(api.rows().await, rows, "not even the instance was made");
}
