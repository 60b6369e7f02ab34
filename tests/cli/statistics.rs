//! Means, their errors, and how they are written.

use svsde_cli::summary::{Estimate, Mean, Signs, jackknife};

#[test]
fn mean_and_standard_error() {
    let mean = Mean::of([1.0, 2.0, 3.0, 6.0]).unwrap();
    assert_eq!((mean.mean, mean.min, mean.max, mean.count), (3.0, 1.0, 6.0, 4));
    // Variance 14/3, over 4 replicas.
    assert!((mean.std_error.unwrap() - (14.0_f64 / 12.0).sqrt()).abs() < 1e-15);
    let text = |x: f64| Mean::of([x]).unwrap().text(2);
    assert_eq!([2.0, 0.0, 0.004, -3e9].map(text), ["2.00", "0.00", "4.0e-3", "-3.0e9"]);
    assert_eq!(Mean::of([]), None);
}

#[test]
fn the_jackknife_of_a_mean_is_its_standard_error() {
    let rows: Vec<Vec<f64>> = [1.0, 2.0, 3.0, 6.0].map(|x| vec![x]).to_vec();
    let estimate = jackknife(&rows, |m| m[0]).unwrap();
    assert!(
        (estimate.mean - 3.0).abs() < 1e-15 && (estimate.std_error.unwrap() - (14.0_f64 / 12.0).sqrt()).abs() < 1e-14
    );
    assert_eq!(jackknife(&rows[..1], |m| m[0]), Some(Estimate::of(1.0, None)));
    assert_eq!(jackknife(&rows, |_| f64::NAN), None);
    assert_eq!(jackknife(&[], |m| m[0]), None);
}

#[test]
fn estimates_show_two_digits_of_their_error() {
    let text = |mean, error| Estimate::of(mean, error).text();
    assert_eq!(text(23.8617, Some(0.0312)), "23.862 ± 0.031");
    assert_eq!(text(0.0, Some(0.0)), "0.0000 ± 0.0000");
    assert_eq!(text(2.5, None), "2.50000");
    assert_eq!(text(-3.2e-7, Some(1e-8)), "-3.2000e-7 ± 1.0e-8");
    let biased = Estimate { mean: 13.35, std_error: Some(0.04), bias: Some(-0.21), bias_error: Some(0.002) };
    assert_eq!(biased.text(), "13.350 ± 0.040 ± 0.210 (-0.210 ± 0.002)");
    let single = Estimate { std_error: None, bias_error: None, ..biased };
    assert_eq!(single.text(), "13.3500, step bias -0.2100");
}

#[test]
fn signs_of_rounding_are_no_signs() {
    assert_eq!(Signs::of([0.1, -0.2, 1e-12, 0.3]).unwrap().text(), "2+ 1= 1-");
    assert_eq!([0.5, -0.5, 0.0].map(|x| Signs::of([x]).unwrap().text()), ["+", "-", "="]);
    assert_eq!(Signs::of([]), None);
}
