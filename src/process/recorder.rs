//! What is recorded of every spectrum along a run: all observables and the raw moments.

use super::{Field, Observed, StepError, Value, column_means};
use crate::observables;

/// Largest λ that is recorded: the variance of λ⁴ over replicas is still a number.
pub const LARGEST: f64 = 1e37;

/// Highest order of the raw moments.
pub const ORDERS: usize = 4;

/// Name of the raw moments below `/observables`.
const MOMENTS: &str = "raw_moments";

/// Path of the raw moments of each replica.
pub const REPLICA_MOMENTS: &str = "replicas/raw_moments";

/// The spectrum λ of W as a field.
pub fn spectrum(n: usize) -> Field {
    Field::vector("spectra/lambda", ("singular value", n), "W^2", "squared singular values of W, ascending")
}

/// The fields recorded of spectra of `n` values; `refined` says that there is a second run with half the step.
pub fn fields(n: usize, refined: bool) -> Vec<Field> {
    let observables = observables::recorded().filter(|o| o.least <= n);
    let scalars = observables.map(|o| Field::scalar(format!("observables/{}", o.name), o.units, o.formula));
    let text = "mean over the n values of lambda^k, k = 1 to 4";
    let moments = Field::vector(format!("observables/{MOMENTS}"), ("order", ORDERS), "W^(2k)", text);
    scalars.chain([moments]).map(|field| field.averaged(refined)).collect()
}

/// Appends the numbers that [`fields`] announces.
///
/// # Errors
/// [`StepError::NotFinite`] when a value is not finite or above [`LARGEST`].
pub fn measure(lambda: &[f64], refined: Option<&[f64]>, out: &mut Vec<f64>) -> Result<(), StepError> {
    let both = || [lambda].into_iter().chain(refined);
    if !both().flatten().all(|lambda| lambda.abs() <= LARGEST) {
        return Err(StepError::NotFinite);
    }
    for observable in observables::recorded().filter(|o| o.least <= lambda.len()) {
        out.extend(both().map(observable.eval));
    }
    out.extend(both().flat_map(raw_moments));
    Ok(())
}

fn raw_moments(lambda: &[f64]) -> [f64; ORDERS] {
    let n = lambda.len() as f64;
    std::array::from_fn(|k| lambda.iter().map(|l| l.powi(k as i32 + 1)).sum::<f64>() / n)
}

/// The raw moments of one replica, averaged over the recorded times.
pub fn finish(series: &[Observed]) -> Vec<Value> {
    let Some(moments) = series.iter().find(|observed| observed.series.is(MOMENTS)) else { return Vec::new() };
    let value = |path: &str, data: &[f64], text: &str| {
        Value::array(path, &[("order", ORDERS)], column_means(data, ORDERS), "W^(2k)", text)
    };
    let text = "mean over particles and recorded times of lambda^k, k = 1 to 4";
    let mut values = vec![value(REPLICA_MOMENTS, &moments.series.array.data, text)];
    if let Some(refined) = &moments.refined {
        values.push(value(&format!("{REPLICA_MOMENTS}_refined"), refined, "the same with half the step"));
    }
    values
}
