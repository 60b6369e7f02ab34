//! Fits to samples of known laws: bias of the parameters and coverage of their intervals.

use super::support::{Case, error_of_mean, mean};
use rayon::prelude::*;
use svsde::tails::Fit;

/// Standard errors to both sides of a 95 % interval.
const SIDES: f64 = 1.959_963_984_540_054;

/// Every law above x_min and, where that can be, whole.
fn cases() -> [Case; 13] {
    [
        Case::new("power_law", &[2.5], 1.0),
        Case::new("truncated_power_law", &[1.5, 0.1], 1.0),
        Case::new("truncated_power_law", &[2.5, 0.01], 1.0),
        Case::new("exponential", &[0.5], 1.0),
        Case::new("exponential", &[0.5], 0.0),
        Case::new("stretched_exponential", &[0.5, 1.0], 1.0),
        Case::new("stretched_exponential", &[1.5, 1.0], 0.0),
        Case::new("gamma", &[2.0, 1.0], 1.0),
        Case::new("gamma", &[0.5, 1.0], 0.0),
        Case::new("lognormal", &[0.0, 1.0], 1.0),
        Case::new("lognormal", &[0.0, 1.0], 0.0),
        Case::new("generalised_gamma", &[2.0, 1.0, 1.0], 1.0),
        Case::new("generalised_gamma", &[2.0, 1.5, 1.0], 0.0),
    ]
}

/// What became of one parameter in all samples.
struct Row {
    case: Case,
    n: usize,
    parameter: usize,
    /// Estimates of fits inside the family.
    estimates: Vec<f64>,
    /// Shares of these whose interval holds the truth.
    covered: f64,
    /// Share of all samples whose fit is at a limit of the family.
    limits: f64,
}

impl Row {
    fn truth(&self) -> f64 {
        self.case.parameters[self.parameter]
    }

    /// Mean less truth, over its standard error.
    fn bias(&self) -> [f64; 2] {
        [mean(&self.estimates) - self.truth(), error_of_mean(&self.estimates)]
    }

    fn print(&self) {
        let [bias, error] = self.bias();
        let name = format!("{} from {}", self.case.law.name(), self.case.x_min);
        let median = {
            let mut sorted = self.estimates.clone();
            sorted.sort_by(f64::total_cmp);
            sorted[sorted.len() / 2]
        };
        println!(
            "{name:28} {:5} {:6} {:7} mean {:9.4} median {median:9.4} bias {bias:8.4} ± {error:6.4}  covered {:.3}  at a limit {:.3}",
            self.n,
            self.case.law.parameters()[self.parameter],
            self.truth(),
            mean(&self.estimates),
            self.covered,
            self.limits
        );
    }
}

fn rows(case: Case, n: usize, samples: usize) -> Vec<Row> {
    let fits: Vec<Option<Fit>> = (0..samples).into_par_iter().map(|r| case.refit(n, 500, r as u64)).collect();
    let inside: Vec<&Fit> = fits.iter().flatten().filter(|fit| fit.covariance.is_some()).collect();
    let row = |parameter: usize| {
        let truth = case.parameters[parameter];
        let covers = |fit: &&&Fit| {
            let error = fit.std_errors().unwrap()[parameter];
            (fit.parameters[parameter] - truth).abs() < SIDES * error
        };
        Row {
            case,
            n,
            parameter,
            estimates: inside.iter().map(|fit| fit.parameters[parameter]).collect(),
            covered: inside.iter().filter(covers).count() as f64 / inside.len() as f64,
            limits: 1.0 - inside.len() as f64 / samples as f64,
        }
    };
    (0..case.parameters.len()).map(row).collect()
}

fn table(samples: usize) -> Vec<Row> {
    let sizes = cases().into_iter().flat_map(|case| [300, 5000].map(|n| (case, n)));
    sizes.flat_map(|(case, n)| rows(case, n, samples)).collect()
}

#[test]
#[ignore = "slow"]
fn a_thousand_samples_of_every_law() {
    for row in table(1000) {
        row.print();
    }
}
