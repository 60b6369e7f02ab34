//! How much memory there is, and how much is needed.

use super::Kind;
use svsde::linalg;

/// What blocked products pack into, found 16 MB above the work space on 30,522 × 384.
const PACKING: u64 = 1 << 24;

/// Bytes for an array in `f64` and, of a matrix, for its decomposition; `u64::MAX` where that is past counting.
pub(super) fn of_array(shape: &[usize], kind: Kind) -> u64 {
    let counted = shape.iter().try_fold(8u64, |bytes, &n| bytes.checked_mul(n as u64));
    let work = match (counted, kind) {
        // A shape that fits into memory cannot make the sizes of the work space overflow.
        (Some(bytes), Kind::Matrix { rows, cols }) if bytes < 1 << 50 => {
            PACKING + linalg::singular_values_memory(rows, cols) as u64
        }
        _ => 0,
    };
    counted.and_then(|bytes| bytes.checked_add(work)).unwrap_or(u64::MAX)
}

/// Bytes that can be had without swapping, where the system says so.
pub(super) fn available() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}
