//! Bearer tokens and API keys: who looks them up, and a fixed set of them.

use std::fmt;
use std::pin::Pin;

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

use super::{LookupError, Principal};

/// Who knows the bearer tokens or the API keys of a service.
pub trait Tokens: Send + Sync + 'static {
    /// Looks up whom a token belongs to. It is called once for each request that has one, before its body is read.
    ///
    /// The token is the secret itself, so a look-up must not tell by its time how much of it was right: compare in
    /// constant time, or look up a digest of it.
    ///
    /// # Errors
    /// See [`LookupError`].
    fn principal(&self, token: &str)
    -> impl Future<Output = Result<Principal, LookupError>> + Send;
}

/// The same behind a pointer.
pub(crate) trait ErasedTokens: Send + Sync {
    fn principal<'a>(
        &'a self,
        token: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Principal, LookupError>> + Send + 'a>>;
}

impl<T: Tokens> ErasedTokens for T {
    fn principal<'a>(
        &'a self,
        token: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Principal, LookupError>> + Send + 'a>> {
        Box::pin(Tokens::principal(self, token))
    }
}

/// A few tokens that do not change, each with its principal.
#[derive(Clone, Default)]
pub struct FixedTokens {
    tokens: Vec<(Zeroizing<String>, Principal)>,
}

impl FixedTokens {
    /// No tokens.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a token. It is wiped when dropped and never shown.
    #[must_use]
    pub fn with(mut self, token: impl Into<String>, principal: impl Into<Principal>) -> Self {
        self.tokens
            .push((Zeroizing::new(token.into()), principal.into()));
        self
    }
}

impl Tokens for FixedTokens {
    /// Compares all of them, each in constant time: an ordered or a hashed set would compare, and stop, at the first
    /// byte that differs. The time tells the tokens' number and lengths, and whether there was a match.
    async fn principal(&self, token: &str) -> Result<Principal, LookupError> {
        let mut found = u64::MAX;
        for (index, (known, _)) in (0_u64..).zip(&self.tokens) {
            let same: Choice = known.as_bytes().ct_eq(token.as_bytes());
            found.conditional_assign(&index, same);
        }
        usize::try_from(found)
            .ok()
            .and_then(|index| self.tokens.get(index))
            .map(|(_, principal)| principal.clone())
            .ok_or(LookupError::Unknown)
    }
}

/// Shows whom there are tokens of.
impl fmt::Debug for FixedTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let principals = self.tokens.iter().map(|(_, principal)| principal);
        f.debug_list().entries(principals).finish()
    }
}
