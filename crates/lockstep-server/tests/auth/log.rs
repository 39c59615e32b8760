//! What the log and `Debug` tell, and what they never do.

use std::sync::{Arc, LazyLock, Mutex};

use lockstep_server::Service;
use lockstep_server::auth::{Access, Authentication, Denied};
use lockstep_sigv4::{Credentials, PayloadHash};
use tracing::{Dispatch, Level};

use crate::bodies::pieces;
use crate::client::{BODY, Client, json, parts};
use crate::support::log::Log;
use crate::support::*;
use crate::vault::{Calls, authentication, guarded, keys, vault};

/// As long as there is one subscriber alone, `tracing` decides whether an event is of interest by asking the thread that
/// meets it first, which may be that of a test without any; and the answer is kept.
static ANOTHER: LazyLock<Dispatch> =
    LazyLock::new(|| Dispatch::new(tracing_subscriber::registry()));

impl Log {
    fn start(level: Level) -> (Self, tracing::subscriber::DefaultGuard) {
        LazyLock::force(&ANOTHER);
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .with_max_level(level)
            .with_writer(log.clone())
            .finish();
        let guard = tracing::subscriber::set_default(subscriber);
        (log, guard)
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn lines(&self) -> Vec<serde_json::Value> {
        let text = self.text();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

#[tokio::test]
async fn a_refusal_is_logged_with_its_case_and_its_key() {
    let (log, _guard) = Log::start(Level::INFO);
    let service = guarded(&Calls::default());
    let strange = "AKID\u{1b}[31m\nadmin logged in";
    let long = "A".repeat(500);
    for (client, id) in [
        (Client::with("AKIDEXAMPLE", "wrong"), "AKIDEXAMPLE"),
        (
            Client::with("AKIDEXAMPLE", "wrong").naming_the_hash(),
            "AKIDEXAMPLE",
        ),
        (Client::with(&long, "secret"), &long[..128]),
    ] {
        let answer = send(service.clone(), client.put("/signed/a", BODY)).await;
        let line = log.lines().pop().unwrap();
        assert_eq!(line["level"], "INFO");
        assert_eq!(line["fields"]["error"], answer.header("x-amzn-errortype"));
        assert_eq!(line["fields"]["access_key_id"], format!("{id:?}"));
        assert_eq!(
            line["span"]["request_id"],
            answer.header("x-amzn-requestid")
        );
        assert_eq!(line["span"]["operation"], "Signed");
    }
    // The id of a presigned request may hold anything.
    let presigned = Client::with(strange, "secret").presign("/signed/a", BODY, 60);
    send(service, presigned).await;
    let line = log.lines().pop().unwrap();
    let id = line["fields"]["access_key_id"].as_str().unwrap();
    assert_eq!(id, r#""AKID\u{1b}[31m\nadmin logged in""#);
}

#[tokio::test]
async fn nothing_secret_is_logged_or_shown() {
    let (log, _guard) = Log::start(Level::TRACE);
    let calls = Calls::default();
    let seen = Arc::new(Mutex::new(String::new()));
    let see = Arc::clone(&seen);
    let service = guarded(&calls).authorize(move |access: &Access<'_>| {
        let context = access.context();
        *see.lock().unwrap() += &format!("{access:?} {context:?} {:?}", access.identity());
        async { Ok(()) }
    });
    let temporary = Credentials::new("ASIATEMPORARY", "fleeting").with_session_token("the/token");
    let expired = Credentials::new("ASIAEXPIRED", "gone").with_session_token("old/token");
    let hash = PayloadHash::of(BODY.as_bytes());
    let head = http::Request::put("/upload").header("host", "vault.example");
    let altered = Client::new().naming_the_hash();
    let requests = [
        Client::of(temporary.clone()).put("/signed/a", BODY),
        Client::of(temporary).presign("/signed/a", BODY, 60),
        Client::of(expired).put("/signed/a", BODY),
        Client::with("AKIDEXAMPLE", "wrong-secret").put("/signed/a", BODY),
        altered.sign(parts(head), hash, pieces("something else")),
        json("/bearer/a")
            .header("authorization", "Bearer b-token")
            .body(BODY.into())
            .unwrap(),
        json("/bearer/a")
            .header("authorization", "Bearer wrong-token")
            .body(BODY.into())
            .unwrap(),
        json("/key-in-header/a")
            .header("x-api-key", "d key")
            .body(BODY.into())
            .unwrap(),
    ];
    let mut secrets = vec![
        "secret",
        "fleeting",
        "the/token",
        "the%2Ftoken",
        "gone",
        "old/token",
        "wonderland",
        "b-token",
        "c-token",
        "wrong-token",
        "d key",
        "queen",
        "Signature=",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect::<Vec<_>>();
    let mut answers = String::new();
    for request in requests {
        let text = format!(
            "{:?} {}",
            request.headers().get("authorization"),
            request.uri()
        );
        if let Some((_, signature)) = text.split_once("Signature=") {
            secrets.push(signature[..64].to_owned());
        }
        let answer = send(service.clone(), request).await;
        answers += &format!("{:?} {}\n", answer.headers, answer.body);
    }
    let shown = format!("{:?} {:?} {:?}", authentication(), keys(), service);
    let seen = seen.lock().unwrap().clone();
    assert!(
        seen.contains("ASIATEMPORARY") && seen.contains("dave"),
        "{seen}"
    );
    for text in [log.text(), seen, shown, answers] {
        // This message is about secrets and holds none.
        let text = text.replace("AWS Secret Access Key", "");
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{secret} in {text}");
        }
    }
    // The altered stream was noticed when the handler read it.
    let refusals = log.lines();
    let late = refusals.iter().filter(|line| {
        line["fields"]["error"] == "InvalidSignatureException"
            && line["span"]["operation"] == "Upload"
    });
    assert_eq!(late.count(), 1, "{refusals:?}");
}

#[tokio::test]
async fn why_a_hook_failed_is_logged_with_the_caller() {
    let (log, _guard) = Log::start(Level::ERROR);
    let service = guarded(&Calls::default())
        .authorize(|_: &Access<'_>| async { Err(Denied::failed("the store of roles is down")) });
    send(service, Client::new().put("/signed/a", BODY)).await;
    let line = log.lines().pop().unwrap();
    assert_eq!(line["fields"]["error"], "the store of roles is down");
    assert_eq!(line["span"]["principal"], "AKIDEXAMPLE");
}

fn finished(service: Service) -> Vec<serde_json::Value> {
    let (log, guard) = Log::start(Level::WARN);
    let _ = service.into_router();
    drop(guard);
    log.lines()
}

#[test]
fn operations_that_are_open_or_closed_by_mistake_are_logged_once() {
    let calls = Calls::default();
    let lines = finished(vault(&calls));
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["level"], "WARN");
    let named = lines[0]["fields"]["operations"].as_str().unwrap();
    assert!(
        named.contains("Signed") && named.contains("Strange"),
        "{named}"
    );
    assert!(
        !named.contains("Optional") && !named.contains("Open"),
        "{named}"
    );

    let lines = finished(guarded(&calls));
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["level"], "ERROR");
    assert_eq!(lines[0]["fields"]["operations"], r#"["Strange"]"#);

    let lines = finished(vault(&calls).authentication(Authentication::new()));
    assert_eq!(lines.len(), 1, "{lines:?}");
    let named = lines[0]["fields"]["operations"].as_str().unwrap();
    assert!(
        named.contains("Signed") && named.contains("Several"),
        "{named}"
    );

    assert!(finished(echo()).is_empty());
}
