//! What is recorded of a problem once: its operator, targets and reference solutions.

use crate::error::Error;
use crate::linalg;
use crate::matrix::problem::Problem;
use crate::matrix::references;
use crate::process::Value;
use ndarray::Array2;

/// The spectrum of the operator, the targets, and the measurement matrix itself where it is asked for.
///
/// # Errors
/// [`Error::Decomposition`] when a decomposition fails.
pub fn measurement(problem: &Problem, with_matrix: bool) -> Result<Vec<Value>, Error> {
    let operator = problem.operator();
    let ((m, n), d) = (operator.shape(), operator.count());
    let sigma = operator.singular_values()?;
    let axis = [("singular value", sigma.len())];
    let text = "singular values of the measurement matrix, ascending";
    let mut values = vec![Value::array("measurement/singular_values", &axis, sigma.to_vec(), "A", text)];
    let text = "|y - A A^+ y| / |y|: the residual below which no W can go, rounding where the targets are consistent";
    values.push(Value::scalar("measurement/least_relative_residual", problem.inconsistency()?, "1", text));
    values.push(Value::array(
        "measurement/targets",
        &[("measurement", d)],
        problem.targets().to_vec(),
        "y",
        "targets y",
    ));
    if with_matrix {
        let (axes, matrix) = ([("measurement", d), ("entry", m * n)], operator.to_dense().into_iter().collect());
        values.push(Value::array(
            "measurement/matrix",
            &axes,
            matrix,
            "A",
            "measurement matrix; row i is vec A_i, row-major",
        ));
    }
    Ok(values)
}

/// The solutions of least Frobenius and least nuclear norm.
///
/// # Errors
/// As [`measurement`].
pub fn reference_solutions(problem: &Problem) -> Result<Vec<Value>, Error> {
    let (m, n) = problem.operator().shape();
    let matrix = |path: &str, w: &Array2<f64>, units, text: &str| {
        Value::array(path, &[("row", m), ("column", n)], w.iter().copied().collect(), units, text)
    };
    let norm = |path: &str, norm| Value::scalar(path, norm, "W", "its nuclear norm");
    let frobenius = references::min_frobenius(problem)?;
    let nuclear = references::min_nuclear(problem)?;
    let text = "A^+ y, the solution of least Frobenius norm";
    let mut values = vec![matrix("references/min_frobenius/weights", &frobenius, "W", text)];
    let size = linalg::singular_values(frobenius.view())?.sum();
    values.push(norm("references/min_frobenius/nuclear_norm", size));
    let text = "the solution of least nuclear norm";
    values.push(matrix("references/min_nuclear/weights", &nuclear.weights, "W", text));
    values.push(norm("references/min_nuclear/nuclear_norm", nuclear.nuclear_norm));
    let text = "(|W|_* - <M, W>) / |W|_*: bound of the relative excess over the minimum";
    values.push(Value::scalar("references/min_nuclear/duality_gap", nuclear.duality_gap, "1", text));
    let text = "dual feasible point M = A^*(z): in the range of A^*, of spectral norm at most 1";
    values.push(matrix("references/min_nuclear/certificate", &nuclear.certificate, "1", text));
    Ok(values)
}
