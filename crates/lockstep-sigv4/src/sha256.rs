//! SHA-256 (FIPS 180-4), from the crate that the feature `sha2` chooses.

use zeroize::ZeroizeOnDrop;

/// Portable code, in a crate that brings no other.
#[cfg(not(feature = "sha2"))]
mod backend {
    pub(super) use cryptoxide::hashing::sha2::Context256 as State;

    pub(super) fn new() -> State {
        State::new()
    }

    pub(super) fn update(state: &mut State, bytes: &[u8]) {
        state.update_mut(bytes);
    }

    pub(super) fn finish(state: &mut State) -> [u8; 32] {
        state.finalize_reset()
    }
}

/// The processor's own instructions where it has them, and portable code elsewhere.
#[cfg(feature = "sha2")]
mod backend {
    use sha2::Digest;
    pub(super) use sha2::Sha256 as State;

    pub(super) fn new() -> State {
        State::new()
    }

    pub(super) fn update(state: &mut State, bytes: &[u8]) {
        state.update(bytes);
    }

    pub(super) fn finish(state: &mut State) -> [u8; 32] {
        state.finalize_reset().into()
    }
}

/// A digest of what it has seen so far. It is wiped when dropped, because it may have seen a key or a session token.
///
/// What is signed comes in pieces of a few bytes. They are gathered here, block by block, because that takes a fraction
/// of what it takes the backend.
#[derive(Clone)]
pub(crate) struct Sha256 {
    state: backend::State,
    block: [u8; Self::BLOCK],
    /// How much of the block is there.
    filled: usize,
}

impl Sha256 {
    /// How many bytes are hashed at a time.
    pub(crate) const BLOCK: usize = 64;

    /// Nothing seen yet.
    pub(crate) fn new() -> Self {
        Self {
            state: backend::new(),
            block: [0; Self::BLOCK],
            filled: 0,
        }
    }

    /// The next bytes.
    #[inline]
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        let end = self.filled + bytes.len();
        match self.block.get_mut(self.filled..end) {
            // A full block is hashed at once, so that a clone need not do it again.
            Some(place) if end < Self::BLOCK => {
                place.copy_from_slice(bytes);
                self.filled = end;
            }
            _ => self.update_blocks(bytes),
        }
    }

    /// The next bytes, which fill the block.
    fn update_blocks(&mut self, bytes: &[u8]) {
        let mut bytes = bytes;
        if self.filled > 0 {
            let (first, rest) = bytes.split_at(Self::BLOCK - self.filled);
            self.block[self.filled..].copy_from_slice(first);
            backend::update(&mut self.state, &self.block);
            bytes = rest;
        }
        let (blocks, rest) = bytes.split_at(bytes.len() / Self::BLOCK * Self::BLOCK);
        if !blocks.is_empty() {
            backend::update(&mut self.state, blocks);
        }
        self.block[..rest.len()].copy_from_slice(rest);
        self.filled = rest.len();
    }

    /// The hash of all that was seen, after which nothing has been seen. The state is finished where it stands, so that
    /// no copy of it is left behind.
    pub(crate) fn finish(&mut self) -> [u8; 32] {
        backend::update(&mut self.state, &self.block[..self.filled]);
        self.filled = 0;
        backend::finish(&mut self.state)
    }
}

impl Drop for Sha256 {
    fn drop(&mut self) {
        // Neither crate wipes its buffer when it is reset, so all of it is written over; the barrier keeps the compiler
        // from leaving that out.
        self.state = backend::new();
        self.block = [0; Self::BLOCK];
        zeroize::optimization_barrier(self);
    }
}

impl ZeroizeOnDrop for Sha256 {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    #[track_caller]
    fn check(message: &[u8], expected: &str) {
        for cut in [0, 1, message.len() / 2, message.len()] {
            let mut digest = Sha256::new();
            let (start, rest) = message.split_at(cut.min(message.len()));
            digest.update(start);
            digest.clone().update(b"a clone goes its own way");
            digest.update(rest);
            assert_eq!(hex(&digest.finish()), expected.as_bytes());
        }
    }

    /// Pieces of each length, which end before, at and after the end of a block, hash as the whole does.
    #[test]
    fn pieces_hash_as_the_whole() {
        let message: [u8; 200] = std::array::from_fn(|at| at as u8);
        let mut whole = backend::new();
        backend::update(&mut whole, &message);
        let expected = backend::finish(&mut whole);
        for length in 1..=message.len() {
            let mut digest = Sha256::new();
            message
                .chunks(length)
                .for_each(|piece| digest.update(piece));
            assert_eq!(digest.finish(), expected, "{length}");
        }
    }

    /// The examples of NIST for no block, one block, two blocks and many.
    #[test]
    fn the_examples_of_the_standard() {
        check(
            b"",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        );
        check(
            b"abc",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        );
        check(
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        );
        check(
            &[b'a'; 1_000_000],
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
        );
    }
}
