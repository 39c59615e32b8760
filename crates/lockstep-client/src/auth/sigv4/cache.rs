//! Credentials are kept for as long as they are good, and asked for again before they are not.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use lockstep_sigv4::Credentials;
use tokio::time::{Instant, timeout};

use super::asking::Asking;
use super::provider::{Source, TemporaryCredentials};
use super::settings::Clock;
use super::{CredentialsError, CredentialsErrorKind};

/// How long before their end credentials are asked for again; half of their time if that is less, so that those of a
/// short life are not asked for at each call.
const EARLY: Duration = Duration::from_secs(5 * 60);
/// How long a call waits for new credentials while the old ones are still good; half of the call's own time if that is
/// less, so that the call is made with the old ones.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the old ones are used without asking, after it failed or while it lasts.
const PAUSE: Duration = Duration::from_secs(60);

/// The credentials of one source.
pub(crate) struct CredentialsCache {
    kept: Arc<Kept>,
    asking: Asking<Held>,
}

/// What the task that asks the source shares with the calls.
struct Kept {
    source: Box<dyn Source>,
    clock: Clock,
    held: Mutex<Option<Held>>,
}

/// Credentials, and how long they are good.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) credentials: Arc<Credentials>,
    pub(crate) expires: Option<SystemTime>,
    /// When to ask again.
    due: Option<SystemTime>,
}

impl CredentialsCache {
    pub(crate) fn new(source: Box<dyn Source>, clock: Clock) -> Self {
        Self {
            kept: Arc::new(Kept {
                source,
                clock,
                held: Mutex::default(),
            }),
            asking: Asking::new(),
        }
    }

    /// The credentials to sign with now, of which the caller wants that they are good for as long as `lasting`. The
    /// caller waits until a time at the most, if there is one, and sees to that itself.
    ///
    /// Those that will expire soon are replaced for the first call that sees it, while others go on with them; that call
    /// goes on with them too if it takes too long. If there are none, all calls wait for the one that asks, and what it
    /// is told, be it an error, is told to all. A call that is given up leaves the asking to go on.
    ///
    /// Credentials that are good, but not for as long as `lasting`, are given nevertheless if there are no others.
    ///
    /// # Errors
    ///
    /// The source has none, and those from before are no longer good.
    pub(crate) async fn get(
        &self,
        lasting: Duration,
        until: Option<Instant>,
    ) -> Result<Held, CredentialsError> {
        let now = (self.kept.clock)();
        let old = {
            let mut held = self.kept.held();
            match held.as_mut().filter(|held| held.is_good_at(now)) {
                Some(held) if held.due.is_none_or(|due| now < due) && held.lasts(now, lasting) => {
                    return Ok(held.clone());
                }
                Some(held) => {
                    // Before it is asked, so that others do not wait for the answer.
                    held.due = now.checked_add(PAUSE);
                    Some(held.clone())
                }
                None => None,
            }
        };
        let Some(old) = old else {
            return self.asking.ask(|| Arc::clone(&self.kept).first()).await;
        };
        let time = until.map(|until| until.saturating_duration_since(Instant::now()) / 2);
        let renewal = self.asking.ask(|| Arc::clone(&self.kept).renew());
        let renewed = timeout(time.map_or(PATIENCE, |time| time.min(PATIENCE)), renewal).await;
        Ok(renewed.ok().and_then(Result::ok).unwrap_or(old))
    }
}

impl Kept {
    /// Asks, unless another has done so since the call looked.
    async fn first(self: Arc<Self>) -> Result<Held, CredentialsError> {
        let now = (self.clock)();
        let held = self.held().clone().filter(|held| held.is_good_at(now));
        match held {
            Some(held) => Ok(held),
            None => self.renew().await,
        }
    }

    /// Asks, and keeps what the source said. A failure leaves what was kept before.
    async fn renew(self: Arc<Self>) -> Result<Held, CredentialsError> {
        let given = self.source.load().await?;
        let new = Held::new(given, (self.clock)())?;
        *self.held() = Some(new.clone());
        Ok(new)
    }

    fn held(&self) -> MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
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

    fn is_good_at(&self, now: SystemTime) -> bool {
        self.expires.is_none_or(|expires| now < expires)
    }

    /// Whether they are good for this long.
    pub(crate) fn lasts(&self, now: SystemTime, time: Duration) -> bool {
        let left = |end: SystemTime| end.duration_since(now).unwrap_or_default();
        self.expires.is_none_or(|end| left(end) >= time)
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
