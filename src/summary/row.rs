//! A line of the summary of a regression.

use super::statistics::Mean;
use crate::error::Result;
use crate::matrix::linalg;
use crate::observables::flatness::{self, FUNCTIONALS, Flatness};
use crate::store::ResultFile;
use ndarray::ArrayD;
use serde::Serialize;

/// A flow, or a reference solution (which has no start, no signs and no residual).
#[derive(Debug, Serialize)]
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
    /// Share of replicas in which ∫Σα_i q_i ds > 0 for the entropy of σ.
    pub predicted_flatter: Option<Mean>,
    /// Share of replicas in which the entropy of σ has grown since the first W ≠ 0.
    pub observed_flatter: Option<Mean>,
    /// Share of the records in which predicted and observed rate have one sign.
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

/// Where flow `name` ends; `minimum` holds the least nuclear norm of each replica.
///
/// # Errors
/// When a dataset is missing.
pub fn flow(file: &ResultFile, name: &str, minimum: Option<&[f64]>, tolerance: f64) -> Result<Row> {
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
    let least = rows(&file.read("measurement/least_relative_residual")?);
    let reached =
        |r: usize| end(&residual, r) <= least[r].first().map(|least| tolerance.max(least * (1.0 + tolerance)));
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
        converged: residual_end.map(|_| ok.len() == status.len() && ok.iter().all(|&r| reached(r))),
        alpha_outside_share: of_scalar(&outside),
        atsr: of_scalar(&atsr),
        atsr_blocks: of_scalar(&blocks),
    })
}

/// A reference solution, called `name`.
///
/// # Errors
/// As [`flow`].
pub fn reference(file: &ResultFile, group: &str, name: &str, minimum: Option<&[f64]>) -> Result<Row> {
    let weights = file.read(&format!("references/{group}/weights"))?;
    let norms: Vec<f64> = file.read(&format!("references/{group}/nuclear_norm"))?.iter().copied().collect();
    let ratios = minimum
        .map(|minimum| norms.iter().zip(minimum).map(|(a, b)| a / b).filter(|x| x.is_finite()).collect::<Vec<_>>());
    let mut values: [Vec<f64>; 3] = Default::default();
    for w in weights.outer_iter() {
        let Ok(w) = w.into_dimensionality::<ndarray::Ix2>() else { continue };
        let sigma = linalg::singular_values(w)?.to_vec();
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
pub fn rows(array: &ArrayD<f64>) -> Vec<Vec<f64>> {
    array.outer_iter().map(|row| row.iter().copied().collect()).collect()
}
