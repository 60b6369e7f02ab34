//! What a scan of stationary studies finds, as a result has it.

use super::report::{Facts, Solution};
use crate::Array;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A stationary study at every point of a scan, one entry a point; 0 is what does not exist or is infinite.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scan {
    /// 1 where there is a stationary density.
    pub exists: Array,
    /// [`super::Shape::code`] of the tail.
    pub tail_shape: Array,
    /// Tail exponent θ.
    pub tail_exponent: Array,
    /// Estimated error of θ.
    pub tail_exponent_error: Array,
    /// θ of the closed law.
    pub tail_exponent_exact: Array,
    /// Index k of a power law.
    pub tail_index: Array,
    /// Mean.
    pub mean: Array,
    /// Variance.
    pub variance: Array,
    /// Excess kurtosis.
    pub kurtosis: Array,
    /// How many of mean, variance and kurtosis are finite.
    pub moments: Array,
    /// Median.
    pub median: Array,
    /// 99 % quantile.
    pub quantile_99: Array,
    /// Smallest positive relaxation rate.
    pub spectral_gap: Array,
    /// Where the continuous spectrum begins.
    pub continuous_spectrum: Array,
    /// Largest difference of log p from the closed law.
    pub max_log_density_error: Array,
    /// Centres x of the cells of every point, of a scan of few points.
    pub x: Option<Array>,
    /// log p(x).
    pub log_density: Option<Array>,
    /// Probability below x.
    pub cdf: Option<Array>,
    /// The scanned keys; texts are numbered, and listed as the label `values`.
    #[serde(flatten)]
    pub axes: BTreeMap<String, Array>,
}

/// What a scan keeps of one point.
#[derive(Debug, Clone)]
pub struct ScanPoint {
    facts: Facts,
    median: Option<f64>,
    quantile_99: Option<f64>,
    density: Option<[Vec<f64>; 3]>,
}

impl ScanPoint {
    /// Of `solution`, with its density where `whole`.
    pub fn new(solution: Solution, whole: bool) -> Self {
        Self {
            median: solution.quantile(0.5),
            quantile_99: solution.quantile(0.99),
            facts: solution.facts,
            density: whole.then_some([solution.x.data, solution.log_density.data, solution.cdf.data]),
        }
    }
}

impl Scan {
    /// Most points of which densities are kept.
    pub const WHOLE: usize = 64;

    /// Of the points that were reached, `None` where there is no stationary density, of `all`; on grids of `cells`.
    pub fn new(axes: BTreeMap<String, Array>, points: &[Option<ScanPoint>], all: usize, cells: usize) -> Self {
        let count = points.len();
        let column = |description: &str, of: &dyn Fn(&ScanPoint) -> Option<f64>| {
            let value =
                |point: &Option<ScanPoint>| point.as_ref().and_then(of).filter(|v| v.is_finite()).unwrap_or(0.0);
            Array::column("point", points, value, "1", description)
        };
        let fact = |description: &str, of: fn(&Facts) -> Option<f64>| column(description, &|point| of(&point.facts));
        let density = |part: usize, description: &str| {
            let row = |point: &Option<ScanPoint>| match point {
                Some(ScanPoint { density: Some(density), .. }) => density[part].clone(),
                _ => vec![0.0; cells],
            };
            let axes = [("point", count), ("cell", cells)];
            (all <= Self::WHOLE).then(|| Array::new(&axes, points.iter().flat_map(row).collect(), "1", description))
        };
        let shape =
            "1 power law, 2 between power law and stretched exponential, 3 stretched exponential, 4 faster, 5 bounded";
        let finite = |facts: &Facts| [facts.mean, facts.variance, facts.kurtosis].iter().flatten().count();
        Self {
            exists: column("1 where there is a stationary density, else 0, and 0 in all other columns", &|_| Some(1.0)),
            tail_shape: fact(shape, |facts| Some(facts.tail_shape.code())),
            tail_exponent: fact("theta in lambda", |facts| facts.tail_exponent),
            tail_exponent_error: fact("its error", |facts| facts.tail_exponent_error),
            tail_exponent_exact: fact("p - q + 1, for power diffusions", |facts| facts.tail_exponent_exact),
            tail_index: fact("k of a power law x^-k, 0 for other tails", |facts| facts.tail_index),
            mean: fact("mean, 0 where it is infinite", |facts| facts.mean),
            variance: fact("variance, 0 where it is infinite", |facts| facts.variance),
            kurtosis: fact("excess kurtosis, 0 where it is infinite", |facts| facts.kurtosis),
            moments: column("how many of mean, variance, kurtosis are finite", &|p| Some(finite(&p.facts) as f64)),
            median: column("median", &|point| point.median),
            quantile_99: column("99 % quantile", &|point| point.quantile_99),
            spectral_gap: fact("smallest positive relaxation rate", |facts| facts.spectral_gap),
            continuous_spectrum: fact("where the continuous spectrum begins, 0 where there is none", |facts| {
                facts.continuous_spectrum
            }),
            max_log_density_error: fact("largest |log p - exact| for power diffusions", |facts| {
                facts.max_log_density_error
            }),
            x: density(0, "centres of the cells, 0 where there is no density"),
            log_density: density(1, "log p(x)"),
            cdf: density(2, "probability below x"),
            axes,
        }
    }
}
