//! α as WeightWatcher 0.7.7 has it, so that its tables can be compared with ours.
//!
//! # Definitions
//! The eigenvalues λ above 1e-5 are fitted; every one but the largest is a candidate for x_min; the distance is taken at the lower ends of the steps
//! ([`Steps::Lower`]); α = 1 + n/Σ log(λ_i/x_min), σ = (α − 1)/√n. With fewer than 20 eigenvalues α = 1 + (n − 1)/Σ log(λ_i/x_min), and tails have at
//! least 8 of them. Of equal eigenvalues we take the first, WeightWatcher any.
//!
//! # Fingers
//! Single large eigenvalues make α large. [`Fingers::XMinPeak`] (which WeightWatcher 0.7.7 does with powerlaw 1.5 alone, and else fails) looks for x_min below 1.5 times the left edge p of the highest of 100 bins of log₁₀ λ,
//! and above log₁₀(0.95 p): WeightWatcher compares this logarithm with eigenvalues, so that it cuts nothing off where p ≤ 1. [`Fingers::ClipXMax`]
//! leaves out the 2, 3, …, 9 largest eigenvalues (never 1) until α has fallen by 1; where it does not, or falls to 2 before, nothing is left out.

use super::Sample;
use super::threshold::{Candidate, Search, Steps};
use serde::{Deserialize, Serialize};

/// Eigenvalues at or below this do not count.
const LEAST: f64 = 1e-5;
/// With fewer eigenvalues than this, the rule is another.
const SMALL: usize = 20;

/// What is done about single large eigenvalues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fingers {
    /// They are kept.
    Keep,
    /// x_min near the peak of the density of log λ.
    XMinPeak,
    /// The largest are left out.
    ClipXMax,
}

impl Fingers {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Keep, Self::XMinPeak, Self::ClipXMax];

    /// Name as WeightWatcher has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keep => "none",
            Self::XMinPeak => "xmin_peak",
            Self::ClipXMax => "clip_xmax",
        }
    }
}

/// What WeightWatcher prints of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Exponent of the power law.
    pub alpha: f64,
    /// Where the tail begins.
    pub x_min: f64,
    /// Kolmogorov–Smirnov distance, at the lower ends of the steps.
    pub ks_distance: f64,
    /// Standard error (α − 1)/√n of α.
    pub sigma: f64,
    /// Eigenvalues in the tail.
    pub n_tail: usize,
    /// Largest eigenvalues left out.
    pub num_fingers: usize,
}

/// The fit to eigenvalues `lambda`, ascending; none where too few are above 1e-5.
pub fn fit(lambda: &[f64], fingers: Fingers) -> Option<Estimate> {
    let kept = &lambda[lambda.partition_point(|&l| l <= LEAST)..];
    let (Candidate { x_min, n_tail, alpha, ks_distance }, num_fingers) = match fingers {
        Fingers::Keep => (best(kept)?, 0),
        Fingers::XMinPeak => (peak(kept)?, 0),
        Fingers::ClipXMax => clipped(kept)?,
    };
    Some(Estimate { alpha, x_min, ks_distance, sigma: (alpha - 1.0) / (n_tail as f64).sqrt(), n_tail, num_fingers })
}

fn candidates(lambda: &[f64]) -> Option<Vec<Candidate>> {
    let (sample, _) = Sample::new(lambda).ok()?;
    let search = Search { least_tail: 2, candidates: usize::MAX, steps: Steps::Lower };
    Some(search.scan(&sample)?.candidates)
}

fn best(lambda: &[f64]) -> Option<Candidate> {
    if lambda.len() < SMALL {
        return small(lambda);
    }
    if lambda.windows(2).any(|pair| pair[0] == pair[1]) {
        return closest((0..lambda.len() - 1).map(|place| from(&lambda[place..], 0.0)));
    }
    least(candidates(lambda)?.into_iter(), |candidate| candidate.ks_distance)
}

fn least(candidates: impl Iterator<Item = Candidate>, by: impl Fn(&Candidate) -> f64) -> Option<Candidate> {
    candidates.reduce(|best, next| if by(&next) < by(&best) { next } else { best })
}

fn closest(tails: impl Iterator<Item = Candidate>) -> Option<Candidate> {
    least(tails.filter(|tail| tail.alpha.is_finite()), |tail| tail.ks_distance)
}

/// The tail from its first value on, with n − `correction` for n in α. Of equal values each begins a tail of its own, without those before it.
fn from(tail: &[f64], correction: f64) -> Candidate {
    let n = tail.len() as f64;
    let decay = (n - correction) / tail.iter().map(|l| (l / tail[0]).ln()).sum::<f64>();
    let gaps = tail.iter().enumerate().map(|(j, l)| (1.0 - (l / tail[0]).powf(-decay) - j as f64 / n).abs());
    Candidate { x_min: tail[0], n_tail: tail.len(), alpha: 1.0 + decay, ks_distance: gaps.fold(0.0, f64::max) }
}

/// Fewer than 20 eigenvalues.
fn small(lambda: &[f64]) -> Option<Candidate> {
    // Below 8 eigenvalues all of them are the tail.
    let places = 0..(lambda.len() + 1).saturating_sub(8).max(1).min(lambda.len());
    closest(places.map(|place| from(&lambda[place..], 1.0)))
}

/// x_min near the peak of the histogram of log₁₀ λ.
fn peak(lambda: &[f64]) -> Option<Candidate> {
    const BINS: usize = 100;
    let (low, high) = (lambda.first()?.log10(), lambda.last()?.log10());
    let width = (high - low) / BINS as f64;
    let mut counts = [0_usize; BINS];
    for l in lambda {
        let bin = ((l.log10() - low) / width) as usize;
        counts[bin.min(BINS - 1)] += 1;
    }
    let most = counts.iter().copied().max()?;
    let left = 10.0_f64.powf(low + width * counts.iter().position(|&count| count == most)? as f64);
    let inside = |candidate: &Candidate| candidate.x_min >= (0.95 * left).log10() && candidate.x_min < 1.5 * left;
    let mut found: Vec<Candidate> = candidates(lambda)?.into_iter().filter(inside).collect();
    // The package `powerlaw` leaves out the last value of the range.
    found.pop();
    least(found.into_iter(), |candidate| candidate.ks_distance)
}

/// The best fit with the largest eigenvalues left out, and how many.
fn clipped(lambda: &[f64]) -> Option<(Candidate, usize)> {
    let first = best(lambda)?;
    for left_out in 2..10.min(lambda.len()) {
        let fit = best(&lambda[..lambda.len() - left_out])?;
        if fit.alpha + 1.0 < first.alpha {
            return Some((fit, left_out - 1));
        }
        if fit.alpha <= 2.0 {
            break;
        }
    }
    Some((first, 0))
}
