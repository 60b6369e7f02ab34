//! What chance does: p-values of a fit and errors of x_min.
//!
//! # Method
//! *Goodness of fit*: a synthetic sample takes each of its values from the fitted law above x_min with probability n_tail/n, and else from the
//! values below x_min; it is fitted in the same way as the data. p is the share of synthetic samples whose distance is at least that of the data
//! (Clauset, Shalizi and Newman 2009, section 4.1): a law with p below 0.1 is not plausible. For the power law, whose x_min was looked for, x_min
//! is looked for in every synthetic sample; the other laws are tested above the same x_min, held fixed.
//!
//! *Errors of x_min*: samples of the same size drawn from the data with replacement, each scanned anew.

use super::laws::{Distribution, FitError, TailLaw, named};
use super::threshold::{Candidate, Search};
use super::{Fit, Sample, Tail};
use crate::random::Stream;
use crate::text::probability;
use rand::RngExt;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// A share of synthetic samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PValue {
    /// The share.
    pub value: f64,
    /// Its standard error √(p(1 − p)/N), with (k + 1)/(N + 2) for p, so that it is never 0.
    pub error: f64,
    /// Synthetic samples N that could be fitted.
    pub replicates: usize,
}

impl PValue {
    /// `p = 0.123`, or a bound where no synthetic sample was as far away.
    pub fn text(&self) -> String {
        if self.value == 0.0 {
            format!("p < {}", probability(1.0 / self.replicates as f64))
        } else {
            format!("p = {}", probability(self.value))
        }
    }
}

/// x_min and α of samples drawn with replacement.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Standard deviation of x_min.
    pub x_min_std_error: f64,
    /// From the 2.5 % to the 97.5 % quantile of x_min.
    pub x_min_interval: (f64, f64),
    /// Standard deviation of α, that of x_min included.
    pub alpha_std_error: f64,
    /// Standard deviation of the number of values in the tail.
    pub n_tail_std_error: f64,
    /// Samples drawn.
    pub replicates: usize,
}

/// Random streams, and whether to stop.
#[derive(Debug, Clone)]
pub struct Bootstrap<'a> {
    /// Seed of the random streams.
    pub seed: u64,
    /// What is drawn, such as the name of a law; it names the random streams.
    pub purpose: String,
    /// Samples to draw.
    pub replicates: usize,
    /// Set to stop: what was not drawn by then is left out, and the answer is none.
    pub stop: &'a AtomicBool,
}

impl Bootstrap<'_> {
    /// Answers of all replicates, in order; none when stopped.
    fn draw<T: Send>(&self, one: impl Fn(&mut Stream) -> T + Sync) -> Option<Vec<T>> {
        let replicate = |r: usize| {
            let mut rng = Stream::new(self.seed, r as u64, &self.purpose);
            (!self.stop.load(Ordering::Relaxed)).then(|| one(&mut rng))
        };
        (0..self.replicates).into_par_iter().map(replicate).collect()
    }

    /// Goodness of a power law above the best x_min of `search`.
    pub fn power_law(
        &self,
        sample: &Sample,
        search: &Search,
        best: &Candidate,
        law: &dyn Distribution,
    ) -> Option<PValue> {
        let distances = self.draw(|rng| {
            let synthetic = semiparametric(sample, best, law, rng);
            search.best(&synthetic).map(|candidate| candidate.ks_distance)
        })?;
        p_value(best.ks_distance, &distances)
    }

    /// Goodness of a law above a fixed x_min.
    pub fn fixed(&self, fit: &Fit, tail: Tail) -> Option<PValue> {
        let distances = self.draw(|rng| {
            // Gamma laws of small shape go below the smallest number.
            let draw = |_| fit.distribution.sample(rng).clamp(f64::MIN_POSITIVE, f64::MAX);
            refitted(fit.law, &Sample::sorted((0..tail.len()).map(draw).collect()), tail.x_min)
        })?;
        p_value(fit.ks_distance, &distances)
    }

    /// Spread of x_min and α over samples drawn with replacement.
    pub fn spread(&self, sample: &Sample, search: &Search) -> Option<Spread> {
        let values = sample.values();
        let found = self.draw(|rng| {
            let draw = |_| values[rng.rng().random_range(0..values.len())];
            search.best(&Sample::sorted((0..values.len()).map(draw).collect()))
        })?;
        let found: Vec<Candidate> = found.into_iter().flatten().collect();
        let mut x_min: Vec<f64> = found.iter().map(|candidate| candidate.x_min).collect();
        x_min.sort_by(f64::total_cmp);
        let quantile = |p: f64| x_min.get((p * x_min.len() as f64) as usize).copied();
        Some(Spread {
            x_min_std_error: deviation(&x_min)?,
            x_min_interval: (quantile(0.025)?, quantile(0.975)?),
            alpha_std_error: deviation(&found.iter().map(|candidate| candidate.alpha).collect::<Vec<_>>())?,
            n_tail_std_error: deviation(&found.iter().map(|candidate| candidate.n_tail as f64).collect::<Vec<_>>())?,
            replicates: found.len(),
        })
    }
}

fn refitted(law: &'static TailLaw, sample: &Sample, x_min: f64) -> Option<f64> {
    match Fit::new(law, sample.above(x_min)) {
        Ok(fit) => Some(fit.ks_distance),
        Err(FitError::Limit { limit, .. }) => refitted(named(limit)?, sample, x_min),
        Err(_) => None,
    }
}

/// As many values as `sample` has, each from `law` with probability n_tail/n, else one of those below x_min.
fn semiparametric(sample: &Sample, best: &Candidate, law: &dyn Distribution, rng: &mut Stream) -> Sample {
    let (n, body) = (sample.values().len(), sample.values().len() - best.n_tail);
    let draw = |_| {
        let place = rng.rng().random_range(0..n);
        if place < body { sample.values()[place] } else { law.sample(rng) }
    };
    Sample::sorted((0..n).map(draw).collect())
}

/// None where most synthetic samples could not be fitted: the others are a biased choice.
fn p_value(distance: f64, synthetic: &[Option<f64>]) -> Option<PValue> {
    let found: Vec<f64> = synthetic.iter().copied().flatten().collect();
    let n = found.len() as f64;
    let above = found.iter().filter(|&&other| other >= distance).count() as f64;
    let p = (above + 1.0) / (n + 2.0);
    (2 * found.len() > synthetic.len()).then(|| PValue {
        value: above / n,
        error: (p * (1.0 - p) / n).sqrt(),
        replicates: found.len(),
    })
}

fn deviation(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.len() > 1).then(|| (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}
