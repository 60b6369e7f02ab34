//! The summary of a relaxation: mean and distance along time.

use crate::text::Parts;
use svsde::density::{RelaxationSeries, Report};
use svsde::text::digits;

/// A table of some of the times.
pub fn parts(report: &Report) -> Parts {
    let mut out = Parts::default();
    let (Some(time), Some(RelaxationSeries { mean, distance, .. })) = (&report.time, &report.relaxation) else {
        return out;
    };
    let every = time.data.len().div_ceil(12).max(1);
    let rows = time.data.iter().zip(&mean.data).zip(&distance.data).step_by(every);
    let cells =
        |((time, mean), distance): ((&f64, &f64), &f64)| vec![digits(*time), digits(*mean), format!("{distance:.4e}")];
    out.say("\n");
    out.table(["time", "mean", "L1 distance from the stationary density"], rows.map(cells));
    out.say("\n");
    out
}
