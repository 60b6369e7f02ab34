//! The summary of a regression: where each flow ends, and whether the flattening condition foresaw it.

use super::statistics::Mean;
use crate::error::Result;
use crate::observables::flatness::{self, FUNCTIONALS, Flatness};
use crate::scenario::{Model, Scenario};
use crate::store::ResultFile;
use comfy_table::{Table, presets};
use ndarray::{ArrayD, Axis};
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
}

/// A flow, or a reference solution (which has no start, no signs and no residual).
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    failed: usize,
    nuclear_norm: Option<Mean>,
    ratio: Option<Mean>,
    entropy_start: Option<Mean>,
    entropy: Option<Mean>,
    effective_rank_start: Option<Mean>,
    effective_rank: Option<Mean>,
    stable_rank: Option<Mean>,
    /// Share of replicas in which ∫Σα_i q_i ds > 0 for the entropy of σ.
    predicted_flatter: Option<Mean>,
    /// Share of replicas in which the entropy of σ has grown since the first W ≠ 0.
    observed_flatter: Option<Mean>,
    /// Share of the records in which predicted and observed rate have one sign.
    agreement: Option<Mean>,
    residual: Option<Mean>,
    converged: Option<bool>,
    alpha_outside_share: Option<Mean>,
    atsr: Option<Mean>,
    atsr_blocks: Option<Mean>,
}

impl Regression {
    /// Reads the file.
    ///
    /// # Errors
    /// When a dataset is missing.
    pub fn read(file: &ResultFile) -> Result<Self> {
        let scenario: Option<Scenario> = file.text("scenario").and_then(|text| toml::from_str(&text).ok());
        let tolerance = scenario.map_or(1e-4, |scenario| match scenario.model {
            Model::Regression(model) => model.tolerance,
        });
        let sigma = file.read("measurement/singular_values")?;
        let positive = |row: &[f64]| {
            let largest = row.last().copied().unwrap_or(0.0);
            let smallest = row.iter().copied().find(|&s| s > 1e-12 * largest)?;
            Some(largest / smallest)
        };
        let conditions: Vec<f64> = rows(&sigma).iter().filter_map(|row| positive(row)).collect();
        let minimum = match file.has("references/min_nuclear/nuclear_norm") {
            true => Some(file.read("references/min_nuclear/nuclear_norm")?.iter().copied().collect::<Vec<f64>>()),
            false => None,
        };
        let gap = match file.has("references/min_nuclear/duality_gap") {
            true => Some(file.read("references/min_nuclear/duality_gap")?.iter().copied().fold(0.0, f64::max)),
            false => None,
        };
        let mut flows = Vec::new();
        for name in crate::matrix::flows::names().filter(|name| file.has(&format!("flows/{name}/sigma"))) {
            flows.push(flow(file, name, minimum.as_deref(), tolerance)?);
        }
        let mut references = Vec::new();
        for (group, name) in [("min_frobenius", "minimum Frobenius norm"), ("min_nuclear", "minimum nuclear norm")] {
            if file.has(&format!("references/{group}/weights")) {
                references.push(reference(file, group, name, minimum.as_deref())?);
            }
        }
        Ok(Self {
            title: file.text("title").unwrap_or_default(),
            replicas: sigma.len_of(Axis(0)),
            measurements: file.read("measurement/targets")?.shape().last().copied().unwrap_or(0),
            condition: Mean::of(&conditions),
            duality_gap: gap,
            tolerance,
            flows,
            references,
        })
    }

    /// As JSON; keys are the fields above.
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }

    /// As text.
    pub fn text(&self) -> String {
        let condition = self.condition.map_or("-".to_owned(), |mean| mean.text(1));
        let replicas =
            if self.replicas == 1 { String::new() } else { format!(", {} replicas (mean ± error)", self.replicas) };
        let mut out = format!("{}\nd = {}, condition number {condition}{replicas}\n\n", self.title, self.measurements);
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        let last = if self.flows.iter().any(|flow| flow.atsr.is_some()) { "ATSR" } else { "" };
        table.set_header([
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
        ]);
        self.flows.iter().chain(&self.references).for_each(|row| {
            table.add_row(row.cells());
        });
        out.push_str(&table.trim_fmt());
        out.push_str("\n\nentropy and effective rank start -> end; predicted, observed: whether the spectrum gets flatter (+) or not (-);\n");
        out.push_str("agree: share of the records in which predicted and observed rate have the same sign; residual |AW - y| / |y|\n");
        if let Some(gap) = self.duality_gap {
            let verdict = if gap <= CERTIFIED { "certified" } else { "NOT certified" };
            out.push_str(&format!("minimum nuclear norm {verdict}: relative duality gap {gap:.1e}\n"));
        }
        let failed: usize = self.flows.iter().map(|flow| flow.failed).sum();
        if failed > 0 {
            out.push_str(&format!("{failed} runs of a flow failed and are left out of the means\n"));
        }
        out
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

/// A sentence for each result, and whether the measurements decide.
pub fn brief(results: &[Regression]) -> String {
    let sentences: Vec<(bool, String)> = results.iter().filter_map(Regression::sentence).collect();
    let mut out: String = sentences.iter().map(|(_, text)| format!("{text}\n")).collect();
    let flatter = sentences.iter().filter(|(flatter, _)| *flatter).count();
    if sentences.len() > 1 {
        out.push_str(match flatter {
            0 => "Muon ends more concentrated for all of these measurements.\n",
            n if n == sentences.len() => "Muon ends flatter for all of these measurements.\n",
            _ => {
                "Whether Muon flattens the spectrum depends on the measurements: directions that are measured weakly \
                 receive steps as large as strong ones, so that a badly conditioned matrix can turn flattening into concentration.\n"
            }
        });
    }
    out
}

impl Row {
    fn cells(&self) -> Vec<String> {
        let text = |mean: Option<Mean>, digits| mean.map_or(String::new(), |mean| mean.text(digits));
        let change = |start: Option<Mean>, end: Option<Mean>, digits: usize| match start {
            Some(start) => format!("{:.digits$} -> {}", start.mean, text(end, digits)),
            None => text(end, digits),
        };
        let sign = |share: Option<Mean>| match share {
            Some(share) if share.count == 1 => if share.mean > 0.5 { "+" } else { "-" }.to_owned(),
            Some(share) => format!("+ in {:.0}/{}", share.mean * share.count as f64, share.count),
            None => String::new(),
        };
        let atsr = self.atsr.zip(self.atsr_blocks);
        vec![
            self.name.clone(),
            text(self.nuclear_norm, 2),
            text(self.ratio, 3),
            change(self.entropy_start, self.entropy, 3),
            change(self.effective_rank_start, self.effective_rank, 2),
            text(self.stable_rank, 2),
            sign(self.predicted_flatter),
            sign(self.observed_flatter),
            self.agreement.map_or(String::new(), |share| format!("{:.0} %", 100.0 * share.mean)),
            self.residual.map_or(String::new(), |residual| residual.scientific()),
            if self.converged == Some(false) { "not converged".to_owned() } else { String::new() },
            atsr.map_or(String::new(), |(atsr, blocks)| format!("{} ({:.1} blocks)", atsr.text(2), blocks.mean)),
        ]
    }
}

fn flow(file: &ResultFile, name: &str, minimum: Option<&[f64]>, tolerance: f64) -> Result<Row> {
    let read = |dataset: &str| file.read(&format!("flows/{name}/{dataset}"));
    let status = read("status")?;
    let ok: Vec<usize> =
        status.iter().enumerate().filter(|(_, code)| **code == 0.0).map(|(replica, _)| replica).collect();
    let series = |dataset: &str| Ok::<_, crate::Error>(rows(&read(dataset)?));
    let over = |f: &dyn Fn(usize) -> Option<f64>| Mean::of(&ok.iter().filter_map(|&r| f(r)).collect::<Vec<f64>>());

    let entropy = series("flatness/entropy_sigma/value")?;
    let stable_rank = series("flatness/stable_rank/value")?;
    let predicted = series("flatness/entropy_sigma/predicted_rate")?;
    let observed = series("flatness/entropy_sigma/observed_rate")?;
    let clock = series("flow_time")?;
    let nuclear = series("nuclear_norm")?;
    let residual = series("relative_residual")?;
    let first = |r: usize| nuclear[r].iter().position(|&norm| norm > 0.0);
    let start = |r: usize| first(r).map(|k| entropy[r][k]);
    let end = |values: &[Vec<f64>], r: usize| values[r].last().copied();
    let share = |yes: bool| Some(f64::from(u8::from(yes)));

    let integral = |r: usize| {
        let slopes = &predicted[r];
        (1..slopes.len()).map(|k| 0.5 * (slopes[k] + slopes[k - 1]) * (clock[r][k] - clock[r][k - 1])).sum::<f64>()
    };
    let agreement = |r: usize| {
        let pairs = predicted[r].iter().zip(&observed[r]).map(|(p, o)| p * o).filter(|&product| product != 0.0);
        let (same, all) = pairs.fold((0, 0), |(same, all), product| (same + usize::from(product > 0.0), all + 1));
        (all > 0).then(|| f64::from(u32::try_from(same).unwrap_or(u32::MAX)) / all as f64)
    };
    let scalar = |dataset: &str| match file.has(&format!("flows/{name}/{dataset}")) {
        true => Ok::<_, crate::Error>(Some(rows(&read(dataset)?))),
        false => Ok(None),
    };
    let of_scalar = |values: &Option<Vec<Vec<f64>>>| values.as_ref().and_then(|values| over(&|r| end(values, r)));
    let (outside, atsr, blocks) = (scalar("alpha_outside_share")?, scalar("atsr")?, scalar("atsr_blocks")?);
    let residual_end = over(&|r| end(&residual, r));
    Ok(Row {
        name: name.to_owned(),
        failed: status.len() - ok.len(),
        nuclear_norm: over(&|r| end(&nuclear, r)),
        ratio: minimum
            .and_then(|minimum| over(&|r| Some(end(&nuclear, r)? / minimum[r]).filter(|ratio| ratio.is_finite()))),
        entropy_start: over(&start),
        entropy: over(&|r| end(&entropy, r)),
        effective_rank_start: over(&|r| start(r).map(f64::exp)),
        effective_rank: over(&|r| end(&entropy, r).map(f64::exp)),
        stable_rank: over(&|r| end(&stable_rank, r)),
        predicted_flatter: over(&|r| share(integral(r) > 0.0)),
        observed_flatter: over(&|r| share(end(&entropy, r)? > start(r)?)),
        agreement: over(&agreement),
        residual: residual_end,
        converged: residual_end
            .map(|_| ok.len() == status.len() && ok.iter().all(|&r| end(&residual, r) <= Some(tolerance))),
        alpha_outside_share: of_scalar(&outside),
        atsr: of_scalar(&atsr),
        atsr_blocks: of_scalar(&blocks),
    })
}

fn reference(file: &ResultFile, group: &str, name: &str, minimum: Option<&[f64]>) -> Result<Row> {
    let weights = file.read(&format!("references/{group}/weights"))?;
    let norms: Vec<f64> = file.read(&format!("references/{group}/nuclear_norm"))?.iter().copied().collect();
    let ratios = minimum
        .map(|minimum| norms.iter().zip(minimum).map(|(a, b)| a / b).filter(|x| x.is_finite()).collect::<Vec<_>>());
    let mut values: [Vec<f64>; 3] = Default::default();
    for w in weights.outer_iter() {
        let Ok(w) = w.into_dimensionality::<ndarray::Ix2>() else { continue };
        let sigma = crate::matrix::linalg::singular_values(w)?.to_vec();
        let of = |functional: &dyn Flatness| flatness::value(functional, &sigma);
        let entropy = of(FUNCTIONALS[0]);
        let stable = FUNCTIONALS.iter().find(|f| f.name() == "stable_rank").map_or(0.0, |f| of(*f));
        values[0].push(entropy);
        values[1].push(entropy.exp());
        values[2].push(stable);
    }
    Ok(Row {
        name: name.to_owned(),
        failed: 0,
        nuclear_norm: Mean::of(&norms),
        ratio: ratios.and_then(|ratios| Mean::of(&ratios)),
        entropy_start: None,
        entropy: Mean::of(&values[0]),
        effective_rank_start: None,
        effective_rank: Mean::of(&values[1]),
        stable_rank: Mean::of(&values[2]),
        predicted_flatter: None,
        observed_flatter: None,
        agreement: None,
        residual: None,
        converged: None,
        alpha_outside_share: None,
        atsr: None,
        atsr_blocks: None,
    })
}

/// One flat row per replica.
fn rows(array: &ArrayD<f64>) -> Vec<Vec<f64>> {
    array.outer_iter().map(|row| row.iter().copied().collect()).collect()
}
