use super::*;
use crate::random::Stream;
use crate::random_matrix::laguerre;

const LAWS: [TracyWidom; 3] = [TracyWidom::Real, TracyWidom::Complex, TracyWidom::Quaternion];

/// Determinants of 30 digits (mpmath), that of β = 2 of the Airy kernel. The table of log(1 − F), of
/// coefficients up to 50, rounds by some 50 ε; β = 4 rests on a second eigenvalue that is known to ε of the first.
#[test]
fn known_values() {
    for (s, cdf, survival) in VALUES {
        for (law, (f, q)) in LAWS.iter().zip(cdf.into_iter().zip(survival)) {
            let s = s / law.unit();
            assert!((law.cdf(s) - f).abs() < 5e-14, "{law:?} {s}: {:e}", law.cdf(s) - f);
            assert!((law.survival(s) / q - 1.0).abs() < 1e-11, "{law:?} {s}: {:e}", law.survival(s) / q - 1.0);
        }
    }
}

/// Mean, variance, skewness and excess kurtosis of Bornemann (2010, table 8), given to ten digits. The trapezoidal rule is
/// exact to rounding for a smooth density that vanishes with all its derivatives at both ends.
#[test]
fn moments() {
    let published = [
        [-1.206_533_574_5, 1.607_781_034_5, 0.293_464_524_0, 0.165_242_938_4],
        [-1.771_086_807_4, 0.813_194_792_8, 0.224_084_203_6, 0.093_448_087_6],
        [-2.306_884_893_2, 0.517_723_720_7, 0.165_509_494_3, 0.049_195_156_5],
    ];
    for (law, published) in LAWS.iter().zip(published) {
        let h = 1.0 / 64.0;
        let points: Vec<(f64, f64)> = (-640..1024).map(|k| h * f64::from(k)).map(|s| (s, h * law.density(s))).collect();
        let moment = |k: i32, centre: f64| points.iter().map(|(s, p)| p * (s - centre).powi(k)).sum::<f64>();
        assert!((moment(0, 0.0) - 1.0).abs() < 1e-11, "{law:?}: {:e}", moment(0, 0.0) - 1.0);
        let mean = moment(1, 0.0);
        let variance = moment(2, mean);
        let found = [mean, variance, moment(3, mean) / variance.powf(1.5), moment(4, mean) / variance.powi(2) - 3.0];
        for (found, published) in found.into_iter().zip(published) {
            assert!((found - published).abs() < 1.1e-10, "{law:?}: {found} {published}");
        }
    }
}

/// The three forms of a law meet without a step, the density is the slope, and quantiles return to p.
#[test]
fn the_pieces_fit() {
    for law in LAWS {
        for s in [MIDDLE, LAST].map(|t| t / law.unit()) {
            let (below, above) = (law.survival(s - 1e-13), law.survival(s + 1e-13));
            // The law itself moves by 2e-13·d log(1 − F)/ds < 2e-12 from one to the other.
            assert!((below / above - 1.0).abs() < 1e-11, "{law:?} {s}");
            assert!((law.density(s - 1e-13) / law.density(s + 1e-13) - 1.0).abs() < 1e-9, "{law:?} {s}");
        }
        // Central differences at h = 1e-3 leave h²f″/6 < 1e-7·f.
        for s in [-5.0, -2.5, -1.0, 1.0, 5.0, 11.0, 17.0, 50.0] {
            let slope = (law.survival(s - 1e-3) - law.survival(s + 1e-3)) / 2e-3;
            let error = (law.density(s) - slope).abs();
            // The logarithm falls at 2√s β at most, so that h²f‴/6 is up to h²·4sβ²/6 of f.
            assert!(
                error < 1e-11 + 5e-5 * slope.abs() && error <= 5e-5 * (1.0 + s.abs()) * slope,
                "{law:?} {s}: {error:e}"
            );
        }
        for p in [1e-9, 1e-3, 0.3, 0.5, 0.7, 1.0 - 1e-6] {
            assert!((law.cdf(law.quantile(p)) - p).abs() < 1e-14, "{law:?} {p}");
        }
        assert_eq!((law.quantile(0.0), law.quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
        let far = [(law.cdf(-50.0), 0.0), (law.survival(-50.0), 1.0), (law.survival(1e3), 0.0), (law.cdf(1e3), 1.0)];
        assert!(far.iter().all(|(found, exact)| found == exact), "{law:?}: {far:?}");
        assert!(law.density(-50.0) == 0.0 && law.density(1e3) == 0.0);
        assert!((20..110).all(|s| law.survival(f64::from(s)).is_finite() && law.density(f64::from(s)).is_finite()));
    }
}

/// In the scale of the stochastic Airy operator the largest value of the β-Laguerre ensemble is near β(μ + σs) with the centre and
/// scale of β = 1 (Ramírez, Rider and Virág 2011), s having the law here but for 2^{1/6} when β = 4.
#[test]
fn scales_are_those_of_the_laguerre_ensemble() {
    let (m, n, draws) = (120.0_f64, 60, 2000);
    let (p, q) = (m.sqrt(), f64::from(n).sqrt());
    let (centre, scale) = ((p + q).powi(2), (p + q) * (1.0 / p + 1.0 / q).cbrt());
    for (law, beta, unit, mean) in [
        (TracyWidom::Real, 1.0, 1.0, -1.2065),
        (TracyWidom::Complex, 2.0, 1.0, -1.7711),
        (TracyWidom::Quaternion, 4.0, 2.0_f64.powf(1.0 / 6.0), -2.3069),
    ] {
        let mut rng = Stream::new(5, 0, "problem");
        let mut largest = || laguerre::draw(beta, m, n as usize, &mut rng).unwrap().last().copied().unwrap();
        let s: f64 = (0..draws).map(|_| unit * (largest() / beta - centre) / scale).sum::<f64>() / f64::from(draws);
        // Four standard errors of 1.27, 0.90 and 0.72 are 0.11 at most; the finite size shifts by some n^{−2/3} = 0.07.
        assert!((s - mean).abs() < 0.18, "{law:?}: {s}");
    }
}

/// s, and F and 1 − F for β = 1, 2 and, at s/√2, 4.
const VALUES: [(f64, [f64; 3], [f64; 3]); 6] = [
    (
        -6.0,
        [2.707319325304773e-06, 1.062254674124451e-08, 0.001963173723139777],
        [0.99999729268067, 0.99999998937745, 0.99803682627686],
    ),
    (
        -3.0,
        [0.06960011886736989, 0.08031955293933454, 0.6118073565935622],
        [0.93039988113263, 0.91968044706067, 0.38819264340644],
    ),
    (
        -1.5,
        [0.4262258019375784, 0.631380876420726, 0.9537776771866225],
        [0.57377419806242, 0.36861912357927, 0.046222322813378],
    ),
    (
        0.0,
        [0.8319080662029519, 0.9693728283552627, 0.9985741973581685],
        [0.16809193379705, 0.030627171644737, 0.0014258026418315],
    ),
    (
        2.0,
        [0.989597571084827, 0.9998875536983092, 0.9999978598500646],
        [0.010402428915173, 0.00011244630169083, 2.1401499353703e-06],
    ),
    (
        6.0,
        [0.9999980591859274, 0.9999999999961828, 0.9999999999999748],
        [1.9408140726462e-06, 3.8172326590095e-12, 2.5236746193764e-14],
    ),
];
