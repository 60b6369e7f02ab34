use crate::support::{line, power, solved};
use ndarray::Array2;
use svsde::density::{Domain, FokkerPlanck, Generator, Resolution, Spectrum, Stationary};
use svsde::linalg;

fn spectrum(equation: &FokkerPlanck, count: usize) -> Spectrum {
    solved(equation).spectrum(count).unwrap_or_else(|error| panic!("{error}"))
}

/// Rates against exact ones, relative error 1e-6.
fn assert_rates(found: &Spectrum, exact: impl Fn(f64) -> f64, count: usize) {
    assert_eq!(found.modes.len(), count);
    for (k, mode) in found.modes.iter().enumerate() {
        let exact = exact(k as f64);
        assert!((mode.rate - exact).abs() <= 1e-6 * exact, "rate {k}: {} ± {:e}, exact {exact}", mode.rate, mode.error);
    }
}

/// CIR: kβ, for a boundary that is not reached, one that is, and a singular density x^{−0.96}.
#[test]
fn rates_of_cir() {
    for alpha in [2.0, 0.3, 0.02] {
        let found = spectrum(&power([alpha, 1.5, 1.0, 1.0, 1.0]).equation(), 11);
        assert_rates(&found, |k| 1.5 * k, 11);
        assert!(found.continuum.is_none() && found.gap().is_some_and(|gap| (gap - 1.5).abs() < 1e-5));
    }
}

/// OU: kθ. Inverse Gamma: kβ − k(k − 1)c²/2 below the continuum at (β + c²/2)²/2c². Muon's multiplicative mean field is a hydrogen atom in √λ:
/// β²/2c²·(1 − (ν/(ν + k))²), ν = 2α/c² − 1/2, below β²/2c².
#[test]
fn rates_of_other_diffusions() {
    assert_rates(&spectrum(&FokkerPlanck::new(|x| -x, |_| 1.0, line()), 6), |k| k, 6);
    let kesten = spectrum(&power([1.0, 1.0, 1.0, 2.0, 0.3_f64.sqrt()]).equation(), 10);
    assert!(kesten.continuum.is_some_and(|edge| (edge - 1.15 * 1.15 / 0.6).abs() < 1e-6), "{:?}", kesten.continuum);
    // The fourth, close to the continuum, decays slowly in x and feels the end of the grid.
    assert_eq!(kesten.modes.len(), 4);
    for (k, tolerance) in [(1, 1e-6), (2, 1e-6), (3, 1e-5)] {
        let k_real = k as f64;
        let exact = k_real - 0.15 * k_real * (k_real - 1.0);
        assert!((kesten.modes[k].rate / exact - 1.0).abs() < tolerance, "{k}: {}", kesten.modes[k].rate);
    }
    let (alpha, beta, c): (f64, f64, f64) = (0.165, 0.2, 0.3);
    let muon = spectrum(&power([alpha, beta, 0.5, 1.0, c]).equation(), 6);
    let (edge, nu) = (0.5 * beta * beta / (c * c), 2.0 * alpha / (c * c) - 0.5);
    assert!(muon.continuum.is_some_and(|found| (found - edge).abs() < 1e-6));
    assert_rates(&muon, |k| edge * (1.0 - (nu / (nu + k)).powi(2)), 6);
}

/// Eigenfunctions of CIR with shape a = 2α/c² and rate b = 2β/c² are Laguerre polynomials L_k^{(a−1)}(bx), here against the first two, normalised:
/// (a − z)/√a and (a(a+1)/2 − (a+1)z + z²/2)/√(a(a+1)/2), of either sign, within the second order of the cells: 2e-4 over the bulk.
#[test]
fn eigenfunctions_of_cir() {
    let stationary = solved(&power([2.0, 1.0, 1.0, 1.0, 1.0]).equation());
    let modes = stationary.spectrum(3).unwrap_or_else(|error| panic!("{error}")).modes;
    let (a, b) = (4.0_f64, 2.0);
    let first = |z: f64| (z - a) / a.sqrt();
    let second = |z: f64| (0.5 * a * (a + 1.0) - (a + 1.0) * z + 0.5 * z * z) / (0.5 * a * (a + 1.0)).sqrt();
    for (index, x) in stationary.x().enumerate().filter(|(_, x)| *x < 20.0) {
        let z = b * x;
        let scale = 1.0 + z * z;
        assert_eq!(modes[0].eigenfunction[index], 1.0);
        assert!((modes[1].eigenfunction[index] - first(z)).abs() < 2e-4 * scale, "{x}");
        assert!((modes[2].eigenfunction[index] - second(z)).abs() < 2e-4 * scale, "{x}");
    }
}

/// On 40 cells, every rate agrees with a dense eigenvalue decomposition of the symmetrised operator, and the counts with both.
#[test]
fn tridiagonal_against_dense() {
    let resolution = Resolution { cells: Some(40), decades: 20.0, ..Resolution::default() };
    let equation = FokkerPlanck::new(|x| 2.0 - x, |x| (0.5 + x).sqrt(), Domain::default());
    let stationary = Stationary::solve(&equation, &resolution).unwrap_or_else(|error| panic!("{error}"));
    let generator = Generator::new(&stationary, 1);
    let dense = Array2::from_shape_fn((40, 40), |(i, j)| match j as i64 - i as i64 {
        0 => generator.up[i] + generator.down[i],
        1 => -(generator.up[i] * generator.down[j]).sqrt(),
        -1 => -(generator.up[j] * generator.down[i]).sqrt(),
        _ => 0.0,
    });
    let (exact, _) = linalg::eigh(dense.view()).unwrap_or_else(|error| panic!("{error}"));
    let largest = exact[39];
    for k in 1..40 {
        let rate = generator.rate(k);
        // The dense method is accurate to rounding of the largest eigenvalue.
        assert!((rate - exact[k]).abs() < 1e-12 * largest + 1e-9 * exact[k], "{k}: {rate} {}", exact[k]);
        assert_eq!(
            (generator.rates_below(rate * (1.0 - 1e-9)), generator.rates_below(rate * (1.0 + 1e-9))),
            (k, k + 1)
        );
    }
}
