//! The summary of a regression: where each flow ends, and whether the flattening condition foresaw it.

use super::Summary;
use super::alignment::Alignment;
use super::row::{self, Row};
use super::statistics::Mean;
use crate::error::Result;
use crate::store::ResultFile;
use crate::text::Parts;
use serde::Serialize;

/// Relative duality gap up to which a minimum nuclear norm counts as certified.
const CERTIFIED: f64 = 1e-6;

/// What the file of a regression says.
#[derive(Debug, Serialize)]
pub struct Regression {
    title: String,
    replicas: usize,
    measurements: usize,
    condition: Option<Mean>,
    duality_gap: Option<f64>,
    tolerance: f64,
    flows: Vec<Row>,
    references: Vec<Row>,
    alignment: Option<Alignment>,
}

impl Regression {
    /// Reads the file.
    ///
    /// # Errors
    /// When a dataset is missing.
    pub fn read(file: &ResultFile, model: &svsde::Regression) -> Result<Self> {
        let sigma = file.replicas("measurement/singular_values")?;
        let positive = |row: &[f64]| {
            let largest = row.last().copied().unwrap_or(0.0);
            let smallest = row.iter().copied().find(|&s| s > 1e-12 * largest)?;
            Some(largest / smallest)
        };
        let minimum = file.optional_row("references/min_nuclear/nuclear_norm")?;
        let gaps = file.optional_row("references/min_nuclear/duality_gap")?;
        let names = svsde::matrix::update_rules::names();
        let names: Vec<_> = names.filter(|name| file.has(&format!("flows/{name}/status"))).collect();
        let flow = |name| row::flow(file, name, minimum.as_deref(), model.tolerance);
        let known = [("min_frobenius", "minimum Frobenius norm"), ("min_nuclear", "minimum nuclear norm")].into_iter();
        let reference = |(group, name)| row::reference(file, group, name, minimum.as_deref()).transpose();
        Ok(Self {
            title: file.title(),
            replicas: sigma.len(),
            measurements: file.read("measurement/targets")?.shape().last().copied().unwrap_or(0),
            condition: Mean::of(sigma.iter().filter_map(|row| positive(row))),
            duality_gap: gaps.map(|gaps| gaps.into_iter().fold(0.0, f64::max)),
            tolerance: model.tolerance,
            flows: names.iter().copied().map(flow).collect::<Result<_>>()?,
            references: known.filter_map(reference).collect::<Result<_>>()?,
            alignment: Alignment::read(file, &names)?,
        })
    }

    /// Muon against the solution of least Frobenius norm, in words.
    fn sentence(&self) -> Option<(bool, String)> {
        let muon = self.flows.iter().find(|flow| flow.name == "muon")?;
        let frobenius = self.references.iter().find(|row| row.name.contains("Frobenius"))?;
        let (end, least) = (muon.effective_rank?, frobenius.effective_rank?);
        let flatter = end.mean > least.mean;
        let change = if flatter { "flatter" } else { "more concentrated" };
        let residual = match (muon.converged, muon.residual) {
            (Some(false), Some(residual)) => format!(" (not converged, residual {:.1e})", residual.mean),
            _ => String::new(),
        };
        let condition = self.condition.map_or("-".to_owned(), |mean| format!("{:.0}", mean.mean));
        Some((
            flatter,
            format!(
                "d = {} (condition number {condition}): Muon ends {change} than the solution of least Frobenius norm, effective rank {:.1} against {:.1}{residual}.",
                self.measurements, end.mean, least.mean,
            ),
        ))
    }
}

impl Summary for Regression {
    fn parts(&self, _: bool) -> Parts {
        let condition = self.condition.map_or("-".to_owned(), |mean| mean.text(1));
        let replicas =
            if self.replicas == 1 { String::new() } else { format!(", {} replicas (mean ± error)", self.replicas) };
        let mut out = Parts::default();
        out.say(format!("{}\nd = {}, condition number {condition}{replicas}\n\n", self.title, self.measurements));
        let last = if self.flows.iter().any(|flow| flow.atsr.is_some()) { "ATSR" } else { "" };
        let header = [
            "",
            "|W|_*",
            "/ min",
            "entropy",
            "effective rank",
            "stable rank",
            "predicted",
            "observed",
            "agree",
            "residual",
            "",
            last,
        ];
        out.table(header, self.flows.iter().chain(&self.references).map(Row::cells));
        out.say("\n\nentropy and effective rank from the first record with W != 0 -> end; predicted, observed: the spectrum gets flatter (+),\n");
        out.say("less flat (-) or stays (=, entropy within 1e-9); agree: share of the records with a change in which predicted and\n");
        out.say("observed rate have the same sign; residual |AW - y| / |y|\n");
        if let Some(gap) = self.duality_gap {
            let verdict = if gap <= CERTIFIED { "certified" } else { "NOT certified" };
            out.say(format!("minimum nuclear norm {verdict}: relative duality gap {gap:.1e}\n"));
        }
        if let Some(alignment) = &self.alignment {
            out.join(alignment.parts());
        }
        let failed: usize = self.flows.iter().map(|flow| flow.failed).sum();
        if failed > 0 {
            out.say(format!("failed and left out of the means: {failed} of the flows' runs\n"));
        }
        out
    }

    fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }

    fn brief(&self) -> String {
        self.sentence().map_or(String::new(), |(_, text)| format!("{text}\n"))
    }

    fn question(&self) -> &'static str {
        "Which optimiser flattens the spectrum of W for this measurement matrix, and does the sign of Σ α_i q_i say so beforehand?"
    }

    fn is_flatter(&self) -> Option<bool> {
        self.sentence().map(|(flatter, _)| flatter)
    }
}
