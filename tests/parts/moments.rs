//! Moments over replicas, merged by blocks.

use svsde::ensemble::Moments;

#[test]
fn blocks_give_the_mean_and_standard_error_of_all() {
    let rows: Vec<[f64; 2]> = (0..10).map(|k| [1e6 + f64::from(k * k), f64::from(k)]).collect();
    let mut all = Moments::new(2);
    for block in rows.chunks(4) {
        let mut part = Moments::new(2);
        block.iter().for_each(|row| part.push(*row));
        all.merge(&part);
    }
    // Means of 0, 1, …, 9 and of their squares; the variance of the former is 55/6, of the latter 721.1667.
    assert!((all.mean()[0] - 1_000_028.5).abs() < 1e-9 && (all.mean()[1] - 4.5).abs() < 1e-14);
    let error = all.std_error().unwrap();
    assert!((error[1] - (55.0_f64 / 60.0).sqrt()).abs() < 1e-14, "{error:?}");
    // Squares of 1e6 carry rounding of 1e-4 where differences of them are taken; Welford does not take any.
    let exact = (0..10).map(|k| (f64::from(k * k) - 28.5).powi(2)).sum::<f64>() / 90.0;
    assert!((error[0] - exact.sqrt()).abs() < 1e-9, "{error:?}");
}

#[test]
fn one_row_has_no_error() {
    let mut one = Moments::new(1);
    one.push([3.0]);
    assert_eq!((one.mean(), one.std_error()), (&[3.0][..], None));
}
