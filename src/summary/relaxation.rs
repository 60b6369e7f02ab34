//! The summary of a relaxation: mean and distance along time.

use super::stationary::column;
use crate::density::report::RELAXATION;
use crate::error::Result;
use crate::store::ResultFile;
use crate::text::digits;
use comfy_table::{Table, presets};
use serde::Serialize;

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

    /// As text.
    pub fn text(&self) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(["time", "mean", "L1 distance from the stationary density"]);
        let shown = self.time.len().div_ceil(12).max(1);
        for ((time, mean), distance) in self.time.iter().zip(&self.mean).zip(&self.distance).step_by(shown) {
            table.add_row([digits(*time), digits(*mean), format!("{distance:.4e}")]);
        }
        format!("\n{}\n", table.trim_fmt())
    }
}
