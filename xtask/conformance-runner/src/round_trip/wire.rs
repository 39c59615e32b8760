//! The way between a client and a server in one process.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use lockstep_client::{Client, Retries};
use lockstep_core::Body;
use tower::ServiceExt;

use super::Edit;
use super::head::Said;
use crate::stage::{Heard, Untyped};
use crate::transport::{TOKEN, add_length};
use crate::{Params, Stage, Suite};

/// A client on the router of a suite.
pub struct Wire {
    client: Client,
    stage: Stage,
    passing: Arc<Mutex<Passing>>,
}

/// What one call leaves on its way.
#[derive(Default)]
struct Passing {
    edits: Vec<Edit>,
    said: Said,
    answer: Answer,
}

/// What the server answered, as far as it is looked at.
#[derive(Clone, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) error_type: String,
    pub(super) body: String,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.status, self.error_type, self.body)
    }
}

impl Wire {
    /// Puts the suite's client on its router.
    ///
    /// # Errors
    ///
    /// The client cannot be made.
    pub fn new(suite: &Suite) -> Result<Self, String> {
        let (stage, passing) = (Stage::default(), Arc::<Mutex<Passing>>::default());
        let (router, kept) = ((suite.router)(stage.clone()), passing.clone());
        let transport = tower::service_fn(move |request: Request<Body>| {
            let (router, kept) = (router.clone(), kept.clone());
            async move { exchange(request, router, &kept).await }
        });
        let client = Client::builder()
            .retries(Retries::off())
            .idempotency_tokens(|| TOKEN.to_owned())
            // No case says anything of who calls.
            .anonymous()
            .transport(transport)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            client,
            stage,
            passing,
        })
    }

    /// The client.
    pub(super) const fn client(&self) -> &Client {
        &self.client
    }

    /// Plans the answer of the next call, and what is changed on the way of its request.
    pub(super) fn begin(&self, planned: Untyped, edits: Vec<Edit>) {
        self.stage.plan(planned);
        *lock(&self.passing) = Passing {
            edits,
            ..Passing::default()
        };
    }

    /// The calls of handlers since the last time.
    pub(super) fn calls(&self) -> Vec<Heard> {
        self.stage.calls()
    }

    /// What the head of the last request said.
    pub(super) fn said(&self) -> Said {
        lock(&self.passing).said.clone()
    }

    /// The answer of the last call.
    pub(super) fn answer(&self) -> Answer {
        lock(&self.passing).answer.clone()
    }
}

async fn exchange(
    request: Request<Body>,
    router: axum::Router,
    passing: &Mutex<Passing>,
) -> Result<Response<Full<Bytes>>, Box<dyn std::error::Error + Send + Sync>> {
    let (head, body) = request.into_parts();
    let mut request = Request::from_parts(head, body.collect().await?.to_bytes());
    lock(passing).said = Said::by(&request);
    let edits = std::mem::take(&mut lock(passing).edits);
    if !edits.is_empty() {
        let mut body = Params::parse(std::str::from_utf8(request.body())?)?;
        for edit in edits {
            edit.apply(&mut body)?;
        }
        *request.body_mut() = body.to_string().into();
        request.headers_mut().remove(CONTENT_LENGTH);
    }
    add_length(&mut request);
    let response = match router.oneshot(request.map(axum::body::Body::from)).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let (head, body) = response.into_parts();
    let body = body.collect().await?.to_bytes();
    let error_type = head
        .headers
        .get("x-amzn-errortype")
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    lock(passing).answer = Answer {
        status: head.status.as_u16(),
        error_type: error_type.unwrap_or_default().into_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    Ok(Response::from_parts(head, Full::new(body)))
}

/// A call that panicked does not spoil the next one.
fn lock(passing: &Mutex<Passing>) -> MutexGuard<'_, Passing> {
    passing.lock().unwrap_or_else(PoisonError::into_inner)
}
