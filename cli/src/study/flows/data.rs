//! What a user should know of measured data.

use crate::error::Result;
use svsde::matrix::measurement::rank_tolerance;
use svsde::matrix::problem::Problem;

/// Relative distance of the targets from the range of 𝒜 above which they are inconsistent.
const CONSISTENT: f64 = 1e-8;

/// What a user should know of data that can be used, but are not what they seem.
///
/// # Errors
/// [`svsde::Error::Inconsistent`] for targets that no W fits although there are fewer measurements than entries.
pub fn warnings(problem: &Problem) -> Result<Vec<String>> {
    let operator = problem.operator();
    let (d, shape) = (operator.count(), operator.shape());
    let sigma = operator.singular_values()?;
    let floor = rank_tolerance(operator) * sigma.last().copied().unwrap_or(0.0);
    let rank = sigma.iter().filter(|&&s| s > floor).count();
    let distance = problem.inconsistency()?;
    let mut warnings: Vec<String> = not_underdetermined(d, shape).into_iter().collect();
    let overdetermined = !warnings.is_empty();
    if distance > CONSISTENT && !overdetermined {
        return Err(svsde::Error::Inconsistent { rank, count: d, distance }.into());
    }
    if distance > CONSISTENT {
        warnings.push(format!(
            "no W fits the targets: the relative residual cannot go below {distance:.3e}; 'solution' means least squares below"
        ));
    }
    if problem.targets().iter().all(|&y| y == 0.0) {
        let text = "every target is 0: W = 0 solves the problem, and a flow that starts there does not move";
        warnings.push(text.to_owned());
    }
    if rank < d.min(shape.0 * shape.1) {
        warnings.push(format!(
            "the measurement matrix has rank {rank}, not {}: {} of its {d} rows depend on the others; the run goes on with its range",
            d.min(shape.0 * shape.1),
            d - rank,
        ));
    }
    Ok(warnings)
}

/// Says what changes when there are at least as many measurements as entries.
pub fn not_underdetermined(d: usize, (m, n): (usize, usize)) -> Option<String> {
    (d >= m * n).then(|| {
        format!(
            "not underdetermined: d = {d} for a {m} x {n} W with mn = {}; where they are independent the kernel is {{0}}, \
             so that every alpha_i is 0, the self-polar flow stands still and all solutions coincide",
            m * n
        )
    })
}
