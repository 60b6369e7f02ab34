//! When diagonal blocks of W are acquired, and the acquisition time spread ratio (ATSR).

use crate::error::Error;
use crate::linalg;
use crate::process::Value;
use ndarray::{Array2, s};

/// ‖block k‖_*/‖W‖_* for K diagonal blocks; block k has the rows ⌊km/K⌋ up to ⌊(k+1)m/K⌋, columns likewise.
///
/// # Errors
/// [`Error::Decomposition`] when W is not finite.
pub fn shares(w: &Array2<f64>, blocks: usize) -> Result<Vec<f64>, Error> {
    let (m, n) = w.dim();
    let total = linalg::singular_values(w.view())?.sum();
    let edge = |k: usize, length: usize| k * length / blocks;
    (0..blocks)
        .map(|k| {
            let block = w.slice(s![edge(k, m)..edge(k + 1, m), edge(k, n)..edge(k + 1, n)]);
            let norm = linalg::singular_values(block)?.sum();
            Ok(if total > 0.0 { norm / total } else { 0.0 })
        })
        .collect()
}

/// t_k, the first recorded time at which block k has a share of at least 1/(2K), and ATSR = max t_k / min t_k.
///
/// Blocks with t_k = 0 and blocks that are never acquired are left out of the ratio; the number of blocks that remain is reported.
pub fn times(group: &str, times: &[f64], shares: &[f64], blocks: usize) -> Vec<Value> {
    let threshold = 0.5 / blocks as f64;
    let acquired: Vec<f64> = (0..blocks)
        .map(|k| {
            let reached = shares.chunks_exact(blocks).position(|row| row[k] >= threshold);
            reached.map_or(-1.0, |at| times[at])
        })
        .collect();
    let counted = || acquired.iter().copied().filter(|&t| t > 0.0);
    let (first, last) = (counted().fold(f64::INFINITY, f64::min), counted().fold(0.0, f64::max));
    let count = counted().count();
    let ratio = if count > 0 { last / first } else { 0.0 };
    vec![
        Value::array(
            format!("{group}/acquisition_time"),
            &[("block", blocks)],
            acquired,
            "step",
            "first recorded time at which a block has 1/(2K) of the nuclear norm; -1 where it never has",
        ),
        Value::scalar(
            format!("{group}/atsr_blocks"),
            count as f64,
            "1",
            "blocks acquired after time 0, on which atsr rests",
        ),
        Value::scalar(
            format!("{group}/atsr"),
            ratio,
            "1",
            "largest / smallest acquisition time over blocks acquired after time 0; 0 where there are none",
        ),
    ]
}
