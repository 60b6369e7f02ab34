//! An answer as the arrays and attributes of a result.

use super::{Answer, Course};
use crate::store::{Document, Fact};
use svsde::density::largest;
use svsde::process::Value;

/// Where a result has the density.
pub const STATIONARY: &str = "stationary";
/// Where it has the relaxation.
pub const RELAXATION: &str = "relaxation";
/// Probabilities of the quantiles in a result.
pub const PROBABILITIES: [f64; 9] = [0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999];

impl Answer {
    /// log p of the closed law at the centres, where there is one within the range of numbers.
    pub fn exact_log_density(&self) -> Option<Vec<f64>> {
        let law = self.power?.law();
        let log_density: Vec<f64> = self.stationary.x().map(|x| law.log_density(x)).collect();
        log_density.iter().all(|value| value.is_finite()).then_some(log_density)
    }

    /// Largest |log p − exact|, relative to nothing: both are logarithms.
    pub fn log_density_error(&self) -> Option<f64> {
        let exact = self.exact_log_density()?;
        let errors = self.stationary.log_density().zip(exact).map(|(log_p, exact)| (log_p - exact).abs());
        Some(largest(errors))
    }

    /// Everything, below [`STATIONARY`] and [`RELAXATION`].
    pub fn document(&self) -> Document {
        let mut document = Document::default();
        self.density(&mut document);
        self.facts(&mut document);
        self.modes(&mut document);
        for approximation in &self.approximations {
            let at = format!("{STATIONARY}/approximations/{}", approximation.name());
            document.number(&at, "shape", approximation.shape);
            document.number(&at, "scale", approximation.scale);
            document.number(&at, "threshold", approximation.threshold);
            document.number(&at, "divergence", approximation.divergence);
        }
        if let Some(course) = &self.course {
            course.write(&mut document);
        }
        document
    }

    fn density(&self, document: &mut Document) {
        let stationary = &self.stationary;
        let log_density: Vec<f64> = stationary.log_density().collect();
        // e^709 is the largest number; a density above it is still there as its logarithm.
        let density = log_density.iter().map(|log_p| log_p.min(709.0).exp()).collect();
        let cells = |name: &str, data: Vec<f64>, description: &str| {
            Value::array(format!("{STATIONARY}/{name}"), &[("cell", data.len())], data, "1", description)
        };
        document.values = vec![
            cells("x", stationary.x().collect(), "centres of the cells"),
            cells("density", density, "p(x), 0 where it is below 5e-324: see log_density"),
            cells("log_density", log_density, "log p(x)"),
            cells("cdf", stationary.cdf().collect(), "probability below x"),
            cells(
                "survival",
                stationary.survival().collect(),
                "probability above x, with relative accuracy in the tail",
            ),
            cells(
                "local_tail_exponent",
                stationary.local_tail_exponent(),
                "d log(-log p)/d log x beyond the mode where p < 1, 0 elsewhere",
            ),
        ];
        let exact =
            self.exact_log_density().map(|exact| cells("exact_log_density", exact, "log p(x) of the closed law"));
        document.values.extend(exact);
        let quantiles = PROBABILITIES.map(|p| stationary.quantile(p)).to_vec();
        let axis = |name: &str, data: Vec<f64>, description: &str| {
            let path = format!("{STATIONARY}/quantiles/{name}");
            Value::array(path, &[("quantile", data.len())], data, "1", description)
        };
        document.values.push(axis("probability", PROBABILITIES.to_vec(), "probability below the quantile"));
        document.values.push(axis("x", quantiles, "the quantile"));
    }

    fn facts(&self, document: &mut Document) {
        let (at, stationary, tail) = (STATIONARY, &self.stationary, &self.tail);
        let exponent = tail.exponent.map(|exponent| exponent.value);
        let exact = self.power.and_then(|power| power.tail_exponent());
        document.number(at, "normalisation", stationary.simpson());
        document.number(at, "estimated_error", stationary.estimated_error);
        document.number(at, "max_log_density_error", self.log_density_error());
        document.number(at, "cells", stationary.cells() as f64);
        document.text(at, "tail_shape", tail.shape.name());
        document.number(at, "tail_exponent", exponent);
        document.number(at, "tail_exponent_error", tail.exponent.map(|exponent| exponent.error));
        document.number(at, "tail_exponent_exact", exact);
        let squares = stationary.boundaries()[0].at == 0.0;
        document.number(at, "tail_exponent_sigma", exponent.filter(|_| squares).map(|theta| 2.0 * theta));
        document.number(at, "tail_index", tail.index.map(|index| index.value));
        document.number(at, "tail_index_error", tail.index.map(|index| index.error));
        document.number(at, "tail_index_exact", self.power.and_then(|power| power.tail_index()));
        document.number(at, "mean", stationary.mean());
        document.number(at, "variance", stationary.variance());
        document.number(at, "kurtosis", stationary.kurtosis());
        document.number(at, "spectral_gap", self.spectrum.gap());
        document.number(at, "continuous_spectrum", self.spectrum.continuum);
        for (name, end) in [("lower", &stationary.boundaries()[0]), ("upper", &stationary.boundaries()[1])] {
            let at = format!("{STATIONARY}/boundaries/{name}");
            document.text(&at, "class", end.class.name());
            document.text(&at, "at", end.at.to_string());
            document.number(&at, "exponent", end.exponent.value);
        }
        if let Some(power) = self.power {
            for (name, value) in
                [("alpha", power.alpha), ("beta", power.beta), ("p", power.p), ("q", power.q), ("c", power.c)]
            {
                document.number(at, name, value);
            }
        }
    }

    fn modes(&self, document: &mut Document) {
        let modes = &self.spectrum.modes;
        if modes.is_empty() {
            return;
        }
        let path = |name: &str| format!("{STATIONARY}/modes/{name}");
        let per_mode = |name: &str, data: Vec<f64>, description: &str| {
            Value::array(path(name), &[("mode", modes.len())], data, "1/time", description)
        };
        let rates = modes.iter().map(|mode| mode.rate).collect();
        let text = "relaxation rates below the continuous spectrum, ascending, the first 0";
        document.values.push(per_mode("rate", rates, text));
        let errors = modes.iter().map(|mode| mode.error).collect();
        document.values.push(per_mode("rate_error", errors, "last change of the extrapolation of the rate"));
        let functions: Vec<f64> = modes.iter().flat_map(|mode| mode.eigenfunction.iter().copied()).collect();
        let axes = [("mode", modes.len()), ("cell", self.stationary.cells())];
        let text = "eigenfunctions phi of the backward operator at x, with integral phi^2 p dx = 1";
        document.values.push(Value::array(path("eigenfunction"), &axes, functions, "1", text));
    }
}

impl Course {
    fn write(&self, document: &mut Document) {
        let path = |name: &str| format!("{RELAXATION}/{name}");
        let (times, cells) = (("time", self.times.len()), ("relaxation_cell", self.x.len()));
        let series = |name: &str, data: &[f64], description: &str| {
            Value::array(path(name), &[times], data.to_vec(), "1", description)
        };
        document.values.extend([
            Value::array("time", &[times], self.times.clone(), "time", "recorded times"),
            Value::array(path("x"), &[cells], self.x.clone(), "1", "centres of the cells"),
            Value::array(path("density"), &[times, cells], self.density.clone(), "1", "p(x, t)"),
            series("mean", &self.mean, "mean of x"),
            series("distance", &self.distance, "integral of |p(x, t) - p(x)|, from 0 to 2"),
            series("mass", &self.mass, "total probability"),
        ]);
    }
}

/// Adds `texts` as the attribute `values` of what is at `path`.
pub fn label(document: &mut Document, path: &str, texts: Vec<String>) {
    document.facts.push((path.to_owned(), "values", Fact::Texts(texts)));
}
