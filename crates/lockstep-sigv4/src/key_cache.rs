//! A cache of signing keys, so that a key is derived once a day and not once a request.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use crate::amz_date::AmzDate;
use crate::credentials::SecretAccessKey;
use crate::scope::CredentialScope;
use crate::signing_key::SigningKey;
use crate::string_to_sign::StringToSign;

/// How many keys a cache keeps, unless it is told otherwise.
const CAPACITY: usize = 1024;

/// Signing keys by what they are derived from: the secret itself, the day, the region and the service.
///
/// Because the secret is part of that, a key that was exchanged is never found under its old secret, and nothing has
/// to be told to the cache. It is bounded: when half of the capacity is new, what was not used since the last time is
/// dropped and wiped. Keys are found by a hash that an attacker cannot foresee, and secrets compared in constant time.
pub struct KeyCache {
    hasher: RandomState,
    half: usize,
    entries: Mutex<Generations>,
}

#[derive(Default)]
struct Generations {
    young: Entries,
    old: Entries,
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
        self.insert(hash, entry);
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

    fn insert(&self, hash: u64, entry: Entry) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let dropped = entries.insert(hash, entry, self.half);
        // Wiping is not for the time of the lock.
        drop(entries);
        drop(dropped);
    }
}

impl Generations {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::PayloadHash;
    use crate::sha256::Sha256;

    fn scope(date: &str) -> CredentialScope<'_> {
        CredentialScope {
            date,
            region: "us-east-1",
            service: "connect",
        }
    }

    /// What a string to sign, begun for a moment and a scope, makes of a request.
    fn signature(cache: &KeyCache, secret: &str, time: &[u8], region: &str) -> [u8; 64] {
        let time = AmzDate::parse(time).unwrap();
        let scope = CredentialScope {
            region,
            ..scope(time.date())
        };
        let begun = cache.string_to_sign(&SecretAccessKey::new(secret), &time, &scope);
        begun.signature(&mut Sha256::new(), PayloadHash::of(b""))
    }

    #[test]
    fn what_was_begun_for_another_second_or_key_is_not_used() {
        let (now, later): (&[u8], &[u8]) = (b"20150830T123600Z", b"20150830T123601Z");
        let cache = KeyCache::new();
        let mut signatures = Vec::new();
        for (secret, time, region) in [
            ("a", now, "r"),
            ("a", later, "r"),
            ("b", later, "r"),
            ("b", later, "s"),
            ("a", now, "r"),
        ] {
            let expected = signature(&KeyCache::with_capacity(0), secret, time, region);
            for _ in 0..2 {
                assert_eq!(signature(&cache, secret, time, region), expected);
            }
            signatures.push(expected);
        }
        assert_eq!(signatures.first(), signatures.last());
        signatures.sort_unstable();
        signatures.dedup();
        assert_eq!(signatures.len(), 4);
    }

    fn size(cache: &KeyCache) -> usize {
        let entries = cache.entries.lock().unwrap();
        entries.young.len() + entries.old.len()
    }

    #[test]
    fn a_key_is_derived_once_for_what_it_is_derived_from() {
        let cache = KeyCache::new();
        let (one, other) = (
            SecretAccessKey::new("secret"),
            SecretAccessKey::new("Secret"),
        );
        let key = cache.signing_key(&one, &scope("20261122"));
        assert!(Arc::ptr_eq(
            &key,
            &cache.signing_key(&one.clone(), &scope("20261122"))
        ));
        assert!(!Arc::ptr_eq(
            &key,
            &cache.signing_key(&other, &scope("20261122"))
        ));
        assert!(!Arc::ptr_eq(
            &key,
            &cache.signing_key(&one, &scope("20261123"))
        ));
        assert_eq!(size(&cache), 3);
    }

    #[test]
    fn what_is_used_stays_and_the_rest_is_dropped() {
        let cache = KeyCache::with_capacity(8);
        let used = SecretAccessKey::new("used");
        let key = cache.signing_key(&used, &scope("20261122"));
        for number in 0..100 {
            let _ = cache.signing_key(
                &SecretAccessKey::new(number.to_string()),
                &scope("20261122"),
            );
            assert!(Arc::ptr_eq(
                &key,
                &cache.signing_key(&used, &scope("20261122"))
            ));
            assert!(size(&cache) <= 8);
        }
    }

    #[test]
    fn without_capacity_nothing_is_kept() {
        let cache = KeyCache::with_capacity(0);
        let _ = cache.signing_key(&SecretAccessKey::new("secret"), &scope("20261122"));
        assert_eq!(size(&cache), 0);
    }
}
