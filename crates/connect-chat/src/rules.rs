//! Rules of `StartChatContact` that Amazon Connect documents and that no trait of the model can state.
//!
//! Each is reported like a broken constraint, with the place in the request, all of them in one answer.

use connect_server::types::{ChatMessage, StartChatContactRequest};
use lockstep_core::Violation;

/// The most bytes of UTF-8 that all keys and values of a contact's attributes may have together.
const MOST_ATTRIBUTE_BYTES: usize = 32_768;

/// What each kind of initial message may be, and the most characters of its text.
const CONTENT_TYPES: [(&str, usize); 4] = [
    ("text/plain", 1_024),
    ("text/markdown", 1_024),
    ("application/json", 12_000),
    (INTERACTIVE_RESPONSE, 12_288),
];
const INTERACTIVE: &str = "application/vnd.amazonaws.connect.message.interactive";
const INTERACTIVE_RESPONSE: &str = "application/vnd.amazonaws.connect.message.interactive.response";

/// Every rule that a call breaks.
pub(crate) fn broken_by(input: &StartChatContactRequest) -> Vec<Violation> {
    let mut broken = Vec::new();
    attributes(input, &mut broken);
    if let Some(message) = &input.initial_message {
        initial_message(message, &mut broken);
    }
    content_types(input, &mut broken);
    persistence(input, &mut broken);
    broken
}

/// A violation in the words of the generated server: `rule` says what the member must do.
pub(crate) fn violation(path: impl Into<String>, rule: &str) -> Violation {
    let path = path.into();
    let message = format!("Value at '{path}' failed to satisfy constraint: Member must {rule}");
    Violation::new(path, message)
}

fn attributes(input: &StartChatContactRequest, broken: &mut Vec<Violation>) {
    let attributes = input.attributes.iter().flatten();
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if attributes
        .clone()
        .any(|(key, _)| !key.chars().all(is_allowed))
    {
        broken.push(violation(
            "/Attributes",
            "have keys of letters, digits, dashes and underscores alone",
        ));
    }
    if attributes
        .map(|(key, value)| key.len() + value.len())
        .sum::<usize>()
        > MOST_ATTRIBUTE_BYTES
    {
        let rule =
            format!("have at most {MOST_ATTRIBUTE_BYTES} bytes in all keys and values together");
        broken.push(violation("/Attributes", &rule));
    }
}

fn initial_message(message: &ChatMessage, broken: &mut Vec<Violation>) {
    let Some((_, most)) = CONTENT_TYPES
        .iter()
        .find(|(known, _)| *known == message.content_type)
    else {
        let known: Vec<&str> = CONTENT_TYPES.iter().map(|(known, _)| *known).collect();
        broken.push(violation(
            "/InitialMessage/ContentType",
            &format!("be one of [{}]", known.join(", ")),
        ));
        return;
    };
    if message.content.chars().count() > *most {
        let rule = format!(
            "have at most {most} characters for the content type {}",
            message.content_type
        );
        broken.push(violation("/InitialMessage/Content", &rule));
    }
}

fn content_types(input: &StartChatContactRequest, broken: &mut Vec<Violation>) {
    const PATH: &str = "/SupportedMessagingContentTypes";
    let named = input.supported_messaging_content_types.as_deref();
    let has = |wanted: &str| named.is_some_and(|types| types.iter().any(|name| name == wanted));
    if named.is_some() && !has("text/plain") {
        broken.push(violation(PATH, "contain text/plain"));
    }
    let subtype = input
        .segment_attributes
        .as_ref()
        .and_then(|attributes| attributes.get("connect:Subtype"));
    let is_guide = subtype.and_then(|value| value.value_string.as_deref()) == Some("connect:Guide");
    if is_guide && !(has(INTERACTIVE) && has(INTERACTIVE_RESPONSE)) {
        let rule = format!(
            "contain {INTERACTIVE} and {INTERACTIVE_RESPONSE} for a chat of subtype connect:Guide"
        );
        broken.push(violation(PATH, &rule));
    }
}

fn persistence(input: &StartChatContactRequest, broken: &mut Vec<Violation>) {
    let Some(chat) = &input.persistent_chat else {
        return;
    };
    if input.related_contact_id.is_some() {
        broken.push(violation(
            "/RelatedContactId",
            "not be set together with PersistentChat",
        ));
    }
    if chat.rehydration_type.is_none() {
        broken.push(violation("/PersistentChat/RehydrationType", "not be null"));
    }
    if chat.source_contact_id.is_none() {
        broken.push(violation("/PersistentChat/SourceContactId", "not be null"));
    }
}
