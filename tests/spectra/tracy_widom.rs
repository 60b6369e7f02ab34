//! The Tracy–Widom law against published values.

use svsde::random_matrix::tracy_widom::survival;

/// Determinants of 30 digits (mpmath). The table of log(1 − F), of coefficients up to 50, rounds by some 50 ε.
#[test]
fn known_values() {
    for (s, cdf, exact) in VALUES {
        let found = survival(s);
        assert!((1.0 - found - cdf).abs() < 5e-14, "{s}: {:e}", 1.0 - found - cdf);
        assert!((found / exact - 1.0).abs() < 1e-11, "{s}: {:e}", found / exact - 1.0);
    }
}

/// Mean, variance, skewness and excess kurtosis of Bornemann (2010, table 8), given to ten digits. Moments of the masses of
/// cells of width h are exact to rounding with Sheppard's corrections, for a smooth density that vanishes with all its derivatives
/// at both ends.
#[test]
fn moments() {
    let published = [-1.206_533_574_5, 1.607_781_034_5, 0.293_464_524_0, 0.165_242_938_4];
    let h = 1.0 / 64.0;
    let cell = |k: i32| (h * (f64::from(k) + 0.5), survival(h * f64::from(k)) - survival(h * f64::from(k + 1)));
    let cells: Vec<(f64, f64)> = (-640..1024).map(cell).collect();
    let moment = |k: i32, centre: f64| cells.iter().map(|(s, p)| p * (s - centre).powi(k)).sum::<f64>();
    let mean = moment(1, 0.0);
    let grouped = moment(2, mean);
    let variance = grouped - h * h / 12.0;
    let fourth = moment(4, mean) - 0.5 * h * h * grouped + 7.0 * h.powi(4) / 240.0;
    let found = [mean, variance, moment(3, mean) / variance.powf(1.5), fourth / variance.powi(2) - 3.0];
    for (found, published) in found.into_iter().zip(published) {
        assert!((found - published).abs() < 1.1e-10, "{found} {published}");
    }
}

/// s, F and 1 − F.
const VALUES: [(f64, f64, f64); 6] = [
    (-6.0, 2.707319325304773e-06, 0.99999729268067),
    (-3.0, 0.06960011886736989, 0.93039988113263),
    (-1.5, 0.4262258019375784, 0.57377419806242),
    (0.0, 0.8319080662029519, 0.16809193379705),
    (2.0, 0.989597571084827, 0.010402428915173),
    (6.0, 0.9999980591859274, 1.9408140726462e-06),
];
