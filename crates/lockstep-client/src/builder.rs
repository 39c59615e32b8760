//! How a client is configured.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use lockstep_core::Body;
use tower::Service;

use crate::auth::{Auth, Secret, SigV4Settings};
use crate::client::{Client, Shared};
use crate::endpoint::{Endpoint, shown};
use crate::token_bucket::TokenBucket;
use crate::transport::{self, Transport};
use crate::{BoxError, ConfigError, ReqwestTransport, Retries, Timeouts};

/// Configures a [`Client`]; made by [`Client::builder`].
///
/// Only the endpoint must be given, and not even that if there is a transport.
#[derive(Default)]
#[must_use = "a builder makes a client only when it is built"]
pub struct Builder {
    endpoint: Option<String>,
    timeouts: Timeouts,
    retries: Retries,
    user_agent: Option<String>,
    tokens: Option<Tokens>,
    host_prefixes: Option<bool>,
    compress_from: Option<usize>,
    anonymous: bool,
    bearer_token: Option<Secret>,
    api_key: Option<Secret>,
    pub(crate) sigv4: SigV4Settings,
    transport: Option<Transport>,
}

/// Whether the client's own transport can do TLS; without it, an error of each call would say so less clearly.
const HAS_TLS: bool = cfg!(any(
    feature = "rustls",
    feature = "rustls-no-provider",
    feature = "native-tls",
    feature = "native-tls-vendored"
));

/// Makes idempotency tokens.
pub(crate) type Tokens = Arc<dyn Fn() -> String + Send + Sync>;

/// From how many bytes on a body is compressed, as with the SDKs (`request_min_compression_size_bytes`): below it gzip
/// costs more than it saves.
pub(crate) const COMPRESS_FROM: usize = 10_240;

impl Builder {
    /// The base URL of the service, such as `https://example.com/prefix`: `http` or `https`, a host, perhaps a port and a
    /// path that stands before the path of each operation.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// How long a call may take; [`Timeouts::new`] unless it is set.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// What is tried again; [`Retries::standard`] unless it is set.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// The `User-Agent` of each request that has none by its model; the name and version of this crate unless it is set.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Whether the client puts before the endpoint's host what some operations ask for (`@endpoint`), such as `data.`;
    /// it does unless this is set to false, and never before an IP address.
    ///
    /// A test turns it off where all operations are served under one name.
    pub fn host_prefixes(mut self, are_used: bool) -> Self {
        self.host_prefixes = Some(are_used);
        self
    }

    /// From how many bytes on the client compresses a body, where the operation takes one that is
    /// (`@requestCompression`); 10,240 unless it is set. `usize::MAX` turns compression off.
    pub fn compress_from(mut self, bytes: usize) -> Self {
        self.compress_from = Some(bytes);
        self
    }

    /// How the client makes the idempotency tokens that a call does not give; version 4 UUIDs unless it is set.
    ///
    /// A test sets it to know the whole request in advance.
    pub fn idempotency_tokens(mut self, make: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.tokens = Some(Arc::new(make));
        self
    }

    /// What operations that ask for a bearer token are called with (`@httpBearerAuth`).
    ///
    /// The client keeps it in memory that is wiped when its last clone is dropped, and shows it nowhere; so it does with
    /// all secrets.
    pub fn bearer_token(mut self, token: impl Into<String>) -> Self {
        self.bearer_token = Some(Secret::new(token));
        self
    }

    /// What operations that ask for an API key are called with (`@httpApiKeyAuth`), where the model says that it stands.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(Secret::new(key));
        self
    }

    /// The client proves nothing, whatever an operation asks for and whatever else was given: no signature, no token, no
    /// key. It is for servers that ask nobody who calls.
    pub fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// What carries the requests, in the place of a [`ReqwestTransport`].
    ///
    /// Any tower service of HTTP requests will do, an axum router among them: the client then calls it in its own task,
    /// without a socket. The endpoint is `http://localhost` unless it is set. The service must be `Clone`, and each
    /// attempt runs on a clone of its own. Requests are signed as over a socket; [`Self::anonymous`] turns that off.
    pub fn transport<S, B>(mut self, service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.transport = Some(transport::erase(service));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// A [`ConfigError`] that says what is wrong with the endpoint or the user agent, or that TLS cannot be set up.
    pub fn build(self) -> Result<Client, ConfigError> {
        let endpoint = match (&self.endpoint, &self.transport) {
            (Some(endpoint), _) => Endpoint::parse(endpoint)?,
            (None, Some(_)) => Endpoint::nowhere(),
            (None, None) => return Err(ConfigError::NoEndpoint),
        };
        let user_agent = match self.user_agent {
            Some(text) => HeaderValue::try_from(&text).map_err(|_| ConfigError::UserAgent(text))?,
            None => default_user_agent(),
        };
        let connect = self.timeouts.connect;
        let transport = match self.transport {
            Some(transport) => transport,
            None if endpoint.is_https() && !HAS_TLS => {
                let endpoint = self.endpoint.unwrap_or_default();
                return Err(ConfigError::Endpoint {
                    endpoint,
                    problem: "is https, and no TLS feature of lockstep-client is on",
                });
            }
            None => transport::erase(ReqwestTransport::configured(|reqwest| match connect {
                Some(limit) => reqwest.connect_timeout(limit),
                None => reqwest,
            })?),
        };
        Ok(Client::from_shared(Shared {
            endpoint,
            timeouts: self.timeouts,
            retries: self.retries,
            user_agent,
            auth: Auth {
                anonymous: self.anonymous,
                bearer_token: self.bearer_token,
                api_key: self.api_key,
                sigv4: self.sigv4.build(),
            },
            tokens: self.tokens.unwrap_or_else(random_tokens),
            host_prefixes: self.host_prefixes.unwrap_or(true),
            compress_from: self.compress_from.unwrap_or(COMPRESS_FROM),
            transport,
            bucket: TokenBucket::full(),
        }))
    }
}

/// The name and version of this crate.
pub(crate) fn default_user_agent() -> HeaderValue {
    HeaderValue::from_static(concat!("lockstep-client/", env!("CARGO_PKG_VERSION")))
}

/// Version 4 UUIDs, as the specification of `@idempotencyToken` recommends.
pub(crate) fn random_tokens() -> Tokens {
    Arc::new(|| uuid::Uuid::new_v4().to_string())
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("endpoint", &self.endpoint.as_deref().map(shown))
            .field("timeouts", &self.timeouts)
            .field("retries", &self.retries)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}
