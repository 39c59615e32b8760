//! Access keys of signed requests: what one is, who looks it up, and a map of them in memory.

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use lockstep_sigv4::{SecretAccessKey, SessionToken};

use super::{LookupError, Principal};

/// An access key: its secret, whom it belongs to and, if it is temporary, its session.
#[derive(Clone, Debug)]
pub struct AccessKey {
    id: Arc<str>,
    secret: SecretAccessKey,
    session: Option<(SessionToken, SystemTime)>,
    principal: Principal,
}

impl AccessKey {
    /// A permanent key, whose principal is named by its id. The secret is wiped when dropped and never shown.
    pub fn new(id: impl Into<Arc<str>>, secret: impl Into<String>) -> Self {
        let id = id.into();
        Self {
            principal: Principal::new(Arc::clone(&id)),
            id,
            secret: SecretAccessKey::new(secret),
            session: None,
        }
    }

    /// Makes it a temporary key: good only together with this session token, and only before `expires`.
    #[must_use]
    pub fn session(mut self, token: impl Into<String>, expires: SystemTime) -> Self {
        self.session = Some((SessionToken::new(token), expires));
        self
    }

    /// Says whom the key belongs to.
    #[must_use]
    pub fn principal(mut self, principal: impl Into<Principal>) -> Self {
        self.principal = principal.into();
        self
    }

    /// The id, which is no secret.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The secret and the principal, if the key is good for a request that names this id and bears this token.
    ///
    /// An id that is not the key's own is unknown, so that a look-up which folds case lets nobody in; so is a key with
    /// an empty secret, which somebody forgot to fill in, and with which anyone can sign. Only who has the session's
    /// token learns that it has expired; without it, and with another one, a temporary key is as unknown as one that
    /// does not exist, and so is a permanent one with any token at all.
    pub(crate) fn open(
        self,
        id: &str,
        token: Option<&str>,
        now: SystemTime,
    ) -> Result<(SecretAccessKey, Principal), LookupError> {
        let expires = match (&self.session, token) {
            (None, None) => None,
            (Some((session, expires)), Some(token)) if session.is(token) => Some(*expires),
            _ => return Err(LookupError::Unknown),
        };
        if *self.id != *id || self.secret == SecretAccessKey::new("") {
            return Err(LookupError::Unknown);
        }
        if expires.is_some_and(|expires| expires <= now) {
            return Err(LookupError::Expired);
        }
        Ok((self.secret, self.principal))
    }
}

/// Who knows the access keys of a service.
///
/// ```
/// use lockstep_server::auth::{AccessKey, AccessKeys, LookupError};
///
/// struct One;
///
/// impl AccessKeys for One {
///     async fn access_key(&self, id: &str, _: Option<&str>) -> Result<AccessKey, LookupError> {
///         match id {
///             "AKIDEXAMPLE" => Ok(AccessKey::new(id, "secret")),
///             _ => Err(LookupError::Unknown),
///         }
///     }
/// }
/// ```
pub trait AccessKeys: Send + Sync + 'static {
    /// Looks up the key of this id, which the request claims and has not proved. It is called once for each signed
    /// request, before its body is read, so what it costs is what a stranger can make it cost; a limit of time is the
    /// provider's own affair.
    ///
    /// `session_token` is what the request bears, for providers that find their keys in it. All others ignore it and
    /// give the key its [session](AccessKey::session): the server compares and checks the expiry.
    ///
    /// # Errors
    /// See [`LookupError`].
    fn access_key(
        &self,
        id: &str,
        session_token: Option<&str>,
    ) -> impl Future<Output = Result<AccessKey, LookupError>> + Send;
}

/// The same behind a pointer.
pub(crate) trait ErasedAccessKeys: Send + Sync {
    fn access_key<'a>(
        &'a self,
        id: &'a str,
        session_token: Option<&'a str>,
    ) -> Pin<Box<dyn Future<Output = Result<AccessKey, LookupError>> + Send + 'a>>;
}

impl<K: AccessKeys> ErasedAccessKeys for K {
    fn access_key<'a>(
        &'a self,
        id: &'a str,
        session_token: Option<&'a str>,
    ) -> Pin<Box<dyn Future<Output = Result<AccessKey, LookupError>> + Send + 'a>> {
        Box::pin(AccessKeys::access_key(self, id, session_token))
    }
}

/// Access keys in memory, which may change while requests run. Clones share them.
///
/// A request is verified with the key that is there when its head has been read; taking it away later does not stop it.
#[derive(Clone, Default)]
pub struct AccessKeyMap {
    keys: Arc<RwLock<HashMap<Arc<str>, AccessKey>>>,
}

impl AccessKeyMap {
    /// No keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a key in, in the place of the one that has the same id.
    pub fn insert(&self, key: AccessKey) {
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        let old = keys.insert(Arc::clone(&key.id), key);
        // Wiping is not for the time of the lock.
        drop(keys);
        drop(old);
    }

    /// Takes the key of this id away, and says whether it was there.
    pub fn remove(&self, id: &str) -> bool {
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        let old = keys.remove(id);
        drop(keys);
        old.is_some()
    }
}

impl AccessKeys for AccessKeyMap {
    async fn access_key(&self, id: &str, _: Option<&str>) -> Result<AccessKey, LookupError> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.get(id).cloned().ok_or(LookupError::Unknown)
    }
}

impl FromIterator<AccessKey> for AccessKeyMap {
    fn from_iter<I: IntoIterator<Item = AccessKey>>(keys: I) -> Self {
        let map = Self::new();
        keys.into_iter().for_each(|key| map.insert(key));
        map
    }
}

/// Shows the ids.
impl fmt::Debug for AccessKeyMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(keys.keys()).finish()
    }
}
