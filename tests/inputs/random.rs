//! What the random tests draw: the same on every machine, unless `PROPTEST_RNG_SEED` says otherwise.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;

/// This many cases, unless `PROPTEST_CASES` says otherwise; nothing is written into the tree when one fails.
pub fn cases(count: u32) -> ProptestConfig {
    let given = ProptestConfig::default();
    let rng_seed = if given.rng_seed == RngSeed::Random { RngSeed::Fixed(1) } else { given.rng_seed };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { given.cases } else { count };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..given }
}

/// Any number that is neither NaN nor infinite.
pub fn finite() -> impl Strategy<Value = f64> {
    use proptest::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO
}

/// Shape and values of an array with one to three axes.
pub fn array() -> impl Strategy<Value = (Vec<usize>, Vec<f64>)> {
    vec(1..5_usize, 1..4).prop_flat_map(|shape| {
        let count: usize = shape.iter().product();
        (Just(shape), vec(finite(), count))
    })
}

/// At a place, a number of bytes is taken away, and others are put there.
pub type Splice = (Index, usize, Vec<u8>);

/// A few small changes, or the end is cut off.
pub fn damage() -> impl Strategy<Value = Vec<Splice>> {
    let taken = prop_oneof![6 => 0..4_usize, 1 => Just(usize::MAX)];
    vec((any::<Index>(), taken, vec(any::<u8>(), 0..4)), 1..4)
}

pub fn damaged(good: &[u8], damage: &[Splice]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for (at, taken, put) in damage {
        let start = at.index(bytes.len() + 1);
        let end = bytes.len().min(start.saturating_add(*taken));
        bytes.splice(start..end, put.iter().copied());
    }
    bytes
}
