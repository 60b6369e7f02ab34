//! A Marchenko–Pastur bulk, and the spikes beyond it.

use crate::random_matrix::marchenko_pastur::MarchenkoPastur;
use crate::random_matrix::tracy_widom;

/// Probability with which a value of a bulk without spikes is called one.
pub const LEVEL: f64 = 0.01;

/// A value beyond the bulk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spike {
    /// Its size.
    pub lambda: f64,
    /// Its probability as the largest value of the columns that are left: see [`p_value`].
    pub p: f64,
}

/// A bulk of independent outcomes of equal variance, and what lies beyond.
#[derive(Debug, Clone, PartialEq)]
pub struct Bulk {
    /// Variance v of an outcome.
    pub variance: f64,
    /// Columns per row of the bulk, (n − k)/(m − k) for k spikes.
    pub ratio: f64,
    /// Edges (m − k)v(1 ∓ √ratio)² of its law.
    pub edges: (f64, f64),
    /// Largest distance between the distribution of the values within the bulk and its law.
    pub distance: f64,
    /// FittedLaws of all n values beyond the upper edge.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg;
    use crate::random::Stream;
    use crate::random_matrix::laguerre;
    use ndarray::Array2;

    /// Largest distance of p-values from uniform ones.
    fn from_uniform(mut p: Vec<f64>) -> f64 {
        p.sort_by(f64::total_cmp);
        distance(&p, |p| p)
    }

    fn gaussian(m: usize, n: usize, v: f64, rng: &mut Stream) -> Vec<f64> {
        laguerre::draw(1.0, m as f64, n, rng).unwrap().iter().map(|x| v * x).collect()
    }

    /// Squared singular values of a Gaussian matrix whose first columns have these variances, the others 1.
    fn spiked(m: usize, n: usize, columns: &[f64], rng: &mut Stream) -> Vec<f64> {
        let mut matrix = Array2::from_shape_fn((m, n), |_| rng.gaussian());
        columns.iter().enumerate().for_each(|(k, &size)| matrix.column_mut(k).mapv_inplace(|x| size.sqrt() * x));
        linalg::singular_values(matrix.view()).unwrap().iter().map(|sigma| sigma * sigma).collect()
    }

    /// With v known p-values are uniform but for O(n^{−2/3}) = 0.046. A fitted v has a relative deviation of 0.012, which is 0.52 in units
    /// of σ beside 1.27 of the law: its width changes by 8 % at most, and a bell-shaped distribution by 0.08·0.24 = 0.02.
    #[test]
    fn p_values_of_the_largest_are_uniform() {
        let (m, n, draws, v) = (200, 100, 400, 0.3);
        let mut rng = Stream::new(1, 0, "problem");
        let spectra: Vec<Vec<f64>> = (0..draws).map(|_| gaussian(m, n, v, &mut rng)).collect();
        let fits: Vec<Bulk> = spectra.iter().map(|x| Bulk::fit(x, m).unwrap()).collect();
        let known = from_uniform(spectra.iter().map(|x| p_value(x[n - 1], v, m, n)).collect());
        let fitted = from_uniform(fits.iter().map(|bulk| bulk.largest).collect());
        let noise = 1.95 / f64::from(draws).sqrt();
        assert!(known < noise + 0.046, "{known}");
        assert!(fitted < noise + 0.046 + 0.02, "{fitted}");
        let mean = fits.iter().map(|bulk| bulk.variance).sum::<f64>() / f64::from(draws);
        assert!((mean / v - 1.0).abs() < 4.0 * 0.012 / f64::from(draws).sqrt(), "{mean}");
        // 4 of 400 are expected at 1 %, and no more than 12 but for 4e-4.
        assert!(fits.iter().filter(|bulk| !bulk.spikes.is_empty()).count() <= 12);
    }

    /// Columns of variance ℓ leave the bulk from ℓ = 1 + √y on, to ℓ(1 + y/(ℓ − 1)) in units of m (Baik, Ben Arous and Péché 2005; Paul 2007),
    /// with a deviation ℓ√(2(1 − y/(ℓ − 1)²)/m).
    #[test]
    fn spikes_are_found_above_the_threshold() {
        let (m, n, draws) = (300, 150, 30);
        let mut rng = Stream::new(2, 0, "problem");
        for _ in 0..draws {
            let sizes = [12.0, 6.0, 3.0];
            let bulk = Bulk::fit(&spiked(m, n, &sizes, &mut rng), m).unwrap();
            assert!(bulk.spikes.len() == 3 || bulk.spikes.len() == 4, "{bulk:?}");
            for (k, (spike, size)) in bulk.spikes.iter().zip(sizes).enumerate() {
                assert_eq!(spike.p, p_value(spike.lambda, bulk.variance, m - k, n - k));
                let pull = 0.5 / (size - 1.0);
                let deviation = size * (2.0 * (1.0 - 0.5 / (size - 1.0_f64).powi(2)) / m as f64).sqrt();
                // Four deviations, and shifts of a few 1/n by the other spikes.
                let error = (spike.lambda / m as f64 - size * (1.0 + pull)).abs();
                assert!(error < 4.0 * deviation + 0.02 * size, "{spike:?} {size}");
            }
            assert!((bulk.variance - 1.0).abs() < 0.05 && bulk.beyond >= 0.02, "{bulk:?}");
        }
        // Half of the way to the threshold 1.707 nothing is found but 1 % of false alarms: 7 of 100 or more have a probability of 1e-4.
        let found = (0..100).filter(|_| !Bulk::fit(&spiked(m, n, &[1.35; 3], &mut rng), m).unwrap().spikes.is_empty());
        assert!(found.count() < 7);
        // Half of all values are spikes; what they leave of the bulk is 3 % off, by the repulsion of ten times as large values.
        let bulk = Bulk::fit(&spiked(300, 100, &[10.0; 50], &mut rng), 300).unwrap();
        assert!(bulk.spikes.len() == 50 && (bulk.variance - 1.0).abs() < 0.1, "{bulk:?}");
    }

    #[test]
    fn what_has_no_bulk_has_no_fit() {
        for (lambda, rows) in [
            (&[][..], 3),
            (&[1.0], 3),
            (&[1.0, 2.0], 1),
            (&[0.0; 9], 9),
            (&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0], 9),
        ] {
            assert_eq!(Bulk::fit(lambda, rows), None, "{lambda:?} {rows}");
        }
        let flat = Bulk::fit(&[1.0; 20], 40).unwrap();
        assert!(flat.spikes.is_empty() && flat.distance > 0.4, "{flat:?}");
        let two = Bulk::fit(&[0.0, 1e300], 2).unwrap();
        assert!(two.variance.is_finite() && two.largest.is_finite(), "{two:?}");
    }
}
