//! The frames, as texts.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::item::Item;

/// The one topic that there is to subscribe to.
const CHAT: &str = "aws/chat";

/// What a client asks.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// To be shown these topics.
    Subscribe(Vec<String>),
    /// Whether someone is there.
    Ping,
    /// Whether the connection stands.
    Heartbeat,
}

#[derive(Deserialize)]
struct Frame {
    topic: String,
    content: Option<Value>,
}

/// What this text asks, if it is anything that is known.
pub(super) fn read(text: &str) -> Option<Asked> {
    let frame: Frame = serde_json::from_str(text).ok()?;
    match frame.topic.as_str() {
        "aws/ping" => Some(Asked::Ping),
        "aws/heartbeat" => Some(Asked::Heartbeat),
        "aws/subscribe" => {
            let content = frame.content?;
            let topics = content.get("topics")?.as_array()?.iter();
            let topics = topics.map(|topic| topic.as_str().map(str::to_owned));
            Some(Asked::Subscribe(topics.collect::<Option<_>>()?))
        }
        _ => None,
    }
}

/// Whether these topics are the chat and nothing else.
pub(super) fn is_chat(topics: &[String]) -> bool {
    topics == [CHAT]
}

pub(super) fn ping() -> String {
    json!({"topic": "aws/ping", "statusCode": 200, "statusContent": "OK"}).to_string()
}

pub(super) fn heartbeat() -> String {
    json!({"topic": "aws/heartbeat"}).to_string()
}

/// Whether the topics are shown from now on.
pub(super) fn subscribed(topics: &[String], is_done: bool) -> String {
    let status = if is_done { "success" } else { "failure" };
    json!({"topic": "aws/subscribe", "content": {"status": status, "topics": topics}}).to_string()
}

/// An item, which is a text inside of the text.
pub(super) fn item(item: &Item) -> String {
    // Strings alone always have a form in JSON.
    let content = serde_json::to_string(&item.as_shown()).unwrap_or_default();
    json!({"topic": CHAT, "contentType": "application/json", "content": content}).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_ask_is_known_and_all_else_is_nothing() {
        let chat = vec![CHAT.to_owned()];
        let subscribe = r#"{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}"#;
        assert_eq!(read(subscribe), Some(Asked::Subscribe(chat.clone())));
        assert!(is_chat(&chat) && !is_chat(&[]) && !is_chat(&["aws/x".to_owned()]));
        assert_eq!(read(r#"{"topic":"aws/ping"}"#), Some(Asked::Ping));
        let heartbeat = r#"{"topic":"aws/heartbeat","content":{}}"#;
        assert_eq!(read(heartbeat), Some(Asked::Heartbeat));
        for text in [
            "",
            "[]",
            "{}",
            r#"{"topic":7}"#,
            r#"{"topic":"aws/subscribe"}"#,
            r#"{"topic":"aws/subscribe","content":{"topics":[1]}}"#,
            r#"{"topic":"aws/chat"}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
