//! How a client proves who it is: which of an operation's schemes is used, and what it adds to a request.

mod error;
mod secret;

#[cfg(feature = "sigv4")]
mod sigv4;
#[cfg(not(feature = "sigv4"))]
#[path = "sigv4_off.rs"]
mod sigv4;

pub use error::{CredentialsError, CredentialsErrorKind, Tried};
pub(crate) use secret::Secret;
#[cfg(feature = "sigv4")]
pub use sigv4::{CredentialsProvider, TemporaryCredentials};
pub(crate) use sigv4::{SigV4, SigV4Settings};

use std::time::Duration;

use http::header::AUTHORIZATION;
use http::uri::{PathAndQuery, Uri};
use http::{HeaderName, Request};
use lockstep_core::http::uri::encode;
use lockstep_core::operation::{ApiKeyPlace, AuthScheme, OperationSpec};
use lockstep_core::{Body, WriteError};
use tokio::time::Instant;

/// What a client can prove who it is with.
pub(crate) struct Auth {
    pub(crate) anonymous: bool,
    pub(crate) bearer_token: Option<Secret>,
    pub(crate) api_key: Option<Secret>,
    pub(crate) sigv4: SigV4,
}

/// Why a request cannot be sent with a proof of who calls.
#[derive(Debug)]
pub(crate) enum Unproved {
    Credentials(CredentialsError),
    /// The request is none that can be signed.
    Request(WriteError),
}

/// What the program gave the client, for one of an operation's schemes.
enum Given<'a> {
    Bearer(&'a Secret),
    ApiKey(&'a Secret, ApiKeyPlace),
    SigV4(&'static str),
}

impl Auth {
    /// Of a client that proves nothing.
    pub(crate) fn anonymous() -> Self {
        Self {
            anonymous: true,
            bearer_token: None,
            api_key: None,
            sigv4: SigV4Settings::default().build(),
        }
    }

    /// Adds to a request what the operation asks for.
    ///
    /// What the program gave decides, for the first of the operation's schemes that it gave something for. If it gave
    /// nothing, and one of the schemes is a signature, the environment and the profile files are asked. If they have
    /// nothing either, the request goes out without, where the operation allows that.
    ///
    /// The caller waits until a time at the most, if there is one; where old credentials will do, they are used in time.
    ///
    /// # Errors
    ///
    /// The client has nothing for the operation, or what it has cannot be used.
    pub(crate) async fn prove(
        &self,
        spec: &'static OperationSpec,
        schemes: &'static [AuthScheme],
        request: Request<Body>,
        until: Option<Instant>,
    ) -> Result<Request<Body>, Unproved> {
        if self.anonymous || schemes.is_empty() {
            return Ok(request);
        }
        let is_optional = schemes.contains(&AuthScheme::Anonymous);
        let name = match self.given(schemes) {
            Some(Given::Bearer(token)) => {
                return with_header(request, AUTHORIZATION, token, Some("Bearer"));
            }
            Some(Given::ApiKey(key, ApiKeyPlace::Header { name, scheme })) => {
                let name = HeaderName::try_from(name).map_err(|_| {
                    unusable("the model names a header for API keys that can be none")
                })?;
                return with_header(request, name, key, scheme);
            }
            Some(Given::ApiKey(key, ApiKeyPlace::Query { name })) => {
                return with_parameter(request, name, key);
            }
            Some(Given::SigV4(name)) => name,
            None => match signing_name(schemes) {
                Some(name) => name,
                None if is_optional => return Ok(request),
                None => return Err(nothing_for(schemes).into()),
            },
        };
        match self.sigv4.ready(name, Duration::ZERO, until).await {
            Ok(signing) => signing.sign(spec, request),
            Err(error) if is_optional && has_nothing(&error) => Ok(request),
            Err(error) => Err(error.into()),
        }
    }

    /// Signs a request in its query, for others to make until a time has passed.
    ///
    /// # Errors
    ///
    /// The operation takes no signature, the client is anonymous or has nothing to sign with, or what it has is not good
    /// for that long.
    #[cfg(feature = "sigv4")]
    pub(crate) async fn presign(
        &self,
        spec: &'static OperationSpec,
        schemes: &'static [AuthScheme],
        request: Request<Body>,
        expires_in: Duration,
        until: Option<Instant>,
    ) -> Result<Request<Body>, Unproved> {
        let refused = match signing_name(schemes) {
            _ if self.anonymous => "the client is anonymous, and signs nothing".to_owned(),
            None => format!("{} takes no signature", spec.name),
            Some(name) => {
                let signing = self.sigv4.ready(name, expires_in, until).await?;
                return signing.presign(spec, request, expires_in);
            }
        };
        Err(CredentialsError::new(CredentialsErrorKind::Unsupported, refused).into())
    }

    fn given(&self, schemes: &'static [AuthScheme]) -> Option<Given<'_>> {
        schemes.iter().find_map(|scheme| match *scheme {
            AuthScheme::Bearer => self.bearer_token.as_ref().map(Given::Bearer),
            AuthScheme::ApiKey(place) => {
                let key = self.api_key.as_ref();
                key.map(|key| Given::ApiKey(key, place))
            }
            AuthScheme::SigV4 { name } => self.sigv4.is_given().then_some(Given::SigV4(name)),
            AuthScheme::Unknown(_) | AuthScheme::Anonymous => None,
        })
    }
}

/// The name that an operation's service signs by, if it takes signatures.
fn signing_name(schemes: &'static [AuthScheme]) -> Option<&'static str> {
    schemes.iter().find_map(|scheme| match *scheme {
        AuthScheme::SigV4 { name } => Some(name),
        _ => None,
    })
}

/// Whether an error says that there is nothing, and not that something is wrong.
fn has_nothing(error: &CredentialsError) -> bool {
    matches!(
        error.kind(),
        CredentialsErrorKind::Missing | CredentialsErrorKind::Unsupported
    )
}

/// The error of an operation that takes no signature, and nothing that the client was given.
fn nothing_for(schemes: &[AuthScheme]) -> CredentialsError {
    let asked: Vec<_> = schemes.iter().map(described).collect();
    let kind = match schemes {
        [AuthScheme::Unknown(_), rest @ ..]
            if rest.iter().all(|one| matches!(one, AuthScheme::Unknown(_))) =>
        {
            CredentialsErrorKind::Unsupported
        }
        _ => CredentialsErrorKind::Missing,
    };
    let asked = asked.join(" or ");
    CredentialsError::new(kind, format!("the operation asks for {asked}"))
}

/// A scheme, and what a program does about it.
fn described(scheme: &AuthScheme) -> String {
    match scheme {
        AuthScheme::SigV4 { .. } => "a signature (`Builder::credentials`)".to_owned(),
        AuthScheme::Bearer => {
            "a bearer token, and the client has none (`Builder::bearer_token`)".to_owned()
        }
        AuthScheme::ApiKey(_) => {
            "an API key, and the client has none (`Builder::api_key`)".to_owned()
        }
        AuthScheme::Unknown(id) => format!("{id}, which this client does not know"),
        AuthScheme::Anonymous => "nothing".to_owned(),
    }
}

/// RFC 6750, section 2.1, and `smithy.api#httpApiKeyAuth`.
fn with_header(
    mut request: Request<Body>,
    name: HeaderName,
    secret: &Secret,
    scheme: Option<&str>,
) -> Result<Request<Body>, Unproved> {
    let value = secret
        .header(scheme)
        .ok_or_else(|| unusable("the token or key cannot stand in a header"))?;
    request.headers_mut().insert(name, value);
    Ok(request)
}

fn with_parameter(
    mut request: Request<Body>,
    name: &str,
    key: &Secret,
) -> Result<Request<Body>, Unproved> {
    let parameter = format!("{}={}", encode(name), encode(key.expose()));
    let path = request.uri().path();
    let text = match request.uri().query() {
        Some(query) => format!("{path}?{query}&{parameter}"),
        None => format!("{path}?{parameter}"),
    };
    let mut parts = request.uri().clone().into_parts();
    let uri = PathAndQuery::try_from(text).ok().and_then(|text| {
        parts.path_and_query = Some(text);
        Uri::from_parts(parts).ok()
    });
    *request.uri_mut() = uri.ok_or_else(|| unusable("the API key is too long for a URI"))?;
    Ok(request)
}

fn unusable(problem: &'static str) -> CredentialsError {
    CredentialsError::new(CredentialsErrorKind::Unusable, problem)
}

impl From<CredentialsError> for Unproved {
    fn from(error: CredentialsError) -> Self {
        Self::Credentials(error)
    }
}

impl From<WriteError> for Unproved {
    fn from(error: WriteError) -> Self {
        Self::Request(error)
    }
}
