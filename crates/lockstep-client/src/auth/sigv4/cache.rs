//! Credentials are kept for as long as they are good, and asked for once at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use lockstep_sigv4::Credentials;
use tokio::time::timeout;

use super::provider::{Source, TemporaryCredentials};
use super::settings::Clock;
use super::{CredentialsError, CredentialsErrorKind};

/// How long before their end credentials are asked for again; half of their time if that is less, so that those of a
/// short life are not asked for at each call.
const EARLY: Duration = Duration::from_secs(5 * 60);
/// How long a call waits for new credentials while the old ones are still good.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the old ones are used without asking, after it failed.
const PAUSE: Duration = Duration::from_secs(60);

/// The credentials of one source.
pub(crate) struct CredentialsCache {
    source: Box<dyn Source>,
    clock: Clock,
    state: Mutex<State>,
    /// Held by the one who asks the source.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// How often the source has answered, or failed.
    answers: u64,
    /// What the last answer was, if it was a failure.
    failure: Option<CredentialsError>,
}

#[derive(Clone)]
struct Held {
    credentials: Arc<Credentials>,
    expires: Option<SystemTime>,
    /// When to ask again.
    due: Option<SystemTime>,
}

impl CredentialsCache {
    pub(crate) fn new(source: Box<dyn Source>, clock: Clock) -> Self {
        Self {
            source,
            clock,
            state: Mutex::default(),
            asking: tokio::sync::Mutex::default(),
        }
    }

    /// The credentials to sign with now.
    ///
    /// Those that will expire soon are replaced by the first call that sees it, while others go on with them. If there
    /// are none, all calls wait for the one that asks, and what it is told, be it an error, is told to all.
    ///
    /// # Errors
    ///
    /// The source has none, and those from before are no longer good.
    pub(crate) async fn get(&self) -> Result<Arc<Credentials>, CredentialsError> {
        let now = (self.clock)();
        let (held, answers) = {
            let state = self.state();
            (state.good_at(now), state.answers)
        };
        match held {
            Some(held) if held.due.is_none_or(|due| now < due) => Ok(held.credentials),
            Some(held) => Ok(self.renew(held, answers).await),
            None => {
                let _asking = self.asking.lock().await;
                {
                    let state = self.state();
                    if let Some(held) = state.good_at((self.clock)()) {
                        return Ok(held.credentials);
                    }
                    if let Some(failure) =
                        state.failure.as_ref().filter(|_| state.answers != answers)
                    {
                        return Err(failure.clone());
                    }
                }
                let answer = self.source.load().await;
                self.keep(answer)
            }
        }
    }

    /// New credentials in the place of those that are still good, or these if there are none to be had.
    async fn renew(&self, held: Held, answers: u64) -> Arc<Credentials> {
        let Ok(_asking) = self.asking.try_lock() else {
            return held.credentials;
        };
        if self.state().answers != answers {
            let now = (self.clock)();
            return self
                .state()
                .good_at(now)
                .map_or(held.credentials, |held| held.credentials);
        }
        let renewed = match timeout(PATIENCE, self.source.load()).await {
            Ok(answer) => self.keep(answer).ok(),
            Err(_) => None,
        };
        renewed.unwrap_or_else(|| {
            let again = (self.clock)().checked_add(PAUSE);
            if let Some(held) = &mut self.state().held {
                held.due = again;
            }
            held.credentials
        })
    }

    /// Keeps what the source said. A failure leaves what was kept before.
    fn keep(
        &self,
        answer: Result<TemporaryCredentials, CredentialsError>,
    ) -> Result<Arc<Credentials>, CredentialsError> {
        let now = (self.clock)();
        let held = answer.and_then(|given| Held::new(given, now));
        let mut state = self.state();
        state.answers += 1;
        match held {
            Ok(held) => {
                let credentials = Arc::clone(&held.credentials);
                state.held = Some(held);
                state.failure = None;
                Ok(credentials)
            }
            Err(failure) => {
                state.failure = Some(failure.clone());
                Err(failure)
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn good_at(&self, now: SystemTime) -> Option<Held> {
        let is_good = |held: &&Held| held.expires.is_none_or(|expires| now < expires);
        self.held.as_ref().filter(is_good).cloned()
    }
}

impl Held {
    fn new(given: TemporaryCredentials, now: SystemTime) -> Result<Self, CredentialsError> {
        let due = match given.expires {
            None => None,
            Some(expires) => match expires.duration_since(now) {
                Ok(left) if !left.is_zero() => Some(expires - EARLY.min(left / 2)),
                _ => {
                    return Err(CredentialsError::new(
                        CredentialsErrorKind::Unusable,
                        "the provider gave credentials that have expired already",
                    ));
                }
            },
        };
        Ok(Self {
            credentials: Arc::new(given.credentials),
            expires: given.expires,
            due,
        })
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
