//! What the cache keeps, for what, and how long.

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
fn what_is_more_than_eight_days_old_is_dropped_when_a_new_day_comes() {
    let cache = KeyCache::new();
    let secret = SecretAccessKey::new("secret");
    let sizes = [
        ("20261122", 1),
        ("20261120", 2),
        ("20261128", 3),
        // An older day than the newest drops nothing, and neither does what is no day.
        ("20261127", 4),
        ("yesterday", 5),
        // The 20th is nine days before this one.
        ("20261129", 4),
        ("20261129", 4),
        ("20270101", 1),
    ];
    for (date, expected) in sizes {
        let _ = cache.signing_key(&secret, &scope(date));
        assert_eq!(size(&cache), expected, "{date}");
    }
}

#[test]
fn without_capacity_nothing_is_kept() {
    let cache = KeyCache::with_capacity(0);
    let _ = cache.signing_key(&SecretAccessKey::new("secret"), &scope("20261122"));
    assert_eq!(size(&cache), 0);
}
