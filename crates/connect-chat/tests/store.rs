//! What every store has to do, asked through the trait alone: starting and finding contacts. A second
//! implementation is tested by the same functions. `store_changes.rs` has the rest.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::collections::BTreeMap;

use chat_timeouts::TimerSettings;
use common::{Fixture, LATER, NOW, all_four, chat, chat_with_token, fixture, instance, nobody};
use connect_chat::contact::{Channel, ContactState, InitialMessage, StartContact};
use connect_chat::store::{Instances, StoreError};

#[tokio::test]
async fn a_started_contact_is_there_with_all_it_was_given() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let other = store.start_contact(chat(), NOW).await.unwrap().id;
    let call = StartContact {
        customer_id: Some("crm-7".to_owned()),
        related: Some(other.clone()),
        continued_from: Some(other),
        attributes: [
            ("k\u{0}".to_owned(), "v\"\n\u{1f980}".to_owned()),
            (String::new(), String::new()),
        ]
        .into(),
        tags: [("t".to_owned(), "u".to_owned())].into(),
        segment_attributes: Some(r#"{"a":{"ValueString":"b"}}"#.to_owned()),
        initial_message: Some(InitialMessage {
            content_type: "text/plain".to_owned(),
            content: "hi".to_owned(),
        }),
        client_token: Some("t1".to_owned()),
        ..chat()
    };
    let started = store.start_contact(call.clone(), NOW).await.unwrap();
    assert_eq!(started.channel, Channel::Chat);
    assert_eq!(
        (started.initiated, started.updated, started.state),
        (NOW, NOW, ContactState::Active)
    );
    assert_eq!(
        (
            started.customer.display_name.as_str(),
            started.contact_flow_id.as_str()
        ),
        ("Ann", "flow")
    );
    assert_eq!(started.customer.customer_id, call.customer_id);
    assert_eq!(
        (
            &started.related,
            &started.continued_from,
            &started.client_token
        ),
        (&call.related, &call.continued_from, &call.client_token)
    );
    assert_eq!(
        (&started.attributes, &started.tags),
        (&call.attributes, &call.tags)
    );
    assert_eq!(started.segment_attributes, call.segment_attributes);
    assert_eq!(started.timers, TimerSettings::default());
    // Whoever logs a contact logs nothing that the API calls sensitive.
    let shown = format!("{started:?}");
    assert!(
        !shown.contains("Ann") && !shown.contains("crm-7"),
        "{shown}"
    );
    assert_eq!(
        store.contact(&started.instance, &started.id).await.unwrap(),
        started
    );
}

#[tokio::test]
async fn a_contact_that_the_call_names_must_be_in_the_instance() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let related = StartContact {
        related: Some(nobody()),
        ..chat()
    };
    let continued = StartContact {
        continued_from: Some(nobody()),
        ..chat()
    };
    for call in [related, continued] {
        let refused = store.start_contact(call, NOW).await.unwrap_err();
        assert!(
            matches!(refused, StoreError::ContactNotFound(id) if id == nobody()),
            "no error of the contact"
        );
    }
    assert!(matches!(
        store.contact(&instance("i"), &nobody()).await.unwrap_err(),
        StoreError::InstanceNotFound(_)
    ));
}

#[tokio::test]
async fn two_calls_start_two_contacts() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let one = store.start_contact(chat(), NOW).await.unwrap();
    let two = store.start_contact(chat(), NOW).await.unwrap();
    assert_ne!(one.id, two.id);
    assert_ne!(one.customer.participant, two.customer.participant);
    assert!(one.customer.token != two.customer.token);
}

#[tokio::test]
async fn a_repeated_call_is_answered_with_the_contact_of_the_first() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let first = store
        .start_contact(chat_with_token("t"), NOW)
        .await
        .unwrap();
    assert_eq!(
        store
            .start_contact(chat_with_token("t"), LATER)
            .await
            .unwrap(),
        first
    );

    // Also when the contact has changed in between.
    let ended = store
        .stop_contact(instance("i"), first.id.clone(), LATER)
        .await
        .unwrap();
    assert_eq!(
        store
            .start_contact(chat_with_token("t"), LATER)
            .await
            .unwrap(),
        ended
    );
}

#[tokio::test]
async fn fifty_repeated_calls_at_once_start_one_contact() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                store
                    .start_contact(chat_with_token("t"), NOW)
                    .await
                    .unwrap()
            })
        })
        .collect();
    let mut ids = Vec::new();
    for call in calls {
        ids.push(call.await.unwrap().id);
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
}

#[tokio::test]
async fn a_token_with_other_parameters_is_refused() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let first = store
        .start_contact(chat_with_token("t"), NOW)
        .await
        .unwrap();
    let base = chat_with_token("t");
    let others = [
        StartContact {
            display_name: "Bob".to_owned(),
            ..base.clone()
        },
        StartContact {
            contact_flow_id: "other".to_owned(),
            ..base.clone()
        },
        StartContact {
            attributes: BTreeMap::from([("k".to_owned(), "v".to_owned())]),
            ..base.clone()
        },
        StartContact {
            segment_attributes: Some("{}".to_owned()),
            ..base.clone()
        },
        StartContact {
            rehydration: Some("FROM_SEGMENT".to_owned()),
            ..base.clone()
        },
        StartContact {
            chat_duration_minutes: Some(60),
            ..base.clone()
        },
        StartContact {
            supported_content_types: vec!["text/plain".to_owned()],
            ..base
        },
    ];
    for other in others {
        let refusal = store.start_contact(other, NOW).await.unwrap_err();
        assert!(matches!(refusal, StoreError::ClientTokenReused(id) if id == first.id));
    }
}

#[tokio::test]
async fn a_token_belongs_to_one_instance_and_an_empty_one_is_none() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let one = store
        .start_contact(chat_with_token("t"), NOW)
        .await
        .unwrap();
    let elsewhere = StartContact {
        instance: instance("j"),
        ..chat_with_token("t")
    };
    assert_ne!(
        store.start_contact(elsewhere, NOW).await.unwrap().id,
        one.id
    );

    let empty = store.start_contact(chat_with_token(""), NOW).await.unwrap();
    assert_ne!(
        store
            .start_contact(chat_with_token(""), NOW)
            .await
            .unwrap()
            .id,
        empty.id
    );
}

#[tokio::test]
async fn an_unknown_instance_and_an_unknown_contact_are_told_apart() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let contact = store.start_contact(chat(), NOW).await.unwrap();
    store
        .start_contact(
            StartContact {
                instance: instance("j"),
                ..chat()
            },
            NOW,
        )
        .await
        .unwrap();

    for (place, id, instance_is_there) in [
        ("nowhere", contact.id.clone(), false),
        ("i", nobody(), true),
        ("j", contact.id.clone(), true),
    ] {
        let place = instance(place);
        let refusals = [
            store.contact(&place, &id).await.unwrap_err(),
            store
                .stop_contact(place.clone(), id.clone(), NOW)
                .await
                .unwrap_err(),
            store
                .update_timer_settings(place.clone(), id.clone(), all_four(5), NOW)
                .await
                .unwrap_err(),
        ];
        for refusal in refusals {
            match refusal {
                StoreError::InstanceNotFound(named) => {
                    assert!(!instance_is_there && named == place.as_str())
                }
                StoreError::ContactNotFound(named) => assert!(instance_is_there && named == id),
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(
        store.contact(&contact.instance, &contact.id).await.unwrap(),
        contact
    );
}

#[tokio::test]
async fn with_a_list_of_instances_these_exist_and_no_others() {
    let Fixture { store, _folder } = fixture(Instances::Only([instance("i")].into())).await;
    // Before its first contact, the listed one exists.
    let early = store.contact(&instance("i"), &nobody()).await.unwrap_err();
    assert!(matches!(early, StoreError::ContactNotFound(_)));

    let contact = store.start_contact(chat(), NOW).await.unwrap();
    assert_eq!(
        store.contact(&instance("i"), &contact.id).await.unwrap(),
        contact
    );
    let elsewhere = StartContact {
        instance: instance("j"),
        ..chat()
    };
    let refusal = store.start_contact(elsewhere, NOW).await.unwrap_err();
    assert!(matches!(refusal, StoreError::InstanceNotFound(id) if id == "j"));
    let refusal = store
        .contact(&instance("j"), &contact.id)
        .await
        .unwrap_err();
    assert!(matches!(refusal, StoreError::InstanceNotFound(_)));
}

#[tokio::test]
async fn a_closed_store_answers_that_it_is_not_available() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    store.check().await.unwrap();
    store.close().await;
    store.close().await;
    assert!(matches!(
        store.check().await.unwrap_err(),
        StoreError::Unavailable(_)
    ));
    let started = store.start_contact(chat(), NOW).await.unwrap_err();
    assert!(matches!(started, StoreError::Unavailable(_)));
}

#[tokio::test]
async fn an_error_for_the_caller_names_what_it_is_about() {
    let Fixture { store, _folder } = fixture(Instances::default()).await;
    let refusal = store.contact(&instance("i"), &nobody()).await.unwrap_err();
    assert_eq!(refusal.to_string(), r#"instance "i" does not exist"#);
    store.start_contact(chat(), NOW).await.unwrap();
    let refusal = store.contact(&instance("i"), &nobody()).await.unwrap_err();
    assert_eq!(
        refusal.to_string(),
        r#"contact "nobody" does not exist in this instance"#
    );
}
