//! A stationary study at every point of a scan.

use super::StationaryStudy;
use super::job::DensityJob;
use crate::error::Result;
use crate::scenario;
use crate::store::Content;
use crate::study::{Cost, Job, Outcome};
use rayon::prelude::*;
use std::collections::BTreeMap;
use svsde::Array;
use svsde::density::{Report, Scan, ScanPoint};
use svsde::ensemble::Control;

/// Every point of a scan.
pub struct ScanJob {
    study: StationaryStudy,
    points: Vec<DensityJob>,
}

impl ScanJob {
    /// Of a study with a scan.
    ///
    /// # Errors
    /// As [`StationaryStudy::points`] and [`DensityJob::new`].
    pub fn new(study: &StationaryStudy) -> Result<Self> {
        let points = study.points()?.iter().map(DensityJob::new).collect::<Result<_>>()?;
        Ok(Self { study: study.clone(), points })
    }
}

impl Job for ScanJob {
    fn cost(&self) -> Cost {
        self.study.cost()
    }

    fn extent(&self) -> (f64, &'static str) {
        (self.points.len() as f64, "points")
    }

    /// Solves every point and gathers what was found, one entry a point, the last key of the scan varying fastest. Anything except
    /// the lack of a stationary density ends it.
    fn run(&self, control: &Control) -> Result<Outcome> {
        let count = self.points.len();
        let solve = |point: &DensityJob| {
            if control.is_stopped() {
                return Ok(None);
            }
            let solution = point.solve_if_any()?;
            control.advance(1.0);
            Ok(Some(solution.map(|solution| ScanPoint::new(solution, count <= Scan::WHOLE))))
        };
        let found: Vec<Option<Option<ScanPoint>>> = self.points.par_iter().map(solve).collect::<Result<_>>()?;
        let reached: Vec<Option<ScanPoint>> = found.into_iter().map_while(|point| point).collect();
        let cells = self.study.stationary.cells.unwrap_or(0);
        let axes = self.study.scan.as_ref().map(|scan| axes(scan, reached.len())).unwrap_or_default();
        let scan = Scan::new(axes, &reached, count, cells);
        let content = Content::of(&Report { scan: Some(scan), ..Report::default() })?;
        Ok(Outcome { content: Some(content), finished: reached.len() == count, ..Outcome::default() })
    }
}

/// Whether every scan has an array of this name in its result.
pub fn is_column(name: &str) -> bool {
    let empty = serde_json::to_value(Scan::new(BTreeMap::new(), &[], 0, 0)).unwrap_or_default();
    empty.get(name).is_some()
}

/// The scanned values at each point; texts by their place in the label `values`.
fn axes(scan: &scenario::Scan, reached: usize) -> BTreeMap<String, Array> {
    let axes: Vec<(&str, &[toml::Value])> = scan.axes().collect();
    let mut repeat: usize = axes.iter().map(|(_, values)| values.len()).product();
    let mut arrays = BTreeMap::new();
    for (key, values) in axes {
        repeat /= values.len().max(1);
        let places = (0..reached).map(|index| index / repeat.max(1) % values.len().max(1));
        let number = |value: &toml::Value| value.as_float().or_else(|| value.as_integer().map(|i| i as f64));
        let numbers: Option<Vec<f64>> = values.iter().map(number).collect();
        let array = |data, text| Array::new(&[("point", reached)], data, "1", text);
        let array = match numbers {
            Some(numbers) => array(places.map(|place| numbers[place]).collect(), "value of the key"),
            None => {
                let texts: Vec<String> =
                    values.iter().map(|v| v.as_str().map_or(v.to_string(), str::to_owned)).collect();
                let text = "value of the key, by its place in the attribute values";
                array(places.map(|place| place as f64).collect(), text).with_labels("values", &texts)
            }
        };
        arrays.insert(key.to_owned(), array);
    }
    arrays
}
