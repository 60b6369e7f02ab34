use crate::support::{line, noncentral, power, solved};
use svsde::density::{FokkerPlanck, Relaxation};

/// Trapezoidal L¹ distance over the cells.
fn distance(x: &[f64], density: &[f64], exact: impl Fn(f64) -> f64) -> f64 {
    let widths = x.windows(3).map(|x| 0.5 * (x[2] - x[0]));
    x[1..].iter().zip(&density[1..]).zip(widths).map(|((&x, p), width)| (p - exact(x)).abs() * width).sum()
}

/// CIR from one place against the noncentral χ² law at five times: L¹ error 1e-5, mass to 1e-13, nothing negative.
#[test]
fn cir_from_a_point() {
    for (alpha, start) in [(2.0, 5.0), (0.3, 2.0)] {
        let stationary = solved(&power([alpha, 1.0, 1.0, 1.0, 1.0]).equation());
        let mut density = Relaxation::from_points(&stationary, &[start]).unwrap_or_else(|error| panic!("{error}"));
        let mut before = 0.0;
        for time in [0.1, 0.3, 1.0, 2.0, 5.0] {
            density.advance(time - before, 1e-7);
            before = time;
            let decay = f64::exp(-time);
            let exact = |x: f64| noncentral(x, 4.0 * alpha, start * decay, 0.25 * (1.0 - decay));
            let x: Vec<f64> = density.x().collect();
            let error = distance(&x, &density.density(), exact);
            assert!(error <= 1e-5, "{alpha}, t = {time}: {error:e}");
            assert!((density.mass() - 1.0).abs() <= 1e-13, "{:e}", density.mass() - 1.0);
            assert!(density.masses().iter().all(|&mass| mass >= 0.0));
            assert!((density.mean() - alpha - (start - alpha) * decay).abs() < 1e-5);
        }
        assert!(density.distance() < 0.05);
    }
}

/// From a density: OU keeps a normal law normal, here of variance ¼e^{−2t} + ½(1 − e^{−2t}).
#[test]
fn ou_from_a_density() {
    let stationary = solved(&FokkerPlanck::new(|x| -x, |_| 1.0, line()));
    let normal = |x: f64, mean: f64, variance: f64| {
        (-0.5 * (x - mean).powi(2) / variance).exp() / (2.0 * std::f64::consts::PI * variance).sqrt()
    };
    // Normalised by the solver: any factor will do.
    let start = Relaxation::from_density(&stationary, |x| 7.0 * normal(x, 1.0, 0.25));
    let mut density = start.unwrap_or_else(|error| panic!("{error}"));
    density.advance(0.7, 1e-8);
    let (decay, x) = ((-1.4_f64).exp(), density.x().collect::<Vec<f64>>());
    let error = distance(&x, &density.density(), |x| normal(x, decay.sqrt(), 0.25 * decay + 0.5 * (1.0 - decay)));
    assert!(error <= 1e-5, "{error:e}");
}

/// At least of third order in time: errors at t = 1 against a much finer run. The next term, of fourth order, is as large for such steps.
#[test]
fn order_in_time() {
    let stationary = solved(&power([2.0, 1.0, 1.0, 1.0, 1.0]).equation());
    let run = |steps: usize| {
        let start = Relaxation::from_density(&stationary, |x| (-(x - 3.0) * (x - 3.0)).exp());
        let mut density = start.unwrap_or_else(|error| panic!("{error}"));
        for _ in 0..steps {
            density.advance_once(1.0 / steps as f64);
        }
        density
    };
    let fine = run(640);
    let error =
        |steps: usize| -> f64 { run(steps).masses().iter().zip(fine.masses()).map(|(a, b)| (a - b).abs()).sum() };
    let order = (error(40) / error(80)).log2();
    assert!((2.7..4.5).contains(&order), "{order}");
}

/// Steps far too long for the transient: still conservative, still nowhere negative.
#[test]
fn positive_whatever_the_step() {
    let stationary = solved(&power([0.02, 1.0, 1.0, 1.0, 1.0]).equation());
    for step in [1e-6, 1e-2, 1.0, 1e3] {
        let mut density = Relaxation::from_points(&stationary, &[2.0]).unwrap_or_else(|error| panic!("{error}"));
        for _ in 0..20 {
            density.advance_once(step);
            assert!(density.masses().iter().all(|&mass| mass >= 0.0), "{step}");
            assert!((density.mass() - 1.0).abs() <= 1e-13, "{step}: {:e}", density.mass() - 1.0);
        }
    }
}

/// Starts that are none.
#[test]
fn bad_starts() {
    let stationary = solved(&power([2.0, 1.0, 1.0, 1.0, 1.0]).equation());
    let text = |result: Result<Relaxation, svsde::density::DensityError>| match result {
        Err(error) => error.to_string(),
        Ok(_) => panic!("accepted"),
    };
    assert!(text(Relaxation::from_points(&stationary, &[-1.0])).contains("-1"));
    assert!(text(Relaxation::from_points(&stationary, &[])).contains("no mass"));
    assert!(text(Relaxation::from_points(&stationary, &[f64::NAN])).contains("NaN"));
    assert!(text(Relaxation::from_density(&stationary, |x| 1.0 - x)).contains("-"));
    assert!(text(Relaxation::from_density(&stationary, |_| 0.0)).contains("integral"));
    assert!(text(Relaxation::from_density(&stationary, |_| f64::NAN)).contains("NaN"));
    assert!(Relaxation::from_points(&stationary, &[0.0]).is_ok());
}

/// Starts far outside the bulk, as a point and as a density: the mean of OU decays from there, and a density that is cut off would not.
#[test]
fn starts_outside_the_bulk() {
    let stationary = solved(&FokkerPlanck::new(|x| -x, |_| 2.0_f64.sqrt(), line()));
    let density = Relaxation::from_density(&stationary, |x| (-0.5 * (x - 30.0) * (x - 30.0)).exp());
    for start in [Relaxation::from_points(&stationary, &[30.0]), density] {
        let mut density = start.unwrap_or_else(|error| panic!("{error}"));
        assert!((density.mean() - 30.0).abs() < 1e-3, "{}", density.mean());
        density.advance(0.01, 1e-7);
        assert!((density.mean() - 30.0 * (-0.01_f64).exp()).abs() < 1e-3, "{}", density.mean());
    }
    // Nothing starts at a natural end.
    let kesten = solved(&power([1.0, 1.0, 1.0, 2.0, 1.0]).equation());
    assert!(Relaxation::from_points(&kesten, &[0.0]).is_ok());
    let logistic = solved(&FokkerPlanck::new(|x| x * (1.0 - x), |x| 0.5 * x, svsde::density::Domain::default()));
    assert!(Relaxation::from_points(&logistic, &[0.0]).is_err());
}
