//! Panels of samples of a study of tails.

use super::data::{PANELS, not_shown, shortened};
use crate::error::Result;
use crate::plot::{Panel, Plot};
use crate::store::ResultFile;
use crate::summary::TAILS;
use svsde::tails::report::SampleReport;

/// Names of the samples, in the order of the inputs.
fn names(file: &ResultFile) -> Vec<String> {
    file.texts_of(TAILS, "samples").unwrap_or_else(|| file.groups(TAILS))
}

fn read(file: &ResultFile, name: &str) -> Result<SampleReport> {
    file.typed(&format!("{TAILS}/{name}"))
}

/// Whether a result has a sample that `shown` holds for.
pub fn any(file: &ResultFile, shown: impl Fn(&SampleReport) -> bool) -> bool {
    names(file).iter().any(|name| read(file, name).is_ok_and(|sample| shown(&sample)))
}

/// A panel titled with its name for each of the first samples that `panel` gives one for.
///
/// # Errors
/// When a sample is not whole.
pub fn per_sample(file: &ResultFile, title: &str, panel: impl Fn(&SampleReport) -> Option<Panel>) -> Result<Plot> {
    let (mut panels, mut rest) = (Vec::new(), Vec::new());
    for name in names(file) {
        match panel(&read(file, &name)?) {
            Some(_) if panels.len() == PANELS => rest.push(name),
            Some(panel) => panels.push(Panel { title: shortened(&name, 36), ..panel }),
            None => {}
        }
    }
    Ok(Plot { title: title.to_owned(), panels, notes: not_shown("samples", &rest).into_iter().collect() })
}
