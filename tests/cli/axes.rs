//! Axes, thinned lines and letters of figures.

use svsde_cli::plot::axis::Frame;
use svsde_cli::plot::text::bare;
use svsde_cli::plot::thin::thin;
use svsde_cli::plot::{Axis, Scale};

fn names(scale: Scale, low: f64, high: f64) -> Vec<String> {
    let axis = Axis { label: String::new(), scale, range: Some((low, high)) };
    Frame::new(&axis, std::iter::empty()).ticks(5).into_iter().map(|(_, name)| name).collect()
}

#[test]
fn ticks_are_round_numbers() {
    assert_eq!(names(Scale::Linear, 0.0, 10.0), ["0", "2", "4", "6", "8", "10"]);
    assert_eq!(names(Scale::Linear, -0.3, 0.31), ["−0.2", "0.0", "0.2"].map(|s| if s == "0.0" { "0" } else { s }));
    assert_eq!(names(Scale::Linear, 0.0, 4e5), ["0", "10^{5}", "2·10^{5}", "3·10^{5}", "4·10^{5}"]);
    assert_eq!(names(Scale::Linear, -2e-6, 1e-6), ["−2·10^{−6}", "−10^{−6}", "0", "10^{−6}"]);
    assert_eq!(names(Scale::Log, 1e-9, 1e9), ["10^{−8}", "10^{−4}", "1", "10^{4}", "10^{8}"]);
    assert_eq!(names(Scale::Log, 0.9, 11.0), ["1", "2", "5", "10"]);
    assert_eq!(names(Scale::Log, 3.0, 4.5), ["3.0", "3.5", "4.0", "4.5"]);
}

#[test]
fn ends_of_any_values_are_finite() {
    for scale in [Scale::Linear, Scale::Log] {
        let axis = Axis { label: String::new(), scale, range: None };
        for values in [
            &[][..],
            &[f64::NAN, f64::INFINITY],
            &[0.0, 0.0],
            &[5e-324],
            &[1e300, -1e300],
            &[3.0],
            &[1.0, 1.0 + 1e-15],
            &[1e-310, 2e-310],
        ] {
            let frame = Frame::new(&axis, values.iter().copied());
            let (low, high) = frame.ends();
            assert!(high > low && (high - low).is_finite(), "{values:?}");
            assert!(frame.ticks(5).len() < 12, "{values:?}");
            // On a logarithmic axis only positive values have a place.
            let placed = |value: &&f64| value.abs() <= 1e300 && (axis.scale == Scale::Linear || **value > 0.0);
            for &value in values.iter().filter(placed) {
                assert!(frame.at(value).is_some(), "{value} of {values:?}");
            }
        }
    }
}

#[test]
fn extremes_and_ends_stay() {
    let wave: Vec<(f64, f64)> = (0..100_000).map(|k| (f64::from(k), (f64::from(k) * 0.7).sin())).collect();
    let mut spiked = wave.clone();
    spiked[34_567].1 = 9.0;
    spiked[81_234].1 = -7.0;
    let thinned = thin(&spiked, 2000);
    assert!(thinned.len() <= 2000 && thinned.len() > 1000, "{}", thinned.len());
    for wanted in [spiked[0], spiked[34_567], spiked[81_234], spiked[99_999]] {
        assert!(thinned.contains(&wanted), "{wanted:?}");
    }
    assert!(thinned.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert_eq!(thin(&wave[..2000], 2000), wave[..2000]);
    assert_eq!(thin(&[(1.0, 1.0); 3000], 2000), [(1.0, 1.0)]);
    assert!(thin(&[], 5).is_empty());
}

#[test]
fn small_letters_as_characters() {
    assert_eq!(bare("density p(λ) [W^{−2}], σ_{k}, exp(−aλ^{θ})"), "density p(λ) [W⁻²], σ_k, exp(−aλ^θ)");
}
