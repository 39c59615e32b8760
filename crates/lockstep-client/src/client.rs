//! The client: what a generated client wraps.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderValue, Request, Response};
use lockstep_core::http::{HostPrefix, RequestWriter, ResponseReader};
use lockstep_core::operation::{AuthScheme, ClientOperation, OperationError, OperationSpec};
use lockstep_core::{Body, Failure, WriteError};
use tower::Service;

use crate::auth::Auth;
use crate::builder::{Builder, COMPRESS_FROM, Tokens, default_user_agent, random_tokens};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::exchange::{Answer, Prepared};
use crate::service_error::{Received, ServiceError, UnreadableError, request_id};
use crate::token_bucket::TokenBucket;
use crate::transport::{self, Transport};
use crate::{BoxError, ConfigError, Retries, Timeouts, checksum, compression};

/// Calls the operations of a service.
///
/// Cloning is cheap, and the clones share their connections and their budget for retries; make one client for a service
/// and clone it.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

/// What the clones of a client share.
pub(crate) struct Shared {
    pub(crate) endpoint: Endpoint,
    pub(crate) timeouts: Timeouts,
    pub(crate) retries: Retries,
    pub(crate) user_agent: HeaderValue,
    pub(crate) auth: Auth,
    pub(crate) tokens: Tokens,
    /// Whether operations put something before the endpoint's host.
    pub(crate) host_prefixes: bool,
    /// From how many bytes on a body is compressed.
    pub(crate) compress_from: usize,
    pub(crate) transport: Transport,
    pub(crate) bucket: TokenBucket,
}

impl Client {
    /// A client of the service at a base URL, with standard settings for all else.
    ///
    /// # Errors
    ///
    /// A [`ConfigError`] if the endpoint is not a base URL, or if TLS cannot be set up.
    pub fn new(endpoint: &str) -> Result<Self, ConfigError> {
        Self::builder().endpoint(endpoint).build()
    }

    /// Begins the configuration of a client.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A client that calls a router, or any other tower service of HTTP requests, without a socket.
    ///
    /// All else is as standard, but that the client is anonymous: it is for tests of a server that asks nobody who calls,
    /// whatever credentials the machine has. [`Builder::transport`] does the same with settings, and signs.
    pub fn on_router<S, B>(router: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self::from_shared(Shared {
            endpoint: Endpoint::nowhere(),
            timeouts: Timeouts::default(),
            retries: Retries::default(),
            user_agent: default_user_agent(),
            auth: Auth::anonymous(),
            tokens: random_tokens(),
            host_prefixes: true,
            compress_from: COMPRESS_FROM,
            transport: transport::erase(router),
            bucket: TokenBucket::full(),
        })
    }

    pub(crate) fn from_shared(shared: Shared) -> Self {
        Self {
            shared: Arc::new(shared),
        }
    }

    #[cfg(feature = "sigv4")]
    pub(crate) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }

    /// Calls an operation.
    ///
    /// The request is written before this function returns, so the future holds neither the input nor the client, can be
    /// spawned, and sends nothing until it is polled. To drop it is to give up the call: the service may then have
    /// carried out the operation or not.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn call<O: ClientOperation>(
        &self,
        mut input: O::Input,
    ) -> impl Future<Output = Result<O::Output, Error<O::Error>>> + Send + use<O> {
        let shared = Arc::clone(&self.shared);
        let prepared = shared.prepare_input::<O>(&mut input);
        async move {
            let answer = shared
                .exchange(O::SPEC, prepared.map_err(Error::Input)?)
                .await?;
            read::<O>(answer)
        }
    }
}

impl Shared {
    /// The request of an operation, ready but for the proof of who calls.
    pub(crate) fn prepare_input<O: ClientOperation>(
        &self,
        input: &mut O::Input,
    ) -> Result<Prepared, WriteError> {
        self.prepare(O::SPEC, O::SERVICE.auth_of(O::SPEC), |to| {
            O::write_request(input, to);
            if let Some(stream) = O::take_stream(input) {
                to.stream(stream);
            }
        })
    }

    /// Writes a request and makes it whole: the endpoint before its path, and the user agent.
    fn prepare(
        &self,
        spec: &'static OperationSpec,
        auth: &'static [AuthScheme],
        write: impl FnOnce(&mut RequestWriter<'_>),
    ) -> Result<Prepared, WriteError> {
        let mut has_token = false;
        let mut token = || {
            has_token = true;
            (self.tokens)()
        };
        let mut writer = RequestWriter::new(spec, &mut token);
        write(&mut writer);
        let mut request = writer.finish()?;
        let prefix = request.extensions_mut().remove::<HostPrefix>();
        let prefix = prefix.filter(|_| self.host_prefixes);
        *request.uri_mut() = self
            .endpoint
            .join(request.uri(), prefix.as_ref().map(|prefix| &*prefix.0))
            .map_err(|problem| {
                WriteError::new(format!(
                    "the URI of {} cannot be used: {problem}",
                    spec.name
                ))
            })?;
        let mut request = compression::compress(spec, self.compress_from, request)?;
        checksum::add(spec, &mut request)?;
        request
            .headers_mut()
            .entry(USER_AGENT)
            .or_insert_with(|| self.user_agent.clone());
        let repeatable =
            (has_token || request.method().is_idempotent()) && request.body().is_from_bytes();
        Ok(Prepared {
            request,
            auth,
            repeatable,
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.shared.endpoint)
            .field("timeouts", &self.shared.timeouts)
            .field("retries", &self.shared.retries)
            .finish_non_exhaustive()
    }
}

/// Reads an answer that stands: the output of a success, or the error of anything else.
fn read<O: ClientOperation>(answer: Answer) -> Result<O::Output, Error<O::Error>> {
    let Answer {
        response,
        stream,
        attempts,
    } = answer;
    if !O::SPEC.is_output(response.status().as_u16()) {
        let (error, code) = read_error::<O>(&response);
        return Err(Error::Service(ServiceError::new(
            error,
            code,
            Received { response, attempts },
        )));
    }
    let mut reader = ResponseReader::new(
        O::SPEC,
        response.status().as_u16(),
        response.headers(),
        response.body(),
    )
    .with_stream(stream);
    let output = O::read_output(&mut reader);
    match reader.finish(output) {
        Ok(output) => Ok(output),
        Err(problem) => Err(Error::Unreadable(UnreadableError::new(
            problem,
            Received { response, attempts },
        ))),
    }
}

/// Reads an error and its code. What the operation does not list, or what cannot be read, is kept as it came.
fn read_error<O: ClientOperation>(response: &Response<Bytes>) -> (O::Error, Option<String>) {
    let status = response.status().as_u16();
    let reader = || ResponseReader::new(O::SPEC, status, response.headers(), response.body());
    let unread = reader();
    let code = unread.error_code();
    if let Some(code) = &code {
        let mut reader = reader();
        let error = O::Error::read(code, &mut reader);
        if error.is_some()
            && let Ok(error) = reader.finish(error)
        {
            return (error, Some(code.clone()));
        }
    }
    let request_id = request_id(response.headers()).map(str::to_owned);
    let failure = Failure::response(
        status,
        code.clone(),
        unread.error_message(),
        request_id,
        response.body().clone(),
    );
    (O::Error::from(failure), code)
}
