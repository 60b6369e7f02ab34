//! Fits to samples of known laws: bias of the parameters and coverage of their intervals.

use super::support::{Case, error_of_mean, families, mean};
use rayon::prelude::*;
use svsde::tails::Fit;

/// Standard errors to both sides of a 95 % interval.
const SIDES: f64 = 1.959_963_984_540_054;

/// Every family, and a power law that is cut off far out.
fn cases() -> Vec<Case> {
    [families().to_vec(), vec![Case::new("truncated_power_law", &[2.5, 0.01], 1.0)]].concat()
}

/// What became of one parameter in all samples.
struct Row {
    case: Case,
    n: usize,
    parameter: usize,
    /// Of fits inside the family.
    estimates: Vec<f64>,
    /// Share of these whose interval holds the truth.
    covered: f64,
    /// Share of all samples whose fit has no errors: it is at a limit of the family.
    limits: f64,
}

impl Row {
    fn name(&self) -> String {
        format!("{} from {}, n = {}", self.case.law.name, self.case.x_min, self.n)
    }

    /// Mean less truth, its standard error, and the standard deviation of the estimates.
    fn bias(&self) -> [f64; 3] {
        let error = error_of_mean(&self.estimates);
        let truth = self.case.parameters[self.parameter];
        [mean(&self.estimates) - truth, error, error * (self.estimates.len() as f64).sqrt()]
    }

    /// The bias where it is known: n/(n − 1) is the mean of n over the sum of n exponential numbers.
    fn exact(&self) -> Option<f64> {
        let inverse_mean = match self.case.law.name {
            "power_law" => self.case.parameters[0] - 1.0,
            "exponential" => self.case.parameters[0],
            _ => return None,
        };
        Some(inverse_mean / (self.n as f64 - 1.0))
    }

    fn print(&self) {
        let ([bias, error, _], law) = (self.bias(), self.case.law);
        println!(
            "{:38} {:5} {:4}: mean {:7.4}, bias {bias:7.4} ± {error:.4}, covered {:.3}, at a limit {:.3}",
            self.name(),
            law.parameters[self.parameter],
            self.case.parameters[self.parameter],
            mean(&self.estimates),
            self.covered,
            self.limits
        );
    }

    /// Generalised Gamma laws above x_min are too flat at n = 300 for their intervals: in 1,000 samples 0.69 of them hold s and 0.83 hold d.
    fn flat(&self) -> bool {
        self.case.law.name == "generalised_gamma" && self.case.x_min > 0.0 && self.n < 5000
    }

    /// Bias and coverage within four errors of N samples and what n brings: a bias up to `allowed` where it is not known; a coverage of two-sided
    /// intervals O(1/n), twelve (measured 0.044 for the lognormal law above x_min at n = 300).
    fn check(&self, allowed: f64) {
        let ([bias, error, _], n) = (self.bias(), self.n as f64);
        let (expected, allowed) = self.exact().map_or((0.0, allowed), |bias| (bias, 0.0));
        let binomial = (0.95 * 0.05 / self.estimates.len() as f64).sqrt();
        let parameter = self.case.law.parameters[self.parameter];
        if self.flat() {
            assert!(self.covered > 0.6 && self.limits < 0.2, "{} {parameter}: {}", self.name(), self.covered);
            return;
        }
        assert!((bias - expected).abs() < 4.0 * error + allowed, "{} {parameter}: {bias} ± {error}", self.name());
        let missed = (self.covered - 0.95).abs();
        assert!(missed < 4.0 * binomial + 12.0 / n, "{} {parameter}: {}", self.name(), self.covered);
        let whole = self.limits == 0.0 || self.case.x_min > 0.0;
        assert!(whole && self.limits < 0.2, "{}: {}", self.name(), self.limits);
    }

    /// A bias of O(1/n) is O(1/√n) deviations: of these ten next to a limit (measured 9: the rate of a truncated power law) and five elsewhere
    /// (measured 4).
    fn check_alone(&self) {
        let [_, _, deviation] = self.bias();
        self.check(if self.limits > 0.0 { 10.0 } else { 5.0 } * deviation / (self.n as f64).sqrt());
    }

    /// Biases are O(1/n): that of `smaller` samples says what is left.
    fn check_after(&self, smaller: &Self) {
        let [bias, error, _] = smaller.bias();
        self.check((bias.abs() + 4.0 * error) * smaller.n as f64 / self.n as f64);
    }
}

fn rows(case: Case, n: usize, samples: usize) -> Vec<Row> {
    let fits: Vec<Option<Fit>> = (0..samples).into_par_iter().map(|r| case.refit(n, 500, r as u64)).collect();
    let inside: Vec<(&Fit, Vec<f64>)> =
        fits.iter().flatten().filter_map(|fit| Some((fit, fit.std_errors()?))).collect();
    let row = |parameter: usize| {
        let truth = case.parameters[parameter];
        let covers =
            |(fit, errors): &&(&Fit, Vec<f64>)| (fit.parameters[parameter] - truth).abs() < SIDES * errors[parameter];
        Row {
            case,
            n,
            parameter,
            estimates: inside.iter().map(|(fit, _)| fit.parameters[parameter]).collect(),
            covered: inside.iter().filter(covers).count() as f64 / inside.len() as f64,
            limits: 1.0 - inside.len() as f64 / samples as f64,
        }
    };
    (0..case.parameters.len()).map(row).collect()
}

#[test]
fn a_hundred_samples_of_every_law() {
    cases().into_iter().flat_map(|case| rows(case, 300, 100)).for_each(|row| row.check_alone());
}

#[test]
#[ignore = "slow"]
fn a_thousand_samples_of_every_law() {
    for case in cases() {
        let [small, large] = [300, 5000].map(|n| rows(case, n, 1000));
        small.iter().chain(&large).for_each(Row::print);
        small.iter().for_each(Row::check_alone);
        large.iter().zip(&small).for_each(|(large, small)| large.check_after(small));
    }
}
