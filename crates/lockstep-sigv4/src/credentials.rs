//! What a caller is known by: the access key, its secret, and the token of a session.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The secret of an access key. It is wiped when dropped, compared in constant time and never shown.
#[derive(Clone)]
pub struct SecretAccessKey(Zeroizing<String>);

/// The token that goes along with temporary credentials. It is wiped when dropped, compared in constant time and
/// never shown.
#[derive(Clone)]
pub struct SessionToken(Zeroizing<String>);

/// What a client signs with.
#[derive(Clone, Debug)]
pub struct Credentials {
    access_key_id: String,
    secret_access_key: SecretAccessKey,
    session_token: Option<SessionToken>,
}

impl SecretAccessKey {
    /// Takes the secret; the text is not copied.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self(Zeroizing::new(secret.into()))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl SessionToken {
    /// Takes the token; the text is not copied.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self(Zeroizing::new(token.into()))
    }

    /// Whether a request bears this token; the time this takes does not tell where the two differ.
    #[must_use]
    pub fn is(&self, token: &str) -> bool {
        self.0.as_bytes().ct_eq(token.as_bytes()).into()
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl Credentials {
    /// Credentials that do not expire.
    #[must_use]
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self {
            access_key_id: access_key_id.into(),
            secret_access_key: SecretAccessKey::new(secret_access_key),
            session_token: None,
        }
    }

    /// Temporary credentials, which have a session token.
    #[must_use]
    pub fn with_session_token(mut self, token: impl Into<String>) -> Self {
        self.session_token = Some(SessionToken::new(token));
        self
    }

    /// The name of the key, which is no secret.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    pub(crate) fn secret_access_key(&self) -> &SecretAccessKey {
        &self.secret_access_key
    }

    pub(crate) fn session_token(&self) -> Option<&SessionToken> {
        self.session_token.as_ref()
    }
}

impl PartialEq for SecretAccessKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for SecretAccessKey {}

impl fmt::Debug for SecretAccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretAccessKey(..)")
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That this compiles is the test: what is secret is nothing but text that is wiped.
    #[test]
    fn secrets_are_wiped_when_dropped() {
        fn wiped(_: &impl zeroize::ZeroizeOnDrop) {}
        let SecretAccessKey(secret) = &SecretAccessKey::new("secret");
        let SessionToken(token) = &SessionToken::new("token");
        wiped(secret);
        wiped(token);
    }
}
