//! Matrix completion: some entries of W are observed.

use super::planted::{self, Planted};
use super::{Ensemble, MeasurementOperator};
use crate::error::Error;
use crate::linalg::entries_mut;
use crate::random::Stream;
use crate::rules::{Rules, number};
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

/// Observed entries of W; 𝒜𝒜* = 1.
#[derive(Debug)]
pub struct Entries {
    shape: (usize, usize),
    /// Positions i·n + j, ascending.
    observed: Vec<usize>,
}

impl Entries {
    /// `count` distinct entries of an m × n matrix, uniformly at random.
    ///
    /// # Errors
    /// [`Error::Unfit`] when there are fewer than `count` entries, or none.
    pub fn random(count: usize, (m, n): (usize, usize), rng: &mut Stream) -> Result<Self, Error> {
        super::has_entries((m, n))?;
        if count > m * n {
            let most = m * n;
            return Err(Error::Unfit(format!("{count} entries of W are observed, but W is {m} x {n}: at most {most}")));
        }
        let mut observed = rand::seq::index::sample(&mut rng.rng(), m * n, count).into_vec();
        observed.sort_unstable();
        Ok(Self { shape: (m, n), observed })
    }
}

impl MeasurementOperator for Entries {
    fn shape(&self) -> (usize, usize) {
        self.shape
    }

    fn count(&self) -> usize {
        self.observed.len()
    }

    fn apply(&self, w: &Array2<f64>, out: &mut [f64]) {
        let w = w.as_standard_layout();
        let w = w.as_slice().unwrap_or_default();
        self.observed.iter().zip(out).for_each(|(&at, out)| *out = w[at]);
    }

    fn adjoint(&self, r: &[f64], out: &mut Array2<f64>) {
        out.fill(0.0);
        let out = entries_mut(out);
        self.observed.iter().zip(r).for_each(|(&at, &r)| out[at] = r);
    }

    fn project_kernel(&self, x: &mut Array2<f64>) -> Result<(), Error> {
        let x = entries_mut(x);
        self.observed.iter().for_each(|&at| x[at] = 0.0);
        Ok(())
    }

    fn pseudo_inverse(&self, v: &[f64]) -> Result<Array2<f64>, Error> {
        let mut w = Array2::zeros(self.shape);
        self.adjoint(v, &mut w);
        Ok(w)
    }

    fn singular_values(&self) -> Result<Array1<f64>, Error> {
        Ok(Array1::ones(self.count()))
    }

    fn frobenius_norm(&self) -> f64 {
        (self.count() as f64).sqrt()
    }

    fn to_dense(&self) -> Array2<f64> {
        let mut dense = Array2::zeros((self.count(), self.shape.0 * self.shape.1));
        self.observed.iter().enumerate().for_each(|(row, &at)| dense[(row, at)] = 1.0);
        dense
    }
}

/// `[measurement.entries]`: a uniformly random fraction of the entries of a planted W* (matrix completion).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RandomEntries {
    /// Share of the mn entries that is observed, in (0, 1].
    pub fraction: f64,
    /// Rank of the planted W*; default: W* has independent N(0, 1) entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_rank: Option<usize>,
    /// Singular values of W* go linearly from this number to 1.
    #[serde(default = "crate::rules::one")]
    pub target_condition: f64,
}

impl RandomEntries {
    pub(super) const SUMMARY: &str = "a random fraction of the entries of W (matrix completion), planted targets";
}

impl Ensemble for RandomEntries {
    fn rules(&self, shape: (usize, usize), rules: &mut Rules) {
        let fraction = self.fraction;
        let entries = shape.0 as f64 * shape.1 as f64;
        if !(fraction > 0.0 && fraction <= 1.0) {
            rules.broken("fraction", number(fraction), "it must be > 0 and at most 1");
        } else if entries > 0.0 && (fraction * entries).round() < 1.0 {
            let text = format!("of {} entries this observes none", number(entries));
            rules.broken("fraction", number(fraction), text);
        }
        planted::rules(self.target_rank, self.target_condition, shape, rules);
    }

    fn count(&self, (m, n): (usize, usize)) -> usize {
        (self.fraction * (m * n) as f64).round() as usize
    }

    fn operator(&self, shape: (usize, usize), rng: &mut Stream) -> Result<Box<dyn MeasurementOperator>, Error> {
        Ok(Box::new(Entries::random(self.count(shape), shape, rng)?))
    }

    fn planted(&self) -> Planted {
        Planted::of_rank(self.target_rank, self.target_condition)
    }
}
