use svsde::density::Domain;

#[test]
fn coordinates_and_their_derivatives() {
    let infinity = f64::INFINITY;
    for (lower, upper) in [(0.0, infinity), (-2.0, infinity), (-infinity, 3.0), (1.0, 4.0), (-infinity, infinity)] {
        let domain = Domain::new(lower, upper).unwrap_or_default();
        for y in [-3.0, -0.2, 0.0, 0.7, 5.0] {
            let (x, jacobian, log_jacobian) = domain.point(y);
            assert!(lower < x && x < upper);
            assert!((domain.coordinate(x) - y).abs() < 1e-12 * (1.0 + y.abs()), "{lower} {upper} {y}");
            // Central differences of step h are off by h²/6 times a third derivative of size e^|y|.
            let slope = (domain.point(y + 1e-4).0 - domain.point(y - 1e-4).0) / 2e-4;
            assert!((log_jacobian - slope.ln()).abs() < 1e-7, "{lower} {upper} {y}");
            assert!((jacobian.ln() - log_jacobian).abs() < 1e-13, "{lower} {upper} {y}");
            if upper.is_finite() {
                assert!((domain.log_distance(y, true) - (upper - x).ln()).abs() < 1e-12);
            }
            if lower.is_finite() {
                assert!((domain.log_distance(y, false) - (x - lower).ln()).abs() < 1e-12);
            }
        }
    }
    assert!(Domain::new(f64::NAN, 1.0).is_none() && Domain::new(2.0, 1.0).is_none());
}
