//! The summary of a scan: a line per point.

use crate::error::Result;
use crate::store::ResultFile;
use crate::study::stationary::scan::SCAN;
use crate::text::Parts;
use serde::Serialize;
use std::collections::BTreeMap;
use svsde::text::digits;

/// Columns by name, one entry a point; scanned texts as texts.
#[derive(Debug, Serialize)]
pub struct Scan {
    keys: Vec<String>,
    texts: BTreeMap<String, Vec<String>>,
    columns: BTreeMap<String, Vec<f64>>,
}

/// What is shown beside the scanned keys.
const SHOWN: [&str; 6] = ["tail", "mean", "variance", "kurtosis", "quantile_99", "spectral_gap"];

impl Scan {
    /// Reads the file; `None` where there is no scan in it.
    ///
    /// # Errors
    /// When a dataset is damaged.
    pub fn read(file: &ResultFile) -> Result<Option<Self>> {
        let prefix = format!("/{SCAN}/");
        let entries = file.entries();
        let names =
            entries.iter().filter(|entry| entry.shape.len() == 1).filter_map(|entry| entry.path.strip_prefix(&prefix));
        let mut scan = Self { keys: Vec::new(), texts: BTreeMap::new(), columns: BTreeMap::new() };
        for name in names {
            let path = format!("{SCAN}/{name}");
            let values: Vec<f64> = file.read(&path)?.into_iter().collect();
            if let Some(texts) = file.texts_of(&path, "values") {
                let text = |value: &f64| texts.get(*value as usize).cloned().unwrap_or_default();
                scan.texts.insert(name.to_owned(), values.iter().map(text).collect());
            }
            if entries
                .iter()
                .any(|e| e.path.strip_prefix(&prefix) == Some(name) && e.description.starts_with("value of the key"))
            {
                scan.keys.push(name.to_owned());
            }
            scan.columns.insert(name.to_owned(), values);
        }
        Ok((!scan.columns.is_empty()).then_some(scan))
    }

    fn value(&self, name: &str, point: usize) -> f64 {
        self.columns.get(name).and_then(|column| column.get(point)).copied().unwrap_or(0.0)
    }

    fn points(&self) -> usize {
        self.columns.get("exists").map_or(0, Vec::len)
    }

    fn tail(&self, point: usize) -> String {
        match self.value("tail_shape", point) {
            1.0 => format!("power law, k = {:.4}", self.value("tail_index", point)),
            2.0 => "between power and exponential".to_owned(),
            3.0 => format!("theta = {:.4}", self.value("tail_exponent", point)),
            4.0 => "faster".to_owned(),
            _ => "bounded".to_owned(),
        }
    }

    /// A table of all points.
    pub fn parts(&self) -> Parts {
        let cells = |point: usize| {
            let key = |key: &String| match self.texts.get(key).and_then(|texts| texts.get(point)) {
                Some(text) => text.clone(),
                None => digits(self.value(key, point)),
            };
            let mut cells: Vec<String> = self.keys.iter().map(key).collect();
            if self.value("exists", point) == 0.0 {
                cells.push("no stationary density".to_owned());
            } else {
                cells.push(self.tail(point));
                for (index, name) in ["mean", "variance", "kurtosis"].into_iter().enumerate() {
                    let finite = self.value("moments", point) > index as f64;
                    cells.push(if finite { digits(self.value(name, point)) } else { "infinite".to_owned() });
                }
                cells.extend(["quantile_99", "spectral_gap"].map(|name| digits(self.value(name, point))));
            }
            cells
        };
        let mut out = Parts::default();
        out.say("\n");
        out.table(self.keys.iter().map(String::as_str).chain(SHOWN), (0..self.points()).map(cells));
        out.say("\n");
        out
    }

    /// A clause.
    pub fn brief(&self) -> String {
        let exist = (0..self.points()).filter(|&point| self.value("exists", point) > 0.0).count();
        format!("{} points, {exist} with a stationary density.", self.points())
    }
}
