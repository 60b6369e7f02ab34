//! The local stretch exponent of a tail, θ(λ) = d log(−log S)/d log λ for the probability S(λ) of larger values: constant for a Weibull law,
//! falling to 0 for a power law.

/// The exponent in a window of consecutive values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Geometric mean of the window.
    pub lambda: f64,
    /// Stretch exponent θ.
    pub theta: f64,
    /// Ends of a 95 % band for independent values.
    pub band: (f64, f64),
}

/// θ in windows of `window` values, half of which each shares with the next, among the values above the median.
///
/// −log S at the i-th of n ordered independent values is an ordered exponential number E_i (Rényi 1953), of mean a_i = Σ_{j ≤ i} 1/(n − j + 1)
/// and covariances Σ_{j ≤ i ∧ k} 1/(n − j + 1)². So it is log λ that is known without error at a random E_i: the slope of log λ on log a by
/// least squares is 1/θ, and the variance of its logarithm follows from those covariances (the delta method, exact to the first order
/// in 1/√n; resampling would break the order statistics apart and count ties). The band is θ e^{±1.96 s}. Values that repel each other, as
/// those of a random matrix do, scatter less.
///
/// No windows for fewer values than one, for `window` < 3 and where values are 0 or all equal.
pub fn local(lambda: &[f64], window: usize) -> Vec<Stretch> {
    let n = lambda.len();
    let start = n / 2;
    if window < 3 || start + window > n {
        return Vec::new();
    }
    // 1/(n − j + 1), and the sums of it and its square.
    let increments: Vec<f64> = (0..n).map(|j| 1.0 / (n - j) as f64).collect();
    let positions: Vec<f64> = running(increments.iter().copied());
    let variances: Vec<f64> = running(increments.iter().map(|x| x * x));
    let last = n - window;
    let starts = (start..last).step_by(window / 2).chain([last]);
    let windows = starts.map(|k| k..k + window);
    let estimate = |range: std::ops::Range<usize>| {
        let (y, a) = (lambda.get(range.clone())?, positions.get(range.clone())?);
        slope(y, a, increments.get(range.clone())?, *variances.get(range.start)?)
    };
    windows.filter_map(estimate).collect()
}

fn running(terms: impl Iterator<Item = f64>) -> Vec<f64> {
    let sum = |sum: &mut f64, term: f64| {
        *sum += term;
        Some(*sum)
    };
    terms.scan(0.0, sum).collect()
}

/// From the values of a window, the means of E and its increments there, and the variance of the first E.
fn slope(lambda: &[f64], positions: &[f64], increments: &[f64], variance: f64) -> Option<Stretch> {
    if lambda.first()? == lambda.last()? {
        return None;
    }
    let count = lambda.len() as f64;
    let y: Vec<f64> = lambda.iter().map(|l| l.ln()).collect();
    let z: Vec<f64> = positions.iter().map(|a| a.ln()).collect();
    let centre = z.iter().sum::<f64>() / count;
    let spread: f64 = z.iter().map(|z| (z - centre).powi(2)).sum();
    let weights: Vec<f64> = z.iter().map(|z| (z - centre) / spread).collect();
    let inverse: f64 = weights.iter().zip(&y).map(|(w, y)| w * y).sum();
    // log λ_i strays by (E_i − a_i)/(θ a_i), and E_i by all increments up to i: of each, how much all later values of the window take.
    let taken = weights.iter().zip(positions).rev().scan(0.0, |sum, (w, a)| {
        *sum += w / a;
        Some(*sum)
    });
    let mut parts: Vec<f64> = taken.collect();
    parts.reverse();
    let (first, rest) = parts.split_first()?;
    let within: f64 = rest.iter().zip(increments.iter().skip(1)).map(|(g, x)| (g * x).powi(2)).sum();
    let deviation = (first * first * variance + within).sqrt();
    let (theta, factor) = (1.0 / inverse, (1.96 * deviation).exp());
    let found =
        Stretch { lambda: (y.iter().sum::<f64>() / count).exp(), theta, band: (theta / factor, theta * factor) };
    (inverse > 0.0 && inverse.is_finite() && theta.is_finite()).then_some(found)
}
