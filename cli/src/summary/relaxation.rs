//! The summary of a relaxation: mean and distance along time.

use super::stationary::column;
use crate::error::Result;
use crate::store::ResultFile;
use crate::study::stationary::report::RELAXATION;
use crate::text::Parts;
use serde::Serialize;
use svsde::text::digits;

/// A density on its way, at its recorded times.
#[derive(Debug, Serialize)]
pub struct Relaxation {
    time: Vec<f64>,
    mean: Vec<f64>,
    distance: Vec<f64>,
}

impl Relaxation {
    /// Reads the file; `None` where there is no relaxation in it.
    ///
    /// # Errors
    /// When a dataset is damaged.
    pub fn read(file: &ResultFile) -> Result<Option<Self>> {
        let at = |name: &str| column(file, &format!("{RELAXATION}/{name}"));
        if !file.has(&format!("{RELAXATION}/mean")) {
            return Ok(None);
        }
        Ok(Some(Self { time: column(file, "time")?, mean: at("mean")?, distance: at("distance")? }))
    }

    /// A table of some of the times.
    pub fn parts(&self) -> Parts {
        let every = self.time.len().div_ceil(12).max(1);
        let rows = self.time.iter().zip(&self.mean).zip(&self.distance).step_by(every);
        let cells = |((time, mean), distance): ((&f64, &f64), &f64)| {
            vec![digits(*time), digits(*mean), format!("{distance:.4e}")]
        };
        let mut out = Parts::default();
        out.say("\n");
        out.table(["time", "mean", "L1 distance from the stationary density"], rows.map(cells));
        out.say("\n");
        out
    }
}
