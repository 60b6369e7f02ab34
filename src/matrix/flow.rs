//! One flow of a regression as a [`Process`]: an optimiser, and what is recorded along it.

use super::optimizer::{Optimizer, Settings, show};
use super::problem::Problem;
use super::recording::Recorder;
use super::update_rules::UpdateRule;
use crate::error::Error;
use crate::process::{Field, Observed, Process, StepError, Value, Visitor};
use crate::random::Stream;
use ndarray::Array2;
use std::sync::Arc;

/// W under one update rule and a regression loss.
pub struct Flow {
    optimizer: Optimizer,
    recorder: Recorder,
    /// s = Σ η_t·scale over the steps done: the time in which a polar flow moves at unit speed.
    flow_time: f64,
    /// W one step ago, and its flow time; itself before the first step.
    before: (Array2<f64>, f64),
    /// W at the last record.
    recorded: Array2<f64>,
}

impl Flow {
    /// A flow from the common initial matrix `w`; `blocks` diagonal blocks of W are followed, none where it is 0.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when the rule's start needs a decomposition that fails, [`Error::Unfit`] when `w` does not have
    /// the shape that is measured.
    pub fn new(
        rule: &'static UpdateRule,
        problem: Arc<Problem>,
        settings: Settings,
        blocks: usize,
        w: Array2<f64>,
    ) -> Result<Self, Error> {
        let ((rows, cols), (m, n)) = (w.dim(), problem.operator().shape());
        if (rows, cols) != (m, n) {
            return Err(Error::Unfit(format!("W starts as a {rows} x {cols} matrix, but {m} x {n} ones are measured")));
        }
        let optimizer = Optimizer::new(rule, problem.clone(), settings, w)?;
        let w = optimizer.weights();
        let (before, recorded) = ((w.clone(), 0.0), Array2::zeros(w.dim()));
        Ok(Self { recorder: Recorder::new(problem, blocks), before, recorded, flow_time: 0.0, optimizer })
    }

    /// The weight matrix W.
    pub fn weights(&self) -> &Array2<f64> {
        self.optimizer.weights()
    }
}

impl Process for Flow {
    fn group(&self) -> String {
        format!("flows/{}", self.optimizer.rule().name)
    }

    fn advance(&mut self, t: f64, _: f64, rng: &mut Stream) -> Result<(), StepError> {
        self.before.0.assign(self.optimizer.weights());
        self.before.1 = self.flow_time;
        self.flow_time += self.optimizer.step(t, rng)?;
        Ok(())
    }

    fn spectrum(&self) -> Field {
        let axis = ("singular value", self.recorded.nrows().min(self.recorded.ncols()));
        Field::vector("sigma", axis, "W", "singular values of W, ascending")
    }

    fn fields(&self) -> Vec<Field> {
        self.recorder.fields()
    }

    fn measure(&mut self, sigma: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError> {
        let before = (self.flow_time > self.before.1).then_some((&self.before.0, self.before.1));
        self.recorder.measure((self.optimizer.weights(), self.flow_time), before, sigma, out)?;
        self.recorded.assign(self.optimizer.weights());
        Ok(())
    }

    fn finish(&self, times: &[f64], series: &[Observed]) -> Vec<Value> {
        let (m, n) = self.recorded.dim();
        let mut values = self.recorder.finish(&self.group(), times, series);
        values.push(Value::array(
            format!("{}/final_weights", self.group()),
            &[("row", m), ("column", n)],
            self.recorded.iter().copied().collect(),
            "W",
            "W at the last recorded time; when the run was interrupted, at the flow's own last record, which may be later",
        ));
        values
    }

    fn state(&mut self, visit: &mut Visitor) {
        self.optimizer.state(visit);
        show("before", &mut self.before.0, visit);
        let mut times = [self.flow_time, self.before.1];
        visit("flow_time", &mut times);
        [self.flow_time, self.before.1] = times;
    }
}
