//! What is sent and what is taken, over a socket.

use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use lockstep_client::{Client, Error, ReqwestTransport, Retries};
use lockstep_core::Body;
use tower::ServiceExt;

use crate::operation::{Note, NoteError, NoteInput, NoteOutput, Put};
use crate::server::{Reply, Server, answer};

fn client(server: &Server) -> Client {
    Client::builder()
        .endpoint(server.endpoint())
        .retries(Retries::off())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_request_is_what_the_operation_wrote() {
    let server = Server::start([answer("200 OK", &[], r#"{"Text":"hello"}"#)]).await;
    let client = Client::builder()
        .endpoint(format!("{}/some%2Fprefix/", server.endpoint()))
        .user_agent("notes/1.0")
        .build()
        .unwrap();
    let output = client
        .call::<Note<Put>>(NoteInput::new("a", "b").with_text("hi"))
        .await
        .unwrap();
    assert_eq!(
        output,
        NoteOutput {
            text: Some("hello".to_owned())
        }
    );

    let request = &server.requests()[0];
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("PUT /some%2Fprefix/notes/a/b HTTP/1.1"));
    let mut headers: Vec<String> = lines.map(str::to_ascii_lowercase).collect();
    headers.sort();
    let host = server.endpoint().replace("http://", "host: ");
    let expected = [
        "accept: */*",
        "content-length: 13",
        "content-type: application/json",
        host.as_str(),
        "user-agent: notes/1.0",
    ];
    assert_eq!(
        headers, expected,
        "no header that nobody asked for, `Accept-Encoding` least of all"
    );
    assert_eq!(body, r#"{"Text":"hi"}"#);
}

#[tokio::test]
async fn labels_arrive_as_written() {
    let cases = [
        ("a/b", "a%2Fb"),
        ("a+b c", "a%2Bb%20c"),
        ("%2F", "%252F"),
        ("%2e%2e", "%252e%252e"),
        ("...", "..."),
        ("grün/日本", "gr%C3%BCn%2F%E6%97%A5%E6%9C%AC"),
        ("a?b#c", "a%3Fb%23c"),
        ("a\\b|c^d'e", "a%5Cb%7Cc%5Ed%27e"),
    ];
    let server = Server::start(cases.map(|_| answer("200 OK", &[], "{}"))).await;
    let client = client(&server);
    for (label, _) in cases {
        client
            .call::<Note<Put>>(NoteInput::new(label, label))
            .await
            .unwrap();
    }
    let expected = cases.map(|(_, sent)| format!("PUT /notes/{sent}/{sent} HTTP/1.1"));
    assert_eq!(server.request_lines(), expected);
}

#[tokio::test]
async fn labels_that_a_url_loses_are_never_sent() {
    let server = Server::start([answer("200 OK", &[], "{}")]).await;
    let client = client(&server);
    for label in ["", ".", ".."] {
        for input in [NoteInput::new(label, "b"), NoteInput::new("a", label)] {
            let error = client.call::<Note<Put>>(input).await.unwrap_err();
            assert!(matches!(error, Error::Input(_)), "{label:?}: {error}");
        }
    }
    // The server takes one connection after the other, so what arrives first is the first that was sent.
    client
        .call::<Note<Put>>(NoteInput::new("a", "b"))
        .await
        .unwrap();
    assert_eq!(server.request_lines(), ["PUT /notes/a/b HTTP/1.1"]);
}

#[tokio::test]
async fn a_uri_that_the_url_library_would_change_is_refused() {
    let server = Server::start([answer("200 OK", &[], "{}")]).await;
    let transport = ReqwestTransport::new().unwrap();
    let send = |path: &str| {
        let request = Request::get(format!("{}{path}", server.endpoint()))
            .body(Body::empty())
            .unwrap();
        transport.clone().oneshot(request)
    };
    for path in ["/a/../b", "/a/./b", "/a/%2e%2E/b", "/a/b/..", "/a?b='"] {
        let error = send(path).await.unwrap_err().to_string();
        assert!(
            error.contains("the URL library would change it"),
            "{path}: {error}"
        );
    }
    send("/a//b/").await.unwrap();
    assert_eq!(server.request_lines(), ["GET /a//b/ HTTP/1.1"]);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start([answer("200 OK", &[], "{}")]).await;
    let location = format!("Location: {}/notes/a/b", elsewhere.endpoint());
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "307 Temporary Redirect",
    ] {
        let server = Server::start([answer(status, &[&location], "")]).await;
        let error = client(&server)
            .call::<Note<Put>>(NoteInput::new("a", "b"))
            .await
            .unwrap_err();
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
        let Some(NoteError::Unhandled(failure)) = error.service_error() else {
            panic!("{error:?}")
        };
        assert_eq!(failure.status().to_string(), status[..3]);
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn an_empty_success_is_an_output_without_members() {
    let bare = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned();
    let server = Server::start([
        bare,
        answer("204 No Content", &[], ""),
        answer("200 OK", &[], "{}"),
    ])
    .await;
    let client = client(&server);
    for _ in 0..3 {
        let output = client
            .call::<Note<Put>>(NoteInput::new("a", "b"))
            .await
            .unwrap();
        assert_eq!(output, NoteOutput { text: None });
    }
}

/// `reqwest`'s feature `gzip` is on in this test's build, as any other crate of a program may turn it on.
#[tokio::test]
async fn a_compressed_answer_is_left_as_it_is() {
    let gzip =
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00\x43\xbf\xa6\xa3\x02\x00\x00\x00";
    let mut reply = answer("200 OK", &["Content-Encoding: gzip"], "")
        .replace("Length: 0", "Length: 22")
        .into_bytes();
    reply.extend_from_slice(gzip);
    let server = Server::start([Reply::Bytes(reply)]).await;
    let error = client(&server)
        .call::<Note<Put>>(NoteInput::new("a", "b"))
        .await
        .unwrap_err();
    let Error::Unreadable(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(&error.body()[..], gzip);
    assert_eq!(error.headers()["content-encoding"], "gzip");
    assert!(
        !server.requests()[0]
            .to_ascii_lowercase()
            .contains("accept-encoding")
    );
}

#[tokio::test]
async fn a_stream_is_sent_as_a_stream() {
    let server = Server::start([(); 2].map(|()| answer("200 OK", &[], "done"))).await;
    let known = Full::new(bytes::Bytes::from_static(b"one"));
    let unknown = known.clone().map_frame(|frame| frame);
    for body in [Body::stream(known), Body::stream(unknown)] {
        let request = Request::put(server.endpoint()).body(body).unwrap();
        let response = ReqwestTransport::new()
            .unwrap()
            .oneshot(request)
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            response.into_body().collect().await.unwrap().to_bytes(),
            "done"
        );
    }
    let requests = server.requests();
    assert!(
        requests[0].contains("content-length: 3") && requests[0].ends_with("\r\none"),
        "{requests:?}"
    );
    assert!(
        requests[1].ends_with("\r\n3\r\none\r\n0\r\n\r\n"),
        "{requests:?}"
    );
}
