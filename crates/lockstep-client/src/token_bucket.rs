//! The budget of a client for attempts beyond the first.

use std::sync::atomic::{AtomicU32, Ordering};

/// A bucket that each retry must pay from.
///
/// When a service is down, every call fails and every retry is wasted load on it. The bucket then runs dry within some
/// thirty-five failed calls, and the client stops retrying until calls succeed again. It is shared by all clones of a
/// client, because they talk to the same service.
#[derive(Debug)]
pub(crate) struct TokenBucket {
    tokens: AtomicU32,
}

impl TokenBucket {
    /// What a full bucket holds, as in the AWS SDKs.
    pub(crate) const CAPACITY: u32 = 500;
    /// What a first attempt that succeeds puts back.
    pub(crate) const SUCCESS: u32 = 1;

    /// A full bucket.
    pub(crate) const fn full() -> Self {
        Self {
            tokens: AtomicU32::new(Self::CAPACITY),
        }
    }

    /// Takes `cost` tokens, or none and says `false` if there are fewer.
    pub(crate) fn withdraw(&self, cost: u32) -> bool {
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                tokens.checked_sub(cost)
            })
            .is_ok()
    }

    /// Puts tokens back, up to the capacity.
    pub(crate) fn deposit(&self, amount: u32) {
        let add = |tokens: u32| Some(tokens.saturating_add(amount).min(Self::CAPACITY));
        // The closure never says `None`, so the update cannot fail.
        let _ = self
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

#[cfg(test)]
mod tests {
    use super::TokenBucket;

    #[test]
    fn runs_dry_and_fills_up_again() {
        let bucket = TokenBucket::full();
        let withdrawn = (0..100).take_while(|_| bucket.withdraw(14)).count();
        assert_eq!(withdrawn, 35, "500 tokens pay for 35 retries of 14");
        assert!(
            bucket.withdraw(5),
            "10 tokens are left, enough for a cheaper one"
        );
        assert!(!bucket.withdraw(14));
        bucket.deposit(9);
        assert!(bucket.withdraw(14));
        assert!(
            !bucket.withdraw(1),
            "the failed withdrawal took nothing, and the bucket is empty now"
        );
    }

    #[test]
    fn never_holds_more_than_its_capacity() {
        let bucket = TokenBucket::full();
        bucket.deposit(u32::MAX);
        assert!(bucket.withdraw(TokenBucket::CAPACITY));
        assert!(!bucket.withdraw(1));
    }
}
