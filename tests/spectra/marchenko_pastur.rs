//! The Marchenko–Pastur law.

use std::f64::consts::PI;
use svsde::random_matrix::marchenko_pastur::MarchenkoPastur;

fn laws() -> impl Iterator<Item = MarchenkoPastur> {
    [(1e-6, 1.0), (0.0099, 3.0), (0.0101, 3.0), (0.3, 0.5), (0.999, 1e-3), (1.0, 2.0)]
        .into_iter()
        .map(|(ratio, scale)| MarchenkoPastur::new(ratio, scale).unwrap())
}

/// ∫ h(x) p dx by the midpoint rule in θ.
fn expectation(law: &MarchenkoPastur, h: impl Fn(f64) -> f64) -> f64 {
    let (a, b) = law.edges();
    let count = 20_000;
    let point = |k: i32| {
        let theta = PI * (f64::from(k) + 0.5) / f64::from(count);
        let x = a + (b - a) * (0.5 * theta).sin().powi(2);
        h(x) * law.density(x) * 0.5 * (b - a) * theta.sin() * PI / f64::from(count)
    };
    (0..count).map(point).sum()
}

/// The rule leaves r^20000 of a density with its nearest pole at log r, and a polynomial in cos θ for y = 1; the rest is
/// rounding, of x by ε in a width 4√y.
#[test]
fn moments() {
    for law in laws().filter(|law| law.ratio() != 0.999) {
        let moment = |k: i32| expectation(&law, |x| (x - law.mean()).powi(k));
        let tolerance = 1e-11 + 10.0 * f64::EPSILON / law.ratio().sqrt();
        assert!((moment(0) - 1.0).abs() < tolerance, "{law:?}: {}", moment(0));
        assert!(moment(1).abs() < tolerance * law.variance().sqrt(), "{law:?}: {}", moment(1));
        assert!((moment(2) / law.variance() - 1.0).abs() < tolerance, "{law:?}: {}", moment(2));
        let x = law.quantile(0.3);
        // The rule that ends at a jump of the integrand, of a density of θ below 1, errs by half a cell.
        let part = expectation(&law, |t| if t < x { t } else { 0.0 });
        assert!((part - law.mean_below(x)).abs() < x * PI / 20_000.0, "{law:?}: {part}");
        let kurtosis = moment(4) / law.variance().powi(2) - 3.0;
        assert!((kurtosis - law.kurtosis()).abs() < tolerance, "{law:?}: {kurtosis}");
    }
}

/// For y = 1 F = (θ + sin θ)/π; elsewhere integrals of the density. A value x is given to ε, which is ε/√y of the width.
#[test]
fn the_distribution_is_exact() {
    let law = MarchenkoPastur::new(1.0, 1.0).unwrap();
    for x in [0.0_f64, 1e-12, 0.3, 2.0, 3.999, 4.0] {
        let theta = 2.0 * (x / 4.0).sqrt().asin();
        assert!((law.cdf(x) - (theta + theta.sin()) / PI).abs() < 1e-15, "{x}");
    }
    for (ratio, x, exact) in CDF {
        let law = MarchenkoPastur::new(ratio, 1.0).unwrap();
        let tolerance = 1e-15 + 2.0 * f64::EPSILON / law.ratio().sqrt();
        assert!((law.cdf(x) - exact).abs() < tolerance, "{ratio} {x}: {:e}", law.cdf(x) - exact);
    }
}

/// x is known to ε, which is ε/√y of the width; a p of 1e-15 is x up to (1e-15)^{2/3} = 1e-10 of the width from an edge, where
/// only the way from p to x and back is exact.
#[test]
fn quantiles_round_trip() {
    for law in laws() {
        let (a, b) = law.edges();
        for p in [0.0, 1e-14, 1e-9, 0.01, 0.5, 0.9, 1.0 - 1e-9, 1.0] {
            let x = law.quantile(p);
            assert!((a..=b * (1.0 + 1e-15)).contains(&x), "{law:?} {p}: {x}");
            let error = (law.cdf(x) - p).abs();
            assert!(error < 1e-15 + 2.0 * f64::EPSILON / law.ratio().sqrt(), "{law:?} {p}: {error:e}");
        }
        for t in [0.01, 0.3, 0.7, 0.99] {
            let x = a + t * (b - a);
            assert!((law.quantile(law.cdf(x)) - x).abs() < 1e-13 * b, "{law:?} {x}");
        }
        assert_eq!((law.cdf(0.5 * a - 1e-300), law.cdf(2.0 * b), law.density(2.0 * b)), (0.0, 1.0, 0.0));
    }
}

#[test]
fn parameters_out_of_range_are_refused() {
    let message = |ratio, scale| MarchenkoPastur::new(ratio, scale).unwrap_err().to_string();
    assert!(message(2.0, 1.0).contains("is 2, but it must be at most 1: take the reciprocal"), "{}", message(2.0, 1.0));
    for (ratio, scale) in [(0.0, 1.0), (-1.0, 1.0), (f64::NAN, 1.0), (0.5, 0.0), (0.5, f64::INFINITY), (0.5, f64::NAN)]
    {
        assert!(message(ratio, scale).contains("must be"), "{ratio} {scale}");
    }
}

/// y, x and F(x) at s = 1, integrals of 30 digits (mpmath).
const CDF: [(f64, f64, f64); 15] = [
    (1e-06, 0.998005, 5.377575336373225e-05),
    (1e-06, 0.999601, 0.37392936345451416),
    (1e-06, 1.001881, 0.991275390244014),
    (0.009, 0.8196428137091174, 6.548990133080365e-05),
    (0.009, 0.9710526680779794, 0.41236787991760004),
    (0.009, 1.1873524600334966, 0.9926660265952819),
    (0.0101, 0.809504482602427, 6.631099683687069e-05),
    (0.0101, 0.9699004975155164, 0.4147256298733368),
    (0.0101, 1.1990376616770728, 0.9927388587527372),
    (0.3, 0.20674577521968845, 0.00026069351008551565),
    (0.3, 1.0809109769979337, 0.6024739975859412),
    (0.3, 2.3297184081097124, 0.9962896359833489),
    (0.999, 0.003998249624828023, 0.03977882250003736),
    (0.999, 1.5992000500250156, 0.7476583282274146),
    (0.999, 3.878059764882426, 0.9977733978183941),
];
