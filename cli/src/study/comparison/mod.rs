//! What `svsde compare` compares: results and exact laws as roads.

mod exact;

use crate::error::{Error, Result};
use crate::store::ResultFile;
use ndarray::ArrayViewD;
use std::path::Path;
use svsde::compare::{LARGEST_VALUE, Law, Operand, Source};
use svsde::text::{digits, short};

/// The roads that `inputs` name: every spectrum of a result, its stationary density, or an exact law.
///
/// # Errors
/// [`Error::Refused`] for fewer than two roads, a file named twice, a file without either, and exact laws without parameters; it
/// and [`Error::Io`] for files that cannot be read.
pub fn roads(inputs: &[String], draws: usize, seed: u64) -> Result<Vec<Operand>> {
    let is_file = |input: &&String| !input.starts_with(exact::PREFIX);
    let files =
        inputs.iter().filter(is_file).map(|name| ResultFile::open(Path::new(name))).collect::<Result<Vec<_>>>()?;
    let places: Vec<_> = files.iter().map(|file| file.path().canonicalize().ok()).collect();
    if let Some(k) = (0..places.len()).find(|&k| places.iter().take(k).any(|place| place == &places[k])) {
        let rule = "is named twice, and a result agrees with itself; name two different results, or an exact law";
        return Err(Error::file(files[k].path(), rule));
    }
    let mut opened = files.iter();
    let mut roads = Vec::new();
    for input in inputs {
        if input.starts_with(exact::PREFIX) {
            roads.push(exact::operand(input, &files, draws, seed)?);
        } else if let Some(file) = opened.next() {
            roads.extend(of_file(file)?);
        }
    }
    if roads.len() < 2 {
        let rule = "is one road, and a comparison needs two: name another result, or an exact law";
        return Err(Error::refused(inputs.join(" "), rule));
    }
    Ok(roads)
}

fn of_file(file: &ResultFile) -> Result<Vec<Operand>> {
    let name = file.path().display().to_string();
    let model = exact::Origin::of(file);
    let mut warnings = Vec::new();
    if !file.finished() {
        warnings.push(format!("{name} is not finished: compared as far as it goes"));
    }
    warnings.extend(step_bias(file).map(|bias| format!("{name}: {bias}")));
    let road = |name: String, stationary, source, warnings: &[String]| Operand {
        name,
        stationary,
        model: model.as_ref().map(exact::Origin::listed).unwrap_or_default(),
        seed: file.number("seed"),
        source,
        tail_exponent: None,
        warnings: warnings.to_vec(),
    };
    let mut found = Vec::new();
    for (dataset, flow) in file.spectra_sets() {
        let label = flow.as_ref().map_or(name.clone(), |flow| format!("{name}:{flow}"));
        let (source, failed) = values(file, &dataset, flow.is_some())?;
        let mut warnings = warnings.clone();
        if failed > 0 {
            warnings.push(format!("{label}: {failed} of the replicas failed and are left out"));
        }
        let burnt_in = flow.is_none() && model.as_ref().is_some_and(|model| model.burn_in() > 0.0);
        found.push(road(label, burnt_in, source, &warnings));
    }
    if file.has("stationary/x") && file.has("stationary/cdf") {
        let law = points(file)?;
        let tail_exponent = file.number_of("stationary", "tail_exponent");
        found.push(Operand { tail_exponent, seed: None, ..road(name.clone(), true, Source::Law(law), &warnings) });
    }
    if found.is_empty() {
        let rule = "holds neither spectra (/spectra/lambda, /flows/<flow>/sigma) nor a stationary density (/stationary/x, cdf), so that it \
                    has nothing in common with other results; run it with output.spectra = true, a row of a scan by itself, or name another \
                    result";
        return Err(Error::refused(name, rule));
    }
    Ok(found)
}

/// What the time step does to the mean, where a run with half of it tells.
fn step_bias(file: &ResultFile) -> Option<String> {
    let at = |name: &str| file.read(&format!("observables/mean_lambda/{name}")).ok()?.into_iter().next();
    let (bias, error) = (at("time_step_bias")?, at("time_step_bias_error")?);
    let (bias, error) = (digits(bias), short(error));
    Some(format!(
        "the time step changes the mean of lambda by {bias} ± {error}, and z and p take that for a difference"
    ))
}

/// The stationary law of a file: moments that it does not have are infinite.
fn points(file: &ResultFile) -> Result<Law> {
    of_units(file, "stationary/x", "1")?;
    let (x, cdf) = (file.row("stationary/x")?, file.row("stationary/cdf")?);
    let moments = ["mean", "variance", "kurtosis"].map(|name| file.number_of("stationary", name));
    let rule = "datasets stationary/x and cdf: no distribution function: they must be as long, finite and ascending, from 0 or more to 1";
    Law::at_points(x, cdf, moments).ok_or_else(|| file.unreadable(rule.to_owned()))
}

/// Refuses values in other units than svsde writes, as another program may have put there.
fn of_units(file: &ResultFile, dataset: &str, wanted: &str) -> Result<()> {
    match file.text_of(dataset, "units").filter(|units| units != wanted) {
        None => Ok(()),
        Some(units) => Err(file
            .unreadable(format!("dataset {dataset}: units {units:?}, but {wanted:?} is compared; convert the values"))),
    }
}

/// λ of the replicas that did not fail, and how many failed.
fn values(file: &ResultFile, dataset: &str, is_sigma: bool) -> Result<(Source, usize)> {
    of_units(file, dataset, if is_sigma { "W" } else { "W^2" })?;
    let data = file.read(dataset)?;
    let times = file.row("time")?;
    let [count, ..] = file.spectra_shape(dataset, times.len())?;
    let status = file.replicas("replicas/status").unwrap_or_default();
    let lambda = |x: &f64| if is_sigma { x * x } else { *x };
    let sound = |(k, replica): (usize, ArrayViewD<f64>)| {
        let kept =
            status.get(k).is_none_or(|codes| codes == &[0.0]) && replica.iter().all(|x| x.abs() <= LARGEST_VALUE);
        kept.then(|| replica.outer_iter().map(|row| row.iter().map(lambda).collect()).collect())
    };
    let replicas: Vec<Vec<Vec<f64>>> = data.outer_iter().enumerate().filter_map(sound).collect();
    if replicas.is_empty() || times.is_empty() || data.is_empty() {
        return Err(file.unreadable(format!("dataset {dataset}: no replica is left that did not fail")));
    }
    let failed = count - replicas.len();
    Ok((Source::Spectra { times, replicas }, failed))
}
