use crate::support::{line, power, rows, solved, worse};
use statrs::function::gamma::{gamma_lr, ln_gamma};
use svsde::density::{Domain, FokkerPlanck, GAUSS, MIDPOINT, PowerDiffusion, Resolution, Stationary, largest};

/// log p in closed form, Γ functions and all, independent of the crate's own law.
fn gamma_form(model: &PowerDiffusion) -> impl Fn(f64) -> f64 {
    let PowerDiffusion { alpha, beta, p, q, c } = *model;
    let (k, theta) = (2.0 / (c * c), p - q + 1.0);
    let log_normalisation = match q {
        // λ^{kα−1} e^{−kβλ^θ/θ}.
        1.0 => ln_gamma(k * alpha / theta) - k * alpha / theta * (k * beta / theta).ln() - theta.ln(),
        // λ^{−2−kβ} e^{−kα/λ}.
        _ => ln_gamma(1.0 + k * beta) - (1.0 + k * beta) * (k * alpha).ln(),
    };
    let rise = move |x: f64| if q == 1.0 { x.ln() } else { -1.0 / x };
    let fall = move |x: f64| if theta == 0.0 { x.ln() } else { x.powf(theta) / theta };
    move |x| k * (alpha * rise(x) - beta * fall(x)) - q * x.ln() - log_normalisation
}

/// All five rows, down to log p = −2000, within 1e-8; those with a Γ function also against it.
#[test]
fn every_row_of_the_table_to_the_far_tail() {
    for (name, model) in rows() {
        let stationary = solved(&model.equation());
        let law = model.law();
        let own = |x: f64| law.log_density(x);
        let closed = gamma_form(&model);
        let laws: Vec<&dyn Fn(f64) -> f64> = if model.q > 0.0 { vec![&own, &closed] } else { vec![&own] };
        for (index, exact) in laws.iter().enumerate() {
            let errors = stationary.x().zip(stationary.log_density()).map(|(x, log_p)| (log_p - exact(x)).abs());
            let worst = errors.fold(0.0, worse);
            assert!(worst <= 1e-8, "{name}, law {index}: {worst:e}");
        }
        let last = stationary.log_density().next_back().unwrap_or(0.0);
        assert!(last < -2000.0, "{name} ends at log p = {last}");
        assert!(stationary.estimated_error <= 1e-9, "{name}: {:e}", stationary.estimated_error);
    }
}

/// Errors of the midpoint rule fall fourfold when the number of cells doubles, those of the default rule 64-fold.
/// The next term of the expansion is h² of the first: 0.1 in the order at these numbers of cells; at so few cells the sixth order of the default
/// shows as 4.8 to 6, and rounding hides it with more.
#[test]
fn order_in_the_number_of_cells() {
    for (name, model) in rows() {
        let (stationary, law) = (solved(&model.equation()), model.law());
        let error = |cells: usize, rule| {
            let coarse = stationary.resolved(cells, rule).unwrap_or_else(|error| panic!("{error}"));
            coarse.x().zip(coarse.log_density()).map(|(x, log_p)| (log_p - law.log_density(x)).abs()).fold(0.0, worse)
        };
        let order = (error(1000, &MIDPOINT) / error(2000, &MIDPOINT)).log2();
        assert!((order - 2.0).abs() < 0.1, "{name}: midpoint of order {order}");
        let order = (error(500, &GAUSS) / error(1000, &GAUSS)).log2();
        assert!(order > 4.8, "{name}: default of order {order}");
    }
}

/// Densities λ^a with a down to −0.98, a law of relative width 1e-3, and laws whose noise vanishes or explodes at 0.
#[test]
fn boundary_layers_and_narrow_laws() {
    for coefficients in [
        [0.01, 1.0, 1.0, 1.0, 1.0],
        [100.0, 1.0, 1.0, 1.0, 0.01],
        [0.0, 0.1, 1.0, 0.9, 1.0],
        [10.0, 0.1, 2.5, 0.5, 3.0],
        [10.0, 0.1, 1.0, 1.5, 1.0],
        [0.0, 1.0, 0.5, 0.0, 1.0],
        [-1.0, 1.0, 1.0, 0.0, 1.0],
    ] {
        let model = power(coefficients);
        let (stationary, law) = (solved(&model.equation()), model.law());
        let worst = stationary.x().zip(stationary.log_density()).map(|(x, log_p)| (log_p - law.log_density(x)).abs());
        let worst = worst.fold(0.0, worse);
        assert!(worst <= 1e-8, "{coefficients:?}: {worst:e}");
    }
}

/// Gamma of shape 4 and rate 2: probabilities by the incomplete Γ function, quantiles as their inverse, moments.
/// Interpolation of the distribution function is of fourth order in cells of 0.02 standard deviations: 1e-8.
#[test]
fn probabilities_quantiles_and_moments() {
    let stationary = solved(&power([2.0, 1.0, 1.0, 1.0, 1.0]).equation());
    for x in [1e-30, 1e-3, 0.3, 2.0, 5.0, 12.0] {
        let exact = gamma_lr(4.0, 2.0 * x);
        assert!((stationary.cdf_at(x) - exact).abs() < 1e-9, "{x}: {} {exact}", stationary.cdf_at(x));
        if exact > 1e-3 && exact < 0.999 {
            assert!((stationary.quantile(exact) / x - 1.0).abs() < 1e-7, "{x}");
        }
    }
    for (x, cdf) in stationary.x().zip(stationary.cdf()) {
        assert!((cdf - gamma_lr(4.0, 2.0 * x)).abs() < 1e-11, "{x}: {cdf}");
    }
    let upper: Vec<f64> = stationary.survival().collect();
    assert!(upper.windows(2).all(|pair| pair[0] >= pair[1]) && upper.last().is_some_and(|&last| last < 1e-300));
    assert!((stationary.mean().unwrap_or(0.0) - 2.0).abs() < 1e-10);
    assert!((stationary.variance().unwrap_or(0.0) - 1.0).abs() < 1e-10);
    assert!((stationary.kurtosis().unwrap_or(0.0) - 1.5).abs() < 1e-9);
    assert_eq!((stationary.quantile(0.0), stationary.cdf_at(0.0), stationary.cdf_at(-1.0)), (0.0, 0.0, 0.0));
    assert_eq!(stationary.cdf_at(f64::INFINITY), 1.0);
}

/// Power law of index 2 + 2β/c² = 3.5625: mean α/β, an infinite third and fourth moment.
#[test]
fn moments_that_do_not_exist() {
    let stationary = solved(&power([1.0, 0.5, 1.0, 2.0, 0.8]).equation());
    assert!((stationary.mean().unwrap_or(0.0) - 2.0).abs() < 1e-9);
    // (α/β)²/(2β/c² − 1).
    assert!((stationary.variance().unwrap_or(0.0) / (4.0 / 0.5625) - 1.0).abs() < 1e-8);
    assert!(stationary.kurtosis().is_none() && !stationary.has_moment(3.0) && stationary.has_moment(2.0));
}

/// Other domains: a normal law on the line, a Beta law on (0, 1), a uniform law of reflected Brownian motion, a double well.
#[test]
fn other_domains() {
    let ou = solved(&FokkerPlanck::new(|x| 3.0 - x, |_| 2.0_f64.sqrt(), line()));
    let exact = |x: f64| -0.5 * (x - 3.0).powi(2) - 0.5 * (2.0 * std::f64::consts::PI).ln();
    assert!(ou.x().zip(ou.log_density()).all(|(x, log_p)| (log_p - exact(x)).abs() < 1e-8));
    assert!((ou.quantile(0.5) - 3.0).abs() < 1e-8 && ou.kurtosis().is_some_and(|k| k.abs() < 1e-8));
    let unit = Domain::new(0.0, 1.0).unwrap_or_default();
    // p = x^{−0.7}(1 − x)^{−0.3}/B(0.3, 0.7); next to 1 x keeps eight digits of 1 − x.
    let jacobi = solved(&FokkerPlanck::new(|x| 0.5 * (0.3 - x), |x| (x * (1.0 - x)).sqrt(), unit));
    let beta = ln_gamma(0.3) + ln_gamma(0.7);
    let exact = |x: f64| -0.7 * x.ln() - 0.3 * (1.0 - x).ln() - beta;
    let worst = jacobi.x().zip(jacobi.log_density()).map(|(x, log_p)| (log_p - exact(x)).abs()).fold(0.0, worse);
    assert!(worst < 1e-6, "{worst:e}");
    let uniform = solved(&FokkerPlanck::new(|_| 0.0, |_| 1.0, Domain::new(-1.0, 3.0).unwrap_or_default()));
    assert!(uniform.x().zip(uniform.log_density()).all(|(_, log_p)| (log_p + 4.0_f64.ln()).abs() < 1e-8));
    let well = solved(&FokkerPlanck::new(|x: f64| x - x.powi(3), |_| 0.2, line()));
    assert!(well.mean().is_some_and(|mean| mean.abs() < 1e-9));
    assert!((well.cdf_at(0.0) - 0.5).abs() < 1e-9);
    let below = solved(&FokkerPlanck::new(
        |x| -2.0 - x,
        |x: f64| (-x).sqrt(),
        Domain::new(f64::NEG_INFINITY, 0.0).unwrap_or_default(),
    ));
    assert!((below.mean().unwrap_or(0.0) + 2.0).abs() < 1e-9 && (below.quantile(0.5) + 1.83603).abs() < 1e-5);
}

/// A drift that jumps: first order, more cells, and an error that says so.
#[test]
fn a_jump_in_the_drift_costs_cells() {
    // Laplace density ½ e^{−2|x−2|}·2 on x > 0 with a reflecting end: log p = −2|x − 2| + const.
    let laplace = solved(&FokkerPlanck::new(|x| if x < 2.0 { 1.0 } else { -1.0 }, |_| 1.0, Domain::default()));
    let norm = (1.0 - 0.5 * (-4.0_f64).exp()).ln();
    let exact = |x: f64| -2.0 * (x - 2.0).abs() - norm;
    let worst = laplace.x().zip(laplace.log_density()).map(|(x, log_p)| (log_p - exact(x)).abs()).fold(0.0, worse);
    assert!(laplace.cells() > 4096, "{worst:e} {:e}", laplace.estimated_error);
    assert!(
        worst < 1e-3 && worst < 10.0 * laplace.estimated_error.max(1e-9),
        "{worst:e} {:e}",
        laplace.estimated_error
    );
}

/// The number of cells and the depth that were asked for.
#[test]
fn cells_and_decades_are_respected() {
    let equation = power([2.0, 1.0, 1.0, 1.0, 1.0]).equation();
    let resolution = Resolution { cells: Some(101), decades: 30.0, ..Resolution::default() };
    let stationary = Stationary::solve(&equation, &resolution).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((stationary.cells(), stationary.x().len()), (101, 101));
    let (peak, last) =
        (stationary.log_density().fold(f64::MIN, f64::max), stationary.log_density().next_back().unwrap_or(0.0));
    let decades = (peak - last) / std::f64::consts::LN_10;
    assert!((29.0..31.5).contains(&decades), "{decades}");
    assert!(Stationary::solve(&equation, &Resolution { cells: Some(15), ..Resolution::default() }).is_err());
    let law = power([2.0, 1.0, 1.0, 1.0, 1.0]).law();
    let worst = stationary
        .x()
        .zip(stationary.log_density())
        .map(|(x, log_p)| (log_p - law.log_density(x)).abs())
        .fold(0.0, worse);
    assert!(worst <= stationary.estimated_error, "{worst:e}, estimated {:e}", stationary.estimated_error);
}

/// Two wells at log x = 0 and −400 of weights that follow from the potential: the left one counts, far below the other as it is.
#[test]
fn a_mode_far_to_the_left() {
    // In y = log x: dy = b(y) dt + √2 dB with b = 0.0005 − 4(u³ − u), u = (y + 200)/200; the potential is 200(u⁴ − 2u²) − 0.0005y.
    let drift = |x: f64| {
        let u = (x.ln() + 200.0) / 200.0;
        x * (1.0005 - 4.0 * (u * u * u - u))
    };
    let stationary = solved(&FokkerPlanck::new(drift, |x| 2.0_f64.sqrt() * x, Domain::default()));
    // The wells are mirror images but for the slope: weights in the ratio e^{0.2}.
    let right = 1.0 / (1.0 + (-0.0005 * 400.0_f64).exp());
    let below = stationary.cdf_at(1e-87);
    assert!((below - (1.0 - right)).abs() < 1e-3, "{below} {right}");
}

#[test]
fn the_largest_is_nan_where_one_is() {
    assert_eq!(largest([1.0, 3.0, 2.0].into_iter()), 3.0);
    for values in [[f64::NAN, 1.0], [1.0, f64::NAN]] {
        assert!(largest(values.into_iter()).is_nan());
    }
}
