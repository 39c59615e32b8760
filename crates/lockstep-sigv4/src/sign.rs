//! The client's side: signing a request.

use std::error::Error;
use std::fmt;
use std::time::{Duration, SystemTime};

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use http::uri::{PathAndQuery, Uri};

use crate::amz_date::AmzDate;
use crate::authorization::{
    self, AUTHORIZATION, HOST, X_AMZ_CONTENT_SHA256, X_AMZ_DATE, X_AMZ_SECURITY_TOKEN,
};
use crate::canonical_headers::{self, X_AMZ_USER_AGENT};
use crate::canonical_uri::PathForm;
use crate::credentials::Credentials;
use crate::head::Head;
use crate::key_cache::KeyCache;
use crate::payload::PayloadHash;
use crate::scope::CredentialScope;
use crate::sha256::Sha256;
use crate::{canonical_request, presigned};

/// Signs requests to one service in one region.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    credentials: &'a Credentials,
    region: &'a str,
    service: &'a str,
    keys: &'a KeyCache,
    path: PathForm,
    session_token: SessionTokenIs,
    content_sha256: bool,
}

/// Whether a session token is part of what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SessionTokenIs {
    /// It is signed like any other header or parameter: the general rule.
    #[default]
    Signed,
    /// It is added after signing, as a few services ask (AWS IoT).
    Added,
}

/// Why a request cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// There is neither a `Host` header nor a host in the URI.
    NoHost,
    /// The access key, the region, the service or the session token has characters that no header can have.
    Credentials,
    /// The request is presigned already.
    Presigned,
    /// A presigned request must be good for one second at least and seven days at most.
    Expires,
    /// The URI does not take the signature: it has become too long.
    Uri,
}

impl<'a> Signer<'a> {
    /// Signs with these credentials; derived keys are kept in `keys`. `service` is the name that the service signs by.
    #[must_use]
    pub fn new(
        credentials: &'a Credentials,
        region: &'a str,
        service: &'a str,
        keys: &'a KeyCache,
    ) -> Self {
        Self {
            credentials,
            region,
            service,
            keys,
            path: PathForm::default(),
            session_token: SessionTokenIs::default(),
            content_sha256: false,
        }
    }

    /// Writes the canonical URI in another form than [`PathForm::Normalized`].
    #[must_use]
    pub const fn with_path_form(mut self, form: PathForm) -> Self {
        self.path = form;
        self
    }

    /// Adds the session token after signing.
    #[must_use]
    pub const fn with_session_token(mut self, session_token: SessionTokenIs) -> Self {
        self.session_token = session_token;
        self
    }

    /// Also sends the payload hash, as `X-Amz-Content-Sha256`, so that a server knows before the body whether the
    /// signature is right. An unsigned payload is always named so.
    #[must_use]
    pub const fn with_content_sha256(mut self) -> Self {
        self.content_sha256 = true;
        self
    }

    /// Signs a request in its headers. Signing it again replaces the signature.
    ///
    /// All headers that are there are signed, but for those that may change on the way, so later changes of them make
    /// the signature invalid.
    ///
    /// # Errors
    /// See [`SignError`]; the request may then have some of the headers of a signature.
    pub fn sign(
        &self,
        request: &mut Parts,
        payload: PayloadHash,
        now: SystemTime,
    ) -> Result<(), SignError> {
        has_host(request)?;
        let time = AmzDate::from(now);
        let headers = &mut request.headers;
        headers.remove(&X_AMZ_SECURITY_TOKEN);
        headers.insert(&X_AMZ_DATE, value(time.as_bytes())?);
        let named = payload == PayloadHash::UNSIGNED || headers.contains_key(&X_AMZ_CONTENT_SHA256);
        if named || self.content_sha256 {
            headers.insert(&X_AMZ_CONTENT_SHA256, value(payload.as_bytes())?);
        }
        let token = self
            .credentials
            .session_token()
            .map(|token| value(token.expose().as_bytes()));
        let mut token = token.transpose()?;
        if self.session_token == SessionTokenIs::Signed {
            put_token(headers, token.take());
        }
        let scope = self.scope(&time);
        let access_key_id = self.credentials.access_key_id();
        let names = canonical_headers::names(&request.headers, |_| true);
        let mut text = authorization::begin(access_key_id, &scope, &names);
        let list = text.len();
        canonical_headers::write_names(&names, &mut text);
        let signed = (text.get(list..).unwrap_or_default(), &*names);
        let signature = self.signature(&Head::of(request), &time, &scope, signed, false, payload);
        authorization::end(&mut text, &signature);
        let mut authorization = HeaderValue::try_from(text).map_err(|_| SignError::Credentials)?;
        authorization.set_sensitive(true);
        request.headers.insert(&AUTHORIZATION, authorization);
        put_token(&mut request.headers, token);
        Ok(())
    }

    /// Signs a request in its query, so that whoever has the URI can make it until it expires.
    ///
    /// The headers that are there must be sent along, so there should be few; `Host` is enough. `payload` is what the
    /// service takes for the body of a presigned request: the hash of nothing where there is none, and
    /// [`PayloadHash::UNSIGNED`] for Amazon S3.
    ///
    /// # Errors
    /// See [`SignError`]; the request is then as it was.
    pub fn presign(
        &self,
        request: &mut Parts,
        payload: PayloadHash,
        now: SystemTime,
        expires: Duration,
    ) -> Result<(), SignError> {
        has_host(request)?;
        let seconds = u32::try_from(expires.as_secs()).map_err(|_| SignError::Expires)?;
        if !(1..=presigned::LONGEST).contains(&seconds) {
            return Err(SignError::Expires);
        }
        let time = AmzDate::from(now);
        let scope = self.scope(&time);
        let mut signed = String::new();
        let names = canonical_headers::names(&request.headers, |name| *name != X_AMZ_USER_AGENT);
        canonical_headers::write_names(&names, &mut signed);
        let mut query = request.uri.query().unwrap_or_default().as_bytes().to_vec();
        let access_key_id = self.credentials.access_key_id();
        presigned::write(&mut query, access_key_id, &scope, &time, seconds, &signed);
        let mut token = self.credentials.session_token();
        if self.session_token == SessionTokenIs::Signed
            && let Some(token) = token.take()
        {
            presigned::write_session_token(&mut query, token.expose());
        }
        let mut head = Head::of(request);
        head.query = std::str::from_utf8(&query).map_err(|_| SignError::Uri)?;
        let signature = self.signature(&head, &time, &scope, (&signed, &names), true, payload);
        presigned::write_signature(&mut query, &signature);
        if let Some(token) = token {
            presigned::write_session_token(&mut query, token.expose());
        }
        request.uri = with_query(&request.uri, &query).ok_or(SignError::Uri)?;
        Ok(())
    }

    fn scope<'b>(&self, time: &'b AmzDate) -> CredentialScope<'b>
    where
        'a: 'b,
    {
        CredentialScope {
            date: time.date(),
            region: self.region,
            service: self.service,
        }
    }

    fn signature(
        &self,
        head: &Head<'_>,
        time: &AmzDate,
        scope: &CredentialScope<'_>,
        (signed, names): (&str, &[&HeaderName]),
        presigned: bool,
        payload: PayloadHash,
    ) -> [u8; 64] {
        let mut request = Sha256::new();
        let names = names.iter().copied();
        // The names are those of the request's own headers.
        _ = canonical_request::write(head, self.path, signed, names, presigned, &mut request);
        let secret = self.credentials.secret_access_key();
        let string_to_sign = self.keys.string_to_sign(secret, time, scope);
        string_to_sign.signature(&mut request, payload)
    }
}

fn has_host(request: &Parts) -> Result<(), SignError> {
    if presigned::is_presigned(request.uri.query().unwrap_or_default()) {
        return Err(SignError::Presigned);
    }
    let known = request.uri.authority().is_some() || request.headers.contains_key(&HOST);
    known.then_some(()).ok_or(SignError::NoHost)
}

fn put_token(headers: &mut HeaderMap, token: Option<HeaderValue>) {
    if let Some(mut token) = token {
        token.set_sensitive(true);
        headers.insert(&X_AMZ_SECURITY_TOKEN, token);
    }
}

fn value(text: &[u8]) -> Result<HeaderValue, SignError> {
    HeaderValue::from_bytes(text).map_err(|_| SignError::Credentials)
}

fn with_query(uri: &Uri, query: &[u8]) -> Option<Uri> {
    let mut path_and_query = uri.path().as_bytes().to_vec();
    path_and_query.push(b'?');
    path_and_query.extend_from_slice(query);
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path_and_query).ok()?);
    Uri::from_parts(parts).ok()
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoHost => "a request without a host cannot be signed",
            Self::Credentials => "the credentials or their scope do not fit into a header",
            Self::Presigned => "the request is presigned already",
            Self::Expires => "a presigned request is good for one second to seven days",
            Self::Uri => "the URI does not take a signature",
        })
    }
}

impl Error for SignError {}
