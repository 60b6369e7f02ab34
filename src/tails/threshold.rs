//! Where the tail begins.
//!
//! # Method
//! Every distinct value with enough values at or above it is a candidate for x_min. A power law is fitted above each; x_min is the candidate of
//! the smallest Kolmogorov–Smirnov distance (Clauset, Shalizi and Newman 2009, section 3.3), the smaller one of two that tie.
//!
//! The largest |F_n − F| of a candidate is found by branch and bound: F and F_n rise, so that their values at two ranks bound their difference
//! between them, and only pairs of ranks whose bound exceeds what was already found are looked into. This is exact, and takes about √n
//! evaluations instead of n.

use super::Sample;
use rayon::prelude::*;

/// Candidates that one thread tries one after the other.
const CHUNK: usize = 256;

/// How x_min is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    /// Fewest values at or above x_min.
    pub least_tail: usize,
    /// Most candidates: of more, this many at equal steps of rank are tried.
    pub candidates: usize,
    /// Where the distance is measured.
    pub steps: Steps,
}

/// Sides of the steps of F_n that count for the distance from a power law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Steps {
    /// Both: sup |F_n − F|, as Kolmogorov and Smirnov have it.
    Both,
    /// The lower alone, max_j |j/n − F(x_j)|, j from 0: Clauset's program, the Python package `powerlaw` and WeightWatcher. Smaller by at most 1/n.
    Lower,
}

impl Default for Search {
    fn default() -> Self {
        Self { least_tail: 10, candidates: 100_000, steps: Steps::Both }
    }
}

/// A power law above one candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Where the tail begins.
    pub x_min: f64,
    /// Values at or above x_min.
    pub n_tail: usize,
    /// Exponent of the density.
    pub alpha: f64,
    /// Kolmogorov–Smirnov distance.
    pub ks_distance: f64,
}

/// All candidates, by ascending x_min, and the best.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// The one of the smallest distance.
    pub best: Candidate,
}

impl Search {
    /// Tries every candidate, in parallel; none where the sample has fewer than `least_tail` values, or only one that differs.
    pub fn scan(&self, sample: &Sample) -> Option<Scan> {
        let ranks = Ranks::new(sample, self.steps);
        let chunk = |places: &[usize]| {
            let mut hint = 0;
            places.iter().map(|&place| ranks.candidate(place, &mut hint, f64::INFINITY)).collect::<Vec<_>>()
        };
        let candidates = self.places(&ranks).par_chunks(CHUNK).map(chunk).collect::<Vec<_>>().concat();
        let best = candidates.iter().copied().reduce(better)?;
        Some(Scan { candidates, best })
    }

    /// The best candidate alone, on this thread: the others are left as soon as they are worse.
    pub fn best(&self, sample: &Sample) -> Option<Candidate> {
        let ranks = Ranks::new(sample, self.steps);
        let mut hint = 0;
        let next = |best: Option<Candidate>, place: usize| {
            let limit = best.map_or(f64::INFINITY, |best| best.ks_distance);
            let candidate = ranks.candidate(place, &mut hint, limit);
            Some(best.map_or(candidate, |best| better(best, candidate)))
        };
        self.places(&ranks).into_iter().fold(None, next)
    }

    /// Ranks of the candidates.
    fn places(&self, ranks: &Ranks) -> Vec<usize> {
        let last = (ranks.values.len() + 1).saturating_sub(self.least_tail.max(2));
        let first_of_its_kind = |&i: &usize| i == 0 || ranks.values[i - 1] < ranks.values[i];
        let all: Vec<usize> = (0..last).filter(first_of_its_kind).filter(|&i| ranks.sums[i] > 0.0).collect();
        let some = self.candidates.max(1);
        if all.len() <= some { all } else { (0..some).map(|k| all[k * all.len() / some]).collect() }
    }
}

fn better(best: Candidate, next: Candidate) -> Candidate {
    if next.ks_distance < best.ks_distance { next } else { best }
}

/// A sample with what the fits above its ranks share.
struct Ranks<'a> {
    values: &'a [f64],
    logs: &'a [f64],
    /// Σ_{j ≥ i} log(x_j/x_i) for every rank i.
    sums: Vec<f64>,
    steps: Steps,
}

impl<'a> Ranks<'a> {
    fn new(sample: &'a Sample, steps: Steps) -> Self {
        let (values, logs) = (sample.values(), sample.logs());
        let n = values.len();
        let mut sums = vec![0.0; n];
        for i in (0..n.saturating_sub(1)).rev() {
            sums[i] = sums[i + 1] + (n - 1 - i) as f64 * (logs[i + 1] - logs[i]);
        }
        Self { values, logs, sums, steps }
    }

    /// The power law above the value of rank `place`; its distance is only a lower bound where it exceeds `limit`.
    ///
    /// `hint` is the rank where the last candidate was farthest off, which is often where this one is.
    fn candidate(&self, place: usize, hint: &mut usize, limit: f64) -> Candidate {
        let tail = &self.logs[place..];
        let decay = tail.len() as f64 / self.sums[place];
        let (ks_distance, farthest) = largest_gap(tail, decay, hint.saturating_sub(place), limit, self.steps);
        *hint = place + farthest;
        Candidate { x_min: self.values[place], n_tail: tail.len(), alpha: 1.0 + decay, ks_distance }
    }
}

/// max_j max(F_j − j/n, (j + 1)/n − F_j), or of |F_j − j/n|, F_j = 1 − e^{−decay (log_j − log_0)}, and where; as soon as it is above `limit`, what was found by then.
fn largest_gap(logs: &[f64], decay: f64, hint: usize, limit: f64, steps: Steps) -> (f64, usize) {
    let step = 1.0 / logs.len() as f64;
    let cdf = |j: usize| 1.0 - (-decay * (logs[j] - logs[0])).exp();
    let upper = if steps == Steps::Both { step } else { 0.0 };
    let gap = |j: usize, cdf: f64| (cdf - j as f64 * step).max(j as f64 * step + upper - cdf);
    let end = logs.len() - 1;
    let (low, high) = (cdf(0), cdf(end));
    let mut largest = [(0, low), (end, high), (hint, cdf(hint))]
        .map(|(j, cdf)| (gap(j, cdf), j))
        .into_iter()
        .fold((0.0, 0), |a, b| if b.0 > a.0 { b } else { a });
    // Ranges of ranks, with F at both ends.
    let mut open = vec![(0, end, low, high)];
    while let Some((left, right, low, high)) = open.pop()
        && largest.0 <= limit
    {
        // Strictly between the ends F is from `low` to `high`, j from left + 1 to right − 1.
        let bound = (high - (left + 1) as f64 * step).max((right - 1) as f64 * step + upper - low);
        if right < left + 2 || bound <= largest.0 {
            continue;
        }
        let middle = usize::midpoint(left, right);
        let here = cdf(middle);
        let found = gap(middle, here);
        if found > largest.0 {
            largest = (found, middle);
        }
        open.push((left, middle, low, here));
        open.push((middle, right, here, high));
    }
    largest
}
