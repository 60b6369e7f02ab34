//! Scale rules.

use svsde::matrix::scale::SCALES;

#[test]
fn factors_of_a_tall_and_a_wide_matrix() {
    let values = |m, n| SCALES.iter().map(|s| (s.factor)(m, n)).collect::<Vec<_>>();
    assert_eq!(values(16.0, 4.0), [1.0, 2.0, 2.0, 0.8]);
    assert_eq!(values(4.0, 16.0), [1.0, 1.0, 0.5, 0.8]);
}
