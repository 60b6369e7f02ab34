//! The noncentral χ² law.

use svsde::random::Stream;
use svsde::random_matrix::noncentral::scaled;

/// Mean δ + x and variance 2(δ + 2x) of χ²_δ(x), within four standard errors; the fourth central moment is
/// 12(δ + 2x)² + 48(δ + 4x).
#[test]
fn mean_and_variance() {
    let mut rng = Stream::new(1, 0, "problem");
    let draws = 20_000;
    for (degrees, x) in [(3.0, 2.0), (0.5, 0.0), (0.0, 1.5), (24.0, 300.0)] {
        let values: Vec<f64> = (0..draws).map(|_| scaled(degrees, 0.25 * x, 0.25, &mut rng) / 0.25).collect();
        let mean = values.iter().sum::<f64>() / f64::from(draws);
        let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / f64::from(draws);
        let exact = 2.0 * (degrees + 2.0 * x);
        let fourth = 3.0 * exact * exact + 48.0 * (degrees + 4.0 * x);
        assert!((mean - degrees - x).abs() < 4.0 * (exact / f64::from(draws)).sqrt(), "{degrees} {x}: {mean}");
        let error = ((fourth - exact * exact) / f64::from(draws)).sqrt();
        assert!((variance - exact).abs() < 4.0 * error, "{degrees} {x}: {variance} {exact}");
    }
    assert_eq!(scaled(0.0, 0.0, 1.0, &mut rng), 0.0);
    assert_eq!(scaled(3.0, 2.0, 0.0, &mut rng), 2.0);
}
