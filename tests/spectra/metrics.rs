//! Numbers of one matrix.

use svsde::tails::analysis::AnalysisSettings;
use svsde::tails::report::{MatrixMetrics, MatrixReport};

fn report(lambda: &[f64]) -> MatrixReport {
    MatrixMetrics::new(lambda, 9, 1.0, &AnalysisSettings { replicates: 0, ..AnalysisSettings::default() }).report
}

/// λ = 1, 1, 2, 4: p = 1/8, 1/8, 1/4, 1/2 of entropy 1.75 log 2.
#[test]
fn ranks() {
    let known = report(&[1.0, 1.0, 2.0, 4.0]);
    assert!((known.stable_rank.unwrap() - 2.0).abs() < 1e-14, "{known:?}");
    assert!((known.effective_rank.unwrap() - 2.0_f64.powf(1.75)).abs() < 1e-13, "{known:?}");
    for nothing in [&[][..], &[0.0; 3]] {
        assert_eq!((report(nothing).stable_rank, report(nothing).effective_rank), (None, None));
    }
    let single = report(&[0.0, 3.0]);
    assert_eq!((single.stable_rank, single.effective_rank), (Some(1.0), Some(1.0)));
}
