//! Each way to be refused, by a change of a request that is signed well, with its status, its name and its message.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "common/signed.rs"]
mod signed;

use std::time::{Duration, SystemTime};

use http::request::Parts;
use http::{HeaderValue, Uri};
use lockstep_sigv4::{
    Credentials, Expectations, Failure, KeyCache, Malformed, PayloadHash, RequiredHeader,
    ScopePart, Signer,
};

use signed::{
    BODY, MINUTE, authorization, in_header, in_query, noon, put, query, refused, replaced,
    replaced_in_query, request, verify_at, verify_with,
};

#[test]
fn what_is_signed_well_is_accepted() {
    assert!(!verify_at(&in_header(), noon()).unwrap().is_presigned());
    assert!(verify_at(&in_query(), noon()).unwrap().is_presigned());
}

#[test]
fn the_table_of_failures() {
    let now = lockstep_sigv4::AmzDate::from(noon());
    for (failure, status, name) in [
        (
            Failure::MissingAuthenticationToken,
            403,
            "MissingAuthenticationTokenException",
        ),
        (
            Malformed::Algorithm.into(),
            403,
            "IncompleteSignatureException",
        ),
        (
            Failure::UnrecognizedClient,
            403,
            "UnrecognizedClientException",
        ),
        (
            Failure::SignatureDoesNotMatch,
            403,
            "InvalidSignatureException",
        ),
        (
            Failure::SignatureExpired { signed: now, now },
            403,
            "InvalidSignatureException",
        ),
        (
            Failure::SignatureNotYetCurrent { signed: now, now },
            403,
            "InvalidSignatureException",
        ),
        (
            Failure::Scope(ScopePart::Region),
            403,
            "InvalidSignatureException",
        ),
        (
            Failure::Unsigned(RequiredHeader::Host),
            403,
            "InvalidSignatureException",
        ),
        (Failure::ExpiredToken, 403, "ExpiredTokenException"),
        (Failure::RequestExpired, 400, "RequestExpired"),
    ] {
        assert_eq!(
            (failure.status().as_u16(), failure.error_name()),
            (status, name)
        );
        assert!(failure.to_string().len() > 10);
    }
}

#[test]
fn a_request_without_a_signature() {
    assert_eq!(refused(&request()), Failure::MissingAuthenticationToken);
}

#[test]
fn a_scope_of_something_else() {
    for (parts, part) in [
        (replaced("20150830", "20150829"), ScopePart::Date),
        (replaced("us-east-1", "us-west-2"), ScopePart::Region),
        (replaced("/connect/", "/s3/"), ScopePart::Service),
        (
            replaced("aws4_request", "aws3_request"),
            ScopePart::Terminator,
        ),
        (
            replaced_in_query("us-east-1", "us-east-2"),
            ScopePart::Region,
        ),
    ] {
        assert_eq!(refused(&parts), Failure::Scope(part));
    }
}

#[test]
fn clocks_may_be_fifteen_minutes_apart_and_no_more() {
    let second = Duration::from_secs(1);
    let (header, query) = (in_header(), in_query());
    for parts in [&header, &query] {
        assert!(verify_at(parts, noon() - MINUTE * 15).is_ok());
        let early = verify_at(parts, noon() - MINUTE * 15 - second);
        assert!(
            matches!(early, Err(Failure::SignatureNotYetCurrent { .. })),
            "{early:?}"
        );
    }
    assert!(verify_at(&header, noon() + MINUTE * 15).is_ok());
    let late = verify_at(&header, noon() + MINUTE * 15 + second).unwrap_err();
    assert_eq!(
        late.to_string(),
        "Signature expired: 20150830T123600Z is more than 15 minutes before 20150830T125101Z."
    );
    assert!(verify_at(&query, noon() + MINUTE * 60).is_ok());
    assert_eq!(
        verify_at(&query, noon() + MINUTE * 60 + second),
        Err(Failure::RequestExpired)
    );
    // A clock that is off by ages is no reason to panic.
    assert!(verify_at(&header, SystemTime::UNIX_EPOCH - MINUTE).is_err());
    assert!(verify_at(&header, noon() + MINUTE * 60 * 24 * 366 * 9000).is_err());
}

#[test]
fn headers_that_must_be_signed() {
    for (name, required) in [
        ("host;", RequiredHeader::Host),
        (";x-amz-custom", RequiredHeader::XAmz),
        (";x-amz-date", RequiredHeader::XAmz),
    ] {
        assert_eq!(
            refused(&replaced(name, "")),
            Failure::Unsigned(required),
            "{name}"
        );
    }
    let with = |name: &'static str| {
        let mut parts = in_header();
        parts.headers.append(name, HeaderValue::from_static("v"));
        parts
    };
    assert_eq!(
        refused(&with("x-amz-new")),
        Failure::Unsigned(RequiredHeader::XAmz)
    );
    assert_eq!(
        refused(&with("x-amz-security-token")),
        Failure::Unsigned(RequiredHeader::XAmz)
    );
    assert!(verify_at(&with("x-amz-user-agent"), noon()).is_ok());
    assert!(verify_at(&with("x-other"), noon()).is_ok());

    // A content type that is not signed is refused only where the server asks for it.
    let keys = KeyCache::new();
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let mut parts = request();
    let content_type = parts.headers.remove("content-type").unwrap();
    Signer::new(&credentials, "us-east-1", "connect", &keys)
        .sign(&mut parts, PayloadHash::of(BODY), noon())
        .unwrap();
    parts.headers.insert("content-type", content_type);
    let expected = Expectations::new("us-east-1", "connect");
    assert!(verify_with(&parts, noon(), &expected).is_ok());
    let strict = verify_with(&parts, noon(), &expected.with_signed_content_type());
    assert_eq!(strict, Err(Failure::Unsigned(RequiredHeader::ContentType)));
}

#[test]
fn a_signature_of_another_request() {
    let changed = |change: fn(&mut Parts)| {
        let mut parts = in_header();
        change(&mut parts);
        parts
    };
    for parts in [
        changed(|parts| parts.method = http::Method::POST),
        changed(|parts| parts.uri = Uri::from_static("/contact/Chat?b=2&a=1")),
        changed(|parts| parts.uri = Uri::from_static("/contact/chat?b=2&a=2")),
        changed(|parts| parts.uri = Uri::from_static("/contact%2Fchat?b=2&a=1")),
        changed(|parts| put(&mut parts.headers, "host", "other.example")),
        changed(|parts| put(&mut parts.headers, "x-amz-custom", "a b c")),
        changed(|parts| put(&mut parts.headers, "x-amz-date", "20150830T123601Z")),
        replaced("Signature=", "Signature=0"),
        authorization(|value| format!("{}0", &value[..value.len() - 1])),
        authorization(|value| {
            let (rest, signature) = value.rsplit_once('=').unwrap();
            format!("{rest}={}", signature.to_uppercase())
        }),
        query(|query| format!("{query}&c=3")),
        replaced_in_query("X-Amz-Expires=3600", "X-Amz-Expires=3601"),
    ] {
        assert_eq!(refused(&parts), Failure::SignatureDoesNotMatch);
    }
    // The same request, written otherwise.
    for parts in [
        changed(|parts| parts.uri = Uri::from_static("/contact/chat?a=1&b=%32")),
        changed(|parts| parts.uri = Uri::from_static("/contact/../contact//./chat?a=1&b=2")),
        changed(|parts| put(&mut parts.headers, "x-amz-custom", "  a     b ")),
        replaced(", SignedHeaders", ",SignedHeaders"),
    ] {
        assert!(verify_at(&parts, noon()).is_ok());
    }
}

#[test]
fn a_header_that_is_listed_must_be_there() {
    // Signed as if it were there, with the empty value that a missing header has in the canonical request.
    let absent = |parts: &mut Parts| {
        put(&mut parts.headers, "x-listed", "");
    };
    for presigned in [false, true] {
        let mut parts = signed::signed(|signer, parts| {
            absent(parts);
            let payload = PayloadHash::of(BODY);
            match presigned {
                true => signer.presign(parts, payload, noon(), MINUTE).unwrap(),
                false => signer.sign(parts, payload, noon()).unwrap(),
            }
        });
        assert!(verify_at(&parts, noon()).unwrap().signs("X-Listed"));
        parts.headers.remove("x-listed");
        let failure = refused(&parts);
        assert_eq!(failure, Failure::SignedHeaderMissing);
        assert_eq!(failure.error_name(), "InvalidSignatureException");
        assert!(failure.to_string().contains("must be in the request"));
    }
    // `Host` may be missing where the authority stands for it.
    let mut parts = in_header();
    parts.headers.remove("host");
    parts.uri = Uri::from_static("https://connect.us-east-1.amazonaws.com/contact/chat?b=2&a=1");
    assert!(verify_at(&parts, noon()).is_ok());
}

#[test]
fn which_headers_are_signed() {
    let mut parts = in_header();
    put(&mut parts.headers, "if-match", "*");
    let verified = verify_at(&parts, noon()).unwrap();
    for name in ["host", "Host", "content-type", "x-amz-custom", "X-Amz-Date"] {
        assert!(verified.signs(name), "{name}");
    }
    for name in ["if-match", "authorization", "hos", "", "host;x-amz-date"] {
        assert!(!verified.signs(name), "{name}");
    }
}
