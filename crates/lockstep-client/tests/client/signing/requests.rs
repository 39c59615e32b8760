//! Requests over a socket.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use lockstep_client::{
    BoxError, Credentials, CredentialsProvider, Error, Retries, TemporaryCredentials,
};
use lockstep_core::Body;
use lockstep_sigv4::{Failure, PayloadHash};

use super::{EXPECTED, at_hour, read, signing_client, verify};
use crate::secured::{Keep, KeepNote, Kind, Signed, SignedStream, UnsignedStream};
use crate::server::{Server, answer};

/// Sends one request, and gives it back as it arrived.
pub(super) async fn arrived<K: Kind>(input: Keep<K>) -> Vec<u8> {
    let server = Server::start([answer("200 OK", &[], "")]).await;
    let client = signing_client()
        .endpoint(server.endpoint())
        .compress_from(64);
    client
        .build()
        .unwrap()
        .call::<KeepNote<K>>(input)
        .await
        .unwrap();
    server.received().remove(0)
}

#[tokio::test]
async fn each_part_of_a_request_arrives_as_it_was_signed() {
    let query = [
        ("b", "2"),
        ("a", "x y&z=+/ü"),
        ("b", "1"),
        ("A", ""),
        ("~", "%20"),
    ];
    for input in [
        Keep::<Signed>::new("a"),
        Keep::new("a b"),
        Keep::new("%2F"),
        Keep::new("a/b+c"),
        Keep::new("grün/日本"),
        Keep::new("...~_-"),
        Keep::new("a").with_query(&query),
        Keep::new("a").with_tag("  two  blanks\tand, a comma  ".trim()),
        Keep::new("a").with_tag(""),
        Keep::new("a").with_text("ü".repeat(5000).as_str()),
    ] {
        let shown = format!("{input:?}");
        let (mut head, body) = read(&arrived(input).await);
        let hash = PayloadHash::of(&body);
        let verified = verify(&head, hash, at_hour(0), &EXPECTED);
        let verified = verified.unwrap_or_else(|failure| panic!("{shown}: {failure:?}"));
        assert!(verified.is_payload_signed() && !verified.is_presigned());
        assert_eq!(head.headers["x-amz-content-sha256"], hash.as_str());
        assert_eq!(head.headers["x-amz-security-token"], "hidden-token");
        for name in ["content-type", "content-length", "host"] {
            assert!(
                head.headers[&http::header::AUTHORIZATION]
                    .to_str()
                    .unwrap()
                    .contains(name)
            );
        }

        // The verifier looks: any other request is refused.
        let other = PayloadHash::of(b"other");
        let failure = Failure::SignatureDoesNotMatch;
        assert_eq!(verify(&head, other, at_hour(0), &EXPECTED), Err(failure));
        head.headers
            .insert("content-type", "text/plain".parse().unwrap());
        assert_eq!(verify(&head, hash, at_hour(0), &EXPECTED), Err(failure));
    }
}

#[tokio::test]
async fn a_stream_is_signed_only_if_it_need_not_be_or_is_of_bytes() {
    let known = || Full::new(Bytes::from_static(b"one"));
    let unsigned = EXPECTED.with_unsigned_payload();
    for stream in [
        Body::stream(known()),
        Body::stream(known().map_frame(|frame| frame)),
        Body::from("one"),
    ] {
        let input = Keep::<UnsignedStream>::new("a").with_stream(stream);
        let (head, body) = read(&arrived(input).await);
        assert!(
            body == b"one" || body == b"3\r\none\r\n0\r\n\r\n",
            "{body:?}"
        );
        assert_eq!(head.headers["x-amz-content-sha256"], "UNSIGNED-PAYLOAD");
        verify(&head, PayloadHash::UNSIGNED, at_hour(0), &unsigned).unwrap();
    }

    let input = Keep::<SignedStream>::new("a").with_stream(Body::from("one"));
    let (head, body) = read(&arrived(input).await);
    verify(&head, PayloadHash::of(&body), at_hour(0), &EXPECTED).unwrap();

    let client = signing_client()
        .endpoint("http://127.0.0.1:1")
        .build()
        .unwrap();
    let input = Keep::<SignedStream>::new("a").with_stream(Body::stream(known()));
    let error = client
        .call::<KeepNote<SignedStream>>(input)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Input(_)), "{error}");
    assert!(
        error.to_string().contains("make the body from bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn each_attempt_is_signed_at_its_own_time() {
    let failed = || answer("503 Service Unavailable", &[], "");
    let server = Server::start([failed(), failed(), answer("200 OK", &[], "")]).await;
    // An hour goes by whenever the clock is read.
    let hours = AtomicU64::new(0);
    let client = signing_client()
        .endpoint(server.endpoint())
        .retries(Retries::standard().first_delay(Duration::ZERO))
        .clock(move || at_hour(hours.fetch_add(1, Ordering::SeqCst)))
        .build()
        .unwrap();
    client
        .call::<KeepNote<Signed>>(Keep::new("a"))
        .await
        .unwrap();
    let received = server.received();
    assert_eq!(received.len(), 3);
    let mut signed = Vec::new();
    for received in received {
        let (head, body) = read(&received);
        assert_eq!(head.headers.get_all("authorization").iter().count(), 1);
        let hash = PayloadHash::of(&body);
        signed
            .extend((0..20).filter(|hour| verify(&head, hash, at_hour(*hour), &EXPECTED).is_ok()));
    }
    assert_eq!(signed.len(), 3, "each at one time: {signed:?}");
    assert!(signed[0] < signed[1] && signed[1] < signed[2], "{signed:?}");
}

/// Gives each time other credentials, which are good for an hour.
struct Rotating {
    hour: Arc<AtomicU64>,
}

impl CredentialsProvider for Rotating {
    async fn credentials(&self) -> Result<TemporaryCredentials, BoxError> {
        let hour = self.hour.load(Ordering::SeqCst);
        let credentials = Credentials::new(format!("AKID{hour}"), "hidden");
        Ok(TemporaryCredentials::new(credentials).until(at_hour(hour + 1)))
    }
}

#[tokio::test]
async fn each_attempt_is_signed_with_the_credentials_of_its_time() {
    let hour = Arc::new(AtomicU64::new(0));
    let (served, read) = (Arc::clone(&hour), Arc::clone(&hour));
    // Two hours go by with each request.
    let sent = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&sent);
    let service = tower::service_fn(move |request: http::Request<Body>| {
        served.fetch_add(2, Ordering::SeqCst);
        kept.lock()
            .unwrap()
            .push(request.headers()["authorization"].clone());
        let status = if kept.lock().unwrap().len() < 3 {
            503
        } else {
            200
        };
        std::future::ready(http::Response::builder().status(status).body(Body::empty()))
    });
    let client = signing_client()
        .credentials(Arc::new(Rotating { hour }))
        .retries(Retries::standard().first_delay(Duration::ZERO))
        .clock(move || at_hour(read.load(Ordering::SeqCst)))
        .transport(service)
        .build()
        .unwrap();
    client
        .call::<KeepNote<Signed>>(Keep::new("a"))
        .await
        .unwrap();
    let sent = sent.lock().unwrap();
    assert_eq!(sent.len(), 3);
    for (authorization, id) in sent.iter().zip(["AKID0/", "AKID2/", "AKID4/"]) {
        assert!(
            authorization.to_str().unwrap().contains(id),
            "{authorization:?}"
        );
    }
}
