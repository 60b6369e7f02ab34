//! Which of two fitted laws the data prefer.
//!
//! # Method
//! With ℓ_i = log p₁(x_i) − log p₂(x_i) the log-likelihood ratio is R = Σℓ_i. For laws of which neither contains the other, z = R/(√n s), s² the
//! variance of ℓ_i (divided by n), is standard normal where both are equally far from the truth (Vuong 1989). Where one law contains the other, 2R
//! follows χ² with as many degrees as it has parameters more, if the smaller law is true; at a boundary of the larger one, half of that is an atom
//! at 0 (Chernoff 1954).

use super::laws::Nesting;
use super::{Fit, Tail};
use statrs::distribution::{ChiSquared, ContinuousCDF};
use statrs::function::erf::erfc;

/// p-values below this are said to tell.
pub const LEVEL: f64 = 0.05;

/// Two laws on the same tail.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Name of the first law.
    pub first: &'static str,
    /// Name of the second law.
    pub second: &'static str,
    /// ℓ₁ − ℓ₂.
    pub ratio: f64,
    /// R/(√n s); 0 where the two densities are equal at every value.
    pub z: f64,
    /// Which law contains the other, and how.
    pub nesting: Option<(&'static str, Nesting)>,
    /// Probability of a ratio as large as this, of either sign, where both laws are equally good; for nested ones, where the smaller is true.
    pub p_two_sided: f64,
    /// Probability of a ratio so far on the side of the first law; for nested ones the same as two-sided.
    pub p_one_sided: f64,
    /// In words.
    pub sentence: String,
}

impl Comparison {
    /// Of two fits to `tail`.
    pub fn new(tail: Tail, first: &Fit, second: &Fit) -> Self {
        let difference = |&x: &f64| first.distribution.log_density(x) - second.distribution.log_density(x);
        let ratios: Vec<f64> = tail.values.iter().map(difference).collect();
        let n = ratios.len() as f64;
        let ratio: f64 = ratios.iter().sum();
        let variance = ratios.iter().map(|l| (l - ratio / n).powi(2)).sum::<f64>() / n;
        // Below the rounding of log p the two laws are the same.
        let size = (first.log_likelihood.abs() + second.log_likelihood.abs()) / n;
        let same = variance.sqrt() <= 64.0 * f64::EPSILON * (1.0 + size);
        let z = if same { 0.0 } else { ratio / (n * variance).sqrt() };
        let nesting = nesting(first, second);
        let (p_two_sided, p_one_sided) = match nesting {
            Some((_, nesting)) => [chi_squared(ratio.abs(), nesting); 2].into(),
            None => (erfc(z.abs() / std::f64::consts::SQRT_2), 0.5 * erfc(z / std::f64::consts::SQRT_2)),
        };
        let mut comparison = Self {
            first: first.law.name(),
            second: second.law.name(),
            ratio,
            z,
            nesting,
            p_two_sided,
            p_one_sided,
            sentence: String::new(),
        };
        comparison.sentence = comparison.say([first, second]);
        comparison
    }

    fn say(&self, fits: [&Fit; 2]) -> String {
        let [one, two] = fits.map(|fit| fit.law.title());
        let p = self.p_two_sided;
        if let Some((larger, _)) = self.nesting {
            let (larger, smaller) = if larger == self.first { (one, two) } else { (two, one) };
            let numbers = format!("2R = {:.2}, p = {}", 2.0 * self.ratio.abs(), probability(p));
            return if p < LEVEL {
                format!("{larger} over the {smaller} that it contains, {numbers}")
            } else {
                format!("{smaller} is enough, {larger} is not needed, {numbers}")
            };
        }
        let (better, worse) = if self.ratio >= 0.0 { (one, two) } else { (two, one) };
        let numbers = format!("z = {:.2}, p = {}", self.z.abs(), probability(p));
        if p < LEVEL {
            format!("{better} over {worse}, {numbers}")
        } else {
            format!("the data cannot tell {one} from {two}, {numbers}")
        }
    }
}

fn nesting(first: &Fit, second: &Fit) -> Option<(&'static str, Nesting)> {
    let within =
        |large: &Fit, small: &Fit| large.law.contains(small.law.name()).map(|nesting| (large.law.name(), nesting));
    within(first, second).or_else(|| within(second, first))
}

/// P(2R > 2·`ratio`).
fn chi_squared(ratio: f64, nesting: Nesting) -> f64 {
    let tail = ChiSquared::new(f64::from(nesting.degrees)).map_or(f64::NAN, |law| law.sf(2.0 * ratio));
    match (nesting.boundary, ratio > 0.0) {
        (true, true) => 0.5 * tail,
        _ => tail,
    }
}

/// A probability to three digits.
pub fn probability(p: f64) -> String {
    if p < 1e-3 { format!("{p:.1e}") } else { format!("{p:.3}") }
}
