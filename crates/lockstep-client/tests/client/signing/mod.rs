//! What a client signs is what arrives: each request is verified byte for byte as a server reads it.

mod environment;
mod failures;
mod hosts;
mod presigned;
#[cfg(feature = "aws-credential-types")]
mod providers;
mod requests;
#[cfg(all(feature = "gzip", feature = "content-md5"))]
mod whole;

use std::time::{Duration, SystemTime};

use http::Request;
use http::request::Parts;
use lockstep_client::{Builder, Client, Credentials, Retries};
use lockstep_sigv4::{
    Expectations, Failure, Head, KeyCache, Parsed, PayloadHash, SecretAccessKey, Verified,
};

/// The credentials of these tests; no error, log or `Debug` may show the two words.
pub(crate) fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "hidden-key").with_session_token("hidden-token")
}

/// A client that signs, at an hour that is always the same.
pub(crate) fn signing_client() -> Builder {
    Client::builder()
        .credentials(credentials())
        .region("us-east-1")
        .retries(Retries::off())
        .clock(|| at_hour(0))
}

/// An hour of the tests' first day.
pub(crate) fn at_hour(hour: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + 3600 * hour)
}

/// A request as it arrived: its head, its headers as they were sent, and its body.
pub(crate) fn read(received: &[u8]) -> (Parts, Vec<u8>) {
    let end = received
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let head = std::str::from_utf8(&received[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap().split(' ');
    let mut request = Request::builder()
        .method(first.next().unwrap())
        .uri(first.next().unwrap());
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        request = request.header(name, value);
    }
    let (head, ()) = request.body(()).unwrap().into_parts();
    (head, received[end + 4..].to_vec())
}

/// Verifies a request at a time, as a server does that has the secret.
pub(crate) fn verify(
    head: &Parts,
    body: PayloadHash,
    now: SystemTime,
    expected: &Expectations<'_>,
) -> Result<Verified, Failure> {
    let keys = KeyCache::new();
    let parsed = Parsed::parse(Head::of(head))?;
    assert_eq!(parsed.access_key_id(), "AKIDEXAMPLE");
    assert_eq!(parsed.session_token(), Some("hidden-token"));
    let secret = SecretAccessKey::new("hidden-key");
    parsed.verify(&secret, &keys, now, expected)?.finish(body)
}

/// What the service of these tests expects.
pub(crate) const EXPECTED: Expectations<'static> = Expectations::new("us-east-1", "notes");
