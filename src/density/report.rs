//! What is found of densities, as a result has it: fields are the datasets, groups and attributes of the file, by name.

use super::panels::largest;
use super::scan::Scan;
use super::stationary::Stationary;
use super::{Class, ClosestLaw, DensityError, Mode, PowerDiffusion, Relaxation, Shape, Spectrum, Tail};
use crate::Array;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that a stationary study finds: one of a density, its relaxation beside it, and a scan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Recorded times of the relaxation.
    pub time: Option<Array>,
    /// The stationary density.
    pub stationary: Option<Solution>,
    /// How the initial density relaxes.
    pub relaxation: Option<RelaxationSeries>,
    /// A line for every point of a scan.
    pub scan: Option<Scan>,
}

/// A stationary density.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// What is known in single numbers.
    #[serde(flatten)]
    pub facts: Facts,
    /// Both ends of the domain.
    pub boundaries: Ends,
    /// Centres x of the cells.
    pub x: Array,
    /// Density p(x).
    pub density: Array,
    /// log p(x).
    pub log_density: Array,
    /// Probability below x.
    pub cdf: Array,
    /// Probability above x.
    pub survival: Array,
    /// Local exponent d log(−log p)/d log x.
    pub local_tail_exponent: Array,
    /// log p(x) of the closed law, where there is one within the range of numbers.
    pub exact_log_density: Option<Array>,
    /// Quantiles.
    pub quantiles: Quantiles,
    /// Relaxation rates, where there are any.
    pub modes: Option<Modes>,
    /// The closest Gamma and Weibull laws, as [`Stationary::closest_laws`] names them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub approximations: BTreeMap<String, ClosestLaw>,
}

/// What is known of a stationary density in single numbers. Where one does not exist or is infinite, it is absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Kind of the tail.
    pub tail_shape: Shape,
    /// Tail exponent θ in x.
    pub tail_exponent: Option<f64>,
    /// Estimated error of θ.
    pub tail_exponent_error: Option<f64>,
    /// θ of the closed law.
    pub tail_exponent_exact: Option<f64>,
    /// Tail exponent in √x.
    pub tail_exponent_sigma: Option<f64>,
    /// Index k of a power law x^{−k}.
    pub tail_index: Option<f64>,
    /// Estimated error of k.
    pub tail_index_error: Option<f64>,
    /// k of the closed law.
    pub tail_index_exact: Option<f64>,
    /// Mean.
    pub mean: Option<f64>,
    /// Variance.
    pub variance: Option<f64>,
    /// Excess kurtosis.
    pub kurtosis: Option<f64>,
    /// Smallest positive relaxation rate.
    pub spectral_gap: Option<f64>,
    /// Where the continuous spectrum begins.
    pub continuous_spectrum: Option<f64>,
    /// Total probability by another rule than the one that normalised p.
    pub normalisation: Option<f64>,
    /// Estimated error of log p.
    pub estimated_error: Option<f64>,
    /// Largest difference of log p from the closed law.
    pub max_log_density_error: Option<f64>,
    /// Number of cells.
    pub cells: usize,
    /// Coefficients, where the equation is a power diffusion.
    #[serde(flatten)]
    pub power: Option<PowerDiffusion>,
}

/// Both ends of a domain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ends {
    /// Lower end.
    pub lower: End,
    /// Upper end.
    pub upper: End,
}

/// An end of a domain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// Where it is, a number or `inf` or `-inf`.
    pub at: String,
    /// Its class.
    pub class: Class,
    /// Power of the distance as which the density goes there.
    pub exponent: Option<f64>,
}

/// Quantiles of a density.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantiles {
    /// Probabilities below the quantiles.
    pub probability: Array,
    /// The quantiles.
    pub x: Array,
}

/// Relaxation rates with their eigenfunctions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Modes {
    /// Rates, ascending, the first 0.
    pub rate: Array,
    /// Their errors.
    pub rate_error: Array,
    /// Eigenfunctions at the centres of the cells, a row for each rate.
    pub eigenfunction: Array,
}

/// Probabilities of the quantiles.
const PROBABILITIES: [f64; 9] = [0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999];

impl Solution {
    /// Tail, moments, `modes` relaxation rates and closest laws of `stationary`, which solves the equation of `power` where one is given.
    ///
    /// # Errors
    /// When drift or diffusion are undefined beyond the grid.
    pub fn new(stationary: &Stationary, power: Option<PowerDiffusion>, modes: usize) -> Result<Self, DensityError> {
        let cells = |data: Vec<f64>, description: &str| Array::new(&[("cell", data.len())], data, "1", description);
        let log_density: Vec<f64> = stationary.log_density().collect();
        // e^709 is the largest number; a density above it is still there as its logarithm.
        let density = log_density.iter().map(|log_p| log_p.min(709.0).exp()).collect();
        let exact = power.map(|power| power.law()).and_then(|law| {
            let exact: Vec<f64> = stationary.x().map(|x| law.log_density(x)).collect();
            exact.iter().all(|value| value.is_finite()).then_some(exact)
        });
        let error = exact.as_ref().map(|exact| largest(log_density.iter().zip(exact).map(|(a, b)| (a - b).abs())));
        let (spectrum, tail) = (stationary.spectrum(modes)?, Tail::new(stationary)?);
        let exponent = tail.exponent.map(|exponent| exponent.value);
        let squares = stationary.boundaries()[0].at == 0.0;
        let [lower, upper] = stationary.boundaries().map(|end| End {
            at: end.at.to_string(),
            class: end.class,
            exponent: Some(end.exponent.value),
        });
        let quantile = |data: Vec<f64>, text: &str| Array::new(&[("quantile", data.len())], data, "1", text);
        Ok(Self {
            facts: Facts {
                tail_shape: tail.shape,
                tail_exponent: exponent,
                tail_exponent_error: tail.exponent.map(|exponent| exponent.error),
                tail_exponent_exact: power.and_then(|power| power.tail_exponent()),
                tail_exponent_sigma: exponent.filter(|_| squares).map(|theta| 2.0 * theta),
                tail_index: tail.index.map(|index| index.value),
                tail_index_error: tail.index.map(|index| index.error),
                tail_index_exact: power.and_then(|power| power.tail_index()),
                mean: stationary.mean(),
                variance: stationary.variance(),
                kurtosis: stationary.kurtosis(),
                spectral_gap: spectrum.gap(),
                continuous_spectrum: spectrum.continuum,
                normalisation: Some(stationary.simpson()),
                estimated_error: Some(stationary.estimated_error),
                max_log_density_error: error,
                cells: stationary.cells(),
                power,
            },
            boundaries: Ends { lower, upper },
            x: cells(stationary.x().collect(), "centres of the cells"),
            density: cells(density, "p(x), 0 where it is below 5e-324: see log_density"),
            log_density: cells(log_density, "log p(x)"),
            cdf: cells(stationary.cdf().collect(), "probability below x"),
            survival: cells(stationary.survival().collect(), "probability above x, with relative accuracy in the tail"),
            local_tail_exponent: cells(
                stationary.local_tail_exponent(),
                "d log(-log p)/d log x beyond the mode where p < 1, 0 elsewhere",
            ),
            exact_log_density: exact.map(|exact| cells(exact, "log p(x) of the closed law")),
            quantiles: Quantiles {
                probability: quantile(PROBABILITIES.to_vec(), "probability below the quantile"),
                x: quantile(PROBABILITIES.map(|p| stationary.quantile(p)).to_vec(), "the quantile"),
            },
            modes: Modes::new(&spectrum, stationary.cells()),
            approximations: stationary.closest_laws(),
        })
    }

    /// The quantile of one of the probabilities that are kept.
    pub fn quantile(&self, probability: f64) -> Option<f64> {
        let place = self.quantiles.probability.data.iter().position(|&p| p == probability)?;
        self.quantiles.x.data.get(place).copied()
    }
}

impl Modes {
    fn new(spectrum: &Spectrum, cells: usize) -> Option<Self> {
        let modes = &spectrum.modes;
        let per_mode = |of: fn(&Mode) -> f64, text| Array::column("mode", modes, of, "1/time", text);
        let functions = modes.iter().flat_map(|mode| mode.eigenfunction.iter().copied()).collect();
        let rate = "relaxation rates below the continuous spectrum, ascending, the first 0";
        let function = "eigenfunctions phi of the backward operator at x, with integral phi^2 p dx = 1";
        (!modes.is_empty()).then(|| Self {
            rate: per_mode(|mode| mode.rate, rate),
            rate_error: per_mode(|mode| mode.error, "last change of the extrapolation of the rate"),
            eigenfunction: Array::new(&[("mode", modes.len()), ("cell", cells)], functions, "1", function),
        })
    }
}

/// A relaxation at its recorded times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RelaxationSeries {
    /// Centres x of the cells.
    pub x: Array,
    /// Density p(x, t), a row for each time.
    pub density: Array,
    /// Mean.
    pub mean: Array,
    /// Distance ∫|p(x, t) − p(x)| dx.
    pub distance: Array,
    /// Total probability.
    pub mass: Array,
}

impl RelaxationSeries {
    /// Follows `density` through the ascending `times` as long as `go_on` says so, each time step within `tolerance`; the times that were
    /// reached, and the series.
    pub fn follow(
        mut density: Relaxation,
        times: &[f64],
        tolerance: f64,
        mut go_on: impl FnMut() -> bool,
    ) -> (Array, Self) {
        let x: Vec<f64> = density.x().collect();
        let (mut reached, mut rows) = (Vec::new(), Vec::new());
        let [mut mean, mut distance, mut mass] = [const { Vec::new() }; 3];
        for &time in times {
            if !go_on() {
                break;
            }
            density.advance(time - reached.last().unwrap_or(&0.0), tolerance);
            reached.push(time);
            rows.extend(density.density());
            mean.push(density.mean());
            distance.push(density.distance());
            mass.push(density.mass());
        }
        let (time, cell) = (("time", reached.len()), ("relaxation_cell", x.len()));
        let series = |data, description| Array::new(&[time], data, "1", description);
        let found = Self {
            x: Array::new(&[cell], x, "1", "centres of the cells"),
            density: Array::new(&[time, cell], rows, "1", "p(x, t)"),
            mean: series(mean, "mean of x"),
            distance: series(distance, "integral of |p(x, t) - p(x)|, from 0 to 2"),
            mass: series(mass, "total probability"),
        };
        (Array::new(&[time], reached, "time", "recorded times"), found)
    }
}
