//! Replicas in parallel. What a replica gives depends on the seed and its number only, never on the threads.

mod control;
mod moments;
mod result;

pub use control::Control;
pub use moments::{Average, Moments};
pub use result::{EnsembleResult, ReplicaResult};

use crate::error::Result;
use crate::process::{Field, Keep, Observed, Process, Replica, ReplicaSource, StepError, Value};
use crate::random::Stream;
use rayon::prelude::*;

/// What to run and what to keep.
pub struct Plan {
    /// Seed of the random streams.
    pub seed: u64,
    /// Number of replicas.
    pub replicas: usize,
    /// Recorded times, ascending.
    pub times: Vec<f64>,
    /// Keep every recorded spectrum.
    pub spectra: bool,
}

/// Most replicas that are in memory with everything recorded of them, before the means are taken, and most numbers of theirs
/// as long as there is one replica a thread.
const BATCH: u64 = 256;
const BATCH_NUMBERS: u64 = 1 << 26;
/// Numbers recorded per time, spectra aside, about.
const RECORDED: u64 = 32;

/// Runs every replica of `source` over the record times.
///
/// # Errors
/// The first error of [`ReplicaSource::replica`], by number of the replica.
pub fn run(source: &dyn ReplicaSource, plan: &Plan, control: &Control) -> Result<EnsembleResult> {
    let mut record = EnsembleResult::new(plan.times.clone());
    let fitting = BATCH_NUMBERS / (RECORDED * plan.times.len() as u64).max(1);
    let batch = fitting.clamp(rayon::current_num_threads() as u64, BATCH.max(rayon::current_num_threads() as u64));
    let mut begin = 0;
    while begin < plan.replicas as u64 && !control.is_stopped() {
        let end = (begin + batch).min(plan.replicas as u64);
        let outcomes: Vec<Result<Option<ReplicaResult>>> = (begin..end)
            .into_par_iter()
            .map(|index| match control.is_stopped() {
                true => Ok(None),
                false => run_replica(source, index, plan, control).map(Some),
            })
            .collect();
        let outcomes = outcomes.into_iter().filter_map(Result::transpose).collect::<Result<Vec<_>>>()?;
        let whole = outcomes.len() as u64 == end - begin && outcomes.iter().all(|outcome| outcome.complete);
        record.add(outcomes, !whole);
        begin = end;
    }
    record.close();
    record.finished &= begin == plan.replicas as u64;
    Ok(record)
}

/// Its processes run in parallel too when there are fewer replicas than threads.
fn run_replica(source: &dyn ReplicaSource, index: u64, plan: &Plan, control: &Control) -> Result<ReplicaResult> {
    let Plan { seed, replicas, times, spectra } = plan;
    let Replica { processes, constants: mut values } = source.replica(*seed, index)?;
    let mut tracks: Vec<Trajectory> =
        processes.into_iter().map(|process| Trajectory::new(process, *seed, index, *spectra)).collect();
    let apart = *replicas >= rayon::current_num_threads();
    let mut records = 0;
    for &time in times {
        if apart {
            tracks.iter_mut().for_each(|track| track.reach(time, control));
        } else {
            tracks.par_iter_mut().for_each(|track| track.reach(time, control));
        }
        if control.is_stopped() && !tracks.iter().all(|track| track.records > records) {
            break;
        }
        records += 1;
    }
    let failure = tracks.iter().filter_map(|track| track.failure.as_ref()).min_by(|a, b| a.0.total_cmp(&b.0));
    let (status, failed_at) = failure.map_or((0, -1.0), |(time, error)| (error.code(), *time));
    let mut observed = Vec::new();
    for track in tracks {
        track.finish(&times[..records], &mut values, &mut observed);
    }
    Ok(ReplicaResult { replica: index, status, failed_at, complete: records == times.len(), records, values, observed })
}

/// One process with its noise and what was recorded of it.
struct Trajectory {
    process: Box<dyn Process>,
    noise: Stream,
    fields: Vec<Field>,
    /// Whether every spectrum is kept.
    spectra: bool,
    time: f64,
    records: usize,
    spectrum: Vec<f64>,
    rows: Vec<f64>,
    failure: Option<(f64, StepError)>,
}

impl Trajectory {
    fn new(process: Box<dyn Process>, seed: u64, index: u64, spectra: bool) -> Self {
        let noise = Stream::new(seed, index, &format!("process/{}", process.group()));
        let fields = process.fields();
        Self {
            process,
            noise,
            fields,
            spectra,
            time: 0.0,
            records: 0,
            spectrum: Vec::new(),
            rows: Vec::new(),
            failure: None,
        }
    }

    /// Numbers per record beside the spectrum.
    fn width(&self) -> usize {
        self.fields.iter().map(Field::width).sum()
    }

    /// Leaves a record at `time`; a failed process repeats its last record.
    fn reach(&mut self, time: f64, control: &Control) {
        let from = self.time;
        if self.failure.is_none() {
            match self.advance(time, control) {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => self.failure = Some((self.time, error)),
            }
        }
        if self.failure.is_some() {
            let (rank, width) = (self.process.spectrum().length(), self.width());
            if self.spectra {
                repeat_last(&mut self.spectrum, rank);
            }
            repeat_last(&mut self.rows, width);
        }
        self.records += 1;
        self.time = time;
        control.advance(time - from);
    }

    /// Advances to `end` and records; false when the run was stopped on the way.
    fn advance(&mut self, end: f64, control: &Control) -> std::result::Result<bool, StepError> {
        while self.time < end {
            if control.is_stopped() {
                return Ok(false);
            }
            let step = self.process.step_size(self.time);
            // A rest of less than a billionth of a step is rounding of the sum of steps.
            let last = self.time + step * (1.0 + 1e-9) >= end;
            let dt = if last { end - self.time } else { step };
            self.process.advance(self.time, dt, &mut self.noise)?;
            self.time = if last { end } else { self.time + dt };
        }
        self.record().map(|()| true)
    }

    /// Appends one record, or leaves the records as they were.
    fn record(&mut self) -> std::result::Result<(), StepError> {
        let (spectrum, rows) = (self.spectrum.len(), self.rows.len());
        let measured = self.process.measure(&mut self.spectrum, &mut self.rows);
        let finite = self.spectrum[spectrum..].iter().chain(&self.rows[rows..]).all(|x| x.is_finite());
        let measured = measured.and(if finite { Ok(()) } else { Err(StepError::NotFinite) });
        if measured.is_err() {
            self.rows.truncate(rows);
        }
        if measured.is_err() || !self.spectra {
            self.spectrum.truncate(spectrum);
        }
        measured
    }

    /// One array per field, the spectrum first, and what the process derives from them.
    fn finish(self, times: &[f64], values: &mut Vec<Value>, observed: &mut Vec<Observed>) {
        let (group, width, records) = (self.process.group(), self.width(), times.len());
        let mut series = Vec::with_capacity(self.fields.len());
        let mut offset = 0;
        for field in &self.fields {
            let columns = |from: usize| {
                let rows = self.rows.chunks_exact(width).take(records);
                rows.flat_map(|row| row[from..from + field.length()].iter().copied()).collect::<Vec<f64>>()
            };
            let refined = (field.keep == Keep::MeanAndBias).then(|| columns(offset + field.length()));
            series.push(Observed { series: field.series(&group, records, columns(offset)), refined });
            offset += field.width();
        }
        let derived = self.process.finish(times, &series);
        if self.spectra {
            let spectrum = self.process.spectrum();
            let mut data = self.spectrum;
            data.truncate(records * spectrum.length());
            values.push(spectrum.series(&group, records, data));
        }
        for (field, series) in self.fields.iter().zip(series) {
            match field.keep {
                Keep::Each => values.push(series.series),
                Keep::Mean | Keep::MeanAndBias => observed.push(series),
            }
        }
        values.extend(derived);
        if !group.is_empty() {
            let (time, code) = self.failure.map_or((-1.0, 0), |(time, error)| (time, error.code()));
            let failed =
                "time of the step that failed, -1 where none did; after it every array repeats its last finite record";
            values.push(Value::scalar(format!("{group}/status"), f64::from(code), "1", StepError::CODES));
            values.push(Value::scalar(format!("{group}/failed_at"), time, "time", failed));
        }
    }
}

/// Appends the last `width` numbers once more, zeros where there are none.
fn repeat_last(rows: &mut Vec<f64>, width: usize) {
    match rows.len().checked_sub(width) {
        Some(last) => rows.extend_from_within(last..),
        None => rows.resize(width, 0.0),
    }
}
