//! A request that is signed well, in its header and in its query, and what a verifier says to changes of it.

#![allow(dead_code, reason = "not every test uses all of it")]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::time::{Duration, SystemTime};

use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use lockstep_sigv4::{
    Credentials, Expectations, Failure, Head, KeyCache, Parsed, PayloadHash, SecretAccessKey,
    Signer, Verified,
};

pub(crate) const BODY: &[u8] = b"{}";
pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// 2015-08-30T12:36:00Z.
pub(crate) fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
}

pub(crate) fn request() -> Parts {
    http::Request::put("/contact/chat?b=2&a=1")
        .header("Host", "connect.us-east-1.amazonaws.com")
        .header("Content-Type", "application/json")
        .header("X-Amz-Custom", "a  b")
        .body(())
        .unwrap()
        .into_parts()
        .0
}

pub(crate) fn signed(sign: impl Fn(&Signer<'_>, &mut Parts)) -> Parts {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let keys = KeyCache::new();
    let mut parts = request();
    sign(
        &Signer::new(&credentials, "us-east-1", "connect", &keys),
        &mut parts,
    );
    parts
}

pub(crate) fn in_header() -> Parts {
    signed(|signer, parts| signer.sign(parts, PayloadHash::of(BODY), noon()).unwrap())
}

pub(crate) fn in_query() -> Parts {
    signed(|signer, parts| {
        signer
            .presign(parts, PayloadHash::of(BODY), noon(), MINUTE * 60)
            .unwrap();
    })
}

pub(crate) fn verify_at(parts: &Parts, now: SystemTime) -> Result<Verified, Failure> {
    verify_with(parts, now, &Expectations::new("us-east-1", "connect"))
}

pub(crate) fn verify_with(
    parts: &Parts,
    now: SystemTime,
    expected: &Expectations<'_>,
) -> Result<Verified, Failure> {
    let parsed = Parsed::parse(Head::of(parts))?;
    let secret = SecretAccessKey::new("secret");
    parsed
        .verify(&secret, &KeyCache::new(), now, expected)?
        .finish(PayloadHash::of(BODY))
}

pub(crate) fn refused(parts: &Parts) -> Failure {
    verify_at(parts, noon()).unwrap_err()
}

pub(crate) fn authorization(change: impl Fn(&str) -> String) -> Parts {
    let mut parts = in_header();
    let value = change(parts.headers["authorization"].to_str().unwrap());
    parts
        .headers
        .insert("authorization", HeaderValue::try_from(value).unwrap());
    parts
}

pub(crate) fn query(change: impl Fn(&str) -> String) -> Parts {
    let mut parts = in_query();
    parts.uri = format!(
        "{}?{}",
        parts.uri.path(),
        change(parts.uri.query().unwrap())
    )
    .parse()
    .unwrap();
    parts
}

pub(crate) fn replaced(from: &str, to: &str) -> Parts {
    authorization(|value| {
        assert!(value.contains(from), "{value}");
        value.replacen(from, to, 1)
    })
}

pub(crate) fn replaced_in_query(from: &str, to: &str) -> Parts {
    query(|query| {
        assert!(query.contains(from), "{query}");
        query.replacen(from, to, 1)
    })
}

pub(crate) fn put(headers: &mut HeaderMap, name: &'static str, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
