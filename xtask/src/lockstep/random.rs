//! Random choices, repeatable from a seed.

/// A source of random choices.
///
/// `fastrand` is in the tree already. Its sequence for a seed is that of the version in `Cargo.lock`, so a seed says the
/// same to everyone who has the same commit; cases that must outlive that are kept as regression models.
#[derive(Clone, Debug)]
pub(crate) struct Random(fastrand::Rng);

impl Random {
    /// The sequence of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// A sequence of its own, so that what takes more or fewer choices here changes nothing there.
    pub(crate) fn fork(&mut self) -> Self {
        Self::new(self.0.u64(..))
    }

    /// True so many times of a hundred.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.0.u32(..100) < percent
    }

    /// A number less than `end`; 0 if there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { self.0.usize(..end) }
    }

    /// A number within both ends, which are in order.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        self.0.i64(least..=most.max(least))
    }

    /// A length within both ends.
    pub(crate) fn length(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// All bits at random.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0.u64(..)
    }

    /// One of some, of which there must be at least one.
    pub(crate) fn pick<T: Copy>(&mut self, some: &[T]) -> T {
        some[self.below(some.len())]
    }

    /// One of some, which are as likely as their weights say; there must be at least one.
    pub(crate) fn weighted<T: Copy>(&mut self, some: &[(usize, T)]) -> T {
        let mut left = self.below(some.iter().map(|(weight, _)| weight).sum());
        for (weight, one) in some {
            if left < *weight {
                return *one;
            }
            left -= weight;
        }
        some[0].1
    }
}
