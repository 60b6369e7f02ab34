//! First-order perturbation of the polar factor by noise in the gradient.

/// A_k and R_k for an m × n matrix with singular values `sigma`, gradient singular values `s` (both positive) and noise ν.
///
/// ```
/// use svsde::matrix::polar::perturbation::attenuation_and_drift;
/// // 2 × 2, s = σ = (1, 3), ν = 1: A = 1/16 for both, R = 2/(16·4).
/// let (a, r) = attenuation_and_drift((2, 2), &[1.0, 3.0], &[1.0, 3.0], 1.0);
/// assert_eq!((a, r), (vec![0.0625; 2], vec![0.03125; 2]));
/// ```
pub fn attenuation_and_drift(shape: (usize, usize), sigma: &[f64], s: &[f64], noise: f64) -> (Vec<f64>, Vec<f64>) {
    if noise == 0.0 {
        return (vec![0.0; s.len()], vec![0.0; s.len()]);
    }
    let (variance, excess) = (noise * noise, 0.5 * shape.0.saturating_sub(shape.1) as f64);
    let at = |k: usize| {
        let wall = if excess > 0.0 { excess / (s[k] * s[k]) } else { 0.0 };
        let (mut a, mut r) = (wall, if excess > 0.0 { wall / sigma[k] } else { 0.0 });
        for j in (0..s.len()).filter(|&j| j != k) {
            let term = (s[j] + s[k]).powi(-2);
            a += term;
            r += 2.0 * term / (sigma[j] + sigma[k]);
        }
        (variance * a, variance * r)
    };
    (0..s.len()).map(at).unzip()
}
