//! The transition law of one entry of W under SGD on a quadratic loss.

/// e^{−ηκh} and s² = (D/κ)(1 − e^{−2ηκh}), 2ηDh for κ = 0: factor and variance of an entry of W over a time h.
pub fn ornstein_uhlenbeck(learning_rate: f64, diffusion: f64, curvature: f64, h: f64) -> (f64, f64) {
    let rate = learning_rate * curvature;
    let variance = match curvature {
        0.0 => 2.0 * learning_rate * diffusion * h,
        _ => -diffusion / curvature * (-2.0 * rate * h).exp_m1(),
    };
    ((-rate * h).exp(), variance)
}
