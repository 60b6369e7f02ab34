//! Whether W and the gradient are aligned along each flow of a regression, by their polar factors.

use super::statistics::{Mean, of_finished};
use crate::error::Result;
use crate::store::ResultFile;
use crate::text::Parts;
use serde::Serialize;
use svsde::matrix::recording::alignment::{POLAR_COSINE, POLAR_DISTANCE};

/// Mean polar cosine from which W and the gradient count as aligned.
const ALIGNED: f64 = 0.9;

/// The polar cosine of W and the gradient.
#[derive(Debug, Serialize)]
pub struct Alignment {
    /// The first recorded time after 0, the one nearest to half way, and the last.
    times: Vec<f64>,
    flows: Vec<Flow>,
}

/// That of one flow.
#[derive(Debug, Serialize)]
struct Flow {
    name: &'static str,
    /// At each of the times; none where W or G is 0 but for rounding in every replica.
    polar_cosine: Vec<Option<Mean>>,
    /// Where it is defined at all, in which stretch it is large.
    stretch: Option<Stretch>,
}

/// The first stretch of recorded times after 0 at which the mean polar cosine is at least [`ALIGNED`].
#[derive(Debug, Serialize)]
struct Stretch {
    /// First and last recorded time of the stretch; none where there is no such time.
    aligned: Option<(f64, f64)>,
    /// First and last recorded time after 0.
    recorded: (f64, f64),
    /// Recorded times after 0 outside of the stretch, and at how many of them it is as large.
    others: usize,
    others_aligned: usize,
}

impl Alignment {
    /// That of the flows `names`; none where it was not recorded, or at time 0 alone.
    ///
    /// # Errors
    /// When a dataset is missing, or not there for every replica.
    pub fn read(file: &ResultFile, names: &[&'static str]) -> Result<Option<Self>> {
        let times = file.row("time")?;
        let later: Vec<usize> = (0..times.len()).filter(|&k| times[k] > 0.0).collect();
        let (Some(&first), Some(&last)) = (later.first(), later.last()) else { return Ok(None) };
        let from_half = |k: usize| (times[k] - 0.5 * times[last]).abs();
        let half = later.iter().copied().min_by(|&a, &b| from_half(a).total_cmp(&from_half(b))).unwrap_or(last);
        let mut shown = vec![first, half, last];
        shown.dedup();
        let mut flows = Vec::new();
        for &name in names.iter().filter(|name| file.has(&format!("flows/{name}/{POLAR_COSINE}"))) {
            let means = means(file, name, POLAR_COSINE)?;
            let at: Vec<(f64, Option<Mean>)> = later.iter().map(|&k| (times[k], means[k])).collect();
            let polar_cosine = shown.iter().map(|&k| means[k]).collect();
            flows.push(Flow { name, polar_cosine, stretch: Stretch::of(&at) });
        }
        let times = shown.into_iter().map(|k| times[k]).collect();
        Ok((!flows.is_empty()).then_some(Self { times, flows }))
    }

    /// A table, and what it means for Muon.
    pub fn parts(&self) -> Parts {
        let mut out = Parts::default();
        let header = self.times.iter().map(|time| format!("t = {time}"));
        let text = |mean: &Option<Mean>| mean.map_or("-".to_owned(), |mean| mean.text(2));
        let cells =
            |flow: &Flow| [flow.name.to_owned()].into_iter().chain(flow.polar_cosine.iter().map(text)).collect();
        out.say("\n");
        out.table(["polar cosine".to_owned()].into_iter().chain(header), self.flows.iter().map(cells));
        out.say("\n\npolar cosine -<polar W, polar G> / sqrt(r_W r_G), r the ranks, G the gradient without noise: 1 where\n");
        out.say("a step along -polar G is one along polar W; - where W or G is 0 but for rounding\n");
        out.say(self.sentence());
        out
    }

    /// What it says of Muon; nothing where there is no Muon.
    fn sentence(&self) -> String {
        let muon = self.flows.iter().find(|flow| flow.name == "muon");
        let Some((flow, stretch)) = muon.and_then(|flow| Some((flow, flow.stretch.as_ref()?))) else {
            return String::new();
        };
        let values = self.times.iter().zip(&flow.polar_cosine);
        let text = |(time, mean): (&f64, &Option<Mean>)| mean.map(|mean| format!("{} at t = {time}", mean.text(2)));
        let values: Vec<String> = values.filter_map(text).collect();
        format!("muon, polar W and -polar G: cosine {}; {}\n", values.join(", "), stretch.words())
    }
}

impl Stretch {
    /// Of means at recorded times after 0; none where none is defined.
    fn of(means: &[(f64, Option<Mean>)]) -> Option<Self> {
        means.iter().find(|(_, mean)| mean.is_some())?;
        let aligned = |at: &(f64, Option<Mean>)| at.1.is_some_and(|mean| mean.mean >= ALIGNED);
        let start = means.iter().position(aligned).unwrap_or(means.len());
        let length = means[start..].iter().take_while(|at| aligned(at)).count();
        let stretch = &means[start..start + length];
        Some(Self {
            aligned: stretch.first().zip(stretch.last()).map(|(first, last)| (first.0, last.0)),
            recorded: means.first().zip(means.last()).map(|(first, last)| (first.0, last.0))?,
            others: means.len() - length,
            others_aligned: means[start + length..].iter().filter(|at| aligned(at)).count(),
        })
    }

    /// From when to when, and what follows for the published condition.
    fn words(&self) -> String {
        let Self { aligned, recorded: (first, last), others, others_aligned } = self;
        let Some((from, to)) = aligned else {
            return format!(
                "below {ALIGNED} at every recorded time from t = {first} to t = {last}: the published condition assumes \
                 that they are aligned, which they are not."
            );
        };
        let range = format!("at least {ALIGNED} at every recorded time from t = {from} to t = {to}");
        match others {
            0 => format!("{range}: they are aligned all the time, as the published condition assumes."),
            _ => format!(
                "{range}, and at {others_aligned} of the {others} others after 0: the published condition assumes that \
                 they are aligned, and is not to be used where they are not."
            ),
        }
    }
}

/// Mean of `quantity`, polar cosine or distance, of a flow at every recorded time, over the replicas that did not fail
/// and in which it is defined; none where it is in none of them.
///
/// # Errors
/// When a dataset is missing, or not there for every replica.
pub fn means(file: &ResultFile, flow: &str, quantity: &str) -> Result<Vec<Option<Mean>>> {
    let status = file.row(&format!("flows/{flow}/status"))?;
    let read = |name: &str| -> Result<Vec<Vec<f64>>> {
        Ok(of_finished(file.replicas(&format!("flows/{flow}/{name}"))?, &status))
    };
    let (cosines, distances, values) = (read(POLAR_COSINE)?, read(POLAR_DISTANCE)?, read(quantity)?);
    let defined = |replica: usize, k: usize| {
        let is_zero = |rows: &[Vec<f64>]| rows[replica].get(k).is_none_or(|&x| x == 0.0);
        let value = values[replica].get(k).copied();
        // Both are 0 only where they are not defined.
        value.filter(|_| !(is_zero(&cosines) && is_zero(&distances)))
    };
    let mean = |k: usize| Mean::of((0..values.len()).filter_map(|replica| defined(replica, k)));
    Ok((0..file.row("time")?.len()).map(mean).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(cosines: &[f64]) -> Stretch {
        let means = cosines.iter().enumerate().map(|(k, &cosine)| (1.0 + k as f64, Mean::of([cosine])));
        Stretch::of(&means.collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn from_when_to_when() {
        let some = stretch(&[0.5, 0.95, 0.9, 0.1, 0.92]);
        assert_eq!((some.aligned, some.recorded), (Some((2.0, 3.0)), (1.0, 5.0)));
        assert_eq!((some.others, some.others_aligned), (3, 1));
        assert!(some.words().starts_with("at least 0.9 at every recorded time from t = 2 to t = 3, and at 1 of the 3"));
        assert!(stretch(&[0.95, 1.0]).words().contains("from t = 1 to t = 2: they are aligned all the time"));
        assert!(stretch(&[0.5, -0.1]).words().starts_with("below 0.9 at every recorded time from t = 1 to t = 2"));
        assert!(Stretch::of(&[(1.0, None)]).is_none());
    }
}
