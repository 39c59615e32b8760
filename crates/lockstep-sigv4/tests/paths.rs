//! What a signature says of a path: all of it, or only what is left of it when segments are removed.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "common/signed.rs"]
mod signed;

use http::Uri;
use http::request::Parts;
use lockstep_sigv4::{
    Credentials, Expectations, Failure, KeyCache, Malformed, PathForm, PayloadHash, Signer,
};

use signed::{BODY, MINUTE, noon, put, refused, request, verify_at, verify_with};

/// A request for the first path that is sent with the second.
fn sent_as(form: PathForm, presigned: bool, signed: &'static str, sent: &'static str) -> Parts {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let keys = KeyCache::new();
    let signer = Signer::new(&credentials, "us-east-1", "connect", &keys).with_path_form(form);
    let mut parts = request();
    parts.uri = Uri::from_static(signed);
    let payload = PayloadHash::of(BODY);
    match presigned {
        true => signer.presign(&mut parts, payload, noon(), MINUTE).unwrap(),
        false => signer.sign(&mut parts, payload, noon()).unwrap(),
    }
    let query = parts.uri.query().map(|query| format!("?{query}"));
    parts.uri = format!("{sent}{}", query.unwrap_or_default())
        .parse()
        .unwrap();
    parts
}

#[test]
fn a_path_is_signed_if_none_of_its_segments_was_removed() {
    use PathForm::{AsSent, Normalized, NormalizedWithoutSlash};
    for presigned in [false, true] {
        for (form, signed, sent, whole) in [
            (Normalized, "/signed", "/signed", true),
            (Normalized, "/signed/", "/signed/", true),
            (Normalized, "/a/%2e%2e/b", "/a/%2e%2e/b", true),
            (Normalized, "/a/..b/c.", "/a/..b/c.", true),
            (AsSent, "/a/../b", "/a/../b", true),
            (AsSent, "//a//", "//a//", true),
            (Normalized, "/a/../b", "/a/../b", false),
            (NormalizedWithoutSlash, "/a/.", "/a/.", false),
            // Somebody else's path, of which the same is left.
            (Normalized, "/signed", "/admin/x/../../signed", false),
            (Normalized, "/signed", "//signed", false),
            (Normalized, "/signed/", "/signed//", false),
            (AsSent, "/signed", "/./signed", false),
        ] {
            let parts = sent_as(form, presigned, signed, sent);
            let verified = verify_at(&parts, noon()).unwrap();
            assert_eq!(verified.is_path_signed(), whole, "{signed} {sent}");
        }
        // A path that has no such segments is another one.
        for (signed, sent) in [("/a/", "/a"), ("/a", "/a/"), ("/a/../b", "/b")] {
            let parts = sent_as(AsSent, presigned, signed, sent);
            assert_eq!(refused(&parts), Failure::SignatureDoesNotMatch, "{sent}");
        }
    }
}

#[test]
fn a_path_that_is_encoded_once_is_signed() {
    let parts = sent_as(PathForm::EncodedOnce, false, "/a/../b", "/a/../b");
    let expected = Expectations::new("us-east-1", "connect").with_path_encoded_once();
    let verified = verify_with(&parts, noon(), &expected).unwrap();
    assert!(verified.is_path_signed());
}

#[test]
fn the_host_is_the_uris_own() {
    let with = |uri: &'static str, host: &'static str| {
        let mut parts = signed::in_header();
        parts.uri = Uri::from_static(uri);
        put(&mut parts.headers, "host", host);
        verify_at(&parts, noon())
    };
    let failure = |uri, host| with(uri, host).unwrap_err();
    for (uri, host) in [
        ("http://other.example/", "connect.us-east-1.amazonaws.com"),
        ("https://a.example:8443/", "a.example"),
        ("https://a.example/", "a.example.evil"),
        ("https://a.example/", ""),
    ] {
        let hosts = Failure::IncompleteSignature(Malformed::Hosts);
        assert_eq!(failure(uri, host), hosts, "{uri} {host}");
    }
    for (uri, host) in [
        ("https://A.example/", "a.EXAMPLE"),
        ("https://a.example:443/", "a.example:443"),
        ("https://a.example:443/", "a.example"),
        ("http://a.example/", "a.example:80"),
        ("a.example:80", "a.example"),
        ("https://user@a.example/", "a.example"),
        ("/", "a.example"),
    ] {
        let wrong = Failure::SignatureDoesNotMatch;
        assert_eq!(failure(uri, host), wrong, "{uri} {host}");
    }
}
