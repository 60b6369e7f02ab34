use svsde::density::{MeanField, MeanFieldKind, PowerDiffusion};

/// η = 0.1, D = 0.5, κ = 2, ν = 0.3, m = 12, n = 8, Δ = 1/4.
fn mean_field(of: MeanFieldKind) -> MeanField {
    MeanField {
        rows: Some(12),
        cols: Some(8),
        learning_rate: Some(0.1),
        diffusion: Some(0.5),
        curvature: Some(2.0),
        gradient_noise: Some(0.3),
        gap: Some(0.25),
        ..MeanField::new(of)
    }
}

#[test]
fn coefficients_are_those_of_their_formulas() {
    let muon = 2.0 * 0.1 * 0.3 / 0.25;
    for (of, [alpha, beta, c, p, q]) in [
        (MeanFieldKind::Sgd, [0.35, 0.4, 0.4_f64.sqrt(), 1.0, 1.0]),
        (MeanFieldKind::SgdCalibrated, [1.2, 0.4, 0.4_f64.sqrt(), 1.0, 1.0]),
        (MeanFieldKind::MuonAdditive, [0.35, 0.2, muon * 8.0_f64.sqrt(), 0.5, 0.0]),
        (MeanFieldKind::MuonMultiplicative, [0.35, 0.2, muon * 8.0_f64.sqrt(), 0.5, 1.0]),
    ] {
        let found = mean_field(of).coefficients().unwrap();
        for (found, wanted) in [(found.alpha, alpha), (found.beta, beta), (found.c, c), (found.p, p), (found.q, q)] {
            assert!((found - wanted).abs() < 1e-15, "{of:?}: {found} {wanted}");
        }
        let given = MeanField { alpha: Some(-1.0), beta: Some(-2.0), c: Some(3.0), ..MeanField::new(of) };
        assert_eq!(given.coefficients(), Ok(PowerDiffusion { alpha: -1.0, beta: -2.0, p, q, c: 3.0 }));
    }
    let ranked = MeanField { rank: Some(4), ..mean_field(MeanFieldKind::MuonAdditive) };
    assert!((ranked.coefficients().unwrap().c - 2.0 * muon).abs() < 1e-15);
}

#[test]
fn tails_of_power_diffusions() {
    let of = |alpha, beta, p, q, c| {
        let diffusion = PowerDiffusion { alpha, beta, p, q, c };
        (diffusion.tail_exponent(), diffusion.tail_index())
    };
    assert_eq!(of(1.0, 1.0, 0.5, 0.0, 1.0), (Some(1.5), None));
    assert_eq!(of(1.0, -1.0, 0.5, 0.0, 1.0), (None, None));
    assert_eq!(of(1.0, 0.5, 1.0, 2.0, 1.0), (Some(0.0), Some(3.0)));
    // A drift outwards that the noise still holds: index 2 − 2·0.4.
    assert_eq!(of(1.0, -0.4, 1.0, 2.0, 1.0), (Some(0.0), Some(1.2)));
    assert_eq!(of(1.0, -0.5, 1.0, 2.0, 1.0), (None, None));
    assert_eq!(of(1.0, 1.0, 0.25, 1.75, 1.0), (Some(0.0), Some(1.75)));
    assert_eq!(of(-1.0, 0.0, 1.0, 0.5, 1.0), (Some(0.5), None));
    assert_eq!(of(1.0, 3.0, 0.0, 0.5, 1.0), (Some(0.5), None));
    assert_eq!(of(3.0, 1.0, 0.0, 0.5, 1.0), (None, None));
}
