//! Phases of training.

use ndarray::Array2;
use rand_distr::{Distribution, StudentT};
use svsde::linalg;
use svsde::random::Stream;
use svsde::tails::spectrum::phase::{Evidence, Phase, classify};

fn phase(matrix: &Array2<f64>) -> (Phase, String) {
    let sigma = linalg::singular_values(matrix.view()).unwrap();
    let lambda: Vec<f64> = sigma.iter().map(|sigma| sigma * sigma).collect();
    classify(&Evidence::of(&lambda, matrix.nrows()).unwrap())
}

/// A matrix of each phase: Gaussian; with columns of variance 2.5 and 20, where the edge is (1 + √½)² = 2.9 and the spikes are at 3.3
/// and 20.5; with variances of columns spread evenly over (0, 2); of Cauchy entries; and of half the columns twice.
#[test]
fn a_matrix_of_each_phase() {
    let (m, n) = (400, 200);
    let mut rng = Stream::new(1, 0, "problem");
    let gaussian = Array2::from_shape_fn((m, n), |_| rng.gaussian());
    let columns = |size: &dyn Fn(usize) -> f64| Array2::from_shape_fn((m, n), |(i, j)| size(j) * gaussian[(i, j)]);
    let spike = |variance: f64| columns(&|j| if j < 3 { variance.sqrt() } else { 1.0 });
    let law = StudentT::new(1.0).unwrap();
    let cauchy = Array2::from_shape_fn((m, n), |_| law.sample(rng.rng()));
    let twice = Array2::from_shape_fn((m, n), |(i, j)| gaussian[(i, j / 2)]);
    let decay = columns(&|j| (2.0 * (j + 1) as f64 / n as f64).sqrt());
    for (matrix, expected) in [
        (&gaussian, Phase::RandomLike),
        (&spike(2.5), Phase::BleedingOut),
        (&spike(20.0), Phase::BulkSpikes),
        (&decay, Phase::BulkDecay),
        (&cauchy, Phase::HeavyTailed),
        (&twice, Phase::RankCollapse),
    ] {
        let (found, reason) = phase(matrix);
        assert_eq!(found, expected, "{reason}");
    }
}

#[test]
fn reasons_name_rule_and_numbers() {
    let start = Evidence { alpha: 4.0, spikes: 2, distance: 0.02, beyond: 0.01, reach: 3.0, deficiency: 0.0 };
    let reason = classify(&start).1;
    assert_eq!(
        reason,
        "distance 0.020 of the bulk from its law, at most 0.1; and 2 spikes, the largest 3.00 times the edge, above 1.5"
    );
    let name = |evidence: Evidence| classify(&evidence).0.to_string();
    assert_eq!(name(Evidence { beyond: 0.2, ..start }), "heavy-tailed");
    assert_eq!(name(Evidence { beyond: 0.2, alpha: 7.0, ..start }), "bulk-decay");
    assert_eq!(Evidence::of(&[], 3), None);
    assert_eq!(Evidence::of(&[0.0; 4], 4), None);
}
