//! Two operands against each other.

use super::operand::{Operand, Source, refused};
use super::resample::{Distances, Merged, permuted, shares, stream};
use super::statistics::{NAMES, of_law, of_replicas};
use super::two_sample::{NullMethod, TwoSampleTest};
use super::verdict::{Comparison, ResamplingSettings, StatisticRow, TimeRow, Verdict};
use crate::Result;
use crate::text::digits;
use rayon::prelude::*;

/// A normal variable exceeds its mean less 0.84 standard deviations with probability 0.8.
const EIGHTY: f64 = 0.8416;
/// A standard error below this share of its value is rounding.
const ROUNDING: f64 = 1e-12;
/// Values of each replica of both.
type Samples = [Vec<Vec<f64>>; 2];

/// What one resample says.
struct Resample {
    /// Of both operands.
    statistics: [[f64; 10]; 2],
    /// Between them.
    distances: Distances,
    /// The distance where the laws are equal.
    null: f64,
    /// Differences of statistics where the laws are equal.
    differences: [f64; 10],
}

/// Compares two operands.
///
/// Errors are standard deviations over resamples of whole replicas, of each operand by itself. Two tests share their resamples: of the
/// distance, and of the statistic that differs most; p is twice the smaller of their p-values (1 + k)/(1 + N), k of N permutations or centred
/// resamples being as far apart as the operands. They differ when p < 0.01. They agree when they do not, |difference| of the means plus
/// Student's t at 97.5 % times its error is within 5 % of the mean, and so are the distance and what chance exceeds in one case of twenty;
/// else the number of replicas that would do, were the laws equal, follows from 1/√R. The power is the distance at p = 0.01, and 0.84 standard
/// deviations of the observed one more.
///
/// # Errors
/// [`crate::Error::Incomparable`] when two runs have no recorded time in common but their start.
pub fn compare(a: &Operand, b: &Operand, settings: &ResamplingSettings) -> Result<Comparison> {
    let (basis, samples, times) = align(a, b)?;
    let merged = Merged::new(&samples[0], &samples[1]);
    let is_law = [a, b].map(|operand| matches!(operand.source, Source::Law(_)));
    let replicas = [0, 1].map(|k| if is_law[k] { 0 } else { samples[k].len() });
    let known = replicas.iter().any(|&count| count > 1) && replicas.iter().all(|&count| count != 1);
    let sides = [merged.side(false), merged.side(true)];
    let statistics = |k: usize, shares: &[f64]| {
        let size = samples[k].first().map_or(1, Vec::len) as f64;
        of_replicas(&sides[k], &shares.iter().map(|share| share / size).collect::<Vec<_>>())
    };
    let uniform = [0, 1].map(|k| vec![1.0 / samples[k].len() as f64; samples[k].len()]);
    let values = [0, 1].map(|k| match &[a, b][k].source {
        Source::Law(law) => of_law(law),
        _ => statistics(k, &uniform[k]),
    });
    let differences = between(&values);
    let observed = merged.difference();
    let distances = merged.distances(&observed);
    let test = if is_law == [false; 2] && merged.is_balanced() {
        NullMethod::Permutation
    } else {
        NullMethod::CentredBootstrap
    };
    let resample = |index: usize| {
        let mut rng = stream(settings.seed, index);
        let drawn = [0, 1].map(|k| if is_law[k] { uniform[k].clone() } else { shares(samples[k].len(), &mut rng) });
        let weights: Vec<f64> = drawn[0].iter().copied().chain(drawn[1].iter().map(|w| -w)).collect();
        let said = [0, 1].map(|k| if is_law[k] { values[k] } else { statistics(k, &drawn[k]) });
        let (null, apart) = match test {
            NullMethod::Permutation => {
                let exchanged = permuted(&observed, &mut rng);
                let apart = between(&merged.statistics(&exchanged));
                (exchanged, apart)
            }
            _ => {
                let centred = weights.iter().zip(&observed).map(|(w, o)| w - o).collect();
                (centred, between(&[between(&said), differences]))
            }
        };
        let (distances, null) = (merged.distances(&weights), merged.distances(&null).ks);
        Resample { statistics: said, distances, null, differences: apart }
    };
    let count = if known { settings.resamples } else { 0 };
    let resamples: Vec<_> = (0..count).into_par_iter().map(resample).collect();
    let error = |of: &dyn Fn(&Resample) -> f64| deviation(resamples.iter().map(of));
    let rows: Vec<StatisticRow> = NAMES
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let errors = [0, 1].map(|k| (!is_law[k]).then(|| error(&|r| r.statistics[k][at])).flatten());
            let spread = errors.iter().flatten().map(|e| e * e).sum::<f64>().sqrt();
            let [x, y] = [values[0][at], values[1][at]].map(|x| Some(x).filter(|x| x.is_finite()));
            let random = |x: f64, y: f64| known && spread > ROUNDING * x.abs().max(y.abs());
            let z = x.zip(y).filter(|&(x, y)| random(x, y)).map(|(x, y)| (x - y) / spread).filter(|z| z.is_finite());
            StatisticRow { name: name.to_owned(), a: x, a_error: errors[0], b: y, b_error: errors[1], z }
        })
        .collect();
    let ks_distance_std_error = error(&|r| r.distances.ks);
    let nulls: Vec<(f64, [f64; 10])> = resamples.iter().map(|r| (r.null, r.differences)).collect();
    let chance = TwoSampleTest::new((distances.ks, differences), &nulls, test, replicas);
    let least = chance.as_ref().and_then(|chance| chance.threshold);
    let power = least.zip(ks_distance_std_error).map(|(least, error)| least + EIGHTY * error);
    let mut comparison = Comparison {
        a: a.name.clone(),
        b: b.name.clone(),
        replicas,
        basis,
        rows,
        ks_distance: distances.ks,
        wasserstein_distance: distances.wasserstein,
        ks_distance_std_error,
        wasserstein_distance_std_error: error(&|r| r.distances.wasserstein),
        test: if chance.is_some() { test } else { NullMethod::None },
        chance,
        power: power.filter(|power| *power <= 1.0),
        tail_exponent_a: a.tail_exponent,
        tail_exponent_b: b.tail_exponent,
        times,
        verdict: Verdict::Inconclusive,
        sentence: String::new(),
        notes: notes(a, b),
    };
    (comparison.verdict, comparison.sentence) = comparison.judge(is_law == [true; 2]);
    Ok(comparison)
}

fn between([a, b]: &[[f64; 10]; 2]) -> [f64; 10] {
    std::array::from_fn(|k| a[k] - b[k])
}

/// Which values are compared, and those of each time where there are several.
fn align(a: &Operand, b: &Operand) -> Result<(String, Samples, Vec<TimeRow>)> {
    let all = |operand: &Operand| match &operand.source {
        Source::Spectra { replicas, .. } => replicas.iter().map(|times| times.concat()).collect(),
        Source::Draws(draws) => draws.clone(),
        Source::Law(law) => vec![law.values()],
    };
    let at = |operand: &Operand, time: Option<usize>| match (&operand.source, time) {
        (Source::Spectra { replicas, .. }, Some(time)) => {
            replicas.iter().filter_map(|times| times.get(time).cloned()).collect()
        }
        _ => all(operand),
    };
    let common: Vec<(f64, Option<usize>, Option<usize>)> = match (&a.source, &b.source) {
        (Source::Spectra { times, .. }, Source::Spectra { times: others, .. }) => {
            let same = |t: f64| others.iter().position(|&u| (t - u).abs() <= 1e-9 * t.abs().max(1.0));
            times.iter().enumerate().filter_map(|(k, &t)| Some((t, Some(k), Some(same(t)?)))).collect()
        }
        (Source::Spectra { times, .. }, _) => times.iter().enumerate().map(|(k, &t)| (t, Some(k), None)).collect(),
        (_, Source::Spectra { times, .. }) => times.iter().enumerate().map(|(k, &t)| (t, None, Some(k))).collect(),
        _ => Vec::new(),
    };
    let rows = common.iter().map(|&(time, k, l)| {
        let samples = [at(a, k), at(b, l)];
        let merged = Merged::new(&samples[0], &samples[1]);
        let said = samples.each_ref().map(|replicas| mean(replicas));
        let (means, errors) = (said.map(|x| x.0), said.map(|x| x.1));
        TimeRow { time, means, errors, distances: merged.distances(&merged.difference()) }
    });
    let only_last = [a, b].iter().any(|operand| !operand.stationary && matches!(operand.source, Source::Draws(_)));
    let rows = rows.skip(if only_last { common.len().saturating_sub(1) } else { 0 }).collect();
    if a.stationary && b.stationary {
        let basis = "stationary: all recorded times of a replica pooled".to_owned();
        return Ok((basis, [all(a), all(b)], rows));
    }
    let Some(&(time, k, l)) = common.last().filter(|common| common.0 != 0.0) else {
        let rule = "have no recorded time in common after the start; choose time.end and time.record_every alike, or time.burn_in > 0 in both to compare what is stationary";
        return Err(refused(&format!("{} and {}", a.name, b.name), rule));
    };
    Ok((format!("at time {}", digits(time)), [at(a, k), at(b, l)], rows))
}

fn notes(a: &Operand, b: &Operand) -> Vec<String> {
    let mut notes: Vec<String> = a.warnings.iter().chain(&b.warnings).cloned().collect();
    let differ = |(key, one): (&String, &String)| {
        b.model
            .get(key)
            .filter(|two| *two != one)
            .map(|two| format!("{key} is {one} in the first, {two} in the second"))
    };
    notes.extend(a.model.iter().filter_map(differ));
    if a.seed.is_some() && a.seed == b.seed {
        notes.push(
            "both have the same seed, so that their noise may be the same; errors are those of independent runs"
                .to_owned(),
        );
    }
    for (operand, other) in [(a, b), (b, a)] {
        if !operand.stationary && other.stationary && matches!(operand.source, Source::Spectra { .. }) {
            notes.push(format!(
                "{} has no burn-in: it is stationary only as far as its last time is late",
                operand.name
            ));
        }
    }
    notes
}

/// Of the values of replicas that have as many, and its standard error over replicas, unknown of one.
fn mean(replicas: &[Vec<f64>]) -> (f64, Option<f64>) {
    let count = replicas.len() as f64;
    let means: Vec<f64> = replicas.iter().map(|values| values.iter().sum::<f64>() / values.len() as f64).collect();
    (means.iter().sum::<f64>() / count, deviation(means.into_iter()).map(|spread| spread / count.sqrt()))
}

fn deviation(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.filter(|x| x.is_finite()).collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt())
}
