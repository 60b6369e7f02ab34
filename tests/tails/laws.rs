//! What every law promises.

use super::support::{Case, distance, simpson};
use svsde::tails::laws::{Distribution, LAWS, TailLaw};

/// Whole samples, x_min = 0.5 and far into the tail.
fn cases() -> Vec<Case> {
    vec![
        Case::new("power_law", &[2.5], 0.5),
        Case::new("power_law", &[1.01], 1e-200),
        Case::new("power_law", &[40.0], 1e200),
        Case::new("truncated_power_law", &[1.5, 0.1], 0.5),
        Case::new("truncated_power_law", &[-2.0, 3.0], 0.5),
        Case::new("truncated_power_law", &[3.0, 1e-3], 40.0),
        Case::new("truncated_power_law", &[2.0, 1.0], 300.0),
        Case::new("truncated_power_law", &[2.0, 1e200], 1e-200),
        Case::new("truncated_power_law", &[2.5, 0.0], 0.5),
        Case::new("exponential", &[2.0], 0.0),
        Case::new("exponential", &[2.0], 0.5),
        Case::new("exponential", &[2.0], 300.0),
        Case::new("stretched_exponential", &[0.3, 0.02], 0.0),
        Case::new("stretched_exponential", &[5.0, 2.0], 0.0),
        Case::new("stretched_exponential", &[0.5, 1.0], 0.5),
        Case::new("stretched_exponential", &[1.5, 1.0], 30.0),
        Case::new("stretched_exponential", &[0.05, 1e-20], 0.5),
        Case::new("gamma", &[0.3, 2.0], 0.0),
        Case::new("gamma", &[1.0, 2.0], 0.0),
        Case::new("gamma", &[80.0, 1e-3], 0.0),
        Case::new("gamma", &[2.5, 1.0], 0.5),
        Case::new("gamma", &[0.0, 1.0], 0.5),
        Case::new("gamma", &[30.0, 1.0], 0.5),
        Case::new("gamma", &[2.5, 1.0], 300.0),
        Case::new("lognormal", &[-1.0, 0.1], 0.0),
        Case::new("lognormal", &[400.0, 20.0], 0.0),
        Case::new("lognormal", &[0.3, 1.2], 0.5),
        Case::new("lognormal", &[-30.0, 5.0], 0.5),
        Case::new("lognormal", &[0.0, 1.0], 1e6),
        Case::new("generalised_gamma", &[0.7, 0.5, 3.0], 0.0),
        Case::new("generalised_gamma", &[6.0, 3.0, 3.0], 0.0),
        Case::new("generalised_gamma", &[2.0, 0.7, 1.0], 0.5),
        Case::new("generalised_gamma", &[-1.5, 0.7, 1.0], 0.5),
        Case::new("generalised_gamma", &[2.0, 0.7, 1.0], 1e4),
    ]
}

/// log S at which laws are looked at: near the beginning, the middle, beyond the smallest number.
const DEPTHS: [f64; 9] = [-1e-9, -1e-4, -0.01, -0.3, -1.0, -3.0, -40.0, -600.0, -1e4];

/// Those where x is a number.
fn depths(law: &dyn Distribution) -> Vec<f64> {
    DEPTHS.into_iter().filter(|&depth| law.quantile(depth) < 1e300).collect()
}

/// Absolute rounding of a logarithm of the size met on the way to log S = `depth` at `x`: thirty operations on
/// φ = at − cs(t), whose terms cancel where x_min is far in the tail.
fn rounding(case: &Case, x: f64, depth: f64) -> f64 {
    let exponent = match (case.law.name, case.parameters) {
        ("truncated_power_law", [alpha, rate]) => alpha.abs() * x.ln().abs() + rate * x,
        ("stretched_exponential", [theta, scale]) => (x / scale).powf(*theta),
        ("gamma", [shape, scale]) => shape * (x / scale).ln().abs() + x / scale,
        ("generalised_gamma", [d, p, scale]) => (d * (x / scale).ln()).abs() + (x / scale).powf(*p),
        ("lognormal", [mu, sigma]) => ((x.ln() - mu) / sigma).powi(2),
        (_, parameters) => parameters[0] * x.ln().abs(),
    };
    30.0 * f64::EPSILON * (1.0 + depth.abs() + exponent + x.ln().abs())
}

/// ∫p dx between two depths is the difference of S there, by Simpson's rule in log x: its error is far below 1e-10 since log p changes
/// by less than 0.01 per step but for the deepest pair, which is left out with others over which S changes by more than e^{40}.
#[test]
fn the_density_is_the_slope_of_survival() {
    for case in cases() {
        let law = case.distribution();
        for pair in depths(law.as_ref()).windows(2).filter(|pair| pair[1] > -100.0) {
            let [low, high] = [pair[0], pair[1]].map(|depth| law.quantile(depth));
            let (from, to) = (law.log_survival(low), law.log_survival(high));
            let density = |t: f64| (law.log_density(t.exp()) + t - from).exp();
            let integral = simpson(low.ln(), high.ln(), 8000, density);
            let exact = -(to - from).exp_m1();
            // Between quantiles that nearly meet the ends themselves are rounded.
            let ends = 4.0 * rounding(&case, high, pair[1]) / (from - to).min(1.0)
                + f64::EPSILON * high.ln().abs() / (high / low).ln();
            assert!((integral / exact - 1.0).abs() < 1e-10 + ends, "{case:?} {pair:?}: {integral:e} {exact:e}");
        }
    }
}

/// In logarithms, so that nothing is lost where one of them is near 0.
#[test]
fn cdf_and_survival_make_one() {
    for case in cases() {
        let law = case.distribution();
        for depth in depths(law.as_ref()) {
            let x = law.quantile(depth);
            let (cdf, survival) = (law.log_cdf(x), law.log_survival(x));
            assert!((law.cdf(x) - cdf.exp()).abs() < 1e-13, "{case:?}");
            let error = 4.0 * rounding(&case, x, depth);
            assert!((cdf.exp() + survival.exp() - 1.0).abs() < error, "{case:?} {depth}: {cdf} {survival}");
        }
        let below = 0.5 * case.x_min;
        assert_eq!((law.log_survival(case.x_min), law.cdf(case.x_min)), (0.0, 0.0), "{case:?}");
        assert_eq!((law.log_survival(below), law.cdf(below)), (0.0, 0.0), "{case:?}");
    }
}

/// Survival at a quantile: rounding of x (half a unit in log x, times the hazard x p/S) and of S itself.
#[test]
fn quantiles_invert_survival() {
    for case in cases() {
        let law = case.distribution();
        for depth in depths(law.as_ref()) {
            let x = law.quantile(depth);
            let back = law.log_survival(x);
            let hazard = (law.log_density(x) + x.ln() - back).exp();
            let error = rounding(&case, x, depth) + 4.0 * f64::EPSILON * hazard * (1.0 + x.ln().abs());
            assert!((back - depth).abs() < error, "{case:?} {depth:e}: {back:e} at {x:e}, {error:e}");
        }
        assert!(law.quantile(0.0) <= case.x_min * (1.0 + 1e-12), "{case:?}: {}", law.quantile(0.0));
    }
}

/// Near 0 a whole law is known by its first term: log F = log x^d/(d·normalisation) (1 + O(x^p)); deep enough for that to be below rounding.
#[test]
fn whole_laws_near_zero() {
    use statrs::function::gamma::ln_gamma;
    type LogCdf = fn(f64) -> f64;
    let known: [(Case, LogCdf); 4] = [
        (Case::new("exponential", &[2.0], 0.0), |x| (2.0 * x).ln()),
        (Case::new("stretched_exponential", &[0.3, 0.02], 0.0), |x| 0.3 * (x / 0.02).ln()),
        (Case::new("gamma", &[0.3, 2.0], 0.0), |x| 0.3 * (x / 2.0).ln() - ln_gamma(1.3)),
        (Case::new("generalised_gamma", &[6.0, 3.0, 3.0], 0.0), |x| 6.0 * (x / 3.0).ln() - ln_gamma(3.0)),
    ];
    for (case, log_cdf) in known {
        for x in [1e-60_f64, 1e-150, 1e-300] {
            let (found, exact) = (case.distribution().log_cdf(x), log_cdf(x));
            assert!((found / exact - 1.0).abs() < 1e-12, "{case:?} {x:e}: {found} {exact}");
        }
    }
}

#[test]
fn draws_follow_the_law() {
    let n = 4000;
    for (seed, case) in cases().into_iter().enumerate() {
        let law = case.distribution();
        let found = distance(&case.draws(n, 100 + seed as u64, 0), |x| law.cdf(x));
        assert!(found < 1.95 / (n as f64).sqrt(), "{case:?}: {found}");
    }
}

/// A law that contains another has the same density at the shared parameters.
#[test]
fn nested_laws_are_members() {
    let pairs = [
        (Case::new("truncated_power_law", &[2.5, 0.0], 0.5), Case::new("power_law", &[2.5], 0.5)),
        (Case::new("truncated_power_law", &[0.0, 1.5], 0.5), Case::new("exponential", &[1.5], 0.5)),
        (Case::new("stretched_exponential", &[1.0, 0.5], 0.0), Case::new("exponential", &[2.0], 0.0)),
        (Case::new("gamma", &[1.0, 0.5], 0.5), Case::new("exponential", &[2.0], 0.5)),
        (Case::new("generalised_gamma", &[0.4, 1.0, 3.0], 0.0), Case::new("gamma", &[0.4, 3.0], 0.0)),
        (Case::new("generalised_gamma", &[-2.0, 1.0, 4.0], 0.5), Case::new("truncated_power_law", &[3.0, 0.25], 0.5)),
        (Case::new("generalised_gamma", &[0.6, 0.6, 3.0], 0.5), Case::new("stretched_exponential", &[0.6, 3.0], 0.5)),
        (Case::new("generalised_gamma", &[1.0, 1.0, 4.0], 0.0), Case::new("exponential", &[0.25], 0.0)),
    ];
    for (large, small) in pairs {
        assert!(large.law.nesting(small.law.name).is_some(), "{large:?} {small:?}");
        let (one, two) = (large.distribution(), small.distribution());
        for depth in depths(two.as_ref()) {
            let x = two.quantile(depth);
            let [density, survival] =
                [one.log_density(x) - two.log_density(x), one.log_survival(x) - two.log_survival(x)];
            let error = 4.0 * rounding(&large, x, depth);
            assert!(density.abs() < error && survival.abs() < error, "{large:?} {depth}: {density:e} {survival:e}");
        }
    }
}

/// Names are unique, every parameter is checked, and laws that need a lower end say so.
#[test]
fn parameters_are_checked() {
    for law in LAWS.iter().copied() {
        assert_eq!(LAWS.iter().filter(|other| other.name == law.name).count(), 1);
        assert!(law.nesting(law.name).is_none());
        let good = cases().into_iter().find(|case| case.law.name == law.name).unwrap();
        for k in 0..law.parameters.len() {
            for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                let mut parameters = good.parameters.to_vec();
                parameters[k] = bad;
                let error = (law.at)(&parameters, good.x_min).unwrap_err().to_string();
                assert!(error.contains(law.parameters[k]) && error.contains(law.title), "{error}");
            }
        }
        assert!((law.at)(&[], good.x_min).is_err());
        assert_eq!(law.fits_whole, whole(law), "{}", law.name);
    }
}

fn whole(law: &'static TailLaw) -> bool {
    let case = cases().into_iter().find(|case| case.law.name == law.name).unwrap();
    (law.at)(case.parameters, 0.0).is_ok()
}
