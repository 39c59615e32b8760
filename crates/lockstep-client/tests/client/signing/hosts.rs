//! The host that is signed is the one that is sent.

use std::sync::{Arc, Mutex};

use http::header::{HOST, HeaderValue};
use http::{Request, Response};
use lockstep_client::ReqwestTransport;
use lockstep_core::Body;
use lockstep_sigv4::PayloadHash;

use super::{EXPECTED, at_hour, read, signing_client, verify};
use crate::secured::{Keep, KeepNote, Prefixed, Signed};
use crate::server::{Server, answer};

#[tokio::test]
async fn a_host_in_capitals_or_with_a_prefix_arrives_as_it_was_signed() {
    let server = Server::start([(); 2].map(|()| answer("200 OK", &[], ""))).await;
    let port = server.address().port();
    let resolved = ["notes.test", "data.notes.test"];
    let transport = ReqwestTransport::configured(|mut reqwest| {
        for name in resolved {
            reqwest = reqwest.resolve(name, server.address());
        }
        reqwest
    });
    let client = signing_client()
        .endpoint(format!("http://Notes.TEST:{port}"))
        .transport(transport.unwrap())
        .build()
        .unwrap();
    client
        .call::<KeepNote<Signed>>(Keep::new("a"))
        .await
        .unwrap();
    client
        .call::<KeepNote<Prefixed>>(Keep::new("a"))
        .await
        .unwrap();
    for (received, name) in server.received().iter().zip(resolved) {
        let (head, body) = read(received);
        assert_eq!(head.headers[HOST], format!("{name}:{port}"));
        verify(&head, PayloadHash::of(&body), at_hour(0), &EXPECTED).unwrap();
    }
}

/// On the ports that a scheme implies no test can listen, so the header is put there as hyper does it.
#[tokio::test]
async fn a_port_that_the_scheme_implies_is_not_signed() {
    for (endpoint, host) in [
        ("http://notes.test", "notes.test"),
        ("http://notes.test:80", "notes.test"),
        ("http://notes.test:443", "notes.test:443"),
        ("https://notes.test:443", "notes.test"),
        ("https://notes.test:80", "notes.test:80"),
        ("https://notes.test:8443/prefix", "notes.test:8443"),
        ("http://[::1]:80", "[::1]"),
        ("http://[0::1]:8080", "[::1]:8080"),
        ("http://127.1", "127.0.0.1"),
    ] {
        let sent = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&sent);
        let service = tower::service_fn(move |request: Request<Body>| {
            *kept.lock().unwrap() = Some(request.into_parts());
            std::future::ready(Ok::<_, std::io::Error>(Response::new(Body::empty())))
        });
        let client = signing_client().endpoint(endpoint).transport(service);
        let client = client.build().unwrap();
        client
            .call::<KeepNote<Signed>>(Keep::new("a"))
            .await
            .unwrap();
        let (mut head, body) = sent.lock().unwrap().take().unwrap();
        head.headers.insert(HOST, HeaderValue::from_static(host));
        head.uri = head.uri.path().parse().unwrap();
        let hash = PayloadHash::of(body.as_bytes().unwrap());
        verify(&head, hash, at_hour(0), &EXPECTED)
            .unwrap_or_else(|failure| panic!("{endpoint}: {failure:?}"));
    }
}
