//! The only source of randomness: a ChaCha8 generator for each seed and purpose, with a stream for each replica.
//!
//! What is drawn for one purpose (a problem, a process, a bootstrap) never shifts the draws of another, so that lists of flows,
//! laws or processes may grow and be sorted; and what a replica draws depends neither on the number of threads nor on the other
//! replicas.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// The random numbers of one replica for one purpose.
///
/// ```
/// use svsde::random::Stream;
/// let mut a = Stream::new(7, 3, "problem");
/// let position = a.position();
/// let first = a.gaussian();
/// a.seek(position);
/// assert_eq!(a.gaussian(), first);
/// ```
#[derive(Debug, Clone)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// Stream `replica` of the ChaCha8 generator whose key is `seed`, the hash of the name `purpose`, and zeros.
    pub fn new(seed: u64, replica: u64, purpose: &str) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&hash(purpose).to_le_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(replica);
        Self(rng)
    }

    /// One standard normal number.
    pub fn gaussian(&mut self) -> f64 {
        self.0.sample(StandardNormal)
    }

    /// Position in the stream, in words of 32 bits; with [`Stream::seek`] it resumes the draws bit by bit.
    pub fn position(&self) -> u128 {
        self.0.get_word_pos()
    }

    /// Continues from a position that [`Stream::position`] gave.
    pub fn seek(&mut self, position: u128) {
        self.0.set_word_pos(position);
    }

    /// The generator itself, for `rand` and `rand_distr`.
    pub fn rng(&mut self) -> &mut impl Rng {
        &mut self.0
    }
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo).
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_reference() {
        assert_eq!([hash(""), hash("a"), hash("foobar")], [0xcbf29ce484222325, 0xaf63dc4c8601ec8c, 0x85944171f73967e8]);
    }
}
