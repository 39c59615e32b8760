//! The two steps of a verification, bodies that are signed, named or left out, and secrets that are never shown.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::time::{Duration, SystemTime};

use http::HeaderValue;
use http::request::Parts;
use lockstep_sigv4::{
    Credentials, Expectations, Failure, Head, KeyCache, Parsed, PayloadHash, SecretAccessKey,
    SessionToken, SignError, Signer, Verified,
};

const EXPECTED: Expectations<'_> = Expectations::new("us-east-1", "connect");

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160)
}

fn request() -> Parts {
    http::Request::put("https://connect.example/contact/chat")
        .body(())
        .unwrap()
        .into_parts()
        .0
}

fn signed(payload: PayloadHash, sign: impl Fn(Signer<'_>, &mut Parts, PayloadHash)) -> Parts {
    let credentials =
        Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI").with_session_token("the/token");
    let keys = KeyCache::new();
    let mut parts = request();
    sign(
        Signer::new(&credentials, "us-east-1", "connect", &keys),
        &mut parts,
        payload,
    );
    parts
}

fn in_header(signer: Signer<'_>, parts: &mut Parts, payload: PayloadHash) {
    signer.sign(parts, payload, now()).unwrap();
}

fn with_hash(signer: Signer<'_>, parts: &mut Parts, payload: PayloadHash) {
    signer
        .with_content_sha256()
        .sign(parts, payload, now())
        .unwrap();
}

/// Verifies the head, and then a body; tells which of the two was refused.
fn steps(
    parts: &Parts,
    expected: &Expectations<'_>,
    body: PayloadHash,
) -> Result<bool, &'static str> {
    let secret = SecretAccessKey::new("wJalrXUtnFEMI");
    let parsed = Parsed::parse(Head::of(parts)).map_err(|_| "parse")?;
    assert!(SessionToken::new("the/token").is(parsed.session_token().unwrap()));
    let pending = parsed
        .verify(&secret, &KeyCache::new(), now(), expected)
        .map_err(|_| "head")?;
    let verified = pending.finish(body).map_err(|_| "body")?;
    Ok(verified.is_payload_signed())
}

#[test]
fn a_body_is_verified_last_and_a_named_hash_first() {
    let (right, wrong) = (PayloadHash::of(b"{}"), PayloadHash::of(b"{ }"));
    let unnamed = signed(right, in_header);
    let named = signed(right, with_hash);
    for parts in [&unnamed, &named] {
        assert_eq!(steps(parts, &EXPECTED, right), Ok(true));
        assert_eq!(steps(parts, &EXPECTED, wrong), Err("body"));
        // Nobody gets around the hash by saying that there is none.
        assert_eq!(steps(parts, &EXPECTED, PayloadHash::UNSIGNED), Err("body"));
        assert_eq!(
            steps(
                parts,
                &EXPECTED.with_unsigned_payload(),
                PayloadHash::UNSIGNED
            ),
            Err("body")
        );
    }
    let secret = SecretAccessKey::new("wJalrXUtnFEMI");
    for (parts, certain) in [(&unnamed, None), (&named, Some("AKIDEXAMPLE"))] {
        let parsed = Parsed::parse(Head::of(parts)).unwrap();
        let pending = parsed.verify(&secret, &KeyCache::new(), now(), &EXPECTED);
        let pending = pending.unwrap();
        assert_eq!(pending.verified().map(Verified::access_key_id), certain);
    }
    let mut other = named.clone();
    let value = HeaderValue::from_str(wrong.as_str()).unwrap();
    other.headers.insert("x-amz-content-sha256", value);
    assert_eq!(steps(&other, &EXPECTED, wrong), Err("head"));
}

#[test]
fn a_body_is_left_out_only_where_that_is_allowed() {
    let parts = signed(PayloadHash::UNSIGNED, in_header);
    assert_eq!(parts.headers["x-amz-content-sha256"], "UNSIGNED-PAYLOAD");
    for body in [PayloadHash::UNSIGNED, PayloadHash::of(b"anything")] {
        assert_eq!(steps(&parts, &EXPECTED, body), Err("head"));
        assert_eq!(
            steps(&parts, &EXPECTED.with_unsigned_payload(), body),
            Ok(false)
        );
    }
    let presigned = signed(PayloadHash::UNSIGNED, |signer, parts, payload| {
        signer
            .presign(parts, payload, now(), Duration::from_secs(60))
            .unwrap();
    });
    let unsigned = EXPECTED.with_unsigned_payload();
    assert_eq!(
        steps(&presigned, &unsigned, PayloadHash::UNSIGNED),
        Ok(false)
    );
    assert_eq!(
        steps(&presigned, &unsigned, PayloadHash::of(b"")),
        Err("body")
    );
    assert_eq!(
        steps(&presigned, &EXPECTED, PayloadHash::UNSIGNED),
        Err("body")
    );
}

#[test]
fn a_key_that_was_exchanged_is_not_found_in_the_cache() {
    let keys = KeyCache::new();
    let payload = PayloadHash::of(b"");
    let parts = signed(payload, in_header);
    let parsed = Parsed::parse(Head::of(&parts)).unwrap();
    let verify = |secret: &str| {
        let secret = SecretAccessKey::new(secret);
        parsed
            .verify(&secret, &keys, now(), &EXPECTED)?
            .finish(payload)
            .map(|_| ())
    };
    for _ in 0..3 {
        assert_eq!(verify("wJalrXUtnFEMI"), Ok(()));
        assert_eq!(verify("exchanged"), Err(Failure::SignatureDoesNotMatch));
    }
}

#[test]
fn signing_again_replaces_the_signature() {
    let keys = KeyCache::new();
    let temporary = Credentials::new("AKIDOTHER", "other").with_session_token("token");
    let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI");
    let mut again = request();
    let payload = PayloadHash::of(b"");
    Signer::new(&temporary, "us-east-1", "connect", &keys)
        .sign(&mut again, payload, now() - Duration::from_secs(9))
        .unwrap();
    let mut once = request();
    for parts in [&mut again, &mut once] {
        Signer::new(&credentials, "us-east-1", "connect", &keys)
            .sign(parts, payload, now())
            .unwrap();
    }
    assert_eq!(again.headers, once.headers);
}

#[test]
fn what_cannot_be_signed() {
    let keys = KeyCache::new();
    let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI");
    let signer = Signer::new(&credentials, "us-east-1", "connect", &keys);
    let payload = PayloadHash::of(b"");
    let (mut hostless, ()) = http::Request::get("/").body(()).unwrap().into_parts();
    assert_eq!(
        signer.sign(&mut hostless, payload, now()),
        Err(SignError::NoHost)
    );
    for seconds in [0, 604_801, u64::MAX] {
        let presigned =
            signer.presign(&mut request(), payload, now(), Duration::from_secs(seconds));
        assert_eq!(presigned, Err(SignError::Expires), "{seconds}");
    }
    let mut parts = request();
    signer
        .presign(&mut parts, payload, now(), Duration::from_secs(604_800))
        .unwrap();
    assert_eq!(
        signer.sign(&mut parts, payload, now()),
        Err(SignError::Presigned)
    );
    let odd = Credentials::new("AKID\n", "secret");
    let signer = Signer::new(&odd, "us-east-1", "connect", &keys);
    assert_eq!(
        signer.sign(&mut request(), payload, now()),
        Err(SignError::Credentials)
    );
}

#[test]
fn nothing_shows_a_secret_or_an_expected_signature() {
    let credentials =
        Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI").with_session_token("the/token");
    let keys = KeyCache::new();
    let signer = Signer::new(&credentials, "us-east-1", "connect", &keys);
    let mut parts = request();
    let payload = PayloadHash::of(b"");
    signer.sign(&mut parts, payload, now()).unwrap();
    let signature = parts.headers["authorization"]
        .to_str()
        .unwrap()
        .rsplit_once('=')
        .unwrap()
        .1
        .to_owned();
    // A wrong signature: what the verifier computes is the right one, which must not come out.
    let wrong = parts.headers["authorization"]
        .to_str()
        .unwrap()
        .replace(&signature, &"0".repeat(64));
    let headers = format!("{:?}", parts.headers);
    parts
        .headers
        .insert("authorization", HeaderValue::from_str(&wrong).unwrap());
    let parsed = Parsed::parse(Head::of(&parts)).unwrap();
    let secret = SecretAccessKey::new("wJalrXUtnFEMI");
    let pending = parsed.verify(&secret, &keys, now(), &EXPECTED).unwrap();
    let mut shown =
        format!("{credentials:?} {signer:?} {keys:?} {secret:?} {parsed:?} {pending:?} {headers}");
    let failure = pending.finish(payload).unwrap_err();
    shown += &format!("{failure} {failure:?} {:?}", SessionToken::new("the/token"));
    for hidden in ["wJalrXUtnFEMI", "the/token", &signature] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    assert!(shown.contains("AKIDEXAMPLE"), "{shown}");
}
