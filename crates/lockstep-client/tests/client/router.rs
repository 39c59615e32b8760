//! An axum router as the transport: a client and a server in one task, without a socket.

use axum::Router;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::put;
use lockstep_client::{Client, Error};
use tower::util::MapRequestLayer;

use crate::operation::{Note, NoteInput, NoteOutput, Put};

/// Answers with what it was asked: the raw path and the body.
async fn echo(request: Request) -> impl IntoResponse {
    let path = request.uri().path().to_owned();
    let body = axum::body::to_bytes(request.into_body(), 1024)
        .await
        .unwrap();
    let text = format!("{path} {}", String::from_utf8_lossy(&body));
    output(&text)
}

/// An output by hand, as axum's own JSON is not built here.
fn output(text: &str) -> String {
    format!("{{\"Text\":{text:?}}}")
}

#[tokio::test]
async fn a_router_is_a_transport() {
    let client = Client::on_router(Router::new().route("/notes/{folder}/{name}", put(echo)));
    let output = client
        .call::<Note<Put>>(NoteInput::new("a/b", "c").with_text("hi"))
        .await
        .unwrap();
    assert_eq!(
        output,
        NoteOutput {
            text: Some(r#"/notes/a%2Fb/c {"Text":"hi"}"#.to_owned())
        }
    );
}

#[tokio::test]
async fn a_router_below_a_prefix_and_layers_is_a_transport() {
    let missing = async |Path(name): Path<String>| {
        (
            StatusCode::NOT_FOUND,
            [
                ("x-amzn-errortype", "NotFoundException"),
                ("x-amzn-requestid", "9"),
            ],
            name,
        )
    };
    let router = Router::new().nest(
        "/prefix",
        Router::new().route("/notes/a/{name}", put(missing)),
    );
    let layered = tower::ServiceBuilder::new()
        .layer(MapRequestLayer::new(
            |mut request: http::Request<lockstep_core::Body>| {
                request
                    .headers_mut()
                    .insert("x-layer", http::HeaderValue::from_static("1"));
                request
            },
        ))
        .service(router);
    let client = Client::builder()
        .endpoint("http://notes.test/prefix")
        .transport(layered)
        .build()
        .unwrap();
    let error = client
        .call::<Note<Put>>(NoteInput::new("a", "b"))
        .await
        .unwrap_err();
    assert_eq!(error.request_id(), Some("9"));
    assert!(matches!(error, Error::Service(_)));
}
