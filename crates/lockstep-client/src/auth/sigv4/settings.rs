//! What a program says about signatures.

use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use lockstep_sigv4::KeyCache;

use super::asking::Asking;
use super::cache::CredentialsCache;
use super::environment::Environment;
use super::lookup::Lookup;
use super::provider::Source;
use super::signing::SigV4;

/// Tells the time.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// How many derived keys a client keeps: one for each name that its service signs by, today's and yesterday's.
const KEYS: usize = 8;

/// What the builder of a client was told.
#[derive(Default)]
pub(crate) struct SigV4Settings {
    pub(crate) provider: Option<Box<dyn Source>>,
    pub(crate) profile: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) clock: Option<Clock>,
}

impl SigV4Settings {
    pub(crate) fn build(self) -> SigV4 {
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemTime::now));
        let is_given = self.provider.is_some() || self.profile.is_some();
        let lookup = Lookup {
            profile: self.profile,
            environment: Environment::of_process(),
        };
        let source = self.provider.unwrap_or_else(|| Box::new(lookup.clone()));
        SigV4 {
            is_given,
            credentials: CredentialsCache::new(source, Arc::clone(&clock)),
            region: self.region.map_or_else(OnceLock::new, OnceLock::from),
            asking_region: Asking::new(),
            lookup,
            keys: KeyCache::with_capacity(KEYS),
            clock,
        }
    }
}
