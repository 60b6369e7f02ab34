//! A study of tails: which law the spectra in files follow.

mod bounded;
pub mod input;

use super::{Cost, Job, ModelRow, Outcome, Study};
use crate::error::{Error, Result};
use crate::scenario::{Files, Normalise, Quantity, Tables, Tails, name_of};
use crate::store::{Content, ResultFile};
use crate::summary::{self, Summary, TAILS};
use bounded::bounded;
use input::{Item, Listing, Loaded};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use svsde::ensemble::Control;
use svsde::linalg;
use svsde::rules::{Rules, Table};
use svsde::tails::Sample;
use svsde::tails::analysis::{AnalysisSettings, Threshold, analyse};
use svsde::tails::laws::{TailLaw, named};
use svsde::tails::report::{MatrixMetrics, Provenance, SampleReport, TailReport};
use svsde::tails::threshold::Search;

/// Fewest singular values with a tail: of smaller matrices a checkpoint holds some, and that is no failure.
const FEWEST: usize = 4;

/// Seconds per value of a synthetic sample in which x_min is looked for.
const PER_SCANNED: f64 = 5e-7;
/// Seconds per value of a synthetic sample to which a law is fitted.
const PER_FITTED: f64 = 5e-6;
/// Seconds per multiplication of a decomposition, of which there are about 4 m n².
const PER_PRODUCT: f64 = 1e-9;

/// A study of tails.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TailStudy {
    /// The files.
    pub model: TailModel,
    /// Which laws are fitted where.
    #[serde(default)]
    pub tails: Tails,
}

/// The one kind of `[model.*]` whose spectra are read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TailModel {
    /// Spectra in files.
    pub files: Files,
}

impl TailStudy {
    pub(super) const SECTIONS: &[&str] = &["model", "tails"];
    pub(super) const REQUIRED: usize = 1;
    const NAME: &str = "files";

    pub(super) fn models() -> Vec<ModelRow> {
        vec![(Self::NAME, "tails of spectra in files, results of runs among them: svsde tails", "-".to_owned())]
    }

    pub(super) fn claims(tables: &Tables) -> bool {
        tables.kind("model") == Some(Self::NAME)
    }
}

impl Study for TailStudy {
    fn rules(&self, rules: &mut Rules) {
        rules.table("model", |rules| rules.table(Self::NAME, |rules| self.model.files.rules(rules)));
        rules.table("tails", |rules| self.tails.rules(rules));
    }

    fn paths(&mut self) -> Vec<&mut PathBuf> {
        self.model.files.inputs.iter_mut().collect()
    }

    fn prepare(&self, seed: u64) -> Result<Box<dyn Job>> {
        Ok(Box::new(TailJob::new(self, seed)?))
    }

    fn summary(&self, file: &ResultFile) -> Result<Box<dyn Summary>> {
        Ok(Box::new(summary::Tails::read(file)?))
    }
}

/// What is to be studied: headers are read, values are not.
#[derive(Debug)]
pub struct TailJob {
    /// What the inputs hold.
    pub listing: Listing,
    tails: Tails,
    settings: AnalysisSettings,
}

/// Numbers with what they are.
struct Values {
    quantity: String,
    numbers: Vec<f64>,
    /// Longer and shorter side of a matrix.
    shape: Option<(usize, usize)>,
    notes: Vec<String>,
}

impl TailJob {
    /// Of `study`; reads headers alone.
    ///
    /// # Errors
    /// Inputs that cannot be read, and names that nothing has.
    pub fn new(study: &TailStudy, seed: u64) -> Result<Self> {
        let files = &study.model.files;
        let tails = study.tails.clone();
        let smallest = if tails.x_min.is_some() { FEWEST } else { tails.least_tail.max(FEWEST) };
        let listing = input::list(files, smallest)?;
        if listing.items.is_empty() && listing.skipped.is_empty() {
            let inputs: Vec<String> = files.inputs.iter().map(|path| path.display().to_string()).collect();
            return Err(nothing(&[format!("{}: no arrays", inputs.join(", "))]));
        }
        let laws: Vec<&'static TailLaw> = tails.laws.iter().filter_map(|name| named(name)).collect();
        let search = Search { least_tail: tails.least_tail, candidates: tails.candidates, ..Search::default() };
        let threshold = tails.x_min.map_or(Threshold::Search(search), Threshold::Fixed);
        let settings = AnalysisSettings {
            threshold,
            laws,
            replicates: tails.bootstrap,
            replicates_of_laws: tails.bootstrap_laws,
            seed,
        };
        Ok(Self { listing, tails, settings })
    }

    fn analyse(&self, item: &Item, control: &Control) -> std::result::Result<SampleReport, String> {
        let Values { quantity, numbers, shape, mut notes } =
            values(item.load().map_err(|error| error.to_string())?, self.tails.quantity);
        let at = |reason: String| format!("{}: {reason}", item.file.display());
        let (raw, dropped) = Sample::new(&numbers).map_err(|error| at(error.to_string()))?;
        if shape.is_some() && dropped.zeros > 0 {
            notes.push(format!("{} singular values are 0 but for rounding and were left out", dropped.zeros));
        }
        let scale = self.scale(&raw, &quantity, shape).map_err(at)?;
        let scaled: Vec<f64> = raw.values().iter().map(|value| value / scale).collect();
        let (sample, _) = Sample::new(&scaled).map_err(|error| at(error.to_string()))?;
        let step = || control.advance(1.0);
        let analysis = analyse(&sample, &self.settings, (control.flag(), &step));
        let analysis = analysis.map_err(|error| at(error.to_string()))?;
        let lambda = |value: &f64| if quantity == "sigma" { value * value } else { *value };
        let matrix = shape.map(|(rows, cols)| {
            let mut all = vec![0.0; cols.saturating_sub(raw.values().len())];
            all.extend(raw.values().iter().map(lambda));
            let edge = analysis.tail.x_min * scale;
            MatrixMetrics::new(&all, rows, lambda(&edge), &self.settings)
        });
        let provenance = Provenance {
            file: item.file.display().to_string(),
            quantity,
            shape: shape.map_or_else(|| vec![numbers.len()], |(rows, cols)| vec![rows, cols]),
            normalisation: name_of(self.tails.normalise),
            divided_by: scale,
            dropped,
            notes,
        };
        Ok(SampleReport::new(provenance, &sample, &analysis, matrix))
    }

    /// What values are divided by.
    fn scale(
        &self,
        sample: &Sample,
        quantity: &str,
        shape: Option<(usize, usize)>,
    ) -> std::result::Result<f64, String> {
        match (self.tails.normalise, shape) {
            (Normalise::None, _) => Ok(1.0),
            (Normalise::Mean, _) => {
                let n = sample.values().len() as f64;
                Ok(sample.values().iter().map(|value| value / n).sum())
            }
            (Normalise::Rows, Some((rows, _))) if quantity == "sigma" => Ok((rows as f64).sqrt()),
            (Normalise::Rows, Some((rows, _))) => Ok(rows as f64),
            (Normalise::Rows, None) => {
                Err("normalise = \"rows\" needs a matrix, whose longer side it is; use \"mean\"".to_owned())
            }
        }
    }
}

impl Job for TailJob {
    fn cost(&self) -> Cost {
        let tails = &self.tails;
        let mut cost = Cost { seconds: 0.0, memory: 0.0, file: 1e5 };
        for item in &self.listing.items {
            let numbers: f64 = item.shape.iter().map(|&n| n as f64).product();
            let shortest = item.shape.iter().map(|&n| n as f64).fold(numbers, f64::min);
            let values = if item.shape.len() < 2 { numbers } else { shortest };
            let fits = 2.0 * tails.laws.len() as f64 * (1 + tails.bootstrap_laws) as f64;
            cost.seconds += PER_SCANNED * values * 2.0 * tails.bootstrap as f64
                + PER_FITTED * values * fits
                + PER_PRODUCT * 4.0 * numbers * values;
            cost.memory = cost.memory.max(item.bytes as f64);
            cost.file += 8.0 * 9.0 * values + 3e4;
        }
        cost
    }

    fn listing(&self) -> String {
        self.listing.describe()
    }

    fn extent(&self) -> (f64, &'static str) {
        ((self.listing.items.len() * self.settings.steps()) as f64, "fits")
    }

    /// Analyses every item, in parallel; once it is stopped the items that are not done are left out.
    fn run(&self, control: &Control) -> Result<Outcome> {
        let one = |item: &Item| {
            let report = (!control.is_stopped()).then(|| self.analyse(item, control))?;
            (!control.is_stopped()).then_some(report)
        };
        let all = bounded(&self.listing.items, one);
        let finished = all.iter().all(Option::is_some);
        let skipped = self.listing.skipped.iter().map(|item| format!("{}: {}", item.name, item.reason)).collect();
        let mut report = TailReport { skipped, ..TailReport::default() };
        let mut failures = Vec::new();
        for (Item { name, .. }, found) in self.listing.items.iter().zip(all) {
            match found {
                Some(Ok(found)) => {
                    report.samples.push(name.clone());
                    report.reports.insert(name.clone(), found);
                }
                Some(Err(reason)) => {
                    report.failed.push(format!("{name}: {reason}"));
                    failures.push(format!("{name}: not analysed: {reason}"));
                }
                None => {}
            }
        }
        if report.samples.is_empty() && finished {
            return Err(nothing(if failures.is_empty() { &report.skipped } else { &report.failed }));
        }
        let of_sample = |(name, sample): (&str, &SampleReport)| -> Vec<String> {
            sample.notes.iter().map(|note| format!("{name}: {note}")).collect()
        };
        let remarks = report.ordered().flat_map(of_sample).collect();
        let content = match report.samples.is_empty() {
            true => None,
            false => Some(Content::of(&BTreeMap::from([(TAILS, &report)]))?),
        };
        Ok(Outcome { content, finished, remarks, failures, ..Outcome::default() })
    }
}

/// Arrays that were skipped or failed, up to this many, are named where there is nothing else.
const NAMED: usize = 3;

/// Why there is no result.
fn nothing(reasons: &[String]) -> Error {
    let more = reasons.len().saturating_sub(NAMED);
    let rest = (more > 0).then(|| format!("and {more} more"));
    let named = reasons.iter().take(NAMED).cloned();
    Error::refused("the inputs hold nothing to analyse", named.chain(rest).collect::<Vec<_>>().join("; "))
}

fn values(loaded: Loaded, wanted: Quantity) -> Values {
    let of_lambda = |lambda: f64| if wanted == Quantity::Sigma { lambda.sqrt() } else { lambda };
    match loaded {
        Loaded::Samples(numbers) => Values { quantity: "samples".to_owned(), numbers, shape: None, notes: Vec::new() },
        Loaded::Spectrum { sigma, rows, cols } => {
            let floor = linalg::rank_tolerance(rows, cols) * sigma.last().copied().unwrap_or(0.0);
            let numbers = sigma.into_iter().map(|s| if s > floor { of_lambda(s * s) } else { 0.0 }).collect();
            Values { quantity: name_of(wanted), numbers, shape: Some((rows, cols)), notes: Vec::new() }
        }
        Loaded::Pooled { lambda, replicas, failed, times, n, not_finite } => {
            let mut notes = vec![format!(
                "{n} values from each of {replicas} replicas at {times} times, pooled: those of one replica depend on each other, so that \
                 p-values and errors, which take them as independent, are too small"
            )];
            if failed + not_finite > 0 {
                notes.push(format!(
                    "{failed} failed replicas and {not_finite} values that are no numbers were left out"
                ));
            }
            Values {
                quantity: name_of(wanted),
                numbers: lambda.into_iter().map(of_lambda).collect(),
                shape: None,
                notes,
            }
        }
    }
}
