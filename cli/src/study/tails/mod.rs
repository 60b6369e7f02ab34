//! Everything that `[model.files]` and `[tails]` ask for.

pub mod cost;
pub mod input;
pub mod report;

use super::{Cost, Job, Outcome};
use crate::error::{Error, Result};
use crate::scenario::{Model, Normalise, Quantity, Scenario, Tails};
use crate::store::Content;
use input::{Item, Kind, Listing, Loaded, Skipped};
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use svsde::ensemble::Control;
use svsde::linalg;
use svsde::tails::analysis::{Analysis, Settings, Threshold, analyse};
use svsde::tails::laws::{LAWS, TailLaw};
use svsde::tails::metrics::Matrix;
use svsde::tails::spectrum::hill::{self, Hill};
use svsde::tails::spectrum::stretch::{self, Stretch};
use svsde::tails::threshold::Search;
use svsde::tails::{Dropped, Sample};

/// Fewest singular values with a tail: of smaller matrices a checkpoint holds some, and that is no failure.
const FEWEST: usize = 4;

/// What is to be studied: headers are read, values are not.
#[derive(Debug)]
pub struct Study {
    scenario: Scenario,
    /// What the inputs hold.
    pub listing: Listing,
    tails: Tails,
    settings: Settings,
}

/// One matrix, result or vector.
#[derive(Debug)]
pub struct Layer {
    /// Where it is.
    pub item: Item,
    /// `lambda`, `sigma` or `samples`.
    pub quantity: &'static str,
    /// How `scale` was chosen.
    pub normalise: Normalise,
    /// What the values were divided by.
    pub scale: f64,
    /// Values that no tail has.
    pub dropped: Dropped,
    /// The values.
    pub sample: Sample,
    /// Laws of the tail and of everything.
    pub analysis: Analysis,
    /// Hill's plot.
    pub hill: Vec<Hill>,
    /// Local stretch exponents above the median.
    pub stretch: Vec<Stretch>,
    /// What only a matrix has.
    pub matrix: Option<Matrix>,
    /// What should be known of the values.
    pub notes: Vec<String>,
}

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// In the order of the inputs.
    pub layers: Vec<Layer>,
    /// What was not looked at, and why.
    pub skipped: Vec<Skipped>,
    /// What could not be analysed, and why.
    pub failed: Vec<Skipped>,
    /// Nothing was cut short.
    pub finished: bool,
}

/// Numbers with what they are.
struct Values {
    quantity: &'static str,
    numbers: Vec<f64>,
    /// Longer and shorter side of a matrix.
    shape: Option<(usize, usize)>,
    notes: Vec<String>,
}

impl Study {
    /// Of `scenario`; reads headers alone.
    ///
    /// # Errors
    /// Inputs that cannot be read, and names that nothing has.
    pub fn new(scenario: &Scenario) -> Result<Self> {
        let Model::Files(files) = &scenario.model else {
            return Err(Error::Study("tails are those of spectra in files: give [model.files]"));
        };
        let tails = scenario.tails.clone().unwrap_or_default();
        let options = input::Options {
            dataset: files.dataset.as_deref(),
            layer: files.layer.as_deref(),
            per_time: files.per_time,
            smallest: if tails.x_min.is_some() { FEWEST } else { tails.least_tail.max(FEWEST) },
        };
        let listing = input::list(&files.inputs, &options)?;
        if listing.items.is_empty() && listing.skipped.is_empty() {
            let inputs: Vec<String> = files.inputs.iter().map(|path| path.display().to_string()).collect();
            return Err(Error::NothingToAnalyse { skipped: format!("{}: no arrays", inputs.join(", ")) });
        }
        let named = |name: &String| LAWS.into_iter().find(|law| law.name() == name.as_str());
        let laws: Vec<&'static dyn TailLaw> = tails.laws.iter().filter_map(named).collect();
        let search = Search { least_tail: tails.least_tail, candidates: tails.candidates, ..Search::default() };
        let threshold = tails.x_min.map_or(Threshold::Search(search), Threshold::Fixed);
        let settings = Settings {
            threshold,
            laws,
            replicates: tails.bootstrap,
            replicates_of_laws: tails.bootstrap_laws,
            seed: scenario.seed,
        };
        Ok(Self { scenario: scenario.clone(), listing, tails, settings })
    }

    /// Steps of the study, for its progress.
    pub fn steps(&self) -> usize {
        self.listing.items.len() * self.settings.steps()
    }

    /// Analyses every item, in parallel. `step` is called after each of [`Study::steps`]; once `stop` is set the items that are not done are
    /// left out.
    pub fn solve(&self, stop: &AtomicBool, step: &(dyn Fn() + Sync)) -> Found {
        let one = |item: &Item| {
            let layer = (!stop.load(Ordering::Relaxed)).then(|| self.layer(item, stop, step))?;
            (!stop.load(Ordering::Relaxed)).then_some(layer)
        };
        let all = bounded(&self.listing.items, one);
        let mut found = Found {
            layers: Vec::new(),
            skipped: self.listing.skipped.clone(),
            failed: Vec::new(),
            finished: all.iter().all(Option::is_some),
        };
        for (item, layer) in self.listing.items.iter().zip(all) {
            match layer {
                Some(Ok(layer)) => found.layers.push(layer),
                Some(Err(reason)) => found.failed.push(Skipped { name: item.name.clone(), reason }),
                None => {}
            }
        }
        found
    }

    fn layer(&self, item: &Item, stop: &AtomicBool, step: &dyn Fn()) -> std::result::Result<Layer, String> {
        let Values { quantity, numbers, shape, mut notes } =
            values(item.load().map_err(|error| error.to_string())?, self.tails.quantity);
        let at = |reason: String| format!("{}: {reason}", item.file.display());
        let (raw, dropped) = Sample::new(&numbers).map_err(|error| at(error.to_string()))?;
        if shape.is_some() && dropped.zeros > 0 {
            notes.push(format!("{} singular values are 0 but for rounding and were left out", dropped.zeros));
        }
        let scale = self.scale(&raw, quantity, shape).map_err(at)?;
        let scaled: Vec<f64> = raw.values().iter().map(|value| value / scale).collect();
        let (sample, _) = Sample::new(&scaled).map_err(|error| at(error.to_string()))?;
        let analysis = analyse(&sample, &self.settings, (stop, step)).map_err(|error| at(error.to_string()))?;
        let window = (sample.values().len() / 10).max(10);
        let lambda = |value: &f64| if quantity == "sigma" { value * value } else { *value };
        Ok(Layer {
            hill: hill::plot(sample.values()),
            stretch: stretch::local(sample.values(), window, None),
            matrix: shape.map(|(rows, cols)| {
                let mut all = vec![0.0; cols.saturating_sub(raw.values().len())];
                all.extend(raw.values().iter().map(lambda));
                let edge = analysis.tail.x_min * scale;
                Matrix::new(&all, rows, lambda(&edge), &self.settings)
            }),
            item: item.clone(),
            quantity,
            normalise: self.tails.normalise,
            scale,
            dropped,
            sample,
            analysis,
            notes,
        })
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

/// Answers in the order of `items`. A thread that waits within one takes up another, of as many as there are threads: never are more in memory.
fn bounded<I: Sync, T: Send>(items: &[I], one: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let together = items.chunks(rayon::current_num_threads());
    together.flat_map(|some| some.par_iter().map(&one).collect::<Vec<_>>()).collect()
}

fn values(loaded: Loaded, wanted: Quantity) -> Values {
    let of_lambda = |lambda: f64| if wanted == Quantity::Sigma { lambda.sqrt() } else { lambda };
    match loaded {
        Loaded::Samples(numbers) => Values { quantity: "samples", numbers, shape: None, notes: Vec::new() },
        Loaded::Spectrum { sigma, rows, cols } => {
            let floor = linalg::rank_tolerance(rows, cols) * sigma.last().copied().unwrap_or(0.0);
            let numbers = sigma.into_iter().map(|s| if s > floor { of_lambda(s * s) } else { 0.0 }).collect();
            Values { quantity: wanted.name(), numbers, shape: Some((rows, cols)), notes: Vec::new() }
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
            Values { quantity: wanted.name(), numbers: lambda.into_iter().map(of_lambda).collect(), shape: None, notes }
        }
    }
}

impl Job for Study {
    fn cost(&self) -> Result<Cost> {
        Ok(cost::estimate(&self.scenario, self))
    }

    fn listing(&self) -> String {
        self.listing.describe()
    }

    fn inputs(&self) -> Vec<&Path> {
        self.listing.items.iter().map(|item| item.file.as_path()).collect()
    }

    fn extent(&self) -> (f64, &'static str) {
        (self.steps() as f64, "fits")
    }

    fn run(&self, control: &Control) -> Result<Outcome> {
        let found = self.solve(control.flag(), &|| control.advance(1.0));
        let failures: Vec<String> =
            found.failed.iter().map(|item| format!("{}: not analysed: {}", item.name, item.reason)).collect();
        if found.layers.is_empty() && found.finished {
            return Err(nothing(&found));
        }
        let note = |layer: &Layer| -> Vec<String> {
            layer.notes.iter().map(|note| format!("{}: {note}", layer.item.name)).collect()
        };
        let content = (!found.layers.is_empty()).then(|| Content::Document(found.document()));
        let notes = found.layers.iter().flat_map(note).collect();
        Ok(Outcome { content, finished: found.finished, notes, failures })
    }
}

/// Arrays that were skipped or failed, up to this many, are named where there is nothing else.
const NAMED: usize = 3;

/// Why there is no result.
fn nothing(found: &Found) -> Error {
    let all = if found.failed.is_empty() { &found.skipped } else { &found.failed };
    let named = all.iter().take(NAMED).map(|item| format!("{}: {}", item.name, item.reason));
    let more = all.len().saturating_sub(NAMED);
    let rest = (more > 0).then(|| format!("and {more} more"));
    Error::NothingToAnalyse { skipped: named.chain(rest).collect::<Vec<_>>().join("; ") }
}

impl Layer {
    /// Rows and columns of a matrix, longer side first; else the number of values.
    pub fn shape(&self) -> Vec<usize> {
        match self.item.kind {
            Kind::Matrix { rows, cols } => vec![rows, cols],
            _ => vec![self.sample.values().len() + self.dropped.zeros + self.dropped.negatives],
        }
    }

    /// One line.
    pub fn verdict(&self) -> String {
        let phase = self.matrix.as_ref().and_then(|matrix| matrix.phase.as_ref());
        let phase = phase.map_or(String::new(), |(phase, _)| format!("; {}", phase.name()));
        self.analysis.verdict.clone() + &phase
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse;
    use std::sync::atomic::AtomicUsize;
    use std::thread::sleep;
    use std::time::Duration;

    /// Work within each item that other threads take a share of, so that its own thread has to wait.
    #[test]
    fn no_more_items_than_threads() {
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let one = |k: &usize| {
            most.fetch_max(1 + inside.fetch_add(1, Ordering::SeqCst), Ordering::SeqCst);
            (0..20).into_par_iter().for_each(|_| sleep(Duration::from_micros(100)));
            inside.fetch_sub(1, Ordering::SeqCst);
            *k
        };
        let items: Vec<usize> = (0..100).collect();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
        assert_eq!(pool.install(|| bounded(&items, one)), items);
        assert!((1..=4).contains(&most.into_inner()));
    }

    /// Three singular values cannot have a tail of ten, and four not one of fewer than four.
    #[test]
    fn small_matrices_are_skipped() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("small.csv"), "1,0,0\n0,2,0\n0,0,3\n").unwrap();
        std::fs::write(folder.path().join("four.csv"), "1,0,0,0\n0,2,0,0\n0,0,3,0\n0,0,0,4\n").unwrap();
        let found = |tails: &str| {
            let text = format!("model.files.inputs = [\"small.csv\", \"four.csv\"]\n{tails}");
            let scenario = parse(&text, "s", folder.path(), &[]).unwrap();
            let Listing { items, skipped } = Study::new(&scenario).unwrap().listing;
            let names = items.into_iter().map(|item| item.name).collect::<Vec<_>>();
            (names, skipped.into_iter().map(|skipped| skipped.reason).collect::<Vec<_>>())
        };
        let reason = |n: usize, least: usize| format!("singular values: {n}, fewer than {least}");
        assert_eq!(found(""), (vec![], vec![reason(3, 10), reason(4, 10)]));
        for tails in ["tails.x_min = 1.0", "tails.least_tail = 2"] {
            assert_eq!(found(tails), (vec!["four".to_owned()], vec![reason(3, 4)]), "{tails}");
        }
    }
}
