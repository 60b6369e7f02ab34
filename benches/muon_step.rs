//! One Muon step with recording off, beside the time that reading 𝒜 takes.
//!
//! A step reads the dense measurement matrix once: row i gives r_i = ⟨A_i, W⟩ − y_i and is used again for r_i A_i while
//! it is in cache. `copy` moves the same number of bytes with the machine's copy routine (one read and one write).

use divan::{Bencher, counter::BytesCount};
use ndarray::Array2;
use std::sync::Arc;
use svsde::linalg;
use svsde::matrix::flow::Flow;
use svsde::matrix::measurement::Dense;
use svsde::matrix::optimizer::Settings;
use svsde::matrix::problem::Problem;
use svsde::matrix::update_rules;
use svsde::process::Process;
use svsde::random::Stream;

/// (side of W, number of measurements).
const SIZES: [(usize, usize); 4] = [(6, 10), (8, 20), (64, 500), (256, 2000)];

fn main() {
    divan::main();
}

fn flow(side: usize, count: usize) -> (Flow, Stream) {
    let mut rng = Stream::new(1, 0, "problem");
    let operator =
        Dense::gaussian(count, (side, side), (count as f64).sqrt().recip(), &mut rng).expect("W has entries");
    let targets = (0..count).map(|_| rng.gaussian()).collect();
    let problem = Arc::new(Problem::new(Box::new(operator), targets, 1.0).expect("a target for each measurement"));
    let muon = update_rules::find("muon").expect("a registered name");
    let w = Array2::zeros((side, side));
    (Flow::new(muon, problem, Settings::new(1e-3), 0, w).expect("a finite start"), rng)
}

fn bytes((side, count): (usize, usize)) -> BytesCount {
    BytesCount::new(8 * count * side * side)
}

#[divan::bench(args = SIZES)]
fn step(bencher: Bencher, size: (usize, usize)) {
    let (mut flow, mut rng) = flow(size.0, size.1);
    let mut t = 0.0;
    bencher.counter(bytes(size)).bench_local(|| {
        flow.advance(t, 1.0, &mut rng).expect("a finite state");
        t += 1.0;
    });
}

#[divan::bench(args = SIZES)]
fn copy(bencher: Bencher, size: (usize, usize)) {
    let from = vec![1.0_f64; size.1 * size.0 * size.0];
    let mut to = vec![0.0_f64; from.len()];
    bencher.counter(bytes(size)).bench_local(|| divan::black_box(&mut to).copy_from_slice(divan::black_box(&from)));
}

#[divan::bench(args = [4, 6, 8, 12, 16, 17, 32, 64, 256])]
fn polar_factor(bencher: Bencher, side: usize) {
    let mut rng = Stream::new(2, 0, "problem");
    let g = Array2::from_shape_simple_fn((side, side), || rng.gaussian());
    let mut out = g.clone();
    bencher.bench_local(|| linalg::polar(g.view(), 0.0, out.view_mut()).expect("a finite matrix"));
}
