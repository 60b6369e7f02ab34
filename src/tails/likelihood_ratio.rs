//! Which of two fitted laws the data prefer.
//!
//! # Method
//! With ℓ_i = log p₁(x_i) − log p₂(x_i) the log-likelihood ratio is R = Σℓ_i. For laws of which neither contains the other, z = R/(√n s), s² the
//! variance of ℓ_i (divided by n), is standard normal where both are equally far from the truth (Vuong 1989). Where one law contains the other, 2R
//! follows χ² with as many degrees as it has parameters more, if the smaller law is true; at a boundary of the larger one, half of that is an atom
//! at 0 (Chernoff 1954).

use super::laws::{Nesting, TailLaw};
use super::{Fit, Tail};
use crate::text::probability;
use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};
use statrs::function::erf::erfc;

/// With a p-value below this one law is called better than the other.
pub const LEVEL: f64 = 0.05;

/// Two laws on the same tail.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LikelihoodRatio {
    /// Name of the first law.
    pub first: String,
    /// Name of the second law.
    pub second: String,
    /// Which law is better, in words.
    pub sentence: String,
    /// Difference ℓ₁ − ℓ₂ of the log-likelihoods.
    pub log_likelihood_ratio: f64,
    /// Vuong's statistic R/(√n s); 0 where the two densities are equal at every value.
    pub z: f64,
    /// Probability of a ratio as large as this, of either sign, where both laws are equally good; for nested ones, where the smaller is true.
    pub p_two_sided: f64,
    /// Probability of a ratio so far on the side of the first law; for nested ones the same as two-sided.
    pub p_one_sided: f64,
}

impl LikelihoodRatio {
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
        let (one, two) = (first.law, second.law);
        // The larger law, the smaller one, and how it is contained.
        let within = |large: Law, small: Law| large.nesting(small.name).map(|nesting| (large, small, nesting));
        let nested = within(one, two).or_else(|| within(two, one));
        let (p_two_sided, p_one_sided) = match nested {
            Some((_, _, nesting)) => [chi_squared(ratio.abs(), nesting); 2].into(),
            None => (erfc(z.abs() / std::f64::consts::SQRT_2), 0.5 * erfc(z / std::f64::consts::SQRT_2)),
        };
        let (p, tells) = (probability(p_two_sided), p_two_sided < LEVEL);
        let sentence = if let Some((larger, smaller, _)) = nested {
            let (larger, smaller) = (larger.title, smaller.title);
            let numbers = format!("2R = {:.2}, p = {p}", 2.0 * ratio.abs());
            if tells {
                format!("{larger} over the {smaller} that it contains, {numbers}")
            } else {
                format!("{smaller} is enough, {larger} is not needed, {numbers}")
            }
        } else {
            let (one, two) = (one.title, two.title);
            let (better, worse) = if ratio >= 0.0 { (one, two) } else { (two, one) };
            let numbers = format!("z = {:.2}, p = {p}", z.abs());
            if tells {
                format!("{better} over {worse}, {numbers}")
            } else {
                format!("the data cannot tell {one} from {two}, {numbers}")
            }
        };
        Self {
            first: one.name.to_owned(),
            second: two.name.to_owned(),
            sentence,
            log_likelihood_ratio: ratio,
            z,
            p_two_sided,
            p_one_sided,
        }
    }
}

type Law = &'static TailLaw;

/// P(2R > 2·`ratio`).
fn chi_squared(ratio: f64, nesting: Nesting) -> f64 {
    let tail = ChiSquared::new(f64::from(nesting.degrees)).map_or(f64::NAN, |law| law.sf(2.0 * ratio));
    if nesting.boundary && ratio > 0.0 { 0.5 * tail } else { tail }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 5 % of χ²₁ are above 3.841459, and 5 % of its half-and-half mixture with 0 above 2.705543 = (1.644854)².
    #[test]
    fn nested_laws() {
        let [inside, boundary] = [false, true].map(|boundary| Nesting { degrees: 1, boundary });
        assert!((chi_squared(3.841459 / 2.0, inside) - 0.05).abs() < 1e-7);
        assert!((chi_squared(2.705543 / 2.0, boundary) - 0.05).abs() < 1e-7);
        assert_eq!((chi_squared(0.0, inside), chi_squared(0.0, boundary)), (1.0, 1.0));
    }
}
