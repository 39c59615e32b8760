//! Temporary keys and their session tokens.

use lockstep_server::auth::{AccessKey, AccessKeys, Authentication, LookupError};
use lockstep_sigv4::Credentials;

use crate::client::{BODY, Client, now};
use crate::support::*;
use crate::vault::{Calls, guarded, vault};

fn client(id: &str, secret: &str, token: Option<&str>) -> Client {
    let credentials = Credentials::new(id, secret);
    Client::of(match token {
        Some(token) => credentials.with_session_token(token),
        None => credentials,
    })
}

#[tokio::test]
async fn a_temporary_key_is_good_with_its_token_until_it_expires() {
    let temporary = client("ASIATEMPORARY", "fleeting", Some("the/token"));
    for request in [
        temporary.put("/signed/a", BODY),
        temporary.presign("/signed/a", BODY, 60),
    ] {
        let answer = send(guarded(&Calls::default()), request).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

#[tokio::test]
async fn without_its_own_token_a_key_is_unknown() {
    for (id, secret, token) in [
        ("ASIATEMPORARY", "fleeting", None),
        ("ASIATEMPORARY", "fleeting", Some("")),
        ("ASIATEMPORARY", "fleeting", Some("the/token2")),
        ("ASIATEMPORARY", "fleeting", Some("old/token")),
        // That a session is over is for those to know who have its token.
        ("ASIAEXPIRED", "gone", None),
        ("ASIAEXPIRED", "gone", Some("the/token")),
        ("AKIDEXAMPLE", "secret", Some("the/token")),
        ("AKIDNOBODY", "secret", Some("the/token")),
    ] {
        let calls = Calls::default();
        let request = client(id, secret, token).put("/signed/a", BODY);
        let answer = send(guarded(&calls), request).await;
        let message = answer.assert_error(403, "UnrecognizedClientException");
        assert_eq!(
            message,
            "The security token included in the request is invalid."
        );
        calls.assert(0);
    }
}

#[tokio::test]
async fn an_expired_session_is_told_with_a_right_token_alone() {
    let request = client("ASIAEXPIRED", "gone", Some("old/token")).put("/signed/a", BODY);
    let answer = send(guarded(&Calls::default()), request).await;
    answer.assert_error(403, "ExpiredTokenException");
}

/// Finds the key in the token, as a service without a store of sessions does; fails for one token, and panics for
/// another.
struct Sealed;

impl AccessKeys for Sealed {
    async fn access_key(&self, id: &str, token: Option<&str>) -> Result<AccessKey, LookupError> {
        tokio::task::yield_now().await;
        let token = token.ok_or(LookupError::Unknown)?;
        match token {
            "expired" => Err(LookupError::Expired),
            "broken" => Err(LookupError::failed("the password of the store is hunter2")),
            "panic" => panic!("hunter2"),
            "empty" => Ok(AccessKey::new(id, "").session(token, later())),
            "other" => Ok(AccessKey::new("AKIDOTHER", "sealed").session(token, later())),
            _ => Ok(AccessKey::new(id, "sealed").session(token, later())),
        }
    }
}

fn later() -> std::time::SystemTime {
    now() + std::time::Duration::from_secs(1)
}

#[tokio::test]
async fn a_provider_may_find_keys_in_tokens_and_may_fail() {
    let authentication = Authentication::new().sigv4("us-east-1", Sealed).clock(now);
    let service = vault(&Calls::default()).authentication(authentication);
    let ask = async |token| {
        let request = client("ASIASEALED", "sealed", Some(token)).put("/signed/a", BODY);
        send(service.clone(), request).await
    };
    assert_eq!(ask("any").await.status, 200);
    ask("expired")
        .await
        .assert_error(403, "ExpiredTokenException");
    // A look-up that answers with somebody else's key lets nobody in.
    ask("other")
        .await
        .assert_error(403, "UnrecognizedClientException");
    let empty = client("ASIASEALED", "", Some("empty")).put("/signed/a", BODY);
    let answer = send(service.clone(), empty).await;
    answer.assert_error(403, "UnrecognizedClientException");
    for token in ["broken", "panic"] {
        let answer = ask(token).await;
        answer.assert_error(500, "InternalServiceException");
        assert!(!answer.body.contains("hunter2"), "{answer:?}");
    }
}
