//! The rules of `StartChatContact` that no trait of the model states.

use std::collections::BTreeMap;

use connect_client::types::{
    ChatMessage, ParticipantDetails, RehydrationType, SegmentAttributeValue,
    StartChatContactRequest,
};

use crate::common::api::*;
use crate::errors::{assert_told, invalid_parameter};
use crate::start::{INTERACTIVE, attributes, content_types, continued};

fn guide() -> Option<BTreeMap<String, SegmentAttributeValue>> {
    let value = SegmentAttributeValue {
        value_string: Some("connect:Guide".to_owned()),
        ..Default::default()
    };
    Some(BTreeMap::from([("connect:Subtype".to_owned(), value)]))
}

/// The message about these broken rules, each the place and what it must do.
fn broken(rules: &[(&str, &str)]) -> String {
    let sentence = |(path, rule): &(&str, &str)| {
        format!("Value at '{path}' failed to satisfy constraint: Member must {rule}")
    };
    let noun = if rules.len() == 1 { "error" } else { "errors" };
    let sentences: Vec<String> = rules.iter().map(sentence).collect();
    format!(
        "{} validation {noun} detected. {}",
        rules.len(),
        sentences.join("; ")
    )
}

#[tokio::test]
async fn every_rule_is_told_with_its_place() {
    let api = Api::new().await;
    let known = api.chat().await;
    let types =
        format!("be one of [text/plain, text/markdown, application/json, {INTERACTIVE}.response]");
    let both = format!(
        "contain {INTERACTIVE} and {INTERACTIVE}.response for a chat of subtype connect:Guide"
    );
    let long = "ä".repeat(16_000);
    let message = |kind: &str, text: String| Some(ChatMessage::new(kind, text));
    let keys = "have keys of letters, digits, dashes and underscores alone";
    let bytes = "have at most 32768 bytes in all keys and values together";
    let base = || start("i");
    type Rules<'r> = &'r [(&'r str, &'r str)];
    let cases: [(StartChatContactRequest, Rules<'_>); 12] = [
        (
            StartChatContactRequest {
                attributes: attributes(&[("a b", "")]),
                ..base()
            },
            &[("/Attributes", keys)],
        ),
        (
            StartChatContactRequest {
                attributes: attributes(&[("é", "")]),
                ..base()
            },
            &[("/Attributes", keys)],
        ),
        // Two values of 32,000 bytes and of 769, with keys of one byte each: one byte too many of UTF-8.
        (
            StartChatContactRequest {
                attributes: attributes(&[("a", &long), ("b", &"x".repeat(767))]),
                ..base()
            },
            &[("/Attributes", bytes)],
        ),
        (
            StartChatContactRequest {
                initial_message: message("text/html", "x".into()),
                ..base()
            },
            &[("/InitialMessage/ContentType", &types)],
        ),
        (
            StartChatContactRequest {
                initial_message: message("text/plain", "ä".repeat(1_025)),
                ..base()
            },
            &[(
                "/InitialMessage/Content",
                "have at most 1024 characters for the content type text/plain",
            )],
        ),
        (
            StartChatContactRequest {
                initial_message: message("application/json", "1".repeat(12_001)),
                ..base()
            },
            &[(
                "/InitialMessage/Content",
                "have at most 12000 characters for the content type application/json",
            )],
        ),
        (
            StartChatContactRequest {
                supported_messaging_content_types: content_types(&["text/markdown"]),
                ..base()
            },
            &[("/SupportedMessagingContentTypes", "contain text/plain")],
        ),
        (
            StartChatContactRequest {
                segment_attributes: guide(),
                ..base()
            },
            &[("/SupportedMessagingContentTypes", &both)],
        ),
        (
            StartChatContactRequest {
                persistent_chat: continued(None, None),
                ..base()
            },
            &[
                ("/PersistentChat/RehydrationType", "not be null"),
                ("/PersistentChat/SourceContactId", "not be null"),
            ],
        ),
        (
            StartChatContactRequest {
                persistent_chat: continued(Some(RehydrationType::FromSegment), Some(&known)),
                related_contact_id: Some(known.clone()),
                ..base()
            },
            &[(
                "/RelatedContactId",
                "not be set together with PersistentChat",
            )],
        ),
        (
            StartChatContactRequest {
                supported_messaging_content_types: content_types(&[INTERACTIVE]),
                segment_attributes: guide(),
                ..base()
            },
            &[
                ("/SupportedMessagingContentTypes", "contain text/plain"),
                ("/SupportedMessagingContentTypes", &both),
            ],
        ),
        (
            StartChatContactRequest {
                attributes: attributes(&[("a.b", &long), ("c", &long)]),
                initial_message: message("text/html", "x".into()),
                related_contact_id: Some(known.clone()),
                persistent_chat: continued(None, Some(&known)),
                ..base()
            },
            &[
                ("/Attributes", keys),
                ("/Attributes", bytes),
                ("/InitialMessage/ContentType", &types),
                (
                    "/RelatedContactId",
                    "not be set together with PersistentChat",
                ),
                ("/PersistentChat/RehydrationType", "not be null"),
            ],
        ),
    ];
    let rows = api.rows().await;
    for (call, rules) in cases {
        let error = api.client.start_chat_contact(call).await.unwrap_err();
        assert_told(&error, 400, invalid_parameter, &broken(rules));
    }
    assert_eq!(api.rows().await, rows, "nothing was stored");
}

#[tokio::test]
async fn what_is_just_within_the_rules_is_taken() {
    let api = Api::new().await;
    let long = "ä".repeat(16_000);
    let calls = [
        StartChatContactRequest {
            attributes: attributes(&[("a", &long), ("b", &"x".repeat(766))]),
            ..start("i")
        },
        StartChatContactRequest {
            initial_message: Some(ChatMessage::new("text/markdown", "ä".repeat(1_024))),
            ..start("i")
        },
        StartChatContactRequest {
            supported_messaging_content_types: content_types(&[
                "text/plain",
                INTERACTIVE,
                &format!("{INTERACTIVE}.response"),
            ]),
            segment_attributes: guide(),
            ..start("i")
        },
        StartChatContactRequest {
            contact_flow_id: String::new(),
            ..start(&"i".repeat(100))
        },
        StartChatContactRequest {
            participant_details: ParticipantDetails::new("é".repeat(256)),
            ..start("i")
        },
    ];
    for call in calls {
        api.client.start_chat_contact(call).await.unwrap();
    }
}
