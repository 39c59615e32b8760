//! The way of a request through the server, from the table to the finished answer.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::SystemTime;

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, DATE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use http_body::Body as _;
use lockstep_core::http::{accept_is_satisfied, content_type_is_accepted};
use lockstep_core::operation::{OperationSpec, Segment, ServiceSpec};
use tokio::time::Instant;
use tracing::Instrument;

use crate::auth::{self, Late};
use crate::context::{RequestContext, new_request_id};
use crate::operation::{Call, Route, deny, finish, reject};
use crate::panics::CatchPanic;
use crate::refusal::Refusal;
use crate::request_body::RequestBody;
use crate::table::{Match, Table};

/// The header that carries the request's id to the client.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// A finished [`Service`](crate::Service) as a plain `tower` service: it answers every request and
/// never fails.
///
/// It needs a tokio runtime with a timer. It spawns nothing: dropping a call's future, as a server
/// does when the client goes away, drops the handler's future at its current `await`.
#[derive(Clone)]
pub struct Dispatcher {
    routes: Arc<Routes>,
}

/// What a dispatcher serves.
pub(crate) struct Routes {
    pub(crate) table: Table,
    pub(crate) routes: Vec<Route>,
    /// The service that speaks as long as the one that was asked is not known.
    pub(crate) first: &'static ServiceSpec,
}

impl Dispatcher {
    pub(crate) fn new(routes: Routes) -> Self {
        Self {
            routes: Arc::new(routes),
        }
    }
}

impl fmt::Debug for Dispatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.routes.routes.iter().map(|route| route.operation.name);
        f.debug_tuple("Dispatcher")
            .field(&names.collect::<Vec<_>>())
            .finish()
    }
}

impl<B> tower::Service<Request<B>> for Dispatcher
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let routes = Arc::clone(&self.routes);
        let request = request.map(Body::new);
        Box::pin(async move { Ok(routes.respond(request).await) })
    }
}

impl Routes {
    /// The answer with what every answer has.
    async fn respond(&self, request: Request<Body>) -> Response<Body> {
        let id = new_request_id();
        let is_head = request.method() == Method::HEAD;
        let mut response = self.route(&id, request).await;
        let headers = response.headers_mut();
        // The standard forms of a date and a UUID are ASCII, so neither is ever left out. A model may
        // bind a member to one of these headers, and then the handler's value is the one to send.
        if let Ok(value) = HeaderValue::try_from(httpdate::fmt_http_date(SystemTime::now())) {
            headers.entry(DATE).or_insert(value);
        }
        if let Ok(value) = HeaderValue::try_from(id) {
            headers.entry(REQUEST_ID).or_insert(value);
        }
        // An answer that never has a body, such as 204, must not have a length either.
        if is_head && !response.body().is_end_stream() {
            if let Some(length) = response.body().size_hint().exact() {
                response
                    .headers_mut()
                    .insert(CONTENT_LENGTH, HeaderValue::from(length));
            }
            *response.body_mut() = lockstep_core::Body::empty();
        }
        response.map(Body::new)
    }

    async fn route(&self, id: &str, request: Request<Body>) -> Response<lockstep_core::Body> {
        let (head, body) = request.into_parts();
        let uri = head.uri.clone();
        let query = uri.query().unwrap_or_default();
        let (index, labels) = match self.table.find(head.method.as_str(), uri.path(), query) {
            Match::Found { index, labels } => (index, labels),
            Match::OtherMethod { index, allow } => {
                let service = self
                    .routes
                    .get(index)
                    .map_or(self.first, |route| route.service);
                return Refusal::MethodNotAllowed(allow).into_response(service);
            }
            Match::Unknown => return Refusal::UnknownOperation.into_response(self.first),
        };
        // The table holds no other indexes than those of the routes.
        let Some(route) = self.routes.get(index) else {
            return Refusal::UnknownOperation.into_response(self.first);
        };
        let labels = named(route.operation, labels);
        // The level of the most severe event within: a filter that lets the event through must not
        // take the request id from it.
        let span = tracing::error_span!(
            "request",
            request_id = id,
            service = route.service.name,
            operation = route.operation.name,
            principal = tracing::field::Empty,
        );
        let work = async {
            let claim = caught(auth::admit(route, &head)).await?;
            let mut context =
                RequestContext::of_request(route.service, route.operation, id.to_owned(), head);
            let headers = context.headers_mut();
            let received =
                RequestBody::receive(route.operation, &route.limits, headers, body, claim).await?;
            check_media_types(route.operation, context.headers(), received.body.is_empty())?;
            if let Some(principal) = received.identity.principal() {
                tracing::Span::current().record("principal", principal);
            }
            let query = auth::without_credentials(&received.identity, query);
            context.set_identity(received.identity);
            let (bytes, stream) = received.body.into_parts();
            run(
                route,
                received.late,
                Call {
                    context,
                    authorize: route.authorize.as_ref(),
                    query: &query,
                    labels: &labels,
                    body: &bytes,
                    stream,
                },
            )
            .await
        };
        let result = work.instrument(span).await;
        result.unwrap_or_else(|refusal| refusal.into_response(route.service))
    }
}

/// Gives the labels of a path their names, in the order of the pattern.
fn named<'r>(spec: &OperationSpec, values: Vec<&'r str>) -> Vec<(&'r str, &'r str)> {
    let names = spec.segments().filter_map(|segment| match segment {
        Segment::Label(name) | Segment::Greedy(name) => Some(name),
        Segment::Literal(_) => None,
    });
    names.zip(values).collect()
}

/// Checks `Accept` and `Content-Type`. An answer that is an error is JSON, whatever is accepted.
fn check_media_types(
    spec: &OperationSpec,
    headers: &HeaderMap,
    body_is_empty: bool,
) -> Result<(), Refusal> {
    if !accept_is_satisfied(spec.response_body, headers) {
        return Err(Refusal::NotAcceptable(spec.response_body));
    }
    if !content_type_is_accepted(spec.request_body, headers, body_is_empty) {
        return Err(Refusal::UnsupportedMediaType(spec.request_body));
    }
    Ok(())
}

/// Parses the request and runs the handler to its end, its deadline or its panic.
async fn run(
    route: &Route,
    late: Late,
    mut call: Call<'_>,
) -> Result<Response<lockstep_core::Body>, Refusal> {
    // A time too long for the clock is no limit.
    let deadline = route
        .limits
        .handler_time
        .and_then(|time| Instant::now().checked_add(time));
    if let Some(deadline) = deadline {
        call.context.set_deadline(deadline.into_std());
    }
    caught(async move {
        let work = match route.handler.start(call) {
            Ok(work) => work,
            Err(rejection) => return reject(route, &rejection),
        };
        let work = async {
            let result = work.await;
            // What the handler has to say of a stream that somebody altered is not for its sender; and of one that it
            // has not read to its end, nothing is known yet.
            let to_the_end = result.as_ref().is_ok_and(|said| said.is_success);
            late.verify(to_the_end).await?;
            result.map_err(deny)
        };
        let said = match deadline {
            None => work.await?,
            Some(deadline) => tokio::time::timeout_at(deadline, work)
                .await
                .map_err(|_| {
                    tracing::warn!("the handler was dropped at its deadline");
                    Refusal::HandlerTooSlow
                })??,
        };
        finish(said.writer)
    })
    .await
}

/// Runs what the program gave, and catches its panics.
async fn caught<T>(work: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
    CatchPanic::new(work).await.unwrap_or_else(|panic| {
        tracing::error!(panic, "a handler, a hook or a provider panicked");
        Err(Refusal::Internal)
    })
}
