//! The only source of randomness: one ChaCha8 stream per replica, cut into segments.
//!
//! Replica `r` of a run with seed `s` draws from stream `r` of `ChaCha8(s)`. A stream holds 2⁶⁸ words;
//! it is cut into 256 segments of 2⁶⁰ words, one for the problem (measurements, targets, initial state)
//! and one for each process of the replica. What one process draws never shifts another's draws, and
//! neither the number of threads nor the choice of flows changes any of them.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

const SEGMENT_BITS: u32 = 60;

/// Which part of a replica's stream to draw from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// Measurements, targets and the initial state.
    Problem,
    /// The noise of process `k`.
    Process(u8),
}

/// One segment of one replica's random stream.
///
/// ```
/// use svsde::random::{Segment, Stream};
/// let mut a = Stream::new(7, 3, Segment::Process(1));
/// let position = a.position();
/// let first = a.gaussian();
/// a.seek(position);
/// assert_eq!(a.gaussian(), first);
/// ```
#[derive(Debug, Clone)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// Segment `segment` of stream `replica` of ChaCha8(`seed`).
    pub fn new(seed: u64, replica: u64, segment: Segment) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(replica);
        let index = match segment {
            Segment::Problem => 0,
            Segment::Process(k) => 1 + u128::from(k),
        };
        rng.set_word_pos(index << SEGMENT_BITS);
        Self(rng)
    }

    /// One standard normal number.
    pub fn gaussian(&mut self) -> f64 {
        self.0.sample(StandardNormal)
    }

    /// Position in the stream, in words; with [`Stream::seek`] it resumes the draws bit by bit.
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
