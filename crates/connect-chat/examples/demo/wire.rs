//! A transport that shows what goes over the wire, and what comes back.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::{BodyExt, Full};
use lockstep_client::BoxError;
use lockstep_core::Body;
use tower::Service;

/// Passes requests on to another transport and prints both directions.
#[derive(Clone)]
pub(crate) struct Shown<S> {
    inner: S,
}

impl<S> Shown<S> {
    /// Shows what goes through `inner`.
    pub(crate) fn new(inner: S) -> Self {
        Self { inner }
    }
}

impl<S, B> Service<Request<Body>> for Shown<S>
where
    S: Service<Request<Body>, Response = Response<B>, Error = BoxError> + Clone + Send + 'static,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send,
    B::Error: Into<BoxError>,
{
    type Response = Response<Full<Bytes>>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        println!("  > {} {}", request.method(), request.uri().path());
        headers(">", request.headers(), &["content-type"]);
        body(">", request.body().as_bytes().map_or(b"", |bytes| bytes));
        // The clone that is ready is the one that is called.
        let ready = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, ready);
        Box::pin(async move {
            let (head, received) = inner.call(request).await?.into_parts();
            let bytes = received.collect().await.map_err(Into::into)?.to_bytes();
            println!("  < {}", head.status);
            headers(
                "<",
                &head.headers,
                &["x-amzn-requestid", "x-amzn-errortype", "content-type"],
            );
            body("<", &bytes);
            Ok(Response::from_parts(head, Full::new(bytes)))
        })
    }
}

fn headers(mark: &str, headers: &HeaderMap, shown: &[&str]) {
    for name in shown {
        for value in headers.get_all(*name) {
            println!(
                "  {mark} {name}: {}",
                String::from_utf8_lossy(value.as_bytes())
            );
        }
    }
}

/// A body in one line; a token of a participant is a secret, also on a terminal.
fn body(mark: &str, bytes: &[u8]) {
    const MOST: usize = 400;
    if bytes.is_empty() {
        return;
    }
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    if let Some((before, after)) = text.split_once("\"ParticipantToken\":\"") {
        let after = after.split_once('"').map_or("", |(_, after)| after);
        text = format!("{before}\"ParticipantToken\":\"(hidden)\"{after}");
    }
    if text.chars().count() > MOST {
        text = text.chars().take(MOST).chain("…".chars()).collect();
    }
    println!("  {mark} {text}");
}
