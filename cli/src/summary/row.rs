//! A line of the summary of a regression.

use super::statistics::{Mean, Signs, changes, of_finished};
use crate::error::Result;
use crate::store::ResultFile;
use serde::Serialize;
use svsde::linalg;
use svsde::observables::{EFFECTIVE_RANK, ENTROPY, Observable, STABLE_RANK};

/// A flow, or a reference solution (which has no start, no signs and no residual).
#[derive(Debug, Default, Serialize)]
pub struct Row {
    pub name: String,
    pub failed: usize,
    pub nuclear_norm: Option<Mean>,
    pub ratio: Option<Mean>,
    pub entropy_start: Option<Mean>,
    pub entropy: Option<Mean>,
    pub effective_rank_start: Option<Mean>,
    pub effective_rank: Option<Mean>,
    pub stable_rank: Option<Mean>,
    /// Signs of ∫Σα_i q_i ds for the entropy of σ.
    pub predicted: Option<Signs>,
    /// Signs of the change of the entropy of σ since the first W ≠ 0.
    pub observed: Option<Signs>,
    /// Share of the records in which predicted and observed rate have one sign, among those where both are a change.
    pub agreement: Option<Mean>,
    pub residual: Option<Mean>,
    pub converged: Option<bool>,
    pub alpha_outside_share: Option<Mean>,
    pub atsr: Option<Mean>,
    pub atsr_blocks: Option<Mean>,
}

impl Row {
    /// The cells of its line.
    pub fn cells(&self) -> Vec<String> {
        let text = |mean: Option<Mean>, digits| mean.map_or(String::new(), |mean| mean.text(digits));
        let change = |start: Option<Mean>, end: Option<Mean>, digits: usize| match start {
            Some(start) => format!("{:.digits$} -> {}", start.mean, text(end, digits)),
            None => text(end, digits),
        };
        let signs = |signs: Option<Signs>| signs.map_or(String::new(), |signs| signs.text());
        let atsr = self.atsr.zip(self.atsr_blocks);
        vec![
            self.name.clone(),
            text(self.nuclear_norm, 2),
            text(self.ratio, 3),
            change(self.entropy_start, self.entropy, 3),
            change(self.effective_rank_start, self.effective_rank, 2),
            text(self.stable_rank, 2),
            signs(self.predicted),
            signs(self.observed),
            self.agreement.map_or(String::new(), |share| format!("{:.0} %", 100.0 * share.mean)),
            self.residual.map_or(String::new(), |residual| residual.scientific()),
            if self.converged == Some(false) { "not converged".to_owned() } else { String::new() },
            atsr.map_or(String::new(), |(atsr, blocks)| format!("{} ({:.1} blocks)", atsr.text(2), blocks.mean)),
        ]
    }
}

/// Where flow `name` ends; `minimum` holds the least nuclear norm of each replica.
///
/// # Errors
/// When a dataset is missing, or not there for every replica.
pub fn flow(file: &ResultFile, name: &str, minimum: Option<&[f64]>, tolerance: f64) -> Result<Row> {
    let path = |dataset: &str| format!("flows/{name}/{dataset}");
    let status = file.row(&path("status"))?;
    let read = |dataset: &str| -> Result<Vec<Vec<f64>>> { Ok(of_finished(file.replicas(&path(dataset))?, &status)) };
    let last = |dataset: &str| -> Result<Option<Mean>> {
        Ok(if file.has(&path(dataset)) { Mean::of(ends(&read(dataset)?)) } else { None })
    };
    let (entropy, nuclear) = (read("flatness/entropy_sigma/value")?, read("nuclear_norm")?);
    let predicted = read("flatness/entropy_sigma/predicted_rate")?;
    let observed = read("flatness/entropy_sigma/observed_rate")?;
    let (clock, residual) = (read("flow_time")?, read("relative_residual")?);
    let least = of_finished(file.replicas("measurement/least_relative_residual")?.concat(), &status);

    let first =
        |(entropy, norms): (&Vec<f64>, &Vec<f64>)| entropy.get(norms.iter().position(|&norm| norm > 0.0)?).copied();
    let starts: Vec<Option<f64>> = entropy.iter().zip(&nuclear).map(first).collect();
    let reached = |(residual, least): (f64, &f64)| residual <= tolerance.max(least * (1.0 + tolerance));
    let failed = status.iter().filter(|&&status| status != 0.0).count();
    let converged = failed == 0 && ends(&residual).zip(&least).all(reached);
    let residual = Mean::of(ends(&residual));
    let ratios = |minimum: &[f64]| over(ends(&nuclear), &of_finished(minimum.to_vec(), &status));
    let rates = || clock.iter().zip(&predicted);
    Ok(Row {
        name: name.to_owned(),
        failed,
        nuclear_norm: Mean::of(ends(&nuclear)),
        ratio: minimum.and_then(ratios),
        entropy_start: Mean::of(starts.iter().copied().flatten()),
        entropy: Mean::of(ends(&entropy)),
        effective_rank_start: Mean::of(starts.iter().copied().flatten().map(f64::exp)),
        effective_rank: Mean::of(ends(&entropy).map(f64::exp)),
        stable_rank: Mean::of(ends(&read("flatness/stable_rank/value")?)),
        predicted: Signs::of(rates().map(|(clock, predicted)| integral(clock, predicted))),
        observed: Signs::of(ends(&entropy).zip(&starts).filter_map(|(end, start)| Some(end - (*start)?))),
        agreement: Mean::of(rates().zip(&observed).filter_map(|((clock, a), b)| agreement(clock, a, b))),
        residual,
        converged: residual.map(|_| converged),
        alpha_outside_share: last("alpha_outside_share")?,
        atsr: last("atsr")?,
        atsr_blocks: last("atsr_blocks")?,
    })
}

/// The last number of each row.
fn ends(rows: &[Vec<f64>]) -> impl Iterator<Item = f64> {
    rows.iter().filter_map(|row| row.last().copied())
}

/// Norms over the least ones, where these are not 0.
fn over(norms: impl Iterator<Item = f64>, minimum: &[f64]) -> Option<Mean> {
    Mean::of(norms.zip(minimum).map(|(norm, minimum)| norm / minimum).filter(|ratio| ratio.is_finite()))
}

/// The trapezoidal ∫ rate ds.
fn integral(s: &[f64], rate: &[f64]) -> f64 {
    s.windows(2).zip(rate.windows(2)).map(|(s, rate)| 0.5 * (rate[0] + rate[1]) * (s[1] - s[0])).sum()
}

/// Share of the records at which both rates have one sign, among those where each means a change between the
/// neighbouring records; `None` where there are no such records.
fn agreement(s: &[f64], predicted: &[f64], observed: &[f64]) -> Option<f64> {
    let products = changes(s, predicted).into_iter().zip(changes(s, observed)).map(|(a, b)| a * b);
    let changed: Vec<f64> = products.filter(|&product| product != 0.0).collect();
    let same = changed.iter().filter(|&&product| product > 0.0).count();
    (!changed.is_empty()).then(|| same as f64 / changed.len() as f64)
}

/// The singular values, ascending, of the reference solution `group` of each replica; `None` where there is none.
///
/// # Errors
/// When the weights are not finite.
pub fn reference_spectra(file: &ResultFile, group: &str) -> Result<Option<Vec<Vec<f64>>>> {
    let path = format!("references/{group}/weights");
    if !file.has(&path) {
        return Ok(None);
    }
    let weights = file.read(&path)?;
    let matrices = weights.outer_iter().filter_map(|w| w.into_dimensionality::<ndarray::Ix2>().ok());
    Ok(Some(matrices.map(|w| Ok(linalg::singular_values(w)?.to_vec())).collect::<Result<_>>()?))
}

/// The reference solution `group`, called `name`; `None` where there is none.
///
/// # Errors
/// As [`flow`], and when its weights are not finite.
pub fn reference(file: &ResultFile, group: &str, name: &str, minimum: Option<&[f64]>) -> Result<Option<Row>> {
    let Some(spectra) = reference_spectra(file, group)? else { return Ok(None) };
    let norms = file.replicas(&format!("references/{group}/nuclear_norm"))?.concat();
    let of = |observable: &Observable| {
        let squared = spectra.iter().map(|sigma| sigma.iter().map(|sigma| sigma * sigma).collect::<Vec<_>>());
        Mean::of(squared.map(|lambda| (observable.eval)(&lambda)))
    };
    Ok(Some(Row {
        name: name.to_owned(),
        ratio: minimum.and_then(|minimum| over(norms.iter().copied(), minimum)),
        nuclear_norm: Mean::of(norms),
        entropy: of(&ENTROPY),
        effective_rank: of(&EFFECTIVE_RANK),
        stable_rank: of(&STABLE_RANK),
        ..Row::default()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_agree_where_both_are_a_change() {
        let s = [0.0, 1.0, 2.0, 3.0];
        assert_eq!(agreement(&s, &[1.0, 1.0, -1.0, 1.0], &[2.0, -1.0, -3.0, 0.0]), Some(2.0 / 3.0));
        assert_eq!(agreement(&s, &[1e-17; 4], &[1.0; 4]), None);
        assert_eq!(agreement(&[0.0], &[1.0], &[1.0]), None);
        assert_eq!(integral(&s, &[0.0, 2.0, 2.0, 4.0]), 6.0);
    }
}
