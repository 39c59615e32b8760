//! Chance in delays, so that clients that failed together do not try again together.

use uuid::Uuid;

/// A random fraction, 0 or more and less than 1. It needs no secrecy, and comes from where tokens come from, so that it
/// costs no dependency.
pub(crate) fn fraction() -> f64 {
    // As many bits as a double holds exactly; the lowest ones of a version 4 are all random.
    const BITS: u32 = 53;
    let random = Uuid::new_v4().as_u128() & ((1 << BITS) - 1);
    random as f64 / (1u64 << BITS) as f64
}

/// A random number of these, both ends included.
pub(crate) fn between(least: u64, most: u64) -> u64 {
    let several = most.saturating_sub(least).saturating_add(1);
    least
        .saturating_add((fraction() * several as f64) as u64)
        .min(most.max(least))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_between_their_ends_and_reach_them() {
        let drawn: Vec<u64> = (0..400).map(|_| between(3, 6)).collect();
        for number in 3..=6 {
            assert!(drawn.contains(&number), "{number} of {drawn:?}");
        }
        assert!(drawn.iter().all(|number| (3..=6).contains(number)));
        assert_eq!((between(5, 5), between(5, 4)), (5, 5));
        assert!(
            (0..400)
                .map(|_| fraction())
                .all(|part| (0.0..1.0).contains(&part))
        );
    }
}
