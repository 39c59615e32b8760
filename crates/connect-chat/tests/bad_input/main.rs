//! What clients really send when something is wrong with it, and the answer to each, to the letter.
//!
//! Every case goes through the router as bytes. Its answer must be the modeled error in the protocol's form, and
//! afterwards the store must be as it was before.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "../common/mod.rs"]
mod common;

mod bodies;
mod labels;
mod numbers;
mod requests;
mod several;
mod socket;
mod start;
mod timers;

use axum::body::Body;
use chat_timeouts::TimerSettings;
use http::Request;

use common::api::{Api, four_timers};
use common::wire::{Answer, json, send, timers_path};

/// The status and the type of an error.
type Kind = (u16, &'static str);

/// What can be parsed and breaks a constraint.
const INVALID: Kind = (400, "InvalidParameterException");
/// What cannot be parsed.
const MALFORMED: Kind = (400, "InvalidRequestException");
/// What names nothing.
const NOT_FOUND: Kind = (404, "ResourceNotFoundException");

/// Where the list of timers stands.
const LIST: &str = "/ChannelConfiguration/Chat/ParticipantTimerConfigList";
/// One good timer.
const GOOD: &str = r#"{"ParticipantRole":"AGENT","TimerType":"IDLE","TimerValue":{"ParticipantTimerDurationInMinutes":7}}"#;

/// The body with these entries in its list.
fn list(entries: &str) -> String {
    format!(r#"{{"ChannelConfiguration":{{"Chat":{{"ParticipantTimerConfigList":[{entries}]}}}}}}"#)
}

/// The message about these broken constraints: the place, and what stands between it and the end of the sentence.
fn broken(rules: &[(&str, &str)]) -> String {
    let noun = if rules.len() == 1 { "error" } else { "errors" };
    let all: Vec<String> = rules
        .iter()
        .map(|(path, rule)| sentence(path, rule))
        .collect();
    format!(
        "{} validation {noun} detected. {}",
        rules.len(),
        all.join("; ")
    )
}

/// One broken constraint. A rule about a length begins with the length that was found.
fn sentence(path: &str, rule: &str) -> String {
    let (length, rule) = match rule.split_once(": ") {
        Some((length, rule)) if length.parse::<usize>().is_ok() => {
            (format!(" with length {length}"), rule)
        }
        _ => (String::new(), rule),
    };
    format!("Value{length} at '{path}' failed to satisfy constraint: Member must {rule}")
}

/// The message about several faults of which one at least cannot be parsed.
fn several(faults: &[String]) -> String {
    format!("{} errors detected. {}", faults.len(), faults.join("; "))
}

/// An API with a chat whose four timers are set to nine minutes.
struct Bench {
    api: Api,
    chat: String,
}

impl Bench {
    async fn new() -> Self {
        let api = Api::new().await;
        let chat = api.chat().await;
        api.update(&chat, four_timers(9)).await.unwrap();
        Self { api, chat }
    }

    /// `UpdateParticipantRoleConfig` of the chat with this body.
    fn update(&self, body: impl Into<Body>) -> Request<Body> {
        json("PUT", &timers_path("i", &self.chat), body)
    }

    /// Sends a request that must not change anything.
    async fn send_in_vain(&self, case: &str, request: Request<Body>) -> Answer {
        let before = (self.api.contact(&self.chat).await, self.api.rows().await);
        let answer = send(&self.api.router, request).await;
        let after = (self.api.contact(&self.chat).await, self.api.rows().await);
        assert!(
            before == after,
            "{case} was stored: {before:?} became {after:?}"
        );
        answer
    }

    /// A request, and the error that it must be answered with.
    async fn refuse(
        &self,
        case: &str,
        request: Request<Body>,
        (status, kind): Kind,
        message: &str,
    ) {
        let answer = self.send_in_vain(case, request).await;
        answer.assert_error(case, status, kind, message);
    }

    /// A body that is taken, and what the timers are set to then. They are set back to nine minutes.
    async fn take(&self, body: &str) -> TimerSettings {
        send(&self.api.router, self.update(body.to_owned()))
            .await
            .assert_empty(body);
        let timers = self.api.timers(&self.chat).await;
        self.api.update(&self.chat, four_timers(9)).await.unwrap();
        timers
    }
}
