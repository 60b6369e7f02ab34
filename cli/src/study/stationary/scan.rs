//! A stationary study at every point of a scan.

use super::Study;
use crate::error::Result;
use crate::scenario::Scenario;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use svsde::Array;
use svsde::density::{Report, Scan, ScanPoint};

/// Solves every point and gathers what was found, one entry a point, the last key of the scan varying fastest; and whether
/// all points were reached before `stop`.
///
/// # Errors
/// The first point at which anything but the lack of a stationary density stands against an answer.
pub fn solve(scenario: &Scenario, stop: &AtomicBool, progress: &(dyn Fn() + Sync)) -> Result<(Report, bool)> {
    let points = scenario.scan_points()?;
    let found: Vec<Option<Option<ScanPoint>>> = points
        .par_iter()
        .map(|point| {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let solution = Study::new(point)?.solve_if_any()?;
            progress();
            Ok(Some(solution.map(|solution| ScanPoint::new(solution, points.len() <= Scan::WHOLE))))
        })
        .collect::<Result<_>>()?;
    let reached: Vec<Option<ScanPoint>> = found.into_iter().map_while(|point| point).collect();
    let cells = scenario.stationary.as_ref().and_then(|stationary| stationary.cells).unwrap_or(0);
    let scan = Scan::new(axes(scenario, reached.len()), &reached, points.len(), cells);
    Ok((Report { scan: Some(scan), ..Report::default() }, reached.len() == points.len()))
}

/// The scanned values at each point; texts by their place in the label `values`.
fn axes(scenario: &Scenario, reached: usize) -> BTreeMap<String, Array> {
    let axes: Vec<(&str, &[toml::Value])> = scenario.scan.iter().flat_map(|scan| scan.axes()).collect();
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
