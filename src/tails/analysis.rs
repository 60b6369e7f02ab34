//! Everything that is asked of one sample.

use super::bootstrap::{Bootstrap, PValue, Spread};
use super::laws::{FitError, LAWS, TailLaw};
use super::likelihood_ratio::{self, LikelihoodRatio};
use super::threshold::{Scan, Search};
use super::{Fit, Sample, Tail};
use crate::text::{digits, short};
use std::sync::atomic::AtomicBool;

/// Where the tail begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Threshold {
    /// Where a power law fits best.
    Search(Search),
    /// At this value.
    Fixed(f64),
}

/// What to do with a sample.
#[derive(Debug, Clone)]
pub struct AnalysisSettings {
    /// Where the tail begins.
    pub threshold: Threshold,
    /// Laws to fit, in this order.
    pub laws: Vec<&'static TailLaw>,
    /// Synthetic samples for the p-value of a power law and for the errors of x_min; 0 for none of these.
    pub replicates: usize,
    /// Synthetic samples for the p-value of each other law, whose fits take longer; 0 for none of these.
    pub replicates_of_laws: usize,
    /// Seed of the synthetic samples.
    pub seed: u64,
}

impl Default for AnalysisSettings {
    fn default() -> Self {
        Self {
            threshold: Threshold::Search(Search::default()),
            laws: LAWS.to_vec(),
            replicates: 1000,
            replicates_of_laws: 100,
            seed: 0,
        }
    }
}

impl AnalysisSettings {
    /// Steps of an analysis, for its progress.
    pub fn steps(&self) -> usize {
        1 + self.laws.len() + self.laws.iter().filter(|law| law.fits_whole).count()
    }
}

/// A law on a part of the sample.
#[derive(Debug)]
pub struct LawOutcome {
    /// The law.
    pub law: &'static TailLaw,
    /// Its fit, or why there is none.
    pub fit: Result<Fit, FitError>,
    /// Goodness of fit.
    pub p_value: Option<PValue>,
}

/// Laws fitted to the same values, and how they compare.
#[derive(Debug)]
pub struct FittedLaws {
    /// Where the laws begin; 0 for the whole sample.
    pub x_min: f64,
    /// Values at or above.
    pub n: usize,
    /// A fit per law.
    pub outcomes: Vec<LawOutcome>,
    /// Every pair of fitted laws.
    pub comparisons: Vec<LikelihoodRatio>,
}

/// What is known of one sample.
#[derive(Debug)]
pub struct Analysis {
    /// Number of values.
    pub n: usize,
    /// All candidates for x_min; none where it was given.
    pub scan: Option<Scan>,
    /// Errors of x_min and α.
    pub spread: Option<Spread>,
    /// Laws above x_min.
    pub tail: FittedLaws,
    /// Laws on the whole sample.
    pub whole: FittedLaws,
    /// What follows, in one line.
    pub verdict: String,
}

/// Orders of magnitude up to which the squares of scales and rates, and their inverses, are numbers with room to spare.
const SIZES: std::ops::RangeInclusive<f64> = 1e-100..=1e100;

/// Why a sample cannot be analysed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AnalysisError {
    /// Values for which errors of scales overflow.
    #[error("the largest value is {}, but it must be between 1e-100 and 1e100; divide the values, or use normalise = \"mean\"", digits(*.largest))]
    Size {
        /// The largest value.
        largest: f64,
    },
    /// Too few values for a search.
    #[error(
        "{found} positive values, but the search for x_min needs {needed} that are not all equal; give x_min, or a smaller least_tail"
    )]
    NoCandidate {
        /// Positive values.
        found: usize,
        /// Fewest in a tail.
        needed: usize,
    },
    /// Nothing above x_min.
    #[error(
        "only {found} of {total} values are at or above x_min = {} (the largest is {}), but a tail needs at least 2",
        digits(*.x_min), digits(*.largest)
    )]
    Beyond {
        /// Where the tail should begin.
        x_min: f64,
        /// Values at or above it.
        found: usize,
        /// All values.
        total: usize,
        /// The largest value.
        largest: f64,
    },
}

/// Does everything that `settings` ask for; `step` is called after each of [`AnalysisSettings::steps`]. Once `stop` is set p-values and errors are left out.
///
/// # Errors
/// [`AnalysisError`] when the tail has too few values, or they are too large or too small.
pub fn analyse(
    sample: &Sample,
    settings: &AnalysisSettings,
    (stop, step): (&AtomicBool, &dyn Fn()),
) -> Result<Analysis, AnalysisError> {
    let n = sample.values().len();
    let largest = sample.values().last().copied().unwrap_or_default();
    if !SIZES.contains(&largest) {
        return Err(AnalysisError::Size { largest });
    }
    let bootstrap =
        |purpose: &str, replicates| Bootstrap { seed: settings.seed, purpose: purpose.to_owned(), replicates, stop };
    let replicates = |law: &TailLaw| {
        if law.name == "power_law" { settings.replicates } else { settings.replicates_of_laws }
    };
    let (scan, x_min, search) = match settings.threshold {
        Threshold::Search(search) => {
            let none = AnalysisError::NoCandidate { found: n, needed: search.least_tail };
            let scan = search.scan(sample).ok_or(none)?;
            let x_min = scan.best.x_min;
            (Some(scan), x_min, Some(search))
        }
        Threshold::Fixed(x_min) => (None, x_min, None),
    };
    let cut = sample.above(x_min);
    if cut.len() < 2 {
        return Err(AnalysisError::Beyond { x_min, found: cut.len(), total: n, largest });
    }
    let spread = search.and_then(|search| bootstrap("tails/x_min", settings.replicates).spread(sample, &search));
    step();
    let goodness = |fit: &Fit| {
        let purpose = format!("tails/{}", fit.law.name);
        let bootstrap = bootstrap(&purpose, replicates(fit.law));
        match (&search, &scan) {
            (Some(search), Some(scan)) if fit.law.name == "power_law" => {
                bootstrap.power_law(sample, search, &scan.best, fit.distribution.as_ref())
            }
            _ => bootstrap.fixed(fit, cut),
        }
    };
    let tail = part(cut, &settings.laws, goodness, step);
    let whole: Vec<&'static TailLaw> = settings.laws.iter().copied().filter(|law| law.fits_whole).collect();
    let all = sample.above(0.0);
    let goodness = |fit: &Fit| bootstrap(&format!("tails/whole/{}", fit.law.name), replicates(fit.law)).fixed(fit, all);
    let whole = part(all, &whole, goodness, step);
    let verdict = verdict(&tail, n);
    Ok(Analysis { n, scan, spread, tail, whole, verdict })
}

fn part(
    tail: Tail,
    laws: &[&'static TailLaw],
    goodness: impl Fn(&Fit) -> Option<PValue>,
    step: &dyn Fn(),
) -> FittedLaws {
    let outcome = |&law: &&'static TailLaw| {
        let fit = Fit::new(law, tail);
        let p_value = fit.as_ref().ok().and_then(&goodness);
        step();
        LawOutcome { law, fit, p_value }
    };
    let outcomes: Vec<LawOutcome> = laws.iter().map(outcome).collect();
    let fits: Vec<&Fit> = outcomes.iter().filter_map(|outcome| outcome.fit.as_ref().ok()).collect();
    let pairs = fits.iter().enumerate().flat_map(|(i, first)| fits[i + 1..].iter().map(move |second| (first, second)));
    let comparisons = pairs.map(|(first, second)| LikelihoodRatio::new(tail, first, second)).collect();
    FittedLaws { x_min: tail.x_min, n: tail.len(), outcomes, comparisons }
}

impl FittedLaws {
    /// The fit to the law called `name`.
    pub fn fit(&self, name: &str) -> Option<&Fit> {
        self.outcomes.iter().find(|outcome| outcome.law.name == name)?.fit.as_ref().ok()
    }

    /// The fit of the smallest AIC.
    pub fn best(&self) -> Option<&LawOutcome> {
        let aic = |outcome: &&LawOutcome| outcome.fit.as_ref().map_or(f64::INFINITY, Fit::aic);
        self.outcomes.iter().filter(|outcome| outcome.fit.is_ok()).min_by(|a, b| aic(a).total_cmp(&aic(b)))
    }

    /// Whether two laws were compared, and neither was found better.
    fn undecided(&self, one: &LawOutcome, other: &LawOutcome) -> bool {
        let (one, other) = (one.law.name, other.law.name);
        let of_both = |pair: &&LikelihoodRatio| [(one, other), (other, one)].contains(&(&pair.first, &pair.second));
        self.comparisons.iter().find(of_both).is_some_and(|pair| pair.p_two_sided >= likelihood_ratio::LEVEL)
    }
}

/// Laws with a smaller p-value are not plausible (Clauset, Shalizi and Newman 2009).
const LEVEL: f64 = 0.1;

/// Which law the tail follows, and how sure that is.
fn verdict(tail: &FittedLaws, n: usize) -> String {
    let Some(best) = tail.best() else { return "no law could be fitted".to_owned() };
    let mut text = format!("{} values from {}: ", tail.n, digits(tail.x_min));
    text.push_str(best.law.title);
    let rivals: Vec<&str> =
        tail.outcomes.iter().filter(|outcome| tail.undecided(best, outcome)).map(|outcome| outcome.law.title).collect();
    if !rivals.is_empty() {
        text.push_str(&format!(", which the data cannot tell from {}", rivals.join(", ")));
    }
    if let Some(p) = best.p_value {
        let plausible = match p.value {
            value if value >= LEVEL => "plausible",
            value if value + 2.0 * p.error < LEVEL => "not plausible",
            _ => "plausible or not needs a larger bootstrap",
        };
        text.push_str(&format!("; {plausible}, {}", p.text()));
    }
    text + &format!(" ({} % of the sample)", short(100.0 * tail.n as f64 / n as f64))
}
