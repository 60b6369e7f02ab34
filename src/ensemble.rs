//! Replicas in parallel. What a replica gives depends on the seed and its number only, never on the threads.

use crate::error::Result;
use crate::noise::{Segment, Stream};
use crate::process::{Process, StepError};
use crate::record::{Field, Outcome, Record, Value};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// One independent copy at time 0.
pub struct Replica {
    /// What evolves.
    pub processes: Vec<Box<dyn Process>>,
    /// Arrays that do not evolve.
    pub constants: Vec<Value>,
}

/// What an ensemble runs: makes the processes of each replica.
pub trait Study: Sync {
    /// Replica number `index`.
    ///
    /// # Errors
    /// Whatever makes the whole run impossible, such as inconsistent targets.
    fn replica(&self, index: u64) -> Result<Replica>;
}

/// Lets the caller watch and stop a run.
pub struct Control<'a> {
    /// Set to true to stop the run at the next step.
    pub stop: &'a AtomicBool,
    /// Told of each bit of simulated time that a process has covered.
    pub progress: &'a (dyn Fn(f64) + Sync),
}

/// What to run and what to keep.
pub struct Plan {
    /// Seed of the random streams.
    pub seed: u64,
    /// Number of replicas.
    pub replicas: usize,
    /// Record times, ascending.
    pub times: Vec<f64>,
    /// Keep every recorded spectrum.
    pub spectra: bool,
}

/// Runs every replica of `study` over the record times.
///
/// # Errors
/// The first error of [`Study::replica`], by number of the replica.
pub fn run(study: &dyn Study, plan: &Plan, control: &Control) -> Result<Record> {
    let outcomes: Vec<Result<Option<Outcome>>> = (0..plan.replicas as u64)
        .into_par_iter()
        .map(|index| match control.stop.load(Ordering::Relaxed) {
            true => Ok(None),
            false => run_replica(study, index, plan, control).map(Some),
        })
        .collect();
    let outcomes = outcomes.into_iter().filter_map(Result::transpose).collect::<Result<Vec<_>>>()?;
    let finished = outcomes.len() == plan.replicas && outcomes.iter().all(|outcome| outcome.complete);
    Ok(Record::new(plan.times.clone(), outcomes, finished))
}

/// Its processes run in parallel too when there are fewer replicas than threads.
fn run_replica(study: &dyn Study, index: u64, plan: &Plan, control: &Control) -> Result<Outcome> {
    let Plan { seed, replicas, times, spectra } = plan;
    let Replica { processes, constants: mut values } = study.replica(index)?;
    let mut tracks: Vec<Track> = processes.into_iter().map(|process| Track::new(process, *seed, index)).collect();
    let apart = *replicas >= rayon::current_num_threads();
    let mut records = 0;
    for &time in times {
        if apart {
            tracks.iter_mut().for_each(|track| track.reach(time, control));
        } else {
            tracks.par_iter_mut().for_each(|track| track.reach(time, control));
        }
        if control.stop.load(Ordering::Relaxed) && !tracks.iter().all(|track| track.records > records) {
            break;
        }
        records += 1;
    }
    let failure = tracks.iter().filter_map(|track| track.failure.as_ref()).min_by(|a, b| a.0.total_cmp(&b.0));
    let (status, failed_at) = failure.map_or((0, -1.0), |(time, error)| (error.code(), *time));
    values.extend(tracks.into_iter().flat_map(|track| track.into_values(&times[..records], *spectra)));
    Ok(Outcome { replica: index, status, failed_at, complete: records == times.len(), records, values })
}

/// One process with its noise and what was recorded of it.
struct Track {
    process: Box<dyn Process>,
    noise: Stream,
    fields: Vec<Field>,
    time: f64,
    records: usize,
    sigma: Vec<f64>,
    rows: Vec<f64>,
    failure: Option<(f64, StepError)>,
}

impl Track {
    fn new(process: Box<dyn Process>, seed: u64, index: u64) -> Self {
        let noise = Stream::new(seed, index, Segment::Process(process.segment()));
        let fields = process.fields();
        Self { process, noise, fields, time: 0.0, records: 0, sigma: Vec::new(), rows: Vec::new(), failure: None }
    }

    /// Numbers per record beside the spectrum.
    fn width(&self) -> usize {
        self.fields.iter().map(Field::width).sum()
    }

    /// Advances to `time` and records; a failed process repeats its last record.
    fn reach(&mut self, time: f64, control: &Control) {
        let from = self.time;
        if self.failure.is_none() {
            match self
                .advance(time, control)
                .and_then(|arrived| if arrived { self.record().map(|()| true) } else { Ok(false) })
            {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => self.failure = Some((self.time, error)),
            }
        }
        if self.failure.is_some() {
            let (rank, width) = (self.process.rank(), self.width());
            repeat_last(&mut self.sigma, rank);
            repeat_last(&mut self.rows, width);
        }
        self.records += 1;
        self.time = time;
        (control.progress)(time - from);
    }

    /// False when the run was stopped on the way.
    fn advance(&mut self, end: f64, control: &Control) -> std::result::Result<bool, StepError> {
        while self.time < end {
            if control.stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            let step = self.process.step_size(self.time);
            let last = self.time + step >= end;
            let dt = if last { end - self.time } else { step };
            self.process.advance(self.time, dt, &mut self.noise)?;
            self.time = if last { end } else { self.time + dt };
        }
        Ok(true)
    }

    /// Appends one record, or leaves the records as they were.
    fn record(&mut self) -> std::result::Result<(), StepError> {
        let (sigma, rows) = (self.sigma.len(), self.rows.len());
        let measured = self.process.measure(&mut self.sigma, &mut self.rows);
        let finite = self.sigma[sigma..].iter().chain(&self.rows[rows..]).all(|x| x.is_finite());
        let measured = measured.and(if finite { Ok(()) } else { Err(StepError::NotFinite) });
        if measured.is_err() {
            self.sigma.truncate(sigma);
            self.rows.truncate(rows);
        }
        measured
    }

    /// One array per field, the spectrum first, and what the process derives from them.
    fn into_values(self, times: &[f64], spectra: bool) -> Vec<Value> {
        let (group, width, rank) = (self.process.group(), self.width(), self.process.rank());
        let description = "singular values of W, ascending";
        let mut values = Vec::with_capacity(self.fields.len() + 3);
        if spectra {
            let axes = [("time", times.len()), ("singular value", rank)];
            let mut sigma = self.sigma;
            sigma.truncate(times.len() * rank);
            values.push(Value::array(format!("{group}/sigma"), &axes, sigma, "W", description));
        }
        let mut offset = 0;
        for field in &self.fields {
            let columns = offset..offset + field.width();
            offset = columns.end;
            let rows = self.rows.chunks_exact(width).take(times.len());
            let data = rows.flat_map(|row| row[columns.clone()].iter().copied()).collect();
            let axes: Vec<_> = [("time", times.len())].into_iter().chain(field.axis).collect();
            values.push(Value::array(format!("{group}/{}", field.name), &axes, data, field.units, &field.description));
        }
        let derived = self.process.finish(times, &values);
        values.extend(derived);
        let (time, code) = self.failure.map_or((-1.0, 0), |(time, error)| (time, error.code()));
        let status = "0: ok; 1: the state became infinite or NaN; 2: a decomposition failed";
        let failed =
            "time of the step that failed, -1 where none did; after it every array repeats its last finite record";
        values.push(Value::scalar(format!("{group}/status"), f64::from(code), "1", status));
        values.push(Value::scalar(format!("{group}/failed_at"), time, "time", failed));
        values
    }
}

/// Appends the last `width` numbers once more, zeros where there are none.
fn repeat_last(rows: &mut Vec<f64>, width: usize) {
    match rows.len().checked_sub(width) {
        Some(last) => rows.extend_from_within(last..),
        None => rows.resize(width, 0.0),
    }
}
