//! Requests that are made by others.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use lockstep_client::{
    BoxError, Client, Credentials, CredentialsErrorKind, CredentialsProvider, Error, Presigned,
    TemporaryCredentials,
};
use lockstep_core::Body;
use lockstep_sigv4::{Failure, PayloadHash};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tower::ServiceExt;

use super::{EXPECTED, at_hour, read, signing_client, verify};
use crate::operation::NoteError;
use crate::secured::{Bearer, Keep, Signed, SignedStream, UnsignedStream};
use crate::server::{Server, answer};

const MINUTE: Duration = Duration::from_secs(60);

/// Makes the request with another HTTP client, which adds what it likes.
async fn made(server: &Server, presigned: Presigned) -> Vec<u8> {
    let (head, body) = presigned.into_request().into_parts();
    let transport = lockstep_client::ReqwestTransport::new().unwrap();
    let request = http::Request::from_parts(head, Body::from(body));
    assert_eq!(transport.oneshot(request).await.unwrap().status(), 200);
    server.received().pop().unwrap()
}

#[tokio::test]
async fn a_presigned_request_is_good_until_it_expires() {
    let server = Server::start([answer("200 OK", &[], "")]).await;
    let client = signing_client()
        .endpoint(server.endpoint())
        .build()
        .unwrap();
    let input = Keep::<Signed>::new("a b/ü").with_query(&[("b", "x y"), ("a", "%")]);
    let presigned = client.presign(input.with_tag("t").with_text("hi"), MINUTE);
    let presigned = presigned.await.unwrap();

    assert_eq!(presigned.method(), "PUT");
    assert_eq!(&presigned.body()[..], br#"{"Text":"hi"}"#);
    let names: Vec<_> = presigned
        .headers()
        .keys()
        .map(|name| name.as_str())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(presigned.headers()["content-type"], "application/json");
    assert_eq!(presigned.headers()["x-tag"], "t");
    let shown = format!("{presigned:?}");
    assert!(
        shown.contains("/kept/a%20b%2F%C3%BC") && !shown.contains("Signature"),
        "{shown}"
    );
    assert!(!shown.contains("hidden"), "{shown}");

    let (head, body) = read(&made(&server, presigned).await);
    let hash = PayloadHash::of(&body);
    let now = at_hour(0);
    assert!(verify(&head, hash, now, &EXPECTED).unwrap().is_presigned());
    assert!(verify(&head, hash, now + MINUTE, &EXPECTED).is_ok());
    let late = now + MINUTE + Duration::from_secs(1);
    assert_eq!(
        verify(&head, hash, late, &EXPECTED),
        Err(Failure::RequestExpired)
    );
    let other = PayloadHash::of(b"other");
    assert_eq!(
        verify(&head, other, now, &EXPECTED),
        Err(Failure::SignatureDoesNotMatch)
    );
}

#[tokio::test]
async fn a_stream_that_need_not_be_signed_is_whatever_is_sent() {
    let server = Server::start([answer("200 OK", &[], "")]).await;
    let client = signing_client()
        .endpoint(server.endpoint())
        .build()
        .unwrap();
    let presigned = client
        .presign(Keep::<UnsignedStream>::new("a"), MINUTE)
        .await
        .unwrap();
    assert!(presigned.body().is_empty());
    let mut socket = tokio::net::TcpStream::connect(server.address())
        .await
        .unwrap();
    let target = presigned.uri().path_and_query().unwrap();
    let mut text = format!(
        "PUT {target} HTTP/1.1\r\nhost: {}\r\ncontent-length: 3\r\n",
        server.address()
    );
    for (name, value) in presigned.headers() {
        text += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    socket
        .write_all((text + "\r\none").as_bytes())
        .await
        .unwrap();
    socket.read_to_end(&mut Vec::new()).await.unwrap();
    let (head, body) = read(&server.received()[0]);
    assert_eq!(body, b"one");
    let expected = EXPECTED.with_unsigned_payload();
    verify(&head, PayloadHash::UNSIGNED, at_hour(0), &expected).unwrap();
}

/// The error of presigning.
fn refused(outcome: Result<Presigned, Error<NoteError>>) -> Error<NoteError> {
    let Err(error) = outcome else {
        panic!("it was presigned")
    };
    error
}

#[tokio::test]
async fn what_cannot_be_presigned_is_refused() {
    let client = signing_client()
        .endpoint("http://localhost")
        .build()
        .unwrap();
    for expires in [Duration::ZERO, Duration::from_secs(604_801)] {
        let error = refused(client.presign(Keep::<Signed>::new("a"), expires).await);
        assert!(matches!(error, Error::Input(_)), "{error}");
        assert!(
            error.to_string().contains("one second to seven days"),
            "{error}"
        );
    }
    let stream = http_body_util::Full::new(bytes::Bytes::from_static(b"one"));
    let input = Keep::<SignedStream>::new("a").with_stream(Body::stream(stream));
    let error = refused(client.presign(input, MINUTE).await);
    assert!(
        error.to_string().contains("make the body from bytes"),
        "{error}"
    );
    let error = refused(client.presign(Keep::<Signed>::new(""), MINUTE).await);
    assert!(matches!(error, Error::Input(_)), "{error}");

    let anonymous = Client::builder()
        .endpoint("http://localhost")
        .anonymous()
        .build()
        .unwrap();
    for (error, expected) in [
        (
            refused(client.presign(Keep::<Bearer>::new("a"), MINUTE).await),
            "KeepNote takes no signature",
        ),
        (
            refused(anonymous.presign(Keep::<Signed>::new("a"), MINUTE).await),
            "the client is anonymous",
        ),
    ] {
        let Error::Credentials(error) = error else {
            panic!("{error}")
        };
        assert_eq!(error.kind(), CredentialsErrorKind::Unsupported);
        assert!(error.to_string().contains(expected), "{error}");
    }
}

/// Gives each time other credentials, the first for ten minutes, the next for twenty, and so on.
struct Longer(AtomicU32);

impl CredentialsProvider for Longer {
    async fn credentials(&self) -> Result<TemporaryCredentials, BoxError> {
        let count = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        let credentials = Credentials::new(format!("AKID{count}"), "hidden");
        Ok(TemporaryCredentials::new(credentials).until(at_hour(0) + 10 * count * MINUTE))
    }
}

#[tokio::test]
async fn no_request_is_presigned_for_longer_than_its_credentials_are_good() {
    let client = signing_client()
        .credentials(Longer(AtomicU32::new(0)))
        .endpoint("http://localhost")
        .build()
        .unwrap();
    let presign = async |minutes: u32| {
        let presigned = client
            .presign(Keep::<Signed>::new("a"), minutes * MINUTE)
            .await;
        presigned.map(|presigned| presigned.uri().to_string())
    };
    for (minutes, id) in [
        (1, "AKID1"),
        (10, "AKID1"),
        (11, "AKID2"),
        (20, "AKID2"),
        (2, "AKID2"),
    ] {
        let uri = presign(minutes).await.unwrap();
        assert!(
            uri.contains(&format!("Credential={id}%2F")),
            "{minutes}: {uri}"
        );
        assert!(
            uri.contains(&format!("X-Amz-Expires={}&", minutes * 60)),
            "{uri}"
        );
    }
    let Err(Error::Credentials(error)) = presign(60).await else {
        panic!("it was presigned")
    };
    assert_eq!(error.kind(), CredentialsErrorKind::Expiring);
    assert_eq!(
        error.to_string(),
        "the credentials are good for another 1800 seconds, and the request was to be for 3600"
    );
}
