//! Bearer tokens and API keys.

use axum::body::Body;
use http::Request;
use lockstep_server::auth::{Authentication, FixedTokens, LookupError, Principal, Tokens};

use crate::client::{BODY, json};
use crate::support::*;
use crate::vault::{Calls, guarded, vault};

fn with(path: &str, name: &str, value: &str) -> Request<Body> {
    json(path).header(name, value).body(BODY.into()).unwrap()
}

fn bare(path: &str) -> Request<Body> {
    json(path).body(BODY.into()).unwrap()
}

async fn ask(request: Request<Body>) -> (Answer, usize) {
    let calls = Calls::default();
    let answer = send(guarded(&calls), request).await;
    (answer, calls.count())
}

#[tokio::test]
async fn a_bearer_token_names_its_principal() {
    for (value, name) in [
        ("Bearer b-token", "bob"),
        ("bearer   c-token ", "carol"),
        ("BEARER b-token", "bob"),
    ] {
        let (answer, _) = ask(with("/bearer/a", "authorization", value)).await;
        assert_eq!(
            answer.body,
            format!(r#"{{"Text":"Some(\"{name}\") None"}}"#)
        );
    }
}

#[tokio::test]
async fn without_a_good_bearer_token_there_is_a_challenge() {
    let (answer, calls) = ask(bare("/bearer/a")).await;
    answer.assert_error(401, "MissingAuthenticationTokenException");
    assert_eq!(answer.header("www-authenticate"), r#"Bearer realm="Vault""#);
    assert_eq!(calls, 0);
    for value in [
        "Bearer b-toke",
        "Bearer b-token2",
        "Bearer B-TOKEN",
        "Bearer",
        "Bearer ",
        "Bearer b-token c-token",
        "Bearerb-token",
        "b-token",
        "Basic b-token",
        "",
    ] {
        let (answer, calls) = ask(with("/bearer/a", "authorization", value)).await;
        answer.assert_error(401, "UnrecognizedClientException");
        let challenge = r#"Bearer realm="Vault", error="invalid_token""#;
        assert_eq!(answer.header("www-authenticate"), challenge, "{value:?}");
        assert_eq!(calls, 0);
    }
    let mut twice = with("/bearer/a", "authorization", "Bearer b-token");
    let same = twice.headers()["authorization"].clone();
    twice.headers_mut().append("authorization", same);
    let (answer, _) = ask(twice).await;
    answer.assert_error(401, "UnrecognizedClientException");
}

#[tokio::test]
async fn an_api_key_stands_where_the_model_says() {
    let query = json("/key-in-query/a?x=1&api%20key=d%20key").body(BODY.into());
    for request in [
        with("/key-in-header/a", "x-api-key", "d key"),
        with("/key-in-scheme/a", "authorization", "ApiKey d key"),
        with("/key-in-scheme/a", "authorization", "apikey d key"),
        query.unwrap(),
        // A header that is not asked for is not looked at.
        json("/key-in-header/a")
            .header("x-api-key", "d key")
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=/20150830/r/s/aws4_request",
            )
            .body(BODY.into())
            .unwrap(),
    ] {
        let (answer, _) = ask(request).await;
        assert_eq!(answer.body, r#"{"Text":"Some(\"dave\") None"}"#);
    }
}

#[tokio::test]
async fn without_a_good_api_key() {
    for path in ["/key-in-header/a", "/key-in-scheme/a", "/key-in-query/a"] {
        let (answer, calls) = ask(bare(path)).await;
        answer.assert_error(403, "MissingAuthenticationTokenException");
        assert!(!answer.headers.contains_key("www-authenticate"));
        assert_eq!(calls, 0);
    }
    let mut twice = with("/key-in-header/a", "x-api-key", "d key");
    twice
        .headers_mut()
        .append("x-api-key", "d key".parse().unwrap());
    for request in [
        with("/key-in-header/a", "x-api-key", "another"),
        with("/key-in-header/a", "x-api-key", ""),
        // Tokens of the other scheme are no keys.
        with("/key-in-header/a", "x-api-key", "b-token"),
        with("/key-in-scheme/a", "authorization", "d key"),
        with("/key-in-scheme/a", "authorization", "Bearer b-token"),
        with("/key-in-scheme/a", "authorization", "ApiKey"),
        bare("/key-in-query/a?api%20key="),
        bare("/key-in-query/a?api%20key=another"),
        bare("/key-in-query/a?api%20key=d%20key&api%20key=d%20key"),
        bare("/key-in-query/a?api%20key=d+key"),
        twice,
    ] {
        let (answer, calls) = ask(request).await;
        answer.assert_error(403, "UnrecognizedClientException");
        assert_eq!(calls, 0);
    }
}

/// As from a setting that somebody forgot to fill in.
#[tokio::test]
async fn an_empty_token_lets_nobody_in() {
    let empty = || FixedTokens::new().with("", "nobody");
    let authentication = Authentication::new().bearer(empty()).api_keys(empty());
    let calls = Calls::default();
    for request in [
        with("/bearer/a", "authorization", "Bearer "),
        with("/key-in-header/a", "x-api-key", ""),
        with("/key-in-scheme/a", "authorization", "ApiKey "),
        bare("/key-in-query/a?api%20key="),
        bare("/key-in-query/a?api%20key"),
    ] {
        let service = vault(&calls).authentication(authentication.clone());
        let answer = send(service, request).await;
        assert_eq!(
            answer.header("x-amzn-errortype"),
            "UnrecognizedClientException"
        );
    }
    calls.assert(0);
}

/// A store of tokens that has its bad days.
struct Store;

impl Tokens for Store {
    async fn principal(&self, token: &str) -> Result<Principal, LookupError> {
        match token {
            "good" => Ok("grace".into()),
            "old" => Err(LookupError::Expired),
            "panic" => panic!("hunter2"),
            _ => Err(LookupError::failed("hunter2")),
        }
    }
}

#[tokio::test]
async fn a_provider_may_say_expired_and_may_fail() {
    let authentication = Authentication::new().bearer(Store).api_keys(Store);
    let service = vault(&Calls::default()).authentication(authentication);
    let bearer = async |token: &str| {
        let value = format!("Bearer {token}");
        send(service.clone(), with("/bearer/a", "authorization", &value)).await
    };
    assert_eq!(bearer("good").await.status, 200);
    let answer = bearer("old").await;
    answer.assert_error(401, "ExpiredTokenException");
    assert!(
        answer
            .header("www-authenticate")
            .ends_with("\"invalid_token\"")
    );
    let answer = send(
        service.clone(),
        with("/key-in-header/a", "x-api-key", "old"),
    )
    .await;
    answer.assert_error(403, "ExpiredTokenException");
    for token in ["broken", "panic"] {
        let answer = bearer(token).await;
        answer.assert_error(500, "InternalServiceException");
        assert!(!answer.body.contains("hunter2"));
    }
}
