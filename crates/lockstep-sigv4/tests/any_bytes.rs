//! Whatever a request says, reading and verifying it ends in an answer.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue};
use lockstep_sigv4::{
    Expectations, Failure, Head, KeyCache, Parsed, PathForm, PayloadHash, SecretAccessKey,
    SessionTokenIs, canonical_request,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Pieces that a signature is made of, in any order and number, and some that it is not.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => select(vec![
            "AWS4-HMAC-SHA256 ", "Credential=", "SignedHeaders=", "Signature=", ", ", "=", "/", ";", "&", "%",
            "AKIDEXAMPLE/20150830/us-east-1/connect/aws4_request", "host", "host;x-amz-date",
            "X-Amz-Algorithm=AWS4-HMAC-SHA256", "&X-Amz-Date=20150830T123600Z", "&X-Amz-Expires=60",
            "&X-Amz-Credential=AKIDEXAMPLE/20150830/us-east-1/connect/aws4_request",
            "&X-Amz-SignedHeaders=host", "&X-Amz-Security-Token=%2F",
            "&X-Amz-Signature=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ];
    vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

/// A credential, a list and a signature that can be read, so that verifying is reached too.
fn readable() -> impl Strategy<Value = String> {
    Just(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/connect/aws4_request, \
         SignedHeaders=host;x-amz-date, \
         Signature=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            .to_owned(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2048) })]

    #[test]
    fn every_request_gets_an_answer(
        method in "\\PC{0,4}",
        path in "[/.%a-c\\PC]{0,12}",
        query in pieces(),
        authorization in proptest::option::of(prop_oneof![pieces(), readable()]),
        headers in vec((select(vec!["host", "x-amz-date", "x-amz-content-sha256", "date"]), vec(any::<u8>(), 0..9)), 0..4),
        seconds in any::<u32>(),
    ) {
        let mut map = HeaderMap::new();
        map.insert("x-amz-date", HeaderValue::from_static("20150830T123600Z"));
        map.insert("host", HeaderValue::from_static("h"));
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                map.insert(HeaderName::from_static(name), value);
            }
        }
        if let Some(Ok(value)) = authorization.map(HeaderValue::try_from) {
            map.insert("authorization", value);
        }
        let head = Head { method: &method, path: &path, query: &query, headers: &map, authority: None };
        for form in [PathForm::Normalized, PathForm::NormalizedWithoutSlash, PathForm::AsSent, PathForm::EncodedOnce] {
            prop_assert!(!canonical_request(&head, form, "host;;", PayloadHash::UNSIGNED).is_empty());
        }
        let secret = SecretAccessKey::new("secret");
        let expected = Expectations::new("us-east-1", "connect").with_session_token(SessionTokenIs::Added);
        for seconds in [1_440_938_160, u64::from(seconds)] {
            let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            let answer = Parsed::parse(head).and_then(|parsed| {
                parsed.verify(&secret, &KeyCache::new(), now, &expected)?.finish(PayloadHash::of(b""))
            });
            // None of them is signed with the secret.
            let failure: Failure = answer.unwrap_err();
            prop_assert!(failure.status().is_client_error());
        }
    }
}
