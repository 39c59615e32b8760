//! Who calls: the principal that a provider names, and the identity that a request has proved.

use std::fmt;
use std::sync::Arc;

use http::Extensions;
use lockstep_core::operation::AuthScheme;
#[cfg(feature = "sigv4")]
use lockstep_sigv4::Verified;

/// Whom credentials belong to: a name, and whatever else the provider knows of them.
#[derive(Clone)]
pub struct Principal {
    name: Arc<str>,
    extensions: Extensions,
}

impl Principal {
    /// A principal of this name, which must be no secret: it is shown and logged.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            extensions: Extensions::new(),
        }
    }

    /// Attaches a value, such as an account or a set of roles, that [`Identity::get`] finds by its type. Of each type
    /// there is one value at most.
    #[must_use]
    pub fn with<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.extensions.insert(value);
        self
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl From<&str> for Principal {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Principal {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

/// Shows the name alone: what is attached may be a secret.
impl fmt::Debug for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Principal").field(&self.name).finish()
    }
}

/// Who makes a request, as far as that is proved: nobody known, or a principal and how it proved itself.
///
/// It stands in [`RequestContext::identity`](crate::RequestContext::identity).
#[derive(Clone)]
pub struct Identity {
    scheme: AuthScheme,
    principal: Option<Principal>,
    #[cfg(feature = "sigv4")]
    signature: Option<Verified>,
}

impl Identity {
    /// Nobody known: the operation is open, or takes callers without credentials.
    pub fn anonymous() -> Self {
        Self {
            scheme: AuthScheme::Anonymous,
            principal: None,
            #[cfg(feature = "sigv4")]
            signature: None,
        }
    }

    /// A principal that proved itself by this scheme. The server makes it; this is for tests of handlers and hooks.
    pub fn new(scheme: AuthScheme, principal: impl Into<Principal>) -> Self {
        Self {
            scheme,
            principal: Some(principal.into()),
            #[cfg(feature = "sigv4")]
            signature: None,
        }
    }

    /// How the caller proved itself; [`AuthScheme::Anonymous`] if it did not.
    pub fn scheme(&self) -> AuthScheme {
        self.scheme
    }

    /// Whether nobody is known.
    pub fn is_anonymous(&self) -> bool {
        self.principal.is_none()
    }

    /// The principal's name; of a signed request, this is the access key's id unless the provider says otherwise.
    /// `None` is an anonymous caller.
    pub fn principal(&self) -> Option<&str> {
        self.principal.as_ref().map(Principal::name)
    }

    /// What the provider attached of this type ([`Principal::with`]).
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.principal.as_ref()?.extensions.get()
    }

    /// The signature, if the request was signed: with which key, when, and what of the request it covers.
    ///
    /// It covers the path, the query and `Host`, and the body too, unless [`Verified::is_payload_signed`] denies that.
    /// A body that is a stream is verified at its end, so until then the handler reads what may yet turn out to be
    /// altered.
    ///
    /// It covers the headers that the client chose, and those that begin with `X-Amz-`. A member that is bound to
    /// another header, such as `If-Match`, may come from somebody on the way, because some clients do not sign those; a
    /// hook or a handler to which that matters asks [`Verified::signs`].
    #[cfg(feature = "sigv4")]
    pub fn signature(&self) -> Option<&Verified> {
        self.signature.as_ref()
    }

    /// Whether the path is the caller's word: it is not if a signature covers only what is left of it without the
    /// segments that are empty, `.` or `..`.
    pub(crate) fn vouches_for_path(&self) -> bool {
        #[cfg(feature = "sigv4")]
        let vouches = self.signature.as_ref().is_none_or(Verified::is_path_signed);
        #[cfg(not(feature = "sigv4"))]
        let vouches = true;
        vouches
    }

    #[cfg(feature = "sigv4")]
    pub(crate) fn signed(self, signature: Verified) -> Self {
        Self {
            signature: Some(signature),
            ..self
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Identity");
        debug
            .field("scheme", &self.scheme)
            .field("principal", &self.principal());
        #[cfg(feature = "sigv4")]
        debug.field("signature", &self.signature);
        debug.finish_non_exhaustive()
    }
}
