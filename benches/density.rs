//! The density level: stationary solutions by number of cells, the automatic solution, ten modes, a relaxation step.

use divan::{Bencher, black_box};
use svsde::density::{
    FokkerPlanck, GAUSS, Generator, MIDPOINT, PowerDiffusion, Relaxation, Resolution, Rule, Stationary,
};

const CELLS: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// The published mean field of Muon.
fn muon() -> FokkerPlanck {
    PowerDiffusion { alpha: 0.175, beta: 0.2, p: 0.5, q: 0.0, c: 0.3 }.equation()
}

fn solved(equation: &FokkerPlanck) -> Stationary {
    Stationary::solve(equation, &Resolution::default()).expect("the drift confines")
}

fn resolve(bencher: Bencher, cells: usize, rule: &Rule) {
    let stationary = solved(&muon());
    bencher.bench_local(|| black_box(&stationary).resolved(cells, rule).expect("it was solved before"));
}

/// The scheme of Scharfetter and Gummel with Péclet numbers by the midpoint rule, on a given grid.
#[divan::bench(args = CELLS)]
fn stationary_midpoint(bencher: Bencher, cells: usize) {
    resolve(bencher, cells, &MIDPOINT);
}

/// The default rule of sixth order, on a given grid.
#[divan::bench(args = CELLS)]
fn stationary_gauss(bencher: Bencher, cells: usize) {
    resolve(bencher, cells, &GAUSS);
}

/// Domain, classification, grid, solution and its error, from drift and diffusion alone.
#[divan::bench]
fn stationary_automatic(bencher: Bencher) {
    let equation = muon();
    bencher.bench_local(|| solved(black_box(&equation)));
}

/// The first ten positive rates, on one grid.
#[divan::bench(args = [1_000, 10_000])]
fn ten_rates(bencher: Bencher, cells: usize) {
    let stationary = solved(&muon()).resolved(cells, &GAUSS).expect("it was solved before");
    let generator = Generator::new(&stationary, 1);
    bencher.bench_local(|| (1..=10).map(|k| black_box(&generator).rate(k)).sum::<f64>());
}

/// A time step of third order on the 16384 cells of a relaxation: six implicit steps.
#[divan::bench]
fn relaxation_step(bencher: Bencher) {
    let mut density = Relaxation::from_points(&solved(&muon()), &[2.0]).expect("2 is in the domain");
    bencher.bench_local(|| density.advance_once(1e-3));
}
