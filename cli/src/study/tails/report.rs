//! What was found as the arrays and attributes of a result.

use super::{Found, Layer};
use crate::store::Document;
use svsde::process::Value;
use svsde::tails::analysis::{Entry, Part};

/// Where a result has the tails.
pub const TAILS: &str = "tails";
/// What of a law is kept for a whole sample.
pub const WHOLE: &str = "whole";
/// Columns of `vuong`.
pub const VUONG: [&str; 4] = ["log_likelihood_ratio", "z", "p_two_sided", "p_one_sided"];

impl Found {
    /// Everything, below [`TAILS`].
    pub fn document(&self) -> Document {
        let mut document = Document::default();
        document.texts(TAILS, "samples", self.layers.iter().map(|layer| layer.item.name.clone()).collect());
        for (name, list) in [("skipped", &self.skipped), ("failed", &self.failed)] {
            document.texts(TAILS, name, list.iter().map(|item| format!("{}: {}", item.name, item.reason)).collect());
        }
        self.layers.iter().for_each(|layer| layer.write(&mut document));
        document
    }
}

impl Layer {
    fn write(&self, document: &mut Document) {
        let at = format!("{TAILS}/{}", self.item.name);
        self.facts(document, &at);
        self.arrays(document, &at);
        part(document, &at, &self.analysis.tail);
        part(document, &format!("{at}/{WHOLE}"), &self.analysis.whole);
        self.matrix(document, &at);
    }

    fn facts(&self, document: &mut Document, at: &str) {
        let (analysis, tail) = (&self.analysis, &self.analysis.tail);
        document.text(at, "file", self.item.file.display().to_string());
        document.text(at, "quantity", self.quantity);
        document.numbers(at, "shape", self.shape().into_iter().map(|n| n as f64).collect());
        document.text(at, "normalisation", self.normalise.name());
        document.number(at, "divided_by", self.scale);
        document.number(at, "n", analysis.n as f64);
        document.number(at, "zeros_dropped", self.dropped.zeros as f64);
        document.number(at, "negatives_dropped", self.dropped.negatives as f64);
        document.number(at, "x_min", tail.x_min);
        document.text(at, "x_min_is", if analysis.scan.is_some() { "searched" } else { "given" });
        document.number(at, "n_tail", tail.n as f64);
        document.number(at, "tail_fraction", tail.n as f64 / analysis.n as f64);
        if let Some(fit) = tail.fit("power_law") {
            document.number(at, "alpha", fit.parameters[0]);
            document.number(at, "alpha_std_error", fit.std_errors().map(|errors| errors[0]));
        }
        if let Some(spread) = &analysis.spread {
            document.number(at, "x_min_std_error", spread.x_min_std_error);
            document.number(at, "x_min_low", spread.x_min_interval.0);
            document.number(at, "x_min_high", spread.x_min_interval.1);
            document.number(at, "alpha_std_error_with_x_min", spread.alpha_std_error);
            document.number(at, "n_tail_std_error", spread.n_tail_std_error);
            document.number(at, "x_min_replicates", spread.replicates as f64);
        }
        let tenth = self.hill.iter().find(|hill| hill.count == analysis.n.div_ceil(10));
        document.number(at, "hill_alpha", tenth.map(|hill| hill.alpha));
        document.number(at, "hill_alpha_std_error", tenth.map(|hill| hill.error));
        document.number(
            at,
            "kurtosis",
            svsde::tails::spectrum::ranks::Ranks::of(self.sample.values()).map(|r| r.kurtosis),
        );
        document.text(at, "best_law", tail.best().map_or("", |entry| entry.law.name()));
        document.text(at, "verdict", self.verdict());
        document.texts(at, "notes", self.notes.clone());
    }

    fn arrays(&self, document: &mut Document, at: &str) {
        let units = if self.scale == 1.0 { "as given" } else { "divided" };
        let mut add = |name: &str, axis: &'static str, data: Vec<f64>, units: &'static str, text: &str| {
            document.values.push(Value::array(format!("{at}/{name}"), &[(axis, data.len())], data, units, text));
        };
        add("values", "value", self.sample.values().to_vec(), units, "what was analysed, ascending");
        if let Some(scan) = &self.analysis.scan {
            let all = &scan.candidates;
            let column = |of: fn(&svsde::tails::threshold::Candidate) -> f64| all.iter().map(of).collect::<Vec<_>>();
            add("x_min_scan/x_min", "candidate", column(|c| c.x_min), units, "candidates for x_min");
            add(
                "x_min_scan/ks_distance",
                "candidate",
                column(|c| c.ks_distance),
                "1",
                "distance of the values at or above from a power law",
            );
            add("x_min_scan/alpha", "candidate", column(|c| c.alpha), "1", "exponent of that power law");
            add("x_min_scan/n_tail", "candidate", column(|c| c.n_tail as f64), "1", "values at or above");
        }
        let hill = &self.hill;
        add("hill/count", "hill", hill.iter().map(|h| h.count as f64).collect(), "1", "number k of largest values");
        add("hill/alpha", "hill", hill.iter().map(|h| h.alpha).collect(), "1", "1 + k / sum log(x_i / x_(n-k))");
        add("hill/std_error", "hill", hill.iter().map(|h| h.error).collect(), "1", "(alpha - 1)/sqrt(k)");
        let local = &self.stretch;
        add(
            "stretch/x",
            "window",
            local.iter().map(|s| s.lambda).collect(),
            units,
            "geometric mean of a window of values above the median",
        );
        add("stretch/theta", "window", local.iter().map(|s| s.theta).collect(), "1", "d log(-log S)/d log x there");
        add(
            "stretch/low",
            "window",
            local.iter().map(|s| s.band.0).collect(),
            "1",
            "lower end of the 95 % band, for independent values",
        );
        add("stretch/high", "window", local.iter().map(|s| s.band.1).collect(), "1", "its upper end");
    }

    fn matrix(&self, document: &mut Document, at: &str) {
        let Some(matrix) = &self.matrix else { return };
        let metrics = format!("{at}/metrics");
        document.text(&metrics, "quantity", "squared singular values, divided by nothing");
        if let Some(ranks) = matrix.ranks {
            document.number(&metrics, "stable_rank", ranks.stable);
            document.number(&metrics, "effective_rank", ranks.effective);
        }
        if let Some(bulk) = &matrix.bulk {
            document.number(&metrics, "mp_variance", bulk.variance);
            document.number(&metrics, "mp_ratio", bulk.ratio);
            document.number(&metrics, "mp_lower_edge", bulk.edges.0);
            document.number(&metrics, "mp_edge", bulk.edges.1);
            document.number(&metrics, "mp_distance", bulk.distance);
            document.number(&metrics, "mp_beyond", bulk.beyond);
            document.number(&metrics, "largest_p_value", bulk.largest);
            document.number(&metrics, "spikes", bulk.spikes.len() as f64);
            let mut add = |name: &str, data: Vec<f64>, text: &str| {
                document.values.push(Value::array(
                    format!("{metrics}/{name}"),
                    &[("spike", data.len())],
                    data,
                    "1",
                    text,
                ));
            };
            add(
                "spike_lambda",
                bulk.spikes.iter().map(|s| s.lambda).collect(),
                "values beyond the bulk, largest first",
            );
            add(
                "spike_p_value",
                bulk.spikes.iter().map(|s| s.p).collect(),
                "Tracy-Widom probability of a value as large",
            );
        }
        if let Some(edge) = matrix.trace_log {
            document.number(&metrics, "trace_log_edge", edge.edge);
            document.number(&metrics, "trace_log_count", edge.count as f64);
            document.number(&metrics, "trace_log_gap", matrix.gap);
        }
        if let Some(null) = matrix.marchenko_pastur {
            document.number(&metrics, "mp_null_distance", null.distance);
            document.number(&metrics, "mp_null_p_value", null.p);
        }
        if let Some((phase, reason)) = &matrix.phase {
            document.text(&metrics, "phase", phase.name());
            document.text(&metrics, "phase_rule", reason);
        }
        if let Some(fit) = matrix.laguerre {
            let at = format!("{at}/{WHOLE}/laguerre");
            document.texts(&at, "parameter_names", ["beta", "degrees", "scale"].map(str::to_owned).to_vec());
            document.numbers(&at, "parameters", vec![fit.beta.0, fit.degrees.0, fit.scale.0]);
            document.numbers(&at, "std_errors", vec![fit.beta.1, fit.degrees.1, fit.scale.1]);
            document.number(&at, "log_likelihood", fit.log_likelihood);
            document.number(&at, "aic", fit.aic);
            document.number(&at, "bic", fit.bic);
            document.text(
                &at,
                "quantity",
                "squared singular values, divided by nothing; the joint density of all of them",
            );
        }
        for (fingers, row) in &matrix.weightwatcher {
            let at = format!("{at}/weightwatcher/{}", fingers.name());
            document.number(&at, "alpha", row.fit.alpha);
            document.number(&at, "x_min", row.fit.x_min);
            document.number(&at, "ks_distance", row.fit.ks_distance);
            document.number(&at, "sigma", row.sigma);
            document.number(&at, "n_tail", row.fit.n_tail as f64);
            document.number(&at, "num_fingers", row.num_fingers as f64);
        }
    }
}

fn part(document: &mut Document, at: &str, part: &Part) {
    for entry in &part.entries {
        law(document, &format!("{at}/{}", entry.law.name()), entry);
    }
    let rows = &part.comparisons;
    let data = rows.iter().flat_map(|row| [row.ratio, row.z, row.p_two_sided, row.p_one_sided]).collect();
    let axes = [("pair", rows.len()), ("number", VUONG.len())];
    let path = format!("{at}/vuong");
    let text = "log-likelihood ratio of two laws, z of Vuong's test and p-values (chi squared for nested laws); attributes say which";
    document.values.push(Value::array(path.clone(), &axes, data, "1", text));
    document.texts(&path, "columns", VUONG.map(str::to_owned).to_vec());
    document.texts(&path, "first", rows.iter().map(|row| row.first.to_owned()).collect());
    document.texts(&path, "second", rows.iter().map(|row| row.second.to_owned()).collect());
    document.texts(&path, "sentences", rows.iter().map(|row| row.sentence.clone()).collect());
}

fn law(document: &mut Document, at: &str, entry: &Entry) {
    document.text(at, "density", entry.law.formula());
    document.texts(at, "parameter_names", entry.law.parameters().iter().map(|&name| name.to_owned()).collect());
    let fit = match &entry.fit {
        Ok(fit) => fit,
        Err(error) => {
            document.text(at, "reason", error.to_string());
            return;
        }
    };
    document.numbers(at, "parameters", fit.parameters.clone());
    if let Some(errors) = fit.std_errors() {
        document.numbers(at, "std_errors", errors);
    }
    if let Some(boundary) = fit.boundary {
        document.text(at, "boundary", boundary);
    }
    document.number(at, "log_likelihood", fit.log_likelihood);
    document.number(at, "aic", fit.aic());
    document.number(at, "bic", fit.bic());
    document.number(at, "ks_distance", fit.ks_distance);
    document.number(at, "anderson_darling", fit.anderson_darling);
    if let Some(p) = entry.p_value {
        document.number(at, "p_value", p.value);
        document.number(at, "p_value_error", p.error);
        document.number(at, "replicates", p.replicates as f64);
    }
}
