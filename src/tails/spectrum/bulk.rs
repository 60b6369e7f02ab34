//! A Marchenko–Pastur bulk, and the spikes beyond it.

use crate::random_matrix::marchenko_pastur::MarchenkoPastur;
use crate::random_matrix::tracy_widom;

/// Probability with which a value of a bulk without spikes is called one.
pub const LEVEL: f64 = 0.01;

/// A value beyond the bulk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spike {
    /// The value λ.
    pub lambda: f64,
    /// Its probability as the largest value of the columns that are left: see [`p_value`].
    pub p: f64,
}

/// A bulk of independent entries of equal variance, and what lies beyond.
#[derive(Debug, Clone, PartialEq)]
pub struct Bulk {
    /// Variance v of an entry.
    pub variance: f64,
    /// Columns per row of the bulk, (n − k)/(m − k) for k spikes.
    pub ratio: f64,
    /// Edges (m − k)v(1 ∓ √ratio)² of its law.
    pub edges: (f64, f64),
    /// Largest distance between the distribution of the values within the bulk and its law.
    pub distance: f64,
    /// Share of all n values beyond the upper edge.
    pub beyond: f64,
    /// p-value of the largest value if all n columns were bulk.
    pub largest: f64,
    /// Spikes, largest first.
    pub spikes: Vec<Spike>,
}

impl Bulk {
    /// Of the n values of an m × n matrix, m = `rows` ≥ n.
    ///
    /// The rule: with the k largest values taken away, v is such that the middle half of the others has the mean of the middle half of the
    /// Marchenko–Pastur law of m − k rows and n − k columns, what k large spikes leave of a Gaussian matrix. Values count as spikes from the
    /// largest down, as long as the p-value of each is below [`LEVEL`]. Without them v is smaller, so that the bulk is matched again, from k = 0
    /// until no spike is added; at most half of the values can be spikes. All that is within the bulk is below its edge but for
    /// fluctuations, so that the law needs no condition.
    ///
    /// `None` for fewer than two values, for m < n, and where the middle half is 0.
    pub fn fit(lambda: &[f64], rows: usize) -> Option<Self> {
        let n = lambda.len();
        if n < 2 || rows < n {
            return None;
        }
        let mut count = 0;
        loop {
            let (rest, left) = (lambda.get(..n - count)?, rows - count);
            let law = matched(rest, left)?;
            let variance = law.mean() / left as f64;
            let spike = |(k, &lambda): (usize, &f64)| Spike { lambda, p: p_value(lambda, variance, rows - k, n - k) };
            let largest = lambda.iter().rev().enumerate().map(spike);
            let found = largest.clone().take(n / 2).take_while(|spike| spike.p < LEVEL).count();
            if found > count {
                count = found;
                continue;
            }
            return Some(Self {
                variance,
                ratio: law.ratio(),
                edges: law.edges(),
                distance: distance(rest, |x| law.cdf(x)),
                beyond: (n - lambda.partition_point(|&l| l <= law.edges().1)) as f64 / n as f64,
                largest: p_value(*lambda.last()?, variance, rows, n),
                spikes: largest.take(count).collect(),
            });
        }
    }
}

/// The law that has the mean of ascending values over their middle half.
fn matched(lambda: &[f64], rows: usize) -> Option<MarchenkoPastur> {
    let (n, cut) = (lambda.len(), lambda.len() / 4);
    let (ratio, p) = (n as f64 / rows as f64, cut as f64 / n as f64);
    let unit = MarchenkoPastur::new(ratio, 1.0).ok()?;
    let part = unit.mean_below(unit.quantile(1.0 - p)) - unit.mean_below(unit.quantile(p));
    let sum: f64 = lambda.get(cut..n - cut)?.iter().sum();
    MarchenkoPastur::new(ratio, sum / n as f64 / part).ok()
}

/// Probability that the largest of the squared singular values of an m × n matrix of independent N(0, v) is above λ: the Tracy–Widom law
/// of (λ/v − μ)/σ, μ = (√M + √N)² and σ = √μ (1/√M + 1/√N)^{1/3}, M = m − ½ and N = n − ½ (Johnstone 2001; Ma 2012, with an error of
/// min(m, n)^{−2/3} in place of −1/3).
///
/// The k-th largest value is taken for the largest of m − k + 1 rows and n − k + 1 columns: what carries a spike is not bulk. Where v is
/// itself an estimate the law is a little too wide, by the part of λ that v follows.
pub fn p_value(lambda: f64, variance: f64, rows: usize, columns: usize) -> f64 {
    let (p, q) = ((rows as f64 - 0.5).sqrt(), (columns as f64 - 0.5).sqrt());
    let scale = (p + q) * (1.0 / p + 1.0 / q).cbrt();
    tracy_widom::survival((lambda / variance - (p + q).powi(2)) / scale)
}

/// The Kolmogorov–Smirnov distance of ascending values from a continuous distribution.
pub fn distance(values: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let n = values.len() as f64;
    let at = |(k, &x): (usize, &f64)| {
        let f = cdf(x);
        (f - k as f64 / n).max((k + 1) as f64 / n - f)
    };
    values.iter().enumerate().map(at).fold(0.0, f64::max)
}
