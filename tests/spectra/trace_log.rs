//! The trace-log edge of small spectra.

use svsde::tails::spectrum::trace_log::TraceLog;

/// 1/4, 1/4, 1/2, 1, 3 has mean 1: products 3, 3, 3/2, 3/8.
#[test]
fn known_values() {
    let lambda = [0.25, 0.25, 0.5, 1.0, 3.0];
    assert_eq!(TraceLog::of(&lambda), Some(TraceLog { edge: 0.5, count: 3 }));
    let scaled = lambda.map(|l| 7e300 * l);
    assert_eq!(TraceLog::of(&scaled).map(|found| found.count), Some(3));
    assert_eq!(TraceLog::of(&[0.3; 7]), Some(TraceLog { edge: 0.3, count: 7 }));
    assert_eq!(TraceLog::of(&[0.0, 2.0]), Some(TraceLog { edge: 2.0, count: 1 }));
    assert_eq!((TraceLog::of(&[]), TraceLog::of(&[0.0, 0.0])), (None, None));
}
