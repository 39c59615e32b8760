//! An operation behind a type-erased handler.
//!
//! The generic part is what only the operation's types can do; it exists once for each operation,
//! so everything else stands in functions that are compiled once.

use std::error::Error;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use http::Response;
use http_body_util::BodyExt as _;
use lockstep_core::Body;
use lockstep_core::http::{RequestParts, RequestReader, ResponseWriter};
use lockstep_core::operation::{
    OperationError, OperationSpec, Rejection, ServerOperation, ServiceSpec,
};

use crate::auth::{Access, Authentication, Denied, Hook, Why};
use crate::context::RequestContext;
use crate::limits::Limits;
use crate::refusal::Refusal;

/// An operation in the table.
#[derive(Clone)]
pub(crate) struct Route {
    pub(crate) service: &'static ServiceSpec,
    pub(crate) operation: &'static OperationSpec,
    pub(crate) limits: Limits,
    pub(crate) authentication: Option<Arc<Authentication>>,
    pub(crate) authorize: Option<Hook>,
    pub(crate) handler: Arc<dyn Handler>,
}

/// A request that has been routed and read to its end, but not parsed.
pub(crate) struct Call<'r> {
    pub(crate) context: RequestContext,
    /// Whether the caller may do this.
    pub(crate) authorize: Option<&'r Hook>,
    /// The query, still encoded, without the caller's credentials.
    pub(crate) query: &'r str,
    /// The labels' names and their raw text.
    pub(crate) labels: &'r [(&'r str, &'r str)],
    /// The body; empty if it is a stream.
    pub(crate) body: &'r [u8],
    /// The body if it is a stream; otherwise empty.
    pub(crate) stream: Body,
}

/// A handler at work; it ends in what it has to say, unless the caller may not have it said.
pub(crate) type Work = Pin<Box<dyn Future<Output = Result<Said, Denied>> + Send>>;

/// What a handler has to say.
pub(crate) struct Said {
    pub(crate) writer: ResponseWriter,
    /// Whether it has done what it was asked for.
    pub(crate) is_success: bool,
}

/// An operation's implementation without its types.
pub(crate) trait Handler: Send + Sync {
    /// Parses the request and starts the hook and the handler, or says what is wrong with the request.
    fn start(&self, call: Call<'_>) -> Result<Work, Rejection>;
}

/// The implementation of the operation `O`: a function of the service's state.
pub(crate) struct Typed<O, S, F> {
    state: Arc<S>,
    call: Arc<F>,
    operation: PhantomData<fn() -> O>,
}

impl<O, S, F> Typed<O, S, F> {
    pub(crate) fn new(state: Arc<S>, call: F) -> Self {
        Self {
            state,
            call: Arc::new(call),
            operation: PhantomData,
        }
    }
}

impl<O, S, F, Fut> Handler for Typed<O, S, F>
where
    O: ServerOperation + 'static,
    S: Send + Sync + 'static,
    F: Fn(Arc<S>, RequestContext, O::Input) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<O::Output, O::Error>> + Send + 'static,
{
    fn start(&self, mut call: Call<'_>) -> Result<Work, Rejection> {
        let stream = std::mem::take(&mut call.stream);
        let mut reader = reader(&call).with_stream(stream);
        let value = O::read_input(&mut reader);
        let input = reader.finish(value)?;
        check_path(&call.context)?;
        let decision = call
            .authorize
            .map(|hook| hook(&Access::new(&call.context, &input)));
        let (run, state, context) = (
            Arc::clone(&self.call),
            Arc::clone(&self.state),
            call.context,
        );
        Ok(Box::pin(async move {
            if let Some(decision) = decision {
                decision.await?;
            }
            let mut result = run(state, context, input).await;
            let mut writer = ResponseWriter::new(O::SPEC, O::SERVICE);
            match &mut result {
                Ok(output) => {
                    O::write_output(output, &mut writer);
                    if let Some(stream) = O::take_stream(output) {
                        writer.stream(logged(stream));
                    }
                }
                Err(error) => error.write(&mut writer),
            }
            Ok(Said {
                writer,
                is_success: result.is_ok(),
            })
        }))
    }
}

fn reader<'a>(call: &'a Call<'_>) -> RequestReader<'a> {
    RequestReader::new(
        call.context.operation(),
        RequestParts {
            labels: call.labels,
            query: call.query,
            headers: call.context.headers(),
            body: call.body,
        },
    )
}

/// A request whose path was put together by somebody else than its caller never gets further than this. It has been
/// parsed before, because whoever sent an empty label by mistake should learn that.
fn check_path(context: &RequestContext) -> Result<(), Rejection> {
    if context.identity().vouches_for_path() {
        return Ok(());
    }
    tracing::info!("the request was not let in, because its path is not the one that was signed");
    Err(Rejection::malformed(
        "The path has an empty, `.` or `..` segment, which the signature does not cover.",
    ))
}

/// A stream whose end, if it is an error, is logged: the answer has begun by then, so nothing else can tell of it. It
/// is read outside of the request's span, which is why it takes that along.
fn logged(stream: Body) -> Body {
    if stream.is_from_bytes() {
        return stream;
    }
    let span = tracing::Span::current();
    Body::stream(stream.map_err(move |error| {
        span.in_scope(|| tracing::error!(error = with_causes(&*error), "a stream broke off"));
        error
    }))
}

/// The answer to a request that cannot be parsed or breaks a constraint.
pub(crate) fn reject(route: &Route, rejection: &Rejection) -> Result<Response<Body>, Refusal> {
    let mut writer = ResponseWriter::new(route.operation, route.service);
    writer.rejection(rejection);
    finish(writer)
}

/// The finished answer. What made an internal failure is logged here and goes no further.
pub(crate) fn finish(mut writer: ResponseWriter) -> Result<Response<Body>, Refusal> {
    if let Some(source) = writer.take_source() {
        tracing::error!(error = with_causes(&*source), "internal failure");
    }
    writer.finish().map_err(|error| {
        tracing::error!(error = with_causes(&error), "unwritable answer");
        Refusal::Internal
    })
}

/// The answer to a request that its hook has not let through.
pub(crate) fn deny(denied: Denied) -> Refusal {
    match denied.why() {
        Why::NotAllowed(message) => {
            tracing::info!("the request was not authorized");
            Refusal::AccessDenied(message)
        }
        Why::Throttled(message) => {
            tracing::info!("the request was throttled");
            Refusal::Throttled(message)
        }
        Why::Failed(source) => {
            tracing::error!(
                error = with_causes(&*source),
                "the authorization could not be decided"
            );
            Refusal::Internal
        }
    }
}

/// The text of an error and of each of its causes that is not in it already. Subscribers that write
/// JSON show of an error value the outermost text alone.
pub(crate) fn with_causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = error.source();
    }
    text
}
