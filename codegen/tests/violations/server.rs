//! The generated router, and its answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use golden_violations_server::types::*;
use golden_violations_server::{RequestContext, ViolationService, router};
use http::Request;
use http_body_util::{BodyExt as _, Full};
use serde_json::Value;
use tower::ServiceExt as _;

/// A server that notices whether its handler was called.
pub(crate) struct Server(Arc<AtomicBool>);

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The error's name, or nothing.
    pub(crate) name: String,
    /// The error's message.
    pub(crate) message: String,
    /// The paths and messages of `fieldList`.
    pub(crate) fields: Vec<(String, String)>,
    /// Whether the handler was called.
    pub(crate) handled: bool,
}

struct Handler(Arc<AtomicBool>);

impl ViolationService for Handler {
    async fn check(&self, _: RequestContext, _: CheckInput) -> Result<CheckOutput, CheckError> {
        self.0.store(true, Ordering::SeqCst);
        Ok(CheckOutput {})
    }
}

impl Server {
    /// A server.
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicBool::new(false)))
    }

    /// Sends a request through the router.
    pub(crate) async fn ask(&self, request: Request<Bytes>) -> Answer {
        let response = router(Handler(Arc::clone(&self.0)))
            .oneshot(request.map(Full::new))
            .await
            .unwrap();
        let (head, body) = response.into_parts();
        let body: Value =
            serde_json::from_slice(&body.collect().await.unwrap().to_bytes()).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = body["fieldList"].as_array();
        Answer {
            status: head.status.as_u16(),
            name: head
                .headers
                .get("x-amzn-errortype")
                .map(|name| name.to_str().unwrap().to_owned())
                .unwrap_or_default(),
            message: text(&body["message"]),
            fields: list
                .into_iter()
                .flatten()
                .map(|field| (text(&field["path"]), text(&field["message"])))
                .collect(),
            handled: self.0.swap(false, Ordering::SeqCst),
        }
    }
}
