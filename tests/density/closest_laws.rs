use crate::support::{power, solved};
use std::collections::BTreeMap;
use svsde::density::ClosestLaw;

fn of(coefficients: [f64; 5]) -> BTreeMap<String, ClosestLaw> {
    solved(&power(coefficients).equation()).closest_laws()
}

/// CIR is Gamma in x, and the Muon mean field that keeps √λ is Gamma in σ: divergence 0 there, and positive where the law is another one.
/// A maximum found to 1e-9 in the logarithms leaves 1e-17 of divergence; the quadrature 1e-10.
#[test]
fn exact_laws_are_found() {
    // Shape 2α/c² = 3, scale c²/2β = 1/4.
    let cir = of([3.0, 4.0, 1.0, 1.0, 2.0_f64.sqrt()]);
    for tail in ["", "_tail"] {
        let find = |law: &str| {
            let law = cir[&format!("{law}{tail}")];
            assert_eq!(law.threshold > 0.0, tail == "_tail");
            law
        };
        let gamma = find("gamma_lambda");
        assert!(gamma.divergence < 1e-9, "{gamma:?}");
        assert!((gamma.shape - 3.0).abs() < 1e-3 && (gamma.scale - 0.25).abs() < 1e-3, "{gamma:?}");
        assert!(find("gamma_sigma").divergence > 1e-6);
        let weibull = [find("weibull_lambda"), find("weibull_sigma")];
        // The place of a maximum is known to the root of the rounding of its height, 1e-6 or so.
        assert!((weibull[1].shape - 2.0 * weibull[0].shape).abs() < 1e-4, "{weibull:?}");
        assert!((weibull[1].divergence - weibull[0].divergence).abs() < 1e-9, "{weibull:?}");
    }
    // σ is Gamma(4α/c², c²/4β).
    let gamma = of([1.0, 2.0, 0.5, 1.0, 1.0])["gamma_sigma"];
    let close = (gamma.shape - 4.0).abs() < 1e-4 && (gamma.scale - 0.125).abs() < 1e-5;
    assert!(gamma.divergence < 1e-9 && close, "{gamma:?}");
    // x^{−q} exp(−a x^{1−q}), from α = 0 and p = 0, is Weibull of shape 1 − q.
    let weibull = of([0.0, 1.0, 0.0, 0.5, 1.0])["weibull_lambda"];
    assert!(weibull.divergence < 1e-9 && (weibull.shape - 0.5).abs() < 1e-4, "{weibull:?}");
}
