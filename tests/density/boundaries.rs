use crate::support::{line, power, solved};
use svsde::density::{Class, DensityError, Domain, FokkerPlanck, Resolution, Stationary};

fn classes(coefficients: [f64; 5]) -> [Class; 2] {
    match Stationary::solve(&power(coefficients).equation(), &Resolution::default()) {
        Ok(stationary) => stationary.boundaries().map(|end| end.class),
        Err(DensityError::NoStationaryDensity(ends)) => ends.map(|end| end.class),
        Err(error) => panic!("{error}"),
    }
}

/// 0 and ∞ of power diffusions, by hand from the integrals of Feller's test: for q = 1, 0 is an entrance for 2α ≥ c², regular for
/// 0 < 2α < c², an exit for α ≤ 0; for q < 1 always regular; for q = 2 natural with α = 0 and an entrance with α > 0.
/// ∞ is an entrance for p > 1 (with q ≤ 2), natural for p ≤ 1.
#[test]
fn classes_of_power_diffusions() {
    use Class::{Entrance, Exit, Natural, Regular};
    for (coefficients, expected) in [
        ([2.0, 1.0, 1.0, 1.0, 1.0], [Entrance, Natural]),
        ([0.5, 1.0, 1.0, 1.0, 1.0], [Entrance, Natural]),
        ([0.499, 1.0, 1.0, 1.0, 1.0], [Regular, Natural]),
        ([0.01, 1.0, 1.0, 1.0, 1.0], [Regular, Natural]),
        ([0.0, 1.0, 1.0, 1.0, 1.0], [Exit, Natural]),
        ([-1.0, 1.0, 1.0, 1.0, 1.0], [Exit, Natural]),
        ([1.0, 1.0, 0.5, 0.0, 1.0], [Regular, Natural]),
        ([-1.0, 1.0, 0.5, 0.0, 1.0], [Regular, Natural]),
        ([1.0, 1.0, 2.0, 0.5, 1.0], [Regular, Entrance]),
        ([1.0, 1.0, 1.0, 2.0, 1.0], [Entrance, Natural]),
        ([0.0, 1.0, 1.0, 2.0, 1.0], [Natural, Natural]),
        ([1.0, 1.0, 1.5, 1.0, 1.0], [Entrance, Entrance]),
    ] {
        assert_eq!(classes(coefficients), expected, "{coefficients:?}");
    }
}

/// Where there is no stationary density, the answer says at which end and how the density would behave there.
#[test]
fn no_density_is_an_answer() {
    let refusal =
        |coefficients: [f64; 5]| match Stationary::solve(&power(coefficients).equation(), &Resolution::default()) {
            Err(error @ DensityError::NoStationaryDensity(_)) => error.to_string(),
            other => panic!("{coefficients:?}: {other:?}"),
        };
    let text = refusal([-1.0, 1.0, 1.0, 1.0, 1.0]);
    assert!(text.contains("towards 0") && text.contains("x^-3.000000") && text.contains("exit"), "{text}");
    // Without confinement: drift outwards, none, and a power law that is too heavy (index q + 2β/c² = 1 for p = 0, q = 1, α = β).
    for coefficients in [
        [1.0, 0.0, 1.0, 1.0, 1.0],
        [1.0, -1.0, 1.0, 0.0, 1.0],
        [0.0, 0.0, 1.0, 0.0, 1.0],
        [1.0, 0.0, 0.5, 1.0, 2.0],
        [1.0, 0.5, 0.0, 1.0, 1.0],
    ] {
        let text = refusal(coefficients);
        assert!(text.contains("towards inf"), "{text}");
    }
    assert!(refusal([0.0, 1.0, 1.0, 2.0, 1.0]).contains("towards 0"));
    assert!(refusal([1.0, 0.0, 1.0, 1.0, 1.0]).contains("|x|^1.000000"));
}

/// With α = 0 and q > 1 nothing keeps the process from 0, where the density goes as x^{−q}, however far numbers reach.
#[test]
fn no_density_where_only_noise_leads_away_from_0() {
    for [p, q, c] in [[1.95, 2.9, 1.0], [1.5, 2.5, 1.0], [2.0, 3.0, 1.0], [3.0, 3.0, 1.0], [2.0, 2.9, 0.3]] {
        let solved = Stationary::solve(&power([0.0, 1.0, p, q, c]).equation(), &Resolution::default());
        let Err(DensityError::NoStationaryDensity(ends)) = solved else { panic!("{p} {q} {c}: solved") };
        assert!(!ends[0].integrable && ends[0].class == Class::Natural, "{p} {q} {c}: {ends:?}");
    }
}

/// A zero of the noise inside the domain, and a pole of the drift.
#[test]
fn what_cannot_be_crossed_is_refused() {
    let error = |drift: fn(f64) -> f64, diffusion: fn(f64) -> f64| {
        Stationary::solve(&FokkerPlanck::new(drift, diffusion, Domain::default()), &Resolution::default()).err()
    };
    for diffusion in [|x: f64| (x - 2.0).abs(), |x: f64| (x - 2.0).powi(2)] {
        let found = error(|x| 1.0 - x, diffusion);
        assert!(matches!(found, Some(DensityError::Diffusion { x, .. }) if (x - 2.0).abs() < 1e-6), "{found:?}");
    }
    let found = error(|x| 1.0 / (x - 2.0) - x, |_| 1.0);
    assert!(matches!(found, Some(DensityError::Unsettled { x, .. }) if (x - 2.0).abs() < 1e-2), "{found:?}");
}

/// Power laws on both sides of what can be normalised.
#[test]
fn power_laws_near_the_edge_of_existence() {
    // On x > 1, dX = −a X dt + X dB reflected at 1: p = (2a + 1) x^{−2−2a}, normalisable for a > −1/2.
    let of = |a: f64| FokkerPlanck::new(move |x| -a * x, |x| x, Domain::new(1.0, f64::INFINITY).unwrap_or_default());
    assert!(Stationary::solve(&of(-0.51), &Resolution::default()).is_err());
    for a in [-0.4, -0.1, 1.0] {
        let stationary = solved(&of(a));
        // Next to 1 the distance keeps eight digits.
        assert!((stationary.cdf_at(3.0) - (1.0 - 3.0_f64.powf(-1.0 - 2.0 * a))).abs() < 1e-6, "{a}");
    }
}

/// Drift or diffusion that are not defined inside the domain are named with the place; numbers that end far out are not an error.
#[test]
fn undefined_coefficients_name_the_place() {
    let error = |drift: fn(f64) -> f64, diffusion: fn(f64) -> f64| match Stationary::solve(
        &FokkerPlanck::new(drift, diffusion, Domain::default()),
        &Resolution::default(),
    ) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("solved"),
    };
    let text = error(|x| 1.0 - x, |x| (2.0 - x).sqrt());
    assert!(text.contains("the diffusion is NaN at x = "), "{text}");
    let text = error(|x| (3.0 - x).ln(), |_| 1.0);
    assert!(text.contains("the drift is NaN at x = "), "{text}");
    let text = error(|x| 1.0 - x, |x| 2.0 - x);
    assert!(text.contains("the diffusion is ") && text.contains("must be > 0"), "{text}");
    let text = error(|x| 1.0 - x, |_| 0.0);
    assert!(text.contains("the diffusion is 0"), "{text}");
    let text = error(|_| f64::NAN, |_| 1.0);
    assert!(text.contains("the drift is NaN at x = 1,"), "{text}");
    solved(&FokkerPlanck::new(|x| 1.0 - x.exp(), |_| 1.0, Domain::default()));
    solved(&FokkerPlanck::new(|x| -x.sinh(), |x| x.cosh().sqrt(), line()));
}
