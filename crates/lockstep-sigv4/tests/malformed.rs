//! Signatures that cannot be read, each with what is wrong about it.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "common/signed.rs"]
mod signed;

use http::HeaderValue;
use lockstep_sigv4::{Failure, Malformed};

use signed::{
    authorization, in_header, in_query, put, query, refused, replaced, replaced_in_query,
};

#[test]
fn a_signature_that_cannot_be_read() {
    use Malformed::{
        Algorithm, Credential, Date, Expires, Missing, NotAPair, NotUtf8, Repeated, SignedHeaders,
        Twice,
    };
    let mut twice = in_query();
    twice.headers = in_header().headers;
    let mut two = in_header();
    let value = two.headers["authorization"].clone();
    two.headers.append("authorization", value);
    let header = |name: &'static str, value: Option<&'static str>| {
        let mut parts = in_header();
        parts.headers.remove(name);
        if let Some(value) = value {
            put(&mut parts.headers, name, value);
        }
        parts
    };
    let mut hosts = in_header();
    hosts
        .headers
        .append("host", HeaderValue::from_static("other.example"));
    for (parts, malformed) in [
        (authorization(|_| String::new()), Algorithm),
        (authorization(|_| "Bearer token".to_owned()), Algorithm),
        (replaced("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"), Algorithm),
        (authorization(|_| "AWS4-HMAC-SHA256 ".to_owned()), NotAPair),
        (replaced("Credential=", "Credentials="), NotAPair),
        (
            replaced(", SignedHeaders", " SignedHeaders"),
            Missing("SignedHeaders"),
        ),
        (
            authorization(|value| value.split(", Signature").next().unwrap().to_owned()),
            Missing("Signature"),
        ),
        (
            authorization(|value| format!("{value}, Signature=00")),
            Repeated("authorization"),
        ),
        (replaced("/aws4_request", ""), Credential),
        (replaced("AKIDEXAMPLE/", "AKID/EXAMPLE/"), Credential),
        (
            replaced("content-type;host", "host;content-type"),
            SignedHeaders,
        ),
        (
            replaced("content-type;host", "Content-Type;host"),
            SignedHeaders,
        ),
        (header("x-amz-date", None), Date),
        (header("x-amz-date", Some("2015-08-30T12:36:00Z")), Date),
        (two, Repeated("authorization")),
        (hosts, Repeated("host")),
        (twice, Twice),
        (
            replaced_in_query("X-Amz-Expires=3600", "X-Amz-Expires=604801"),
            Expires,
        ),
        (
            replaced_in_query("X-Amz-Expires=3600", "X-Amz-Expires=0"),
            Expires,
        ),
        (
            replaced_in_query("X-Amz-Expires=3600", "X-Amz-Expires=%2B60"),
            Expires,
        ),
        (
            replaced_in_query("X-Amz-Expires=3600", "X-Amz-Expires="),
            Missing("X-Amz-Expires"),
        ),
        (
            query(|query| format!("{query}&X-Amz-Date=1")),
            Repeated("X-Amz-Date"),
        ),
        (
            query(|query| query.split("&X-Amz-Signature").next().unwrap().to_owned()),
            Missing("X-Amz-Signature"),
        ),
        (
            replaced_in_query("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
            Algorithm,
        ),
        (replaced_in_query("AKIDEXAMPLE", "AKID%FF"), NotUtf8),
    ] {
        assert_eq!(refused(&parts), Failure::IncompleteSignature(malformed));
    }
}
