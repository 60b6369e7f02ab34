//! One step of SGD particles, by integrator and number of particles, beside the pair sums alone.

use divan::{Bencher, black_box};
use std::sync::Arc;
use svsde::particles::integrators::{AdaptiveEuler, EulerMaruyama, ProximalEuler, Stepper, Workspace};
use svsde::particles::models::{Sde, Sgd};
use svsde::particles::pair_sums::inverse_gaps;
use svsde::random::{Brownian, Stream};

const SIZES: [usize; 4] = [8, 16, 64, 256];

fn main() {
    divan::main();
}

/// m = 3n/2, from a stationary draw.
fn model(n: usize) -> (Sgd, Vec<f64>) {
    let (rows, cols) = (n + n / 2, n);
    let sgd = Sgd { rows, cols, learning_rate: 1.0, diffusion: 0.05, curvature: 0.2, ..Sgd::default() };
    let law = sgd.stationary().expect("the curvature is positive");
    let start = law.draw_stationary(&mut Stream::new(1, 0, "problem")).expect("the curvature is positive");
    (sgd, start)
}

fn step(bencher: Bencher, stepper: &dyn Stepper, n: usize) {
    let (sgd, mut x) = model(n);
    let mut work = Workspace::new(Arc::new(sgd), Brownian::new(1, 0, n));
    let mut rng = Stream::new(1, 0, "process");
    bencher.bench_local(|| {
        let increment = work.path.next(0.01, &mut rng);
        stepper.step(&mut x, &increment, &mut work)
    });
}

#[divan::bench(args = SIZES)]
fn euler_maruyama(bencher: Bencher, n: usize) {
    step(bencher, &EulerMaruyama { dt: 0.01, refine: false }, n);
}

#[divan::bench(args = SIZES)]
fn proximal_euler(bencher: Bencher, n: usize) {
    step(bencher, &ProximalEuler { dt: 0.01, refine: false }, n);
}

#[divan::bench(args = SIZES)]
fn adaptive_euler(bencher: Bencher, n: usize) {
    step(bencher, &AdaptiveEuler { dt: 0.01, tolerance: 1e-2, refine: false }, n);
}

#[divan::bench(args = SIZES)]
fn exact(bencher: Bencher, n: usize) {
    let (sgd, mut x) = model(n);
    let mut rng = Stream::new(1, 0, "process");
    let transition = sgd.transition().expect("the constants are exact");
    bencher.bench_local(|| transition.draw(&mut x, 0.01, &mut rng));
}

#[divan::bench(args = SIZES)]
fn pair_sums(bencher: Bencher, n: usize) {
    let (_, x) = model(n);
    let mut out = vec![0.0; n];
    bencher.bench_local(|| inverse_gaps(black_box(&x), &mut out));
}
