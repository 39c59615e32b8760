//! The transport over sockets: reqwest, with all that it would do by itself turned off.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body::{Frame, SizeHint};
use lockstep_core::Body;
use reqwest::{Client, ClientBuilder};
use tower::Service;

use crate::{BoxError, ConfigError};

/// A tower service that sends requests over the network with reqwest, exactly as they are.
///
/// A client uses one by itself. It is public so that a program can set up TLS or a proxy with [`Self::configured`], or put
/// tower layers around it, and hand the result to [`Builder::transport`](crate::Builder::transport).
///
/// - Redirects are not followed, because a followed 301 turns a PUT into a GET.
/// - Nothing is sent twice: retries are the client's, which knows what is safe.
/// - Proxies come from the configuration alone, never from the environment.
/// - Answers are not decompressed, even if another crate of the program turns on reqwest's `gzip` and its kind.
/// - A URI that reqwest's URL library would change is refused, because it would call another operation.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: Client,
}

impl ReqwestTransport {
    /// The transport with reqwest's own settings for the rest.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Transport`] if reqwest cannot set up TLS.
    pub fn new() -> Result<Self, ConfigError> {
        Self::configured(|reqwest| reqwest)
    }

    /// The transport with settings of reqwest: certificates, a proxy, the size of the pool, a limit on connecting.
    ///
    /// Redirects, retries, decompression and referers are turned off after `configure` has run, so it cannot turn them
    /// on; a proxy that it names is used.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Transport`] if reqwest cannot set up TLS.
    pub fn configured(
        configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, ConfigError> {
        let client = configure(Client::builder().no_proxy())
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .build()
            .map_err(|error| ConfigError::Transport(error.into()))?;
        Ok(Self { client })
    }
}

impl Service<Request<Body>> for ReqwestTransport {
    type Response = Response<reqwest::Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let client = self.client.clone();
        Box::pin(async move {
            let uri = request.uri().clone();
            let (head, body) = request.into_parts();
            let request = Request::from_parts(head, reqwest_body(body));
            let request = reqwest::Request::try_from(request)?;
            kept_as_written(&uri, request.url())?;
            // Labels and queries may be secrets, and errors are logged.
            let response = client.execute(request).await;
            Ok(response.map_err(reqwest::Error::without_url)?.into())
        })
    }
}

/// Refuses a URI whose path or query is not the same in the URL that reqwest made of it.
///
/// `Url` follows the rules of browsers: it takes out `.` and `..` segments, percent-encoded ones as well, and encodes some
/// characters. What the operation wrote has none of these; this check holds it for every other way to a request.
fn kept_as_written(uri: &Uri, url: &reqwest::Url) -> Result<(), UriChanged> {
    let path = if uri.path().is_empty() {
        "/"
    } else {
        uri.path()
    };
    if url.path() == path && url.query() == uri.query() {
        return Ok(());
    }
    Err(UriChanged)
}

/// A URI that cannot be sent as it is. It is not shown, because labels and queries may be secrets.
#[derive(Debug)]
struct UriChanged;

impl fmt::Display for UriChanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the URI cannot be sent as it is, because the URL library would change it")
    }
}

impl std::error::Error for UriChanged {}

/// Hands a body to reqwest: bytes as bytes, so that they are one write with a length, and a stream as a stream.
fn reqwest_body(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap(SyncBody(Mutex::new(body))),
    }
}

/// A body that can be shared between threads, which reqwest demands and never does: all access is exclusive, and what is
/// asked through a shared reference is asked under a lock that nobody else holds.
struct SyncBody(Mutex<Body>);

impl http_body::Body for SyncBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let body = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        Pin::new(body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .size_hint()
    }
}

/// Whether a transport's error says that nothing was sent, because no connection was made or none was tried.
///
/// Errors of other transports than reqwest say nothing about it, so the answer is no for them: the request may have
/// arrived. The whole chain is searched, because layers wrap errors in their own.
pub(crate) fn nothing_was_sent(error: &(dyn std::error::Error + 'static)) -> bool {
    chain(error).any(|error| {
        let reqwest = error.downcast_ref::<reqwest::Error>();
        error.is::<UriChanged>()
            || reqwest.is_some_and(|error| error.is_connect() || error.is_builder())
    })
}

/// Whether another attempt of the same request must come to the same end: it cannot be sent at all.
pub(crate) fn is_hopeless(error: &(dyn std::error::Error + 'static)) -> bool {
    chain(error).any(|error| {
        let reqwest = error.downcast_ref::<reqwest::Error>();
        error.is::<UriChanged>() || reqwest.is_some_and(reqwest::Error::is_builder)
    })
}

/// Whether a transport's error is a connection that was not made in time.
pub(crate) fn is_connect_timeout(error: &(dyn std::error::Error + 'static)) -> bool {
    chain(error).any(|error| {
        let reqwest = error.downcast_ref::<reqwest::Error>();
        reqwest.is_some_and(|error| error.is_connect() && error.is_timeout())
    })
}

/// An error and all that it came from, outermost first.
pub(crate) fn chain<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| error.source())
}
