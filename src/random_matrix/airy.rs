//! The Airy function on x ≥ −10, to a relative 1e-14 for moderate x and to |ζ|ε beyond, ζ = ⅔x^{3/2}, away from its zeros.
//!
//! Asymptotic series above 12 (DLMF 9.7.5 and 9.7.6), Taylor series of y″ = xy from there down, the stable direction.

use std::f64::consts::PI;
use std::sync::LazyLock;

/// Where the asymptotic series begin.
const FAR: f64 = 12.0;
/// Between the places that Taylor series start from.
const STEP: f64 = 0.5;
/// Ai and Ai′ at 12, 11.5, …, −10.
static STARTS: LazyLock<Vec<(f64, f64)>> = LazyLock::new(|| {
    let down = |start: &(f64, f64), k: i32| taylor(FAR - STEP * f64::from(k), *start, -STEP);
    std::iter::successors(Some((0, far(FAR))), |(k, start)| Some((k + 1, down(start, *k))))
        .map(|s| s.1)
        .take(45)
        .collect()
});

/// Ai(x); NaN below −10.25.
pub(super) fn airy(x: f64) -> f64 {
    if x >= FAR {
        return far(x).0;
    }
    let k = ((FAR - x) / STEP).round();
    let start = FAR - STEP * k;
    STARTS.get(k as usize).map_or(f64::NAN, |&values| taylor(start, values, x - start).0)
}

/// Ai and Ai′ by asymptotic series; its twentieth term is below 1e-16 from x = 12 on.
fn far(x: f64) -> (f64, f64) {
    let zeta = x * x.sqrt() / 1.5;
    let (mut u, mut value, mut slope) = (1.0, 1.0, 1.0);
    for k in 1..=20 {
        let six = 6.0 * f64::from(k);
        u *= -(six - 5.0) * (six - 1.0) / (12.0 * six * zeta);
        value += u;
        slope -= u * (six + 1.0) / (six - 1.0);
    }
    let (scale, root) = ((-zeta).exp() / (2.0 * PI.sqrt()), x.sqrt().sqrt());
    (scale * value / root, -scale * slope * root)
}

/// y and y′ at `start` + h from those at `start`, |h| ≤ ½: thirty terms leave 1e-17.
fn taylor(start: f64, (value, slope): (f64, f64), h: f64) -> (f64, f64) {
    // Terms a_k h^k of y, with (k + 1)(k + 2) a_{k+2} = x a_k + a_{k−1}.
    let (mut before, mut here, mut next) = (0.0, value, slope * h);
    let (mut y, mut rise) = (here + next, next);
    for k in 0..30 {
        let k = f64::from(k);
        let term = h * h * (start * here + h * before) / ((k + 1.0) * (k + 2.0));
        y += term;
        rise += (k + 2.0) * term;
        (before, here, next) = (here, next, term);
    }
    (y, if h == 0.0 { slope } else { rise / h })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of a computation with 30 digits (mpmath). A relative error of a few ε per step of 44, and of ζε far out.
    #[test]
    fn known_values() {
        for (x, exact) in AIRY {
            let zeta = x.max(0.0).powf(1.5) / 1.5;
            let error = (airy(x) / exact - 1.0).abs();
            assert!(error < 1e-14 + 2.0 * zeta * f64::EPSILON, "{x}: {error:e}");
        }
        assert!(airy(-11.0).is_nan());
    }

    const AIRY: [(f64, f64); 13] = [
        (-10.0, 0.04024123848644319),
        (-8.3, -0.282231759958831),
        (-5.123, 0.29773757559180364),
        (-1.0, 0.5355608832923521),
        (0.0, 0.3550280538878172),
        (0.7, 0.18916240039815008),
        (3.3, 0.0037872884268267547),
        (8.25, 2.2837139444822283e-08),
        (11.9, 1.9725778430252003e-13),
        (12.0, 1.3931846888753607e-13),
        (20.0, 1.6916728686705404e-27),
        (60.0, 2.7831487094969354e-136),
        (100.0, 2.6344821520881846e-291),
    ];
}
