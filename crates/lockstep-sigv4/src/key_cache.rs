//! A cache of signing keys, so that a key is derived once a day and not once a request.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use crate::amz_date::{self, AmzDate};
use crate::credentials::SecretAccessKey;
use crate::scope::CredentialScope;
use crate::signing_key::SigningKey;
use crate::string_to_sign::StringToSign;

#[cfg(test)]
mod tests;

/// How many keys a cache keeps, unless it is told otherwise.
const CAPACITY: usize = 1024;

/// How many days a key may be behind the newest one: the week of a presigned request, and a day for clocks.
const DAYS: u64 = 8;

/// Signing keys by what they are derived from: the secret itself, the day, the region and the service.
///
/// Because the secret is part of that, a key that was exchanged is never found under its old secret, and nothing has
/// to be told to the cache. Keys are found by a hash that an attacker cannot foresee, and secrets compared in constant
/// time.
///
/// A secret lives here beside its keys, also when whoever looked it up has dropped it, until one of these drops and
/// wipes both: the cache is dropped; half of the capacity is new, and the key was not used since the last time that it
/// was; or a key of a new day comes in, and this one's day is more than eight days before it. No signature is good for
/// longer than a week, so of a key that is taken out of use the secret is gone after nine days in which anybody calls.
pub struct KeyCache {
    hasher: RandomState,
    half: usize,
    entries: Mutex<Generations>,
}

#[derive(Default)]
struct Generations {
    young: Entries,
    old: Entries,
    /// The newest day that there was a key for.
    newest: u64,
}

/// Keyed by a hash that nobody can foresee, which is therefore not hashed again.
type Entries = HashMap<u64, Entry, BuildHasherDefault<AsItIs>>;

#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

struct Entry {
    /// The day in days since 1970; zero if it is none.
    day: u64,
    secret: SecretAccessKey,
    date: String,
    region: String,
    service: String,
    key: Arc<SigningKey>,
    /// The last second that was signed in, and the string to sign as it began then.
    begun: Option<(AmzDate, StringToSign)>,
}

impl KeyCache {
    /// A cache of 1024 keys.
    #[must_use]
    pub fn new() -> Self {
        Self::with_capacity(CAPACITY)
    }

    /// A cache of so many keys at most; with zero, each key is derived anew.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            hasher: RandomState::new(),
            half: capacity.div_ceil(2),
            entries: Mutex::default(),
        }
    }

    /// The key for this secret and scope, derived if it is not in the cache.
    #[must_use]
    pub fn signing_key(
        &self,
        secret: &SecretAccessKey,
        scope: &CredentialScope<'_>,
    ) -> Arc<SigningKey> {
        self.with_entry(secret, scope, |entry| Arc::clone(&entry.key))
    }

    /// The beginning of the string to sign, digested with the key for this secret and scope.
    ///
    /// It is the same in all signatures of a second, so the last one is kept beside the key.
    pub(crate) fn string_to_sign(
        &self,
        secret: &SecretAccessKey,
        time: &AmzDate,
        scope: &CredentialScope<'_>,
    ) -> StringToSign {
        self.with_entry(secret, scope, |entry| entry.string_to_sign(time))
    }

    /// What is taken of the entry for this secret and scope, which is made if it is not in the cache.
    fn with_entry<T>(
        &self,
        secret: &SecretAccessKey,
        scope: &CredentialScope<'_>,
        take: impl Fn(&mut Entry) -> T,
    ) -> T {
        if self.half == 0 {
            return take(&mut Entry::new(secret, scope));
        }
        let mut hasher = self.hasher.build_hasher();
        for part in [secret.expose(), scope.date, scope.region, scope.service] {
            // Parts are not told apart here, but they are where the key is found.
            hasher.write(part.as_bytes());
        }
        let hash = hasher.finish();
        if let Some(taken) = self.find(hash, secret, scope, &take) {
            return taken;
        }
        // Not under the lock: others must not wait for a derivation, and two of the same key are harmless.
        let mut entry = Entry::new(secret, scope);
        let taken = take(&mut entry);
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let outdated = entries.drop_before(entry.day);
        let dropped = entries.insert(hash, entry, self.half);
        // Wiping is not for the time of the lock.
        drop(entries);
        drop((outdated, dropped));
        taken
    }

    fn find<T>(
        &self,
        hash: u64,
        secret: &SecretAccessKey,
        scope: &CredentialScope<'_>,
        take: impl Fn(&mut Entry) -> T,
    ) -> Option<T> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.young.get_mut(&hash) {
            return entry.is_for(secret, scope).then(|| take(entry));
        }
        let mut entry = entries.old.remove(&hash)?;
        let taken = entry.is_for(secret, scope).then(|| take(&mut entry))?;
        let dropped = entries.insert(hash, entry, self.half);
        drop(entries);
        drop(dropped);
        Some(taken)
    }
}

impl Generations {
    /// Hears of a key's day. If it is a new one, what is too far behind it is returned.
    fn drop_before(&mut self, day: u64) -> Vec<Entry> {
        if day <= self.newest {
            return Vec::new();
        }
        self.newest = day;
        let [young, old] = [&mut self.young, &mut self.old]
            .map(|entries| entries.extract_if(|_, entry| entry.day + DAYS < day));
        young.chain(old).map(|(_, entry)| entry).collect()
    }

    /// Puts an entry among the young ones; if these are too many, they become the old ones, and what was old is
    /// returned.
    fn insert(&mut self, hash: u64, entry: Entry, half: usize) -> Entries {
        let full = self.young.len() >= half && !self.young.contains_key(&hash);
        let dropped = if full {
            mem::replace(&mut self.old, mem::take(&mut self.young))
        } else {
            Entries::default()
        };
        self.young.insert(hash, entry);
        dropped
    }
}

impl Entry {
    fn new(secret: &SecretAccessKey, scope: &CredentialScope<'_>) -> Self {
        Self {
            day: amz_date::day(scope.date).unwrap_or_default(),
            secret: secret.clone(),
            date: scope.date.to_owned(),
            region: scope.region.to_owned(),
            service: scope.service.to_owned(),
            key: Arc::new(SigningKey::derive(secret, scope)),
            begun: None,
        }
    }

    fn string_to_sign(&mut self, time: &AmzDate) -> StringToSign {
        if let Some((at, begun)) = &self.begun
            && at == time
        {
            return begun.clone();
        }
        let scope = CredentialScope {
            date: &self.date,
            region: &self.region,
            service: &self.service,
        };
        let begun = StringToSign::new(&self.key, time, &scope);
        self.begun = Some((*time, begun.clone()));
        begun
    }

    fn is_for(&self, secret: &SecretAccessKey, scope: &CredentialScope<'_>) -> bool {
        self.secret == *secret
            && self.date == scope.date
            && self.region == scope.region
            && self.service == scope.service
    }
}

impl Default for KeyCache {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyCache(..)")
    }
}
