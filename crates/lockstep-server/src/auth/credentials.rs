//! Where the credentials of each scheme stand in a request.

use std::borrow::Cow;

use http::header::{AUTHORIZATION, HeaderValue};
use http::request::Parts;
use lockstep_core::operation::{ApiKeyPlace, AuthScheme};

#[cfg(feature = "sigv4")]
use lockstep_sigv4::is_presigned;

use super::Identity;
use crate::table::pairs;

/// The credentials of a request, as the schemes of its operation see them.
pub(super) struct Credentials<'a> {
    head: &'a Parts,
    /// The scheme that `Authorization` belongs to, by its place in the list.
    authorization: Option<usize>,
}

impl<'a> Credentials<'a> {
    pub(super) fn new(schemes: &[AuthScheme], head: &'a Parts) -> Self {
        let value = head.headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        let authorization = value.and_then(|value| {
            let end = value.iter().position(|byte| *byte == b' ');
            let word = &value[..end.unwrap_or(value.len())];
            let first = |fits: &dyn Fn(&AuthScheme) -> bool| schemes.iter().position(fits);
            first(&|scheme| is_named(scheme, word))
                .or_else(|| first(&is_bare_key))
                .or_else(|| first(&reads_authorization))
        });
        Self {
            head,
            authorization,
        }
    }

    /// Whether there are credentials for the scheme at this place of the list, right or wrong.
    pub(super) fn are_for(&self, index: usize, scheme: &AuthScheme) -> bool {
        if reads_authorization(scheme) && self.authorization == Some(index) {
            return true;
        }
        match scheme {
            // A presigned request, unless `Authorization` belongs to another scheme: both in one are malformed.
            AuthScheme::SigV4 { .. } => {
                self.authorization.is_none()
                    && is_presigned(self.head.uri.query().unwrap_or_default())
            }
            AuthScheme::ApiKey(ApiKeyPlace::Header { name, .. }) => {
                !reads_authorization(scheme) && self.head.headers.contains_key(*name)
            }
            AuthScheme::ApiKey(ApiKeyPlace::Query { name }) => self.has_parameter(name),
            AuthScheme::Bearer | AuthScheme::Unknown(_) | AuthScheme::Anonymous => false,
        }
    }

    /// The bearer token; `None` if it is not written as one, or there are two.
    pub(super) fn bearer(&self) -> Option<Cow<'a, str>> {
        after("Bearer", self.only_header(AUTHORIZATION.as_str())?).map(Cow::Borrowed)
    }

    /// The API key; `None` if it is not written as one, there are two, or it is empty, so that a key which somebody
    /// forgot to fill in lets nobody in.
    pub(super) fn api_key(&self, place: &ApiKeyPlace) -> Option<Cow<'a, str>> {
        let key = match place {
            ApiKeyPlace::Header { name, scheme } => {
                let value = self.only_header(name)?;
                let key = match scheme {
                    Some(scheme) => after(scheme, value)?,
                    None => value,
                };
                Some(Cow::Borrowed(key))
            }
            ApiKeyPlace::Query { name } => {
                let mut values = self.parameters(name);
                values.next().filter(|_| values.next().is_none())
            }
        };
        key.filter(|key| !key.is_empty())
    }

    fn only_header(&self, name: &str) -> Option<&'a str> {
        let mut values = self.head.headers.get_all(name).iter();
        let value = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(value)
    }

    fn has_parameter(&self, name: &str) -> bool {
        self.parameters(name).next().is_some()
    }

    fn parameters(&self, name: &str) -> impl Iterator<Item = Cow<'a, str>> {
        let all = pairs(self.head.uri.query().unwrap_or_default());
        all.filter(move |(key, _)| key == name)
            .map(|(_, value)| value)
    }
}

/// The query as the operation's members see it: without the credentials that this caller has proved itself by, which
/// are no member's, not even one's that takes all parameters (`@httpQueryParams`).
pub(crate) fn without_credentials<'q>(identity: &Identity, query: &'q str) -> Cow<'q, str> {
    #[cfg(feature = "sigv4")]
    if identity
        .signature()
        .is_some_and(|signature| signature.is_presigned())
    {
        return Cow::Owned(lockstep_sigv4::without_signature(query));
    }
    match identity.scheme() {
        AuthScheme::ApiKey(ApiKeyPlace::Query { name }) => {
            let is_other = |piece: &&str| pairs(piece).all(|(key, _)| key != name);
            let rest: Vec<&str> = query.split('&').filter(is_other).collect();
            Cow::Owned(rest.join("&"))
        }
        _ => Cow::Borrowed(query),
    }
}

/// Without the feature nothing knows what a presigned request is, and no signature can be verified anyway.
#[cfg(not(feature = "sigv4"))]
fn is_presigned(_: &str) -> bool {
    false
}

/// Whether this is the name by which the scheme stands in `Authorization`; names have no case (RFC 9110, section 11.1).
fn is_named(scheme: &AuthScheme, word: &[u8]) -> bool {
    let is = |name: &str| word.eq_ignore_ascii_case(name.as_bytes());
    match scheme {
        // Other versions and algorithms too, which the verifier then refuses by name.
        AuthScheme::SigV4 { .. } => word
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case(b"AWS4")),
        AuthScheme::Bearer => is("Bearer"),
        AuthScheme::ApiKey(ApiKeyPlace::Header {
            scheme: Some(name), ..
        }) => reads_authorization(scheme) && is(name),
        _ => false,
    }
}

/// Whether the scheme is an API key that is all of `Authorization`.
fn is_bare_key(scheme: &AuthScheme) -> bool {
    let bare = matches!(
        scheme,
        AuthScheme::ApiKey(ApiKeyPlace::Header { scheme: None, .. })
    );
    bare && reads_authorization(scheme)
}

fn reads_authorization(scheme: &AuthScheme) -> bool {
    match scheme {
        AuthScheme::SigV4 { .. } | AuthScheme::Bearer => true,
        AuthScheme::ApiKey(ApiKeyPlace::Header { name, .. }) => {
            name.eq_ignore_ascii_case(AUTHORIZATION.as_str())
        }
        _ => false,
    }
}

/// What stands after the name of a scheme; `None` if there is another name, or nothing after it.
fn after<'a>(scheme: &str, value: &'a str) -> Option<&'a str> {
    let (name, rest) = value.split_once(' ')?;
    let rest = rest.trim_matches(' ');
    (name.eq_ignore_ascii_case(scheme) && !rest.is_empty()).then_some(rest)
}
