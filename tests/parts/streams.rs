//! Random streams.

use svsde::Stream;

#[test]
fn seed_replica_and_purpose_tell_streams_apart() {
    let first = |seed, replica, purpose| Stream::new(seed, replica, purpose).gaussian();
    let all = [first(1, 0, "a"), first(2, 0, "a"), first(1, 1, "a"), first(1, 0, "b")];
    assert!((1..4).all(|k| !all[..k].contains(&all[k])), "{all:?}");
}
