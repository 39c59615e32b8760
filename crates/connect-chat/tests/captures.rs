//! What four unmodified clients sent, replayed through the router byte for byte.
//!
//! `captures/README.md` says where the files are from. Whether a request was read rightly is told by a store that
//! has every contact and notes what it is asked; what it should be asked is read here from the same bytes with
//! other means: `serde_json` for the body, and a table for the names in the path.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;
#[path = "captured/outcome.rs"]
mod outcome;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Body;
use chat_timeouts::{Change, Pair, Role, Timer, TimerChange, TimerChanges};
use connect_chat::contact::StartContact;
use connect_chat::ids::ContactId;
use http::Request;
use lockstep_core::Timestamp;
use serde_json::Value;

use common::clerk::{Clerk, Noted};
use common::wire::send;
use common::{api, instance, minutes};
use outcome::{CONTACT, INSTANCE, LIST, Outcome, outcome, outcome_if_verified};

/// The request in a file, and its body apart. Everything that is not exactly a request is a panic.
fn parse(bytes: &[u8]) -> (Request<Body>, Vec<u8>) {
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let (head, body) = (
        std::str::from_utf8(&bytes[..end]).unwrap(),
        bytes[end + 4..].to_vec(),
    );
    let mut lines = head.split("\r\n");
    let words: Vec<&str> = lines.next().unwrap().split(' ').collect();
    assert!(words.len() == 3 && words[2] == "HTTP/1.1", "{words:?}");
    let mut request = Request::builder().method(words[0]).uri(words[1]);
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        request = request.header(name, value);
    }
    let length = request.headers_ref().unwrap().get("content-length");
    let length = length.map_or(0, |length| length.to_str().unwrap().parse().unwrap());
    assert_eq!(body.len(), length);
    (request.body(body.clone().into()).unwrap(), body)
}

/// The changes that a body asks for.
fn changes(body: &[u8]) -> TimerChanges {
    let body: Value = serde_json::from_slice(body).unwrap();
    let entries = body.pointer(LIST).unwrap().as_array().unwrap();
    let change = |entry: &Value| TimerChange {
        pair: Pair {
            role: if entry["ParticipantRole"] == "AGENT" {
                Role::Agent
            } else {
                Role::Customer
            },
            timer: if entry["TimerType"] == "IDLE" {
                Timer::Idle
            } else {
                Timer::AutoDisconnect
            },
        },
        change: match &entry["TimerValue"] {
            value if value["ParticipantTimerAction"] == "Unset" => Change::Unset,
            value => Change::Set(minutes(
                value["ParticipantTimerDurationInMinutes"].as_i64().unwrap(),
            )),
        },
    };
    TimerChanges::new(entries.iter().map(change)).unwrap()
}

/// Replays a file, and checks what becomes of it.
async fn replay((name, outcome): (&str, Outcome), bytes: &[u8], clerk: &Clerk, router: &Router) {
    let (request, body) = parse(bytes);
    let answer = send(router, request).await;
    let asked = clerk.take();
    let contact = || ContactId::from(CONTACT.to_owned());
    let is_asked = |expected: Noted| {
        assert!(
            asked == [expected],
            "{name}: the store was asked something else"
        )
    };
    match outcome {
        Outcome::Updated(id, contact) => {
            answer.assert_empty(name);
            is_asked(Noted::Update(
                instance(id),
                ContactId::from(contact.to_owned()),
                changes(&body),
            ));
        }
        Outcome::Refused(status, kind, message) => {
            answer.assert_error(name, status, kind, &message);
            assert!(asked.is_empty(), "{name}: the store was asked something");
        }
        Outcome::Started => {
            let said: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(answer.status, 200, "{answer:?}");
            for member in ["ContactId", "ParticipantId", "ParticipantToken"] {
                assert!(said[member].is_string(), "{said}");
            }
            let flow = "33333333-3333-3333-3333-333333333333".to_owned();
            is_asked(Noted::Start(Box::new(StartContact {
                attributes: BTreeMap::from([("a".to_owned(), "b".to_owned())]),
                client_token: Some("4285bf04-3ab3-4673-ac49-7ea5c3ba2548".to_owned()),
                ..StartContact::chat(instance(INSTANCE), flow, "Cust".to_owned())
            })));
        }
        Outcome::Described => {
            let said: Value = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(
                (answer.status, &said["Contact"]["Id"]),
                (200, &Value::from(CONTACT)),
                "{answer:?}"
            );
            // Times are numbers of seconds, as the model has them.
            assert_eq!(
                said["Contact"]["InitiationTimestamp"].as_f64(),
                Some(common::NOW.as_millis() as f64 / 1e3)
            );
            is_asked(Noted::Contact(instance(INSTANCE), contact()));
        }
        Outcome::Stopped => {
            answer.assert_empty(name);
            is_asked(Noted::Stop(instance(INSTANCE), contact()));
        }
    }
}

/// The names of all files, and their bytes.
fn captures() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = files.filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "http")
    });
    files
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                fs::read(&path).unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn every_capture_gets_the_answer_that_it_deserves() {
    let clerk = Arc::new(Clerk::default());
    let router = api::router_on(clerk.clone());
    let captures = captures();
    for (name, bytes) in &captures {
        replay((name, outcome(name)), bytes, &clerk, &router).await;
    }
    for client in ["awscli_", "boto3_", "go_", "js_"] {
        assert!(
            captures.iter().any(|(name, _)| name.starts_with(client)),
            "no file of {client}"
        );
    }
    assert!(captures.len() >= 129, "{} files", captures.len());
}

/// A router to which now is when the request was signed.
fn guarded(clerk: &Arc<Clerk>, request: &Request<Body>) -> Router {
    let signed = request.headers().get("x-amz-date");
    let signed = signed.map_or("20261122T000000Z", |date| date.to_str().unwrap());
    let time = &signed[9..15];
    let iso = format!(
        "{}-{}-{}T{}:{}:{}Z",
        &signed[..4],
        &signed[4..6],
        &signed[6..8],
        &time[..2],
        &time[2..4],
        &time[4..]
    );
    let seconds = Timestamp::from_date_time(&iso).unwrap().seconds();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.try_into().unwrap());
    api::guarded_router_on(clerk.clone(), move || now)
}

#[tokio::test]
async fn every_signed_capture_is_let_in_and_no_other() {
    let clerk = Arc::new(Clerk::default());
    let (mut signed, mut unsigned) = (0, 0);
    for (name, bytes) in captures() {
        let (request, _) = parse(&bytes);
        let router = guarded(&clerk, &request);
        if request.headers().contains_key("authorization") {
            let outcome = outcome_if_verified(&name);
            replay((&name, outcome), &bytes, &clerk, &router).await;
            signed += 1;
        } else {
            let (kind, says) = (
                "MissingAuthenticationTokenException",
                "Missing Authentication Token",
            );
            let answer = send(&router, request).await;
            answer.assert_error(&name, 403, kind, says);
            unsigned += 1;
        }
    }
    assert!(
        signed >= 128 && unsigned == 1,
        "{signed} signed, {unsigned} not"
    );
}

#[tokio::test]
async fn a_capture_with_another_body_is_refused_and_the_store_not_asked() {
    let clerk = Arc::new(Clerk::default());
    let mut refused = 0;
    for (name, mut bytes) in captures() {
        let (request, body) = parse(&bytes);
        if body.is_empty() || !request.headers().contains_key("authorization") {
            continue;
        }
        // The last byte but one, such as a bracket.
        let changed = bytes.len() - 2;
        bytes[changed] ^= 1;
        let answer = send(&guarded(&clerk, &request), parse(&bytes).0).await;
        let says = "The request signature we calculated does not match the signature you provided. \
             Check your AWS Secret Access Key and signing method.";
        answer.assert_error(&name, 403, "InvalidSignatureException", says);
        assert!(clerk.take().is_empty(), "{name}");
        refused += 1;
    }
    assert!(refused >= 120, "{refused} files");
}

#[tokio::test]
async fn without_their_contacts_good_captures_find_nothing() {
    let api = api::Api::new().await;
    let mut good = 0;
    for (name, bytes) in captures() {
        let Outcome::Updated(id, _) = outcome(&name) else {
            continue;
        };
        let message = format!("instance {id:?} does not exist");
        let answer = send(&api.router, parse(&bytes).0).await;
        answer.assert_error(&name, 404, "ResourceNotFoundException", &message);
        good += 1;
    }
    assert!(good >= 90, "{good} files");
    assert_eq!(api.rows().await, (0, 0, 0));
}

#[tokio::test]
async fn a_captured_start_makes_one_contact_however_often_it_is_sent() {
    let api = api::Api::new().await;
    let (_, bytes) = captures()
        .into_iter()
        .find(|(name, _)| name.contains("StartChat"))
        .unwrap();
    let first = send(&api.router, parse(&bytes).0).await;
    let second = send(&api.router, parse(&bytes).0).await;
    assert_eq!((first.status, second.status), (200, 200));
    assert_eq!(first.body, second.body, "it has an idempotency token");
    assert_eq!(api.rows().await.1, 1);
}
