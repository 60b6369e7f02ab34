//! Replicas drawn again, and labels exchanged.

use super::statistics::of_replicas;
use crate::random::Stream;
use rand::RngExt;
use rand::seq::SliceRandom;

/// How far two laws are from each other.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Distances {
    /// Kolmogorov–Smirnov: sup |F − G|.
    pub ks: f64,
    /// Wasserstein-1: ∫ |F − G| dx.
    pub wasserstein: f64,
}

/// The values of two operands, sorted together.
#[derive(Debug, Clone)]
pub struct Merged {
    entries: Vec<(f64, usize)>,
    sizes: Vec<f64>,
    /// Replicas of the first operand and of the second.
    pub counts: (usize, usize),
}

impl Merged {
    /// Of the replicas of two operands, each with its values in any order.
    pub fn new(a: &[Vec<f64>], b: &[Vec<f64>]) -> Self {
        let all = || a.iter().chain(b).enumerate();
        let mut entries: Vec<(f64, usize)> =
            all().flat_map(|(replica, values)| values.iter().map(move |&x| (x, replica))).collect();
        entries.sort_unstable_by(|one, two| one.0.total_cmp(&two.0));
        Self { entries, sizes: all().map(|(_, values)| values.len() as f64).collect(), counts: (a.len(), b.len()) }
    }

    /// Of the function Σ_r w_r F_r, F_r the empirical distribution of replica r; `weights` sum to 0.
    pub fn distances(&self, weights: &[f64]) -> Distances {
        let each: Vec<f64> = weights.iter().zip(&self.sizes).map(|(w, size)| w / size).collect();
        let (mut height, mut ks, mut area) = (0.0_f64, 0.0_f64, 0.0);
        let next = self.entries.iter().skip(1).map(|entry| entry.0).chain(self.entries.last().map(|entry| entry.0));
        for (&(x, replica), next) in self.entries.iter().zip(next) {
            height += each.get(replica).copied().unwrap_or(0.0);
            if next > x {
                ks = ks.max(height.abs());
                area += height.abs() * (next - x);
            }
        }
        Distances { ks, wasserstein: area }
    }

    /// Of the replicas with positive weights, and of those with negative ones; `weights` as in [`Self::difference`], and as many values of each.
    pub(super) fn statistics(&self, weights: &[f64]) -> [[f64; 10]; 2] {
        [1.0, -1.0].map(|sign| {
            let each = weights.iter().zip(&self.sizes).map(|(w, size)| (sign * w / size).max(0.0));
            of_replicas(&self.entries, &each.collect::<Vec<_>>())
        })
    }

    /// +1/R for each replica of the first operand, −1/R for each of the second.
    pub fn difference(&self) -> Vec<f64> {
        let (a, b) = self.counts;
        let first = std::iter::repeat_n(1.0 / a as f64, a);
        first.chain(std::iter::repeat_n(-1.0 / b as f64, b)).collect()
    }

    /// Sorted values of one operand with the index of their replica in it.
    pub fn side(&self, second: bool) -> Vec<(f64, usize)> {
        let first = self.counts.0;
        let own = self.entries.iter().filter(|entry| (entry.1 >= first) == second);
        own.map(|&(x, replica)| (x, if second { replica - first } else { replica })).collect()
    }

    /// Whether every replica has as many values.
    pub fn is_balanced(&self) -> bool {
        self.sizes.windows(2).all(|pair| pair[0] == pair[1])
    }
}

/// Stream of resample number `index`.
pub(super) fn stream(seed: u64, index: usize) -> Stream {
    Stream::new(seed, index as u64, "compare/resample")
}

/// How often each of `count` replicas is drawn in `count` draws, over `count`.
pub(super) fn shares(count: usize, rng: &mut Stream) -> Vec<f64> {
    let mut shares = vec![0.0; count];
    for _ in 0..count {
        if let Some(share) = shares.get_mut(rng.rng().random_range(0..count)) {
            *share += 1.0 / count as f64;
        }
    }
    shares
}

/// The labels exchanged.
pub(super) fn permuted(weights: &[f64], rng: &mut Stream) -> Vec<f64> {
    let mut weights = weights.to_vec();
    weights.shuffle(rng.rng());
    weights
}
