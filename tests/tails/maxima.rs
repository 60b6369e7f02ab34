//! The maxima of the likelihood.

use super::support::Case;
use svsde::tails::laws::{LAWS, TailLaw, named};
use svsde::tails::{Fit, Sample, Tail};

/// Samples of every kind: each is fitted by every law, true or not.
fn samples() -> Vec<(Case, Sample)> {
    let sources = [
        Case::new("power_law", &[2.5], 1.0),
        Case::new("power_law", &[1.3], 0.01),
        Case::new("truncated_power_law", &[1.5, 0.1], 0.5),
        Case::new("exponential", &[2.0], 0.0),
        Case::new("exponential", &[2.0], 5.0),
        Case::new("stretched_exponential", &[0.5, 1.0], 0.0),
        Case::new("stretched_exponential", &[0.5, 1.0], 1.0),
        Case::new("stretched_exponential", &[3.0, 1.0], 0.0),
        Case::new("gamma", &[0.3, 2.0], 0.0),
        Case::new("gamma", &[3.0, 2.0], 1.0),
        Case::new("lognormal", &[0.3, 1.2], 0.0),
        Case::new("lognormal", &[0.3, 1.2], 2.0),
        Case::new("generalised_gamma", &[2.0, 0.7, 1.0], 0.5),
        Case::new("generalised_gamma", &[3.0, 2.0, 1.0], 0.0),
    ];
    let draw = |(k, case): (usize, &Case)| {
        let n = [40, 300, 2000][k % 3];
        (*case, Sample::new(&case.draws(n, 300 + k as u64, 0)).unwrap().0)
    };
    sources.iter().enumerate().map(draw).collect()
}

/// Every fit inside its family.
fn fits() -> Vec<(Case, Sample, Fit)> {
    let all = samples().into_iter().flat_map(|(case, sample)| {
        LAWS.iter().copied().filter_map(move |law| {
            let fit = Fit::new(law, sample.above(case.x_min)).ok()?;
            fit.boundary.is_none().then(|| (case, sample.clone(), fit))
        })
    });
    all.collect()
}

fn log_likelihood(law: &TailLaw, parameters: &[f64], tail: Tail) -> f64 {
    let law = (law.at)(parameters, tail.x_min).unwrap();
    tail.values.iter().map(|&x| law.log_density(x)).sum()
}

/// The log-likelihood with parameters i and j moved by a and b standard errors.
fn moved(fit: &Fit, tail: Tail, scale: &[f64], moves: [(usize, f64); 2]) -> f64 {
    let mut parameters = fit.parameters.clone();
    for (k, by) in moves {
        parameters[k] += by * scale[k];
    }
    log_likelihood(fit.law, &parameters, tail)
}

/// The gradient vanishes and the information is the Hessian, by central differences over h and h/2 conditional standard errors 1/√I_kk,
/// extrapolated: in these units the information is of size 1. For h four times as large they differ by up to 1.6e-6 and 2.2e-4, at a scale of
/// 1e-113 and a rate next to 0, which h⁴ makes 6e-9 and 9e-7; the rounding of ℓ, up to 1e-11, over h and h² is 2e-9 and 4e-7.
#[test]
fn gradient_and_information() {
    let h = 0.005;
    for (case, sample, fit) in fits() {
        let tail = sample.above(case.x_min);
        let information = (fit.law.fit)(tail).unwrap().information.unwrap();
        let k = fit.parameters.len();
        let scale: Vec<f64> = (0..k).map(|i| information[(i, i)].sqrt().recip()).collect();
        let at = |i, a, j, b| moved(&fit, tail, &scale, [(i, a), (j, b)]);
        for i in 0..k {
            let slope = |h: f64| (at(i, h, i, 0.0) - at(i, -h, i, 0.0)) / (2.0 * h);
            let gradient = (4.0 * slope(0.5 * h) - slope(h)) / 3.0;
            assert!(gradient.abs() < 3e-8, "{case:?} {} {:?}: {i} {gradient:e}", fit.law.name, fit.parameters);
            for j in i..k {
                let bend =
                    |h: f64| (at(i, h, j, h) - at(i, h, j, -h) - at(i, -h, j, h) + at(i, -h, j, -h)) / (4.0 * h * h);
                let hessian = -(4.0 * bend(0.5 * h) - bend(h)) / 3.0;
                let exact = information[(i, j)] * scale[i] * scale[j];
                let error = (hessian - exact).abs();
                assert!(error < 5e-6, "{case:?} {} {:?}: {i}{j} {hessian} {exact}", fit.law.name, fit.parameters);
            }
        }
    }
}

/// No law is less likely than one that it contains, up to the rounding of a sum of n logarithms.
#[test]
fn larger_families_are_more_likely() {
    for (case, sample) in samples() {
        let tail = sample.above(case.x_min);
        let fits: Vec<Fit> = LAWS.iter().copied().filter_map(|law| Fit::new(law, tail).ok()).collect();
        for large in &fits {
            for small in fits.iter().filter(|small| large.law.nesting(small.law.name).is_some()) {
                let lost = small.log_likelihood - large.log_likelihood;
                assert!(lost < 1e-12 * large.n as f64, "{case:?} {large:?} {small:?} {lost:e}");
            }
        }
    }
}

/// In other units: values times c, with the parameters that have a unit. Logarithms of values of 1e±150 are rounded to 6e-14, of which the
/// flattest likelihoods here make 1e-9 of a standard error.
#[test]
fn units_do_not_matter() {
    for (case, sample) in samples() {
        for unit in [1e-150_f64, 1e150] {
            let scaled: Vec<f64> = sample.values().iter().map(|x| x * unit).collect();
            let (scaled, _) = Sample::new(&scaled).unwrap();
            for law in LAWS.iter().copied() {
                let fits =
                    [(&sample, case.x_min), (&scaled, case.x_min * unit)].map(|(s, x)| Fit::new(law, s.above(x)));
                let (one, two) = match fits {
                    [Ok(one), Ok(two)] => (one, two),
                    [Err(one), Err(two)] if one == two => continue,
                    [one, two] => panic!("{case:?} {unit:e}: {one:?} {two:?}"),
                };
                assert_eq!(one.boundary, two.boundary);
                let shift = two.log_likelihood + one.n as f64 * unit.ln() - one.log_likelihood;
                assert!(
                    shift.abs() < 1e-12 * one.n as f64 * unit.ln().abs(),
                    "{case:?} {} {unit:e}: {shift:e}",
                    law.name
                );
                assert!((one.ks_distance - two.ks_distance).abs() < 1e-9, "{case:?} {}", law.name);
                let errors = one.std_errors();
                for (k, name) in law.parameters.iter().enumerate() {
                    let wanted = match *name {
                        "scale" => one.parameters[k] * unit,
                        "rate" => one.parameters[k] / unit,
                        "mu" => one.parameters[k] + unit.ln(),
                        _ => one.parameters[k],
                    };
                    let relative = errors.as_ref().map_or(1.0, |errors| (errors[k] / one.parameters[k]).abs().min(1e9));
                    let off = (two.parameters[k] - wanted).abs();
                    assert!(
                        off <= (1e-8 * relative + 1e-12) * wanted.abs(),
                        "{case:?} {} {name} {unit:e}: {off:e}",
                        law.name
                    );
                }
            }
        }
    }
}

/// Forty values x = 1 + 3(−log(1 − (i + ½)/40))^{1.2}. The maxima were found with mpmath at 30 digits, as roots of the gradient of the likelihood
/// written with its incomplete Gamma function and erfc.
#[test]
fn against_thirty_digits() {
    let values: Vec<f64> = (0..40).map(|i| 1.0 + 3.0 * (-(1.0 - (f64::from(i) + 0.5) / 40.0).ln()).powf(1.2)).collect();
    let (sample, _) = Sample::new(&values).unwrap();
    let maxima: [(&str, f64, &[f64], f64); 8] = [
        ("truncated_power_law", 1.0, &[0.692_351_744_269_426_7, 0.180_016_489_290_152_86], -86.390_614_194_194_53),
        ("stretched_exponential", 1.0, &[0.724_867_371_256_025_9, 2.062_333_356_501_117], -86.493_661_076_673_77),
        ("stretched_exponential", 0.0, &[1.293_625_275_054_390_3, 4.654_986_214_461_289], -95.797_910_800_279_08),
        ("gamma", 1.0, &[0.307_648_255_730_573_3, 5.555_046_673_464_381], -86.390_614_194_194_53),
        ("gamma", 0.0, &[1.807_824_525_266_349_6, 2.356_999_326_917_584], -94.460_558_895_344_95),
        ("lognormal", 1.0, &[0.746_311_801_306_978_7, 1.014_913_888_805_959], -86.942_324_315_654_71),
        ("lognormal", 0.0, &[1.148_131_265_528_039, 0.754_127_782_090_88], -91.395_053_826_751_99),
        (
            "generalised_gamma",
            1.0,
            &[-0.137_613_067_968_988_34, 1.974_192_251_200_756_7, 13.040_464_134_602_24],
            -86.269_520_665_048_4,
        ),
    ];
    for (name, x_min, parameters, log_likelihood) in maxima {
        let law = named(name).unwrap();
        let fit = Fit::new(law, sample.above(x_min)).unwrap();
        // Forty terms, each rounded to 1e-15 of up to 10.
        assert!((fit.log_likelihood - log_likelihood).abs() < 1e-12, "{fit:?}");
        for (found, wanted) in fit.parameters.iter().zip(parameters) {
            assert!((found / wanted - 1.0).abs() < 1e-9, "{name}: {found} {wanted}");
        }
    }
}
