//! Keys that change while requests run.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use lockstep_server::auth::{AccessKey, AccessKeyMap, Authentication};

use crate::client::{BODY, Client, now};
use crate::support::*;
use crate::vault::{Calls, vault};

const ROUNDS: usize = 200;

fn id(round: usize) -> String {
    format!("AKID{round}")
}

/// A new key comes before the old one goes, as keys are exchanged; whoever signs with one that is there is let in.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_signs_with_a_key_that_is_there_is_let_in() {
    let keys = AccessKeyMap::from_iter([AccessKey::new(id(0), "secret0")]);
    let authentication = Authentication::new()
        .sigv4("us-east-1", keys.clone())
        .clock(now);
    let service = vault(&Calls::default()).authentication(authentication);
    let (current, done) = (
        Arc::new(tokio::sync::RwLock::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let sent = Arc::new(AtomicUsize::new(0));
    let clients: Vec<tokio::task::JoinHandle<()>> = (0..4)
        .map(|_| {
            let (service, current) = (service.clone(), Arc::clone(&current));
            let (done, sent) = (Arc::clone(&done), Arc::clone(&sent));
            tokio::spawn(async move {
                while !done.load(Ordering::SeqCst) {
                    // The key that this names stays until the request has been answered.
                    let round = current.read().await;
                    let client = Client::with(&id(*round), &format!("secret{round}"));
                    let answer = send(service.clone(), client.put("/signed/a", BODY)).await;
                    assert_eq!(answer.status, 200, "{answer:?}");
                    drop(round);
                    sent.fetch_add(1, Ordering::SeqCst);
                }
            })
        })
        .collect();
    for round in 1..=ROUNDS {
        keys.insert(AccessKey::new(id(round), format!("secret{round}")));
        *current.write().await = round;
        assert!(keys.remove(&id(round - 1)));
        tokio::task::yield_now().await;
    }
    // A client that was refused has ended.
    while sent.load(Ordering::SeqCst) < ROUNDS && !clients.iter().any(|client| client.is_finished())
    {
        tokio::task::yield_now().await;
    }
    done.store(true, Ordering::SeqCst);
    for client in clients {
        client.await.unwrap();
    }
    let old = Client::with(&id(0), "secret0").put("/signed/a", BODY);
    let answer = send(service, old).await;
    answer.assert_error(403, "UnrecognizedClientException");
}

/// The same id with another secret: the derived key of the old one, which is in the cache, is good for nothing.
#[tokio::test]
async fn a_secret_that_was_exchanged_is_good_no_more() {
    let keys = AccessKeyMap::new();
    let authentication = Authentication::new()
        .sigv4("us-east-1", keys.clone())
        .clock(now);
    let service = vault(&Calls::default()).authentication(authentication);
    let mut before = None;
    for secret in ["one", "two", "one", "three"] {
        keys.insert(AccessKey::new("AKIDEXAMPLE", secret));
        let client = Client::with("AKIDEXAMPLE", secret);
        let answer = send(service.clone(), client.put("/signed/a", BODY)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        if let Some(before) = before.replace(client) {
            let answer = send(service.clone(), before.put("/signed/a", BODY)).await;
            answer.assert_error(403, "InvalidSignatureException");
        }
    }
    assert!(keys.remove("AKIDEXAMPLE"));
    assert!(!keys.remove("AKIDEXAMPLE"));
    let answer = send(
        service,
        Client::with("AKIDEXAMPLE", "three").put("/signed/a", BODY),
    )
    .await;
    answer.assert_error(403, "UnrecognizedClientException");
}
