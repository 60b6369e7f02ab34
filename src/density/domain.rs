//! Where a diffusion lives, and the coordinate in which it is solved.

/// An open interval lower < x < upper; either end may be infinite.
///
/// The coordinate y runs over the real line: x − lower = e^y on a half line, so that a singularity x^a at the lower end and a tail
/// at infinity are both resolved by equal steps in y; logistic between two finite ends, x = sinh y on the whole line.
///
/// ```
/// use svsde::density::Domain;
///
/// let domain = Domain::new(0.0, f64::INFINITY).unwrap_or_default();
/// assert_eq!(domain.point(0.0), (1.0, 1.0, 0.0));
/// assert!(Domain::new(1.0, 1.0).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Domain {
    lower: f64,
    upper: f64,
}

/// |log x| up to which coordinates go: e^±690 are ordinary numbers, and so are their products with moderate ones.
const FARTHEST: f64 = 690.0;

impl Default for Domain {
    /// 0 < x < ∞.
    fn default() -> Self {
        Self { lower: 0.0, upper: f64::INFINITY }
    }
}

impl Domain {
    /// From `lower` to `upper`; `None` unless lower < upper.
    pub fn new(lower: f64, upper: f64) -> Option<Self> {
        let sound = lower < upper && lower < f64::INFINITY && upper > f64::NEG_INFINITY;
        sound.then_some(Self { lower, upper })
    }

    /// Lower end.
    pub fn lower(&self) -> f64 {
        self.lower
    }

    /// Upper end.
    pub fn upper(&self) -> f64 {
        self.upper
    }

    /// x, dx/dy and log dx/dy at the coordinate y.
    pub fn point(&self, y: f64) -> (f64, f64, f64) {
        match (self.lower.is_finite(), self.upper.is_finite()) {
            (true, false) => {
                let distance = y.exp();
                (self.lower + distance, distance, y)
            }
            (false, true) => {
                let distance = (-y).exp();
                (self.upper - distance, distance, -y)
            }
            (true, true) => {
                let (width, small) = (self.upper - self.lower, (-y.abs()).exp());
                let distance = width * small / (1.0 + small);
                let x = if y < 0.0 { self.lower + distance } else { self.upper - distance };
                (x, distance / (1.0 + small), width.ln() - y.abs() - 2.0 * small.ln_1p())
            }
            (false, false) => {
                let log_jacobian = y.abs() + (0.5 * (-2.0 * y.abs()).exp_m1() + 1.0).ln();
                (y.sinh(), log_jacobian.exp(), log_jacobian)
            }
        }
    }

    /// The coordinate of x, which must lie inside.
    pub fn coordinate(&self, x: f64) -> f64 {
        match (self.lower.is_finite(), self.upper.is_finite()) {
            (true, false) => (x - self.lower).ln(),
            (false, true) => -(self.upper - x).ln(),
            (true, true) => ((x - self.lower) / (self.upper - x)).ln(),
            (false, false) => x.asinh(),
        }
    }

    /// The coordinates between which x differs from both ends by more than rounding.
    pub fn range(&self) -> (f64, f64) {
        // Beside an end e ≠ 0, x = e ± d keeps eight digits of d down to |e|·1e-8.
        let near = |end: f64, scale: f64| match end {
            end if end.is_finite() && end != 0.0 => (1e-8 * end.abs() / scale).ln().max(-FARTHEST),
            _ => -FARTHEST,
        };
        let scale = if self.lower.is_finite() && self.upper.is_finite() { self.upper - self.lower } else { 1.0 };
        (near(self.lower, scale), -near(self.upper, scale))
    }

    /// log |x − end| at the coordinate y, for the end on the side of `upper`; log |x| where that end is infinite.
    pub fn log_distance(&self, y: f64, upper: bool) -> f64 {
        let end = if upper { self.upper } else { self.lower };
        let (x, ..) = self.point(y);
        match (self.lower.is_finite(), self.upper.is_finite()) {
            (true, false) if !upper => y,
            (false, true) if upper => -y,
            (true, true) => {
                let toward = if upper { y } else { -y };
                (self.upper - self.lower).ln() - toward - (-toward).exp().ln_1p()
            }
            _ if end.is_infinite() => x.abs().ln(),
            _ => (x - end).abs().ln(),
        }
    }
}
