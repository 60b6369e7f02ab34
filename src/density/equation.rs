//! The Fokker–Planck equation of one particle.
//!
//! # Equation
//! dX = f(X) dt + g(X) dB (Itô) on an open interval; its density obeys ∂p/∂t = −∂J/∂x with the flux J = f p − ½ ∂(g²p)/∂x.
//! A stationary density has J = 0, so that u = g²p obeys d log u/dx = 2f/g².

use super::{DensityError, Domain};
use std::fmt;
use std::sync::Arc;

/// A function of x that threads can share.
pub type Function = Arc<dyn Fn(f64) -> f64 + Send + Sync>;

/// Drift, diffusion coefficient and domain of a one-dimensional diffusion.
///
/// ```
/// use svsde::density::{Domain, FokkerPlanck};
///
/// // Cox, Ingersoll and Ross.
/// let cir = FokkerPlanck::new(|x| 2.0 - x, |x| x.sqrt(), Domain::default());
/// assert_eq!((cir.drift(4.0), cir.diffusion(4.0)), (-2.0, 2.0));
/// ```
#[derive(Clone)]
pub struct FokkerPlanck {
    drift: Function,
    diffusion: Function,
    /// Where x lives.
    pub domain: Domain,
}

impl fmt::Debug for FokkerPlanck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FokkerPlanck").field("domain", &self.domain).finish_non_exhaustive()
    }
}

/// What is known at one coordinate y.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Local {
    /// The place x(y).
    pub x: f64,
    /// Logarithm of dx/dy.
    pub log_jacobian: f64,
    /// Logarithm of g(x).
    pub log_diffusion: f64,
    /// d log(g²p)/dy = 2 f/g² · dx/dy.
    pub force: f64,
}

impl Local {
    /// log(p dx/dy) where log(g²p) = `log_u`.
    pub fn log_mass(&self, log_u: f64) -> f64 {
        log_u - 2.0 * self.log_diffusion + self.log_jacobian
    }

    /// log p where log(g²p) = `log_u`.
    pub fn log_density(&self, log_u: f64) -> f64 {
        log_u - 2.0 * self.log_diffusion
    }
}

/// Smaller diffusion coefficients lose digits.
const LEAST: f64 = 1e-290;

impl FokkerPlanck {
    /// dX = drift(X) dt + diffusion(X) dB on `domain`, where the diffusion must be positive.
    pub fn new(
        drift: impl Fn(f64) -> f64 + Send + Sync + 'static,
        diffusion: impl Fn(f64) -> f64 + Send + Sync + 'static,
        domain: Domain,
    ) -> Self {
        Self { drift: Arc::new(drift), diffusion: Arc::new(diffusion), domain }
    }

    /// Drift f(x).
    pub fn drift(&self, x: f64) -> f64 {
        (self.drift)(x)
    }

    /// Diffusion coefficient g(x).
    pub fn diffusion(&self, x: f64) -> f64 {
        (self.diffusion)(x)
    }

    /// What is known at the coordinate y.
    ///
    /// # Errors
    /// [`DensityError::NotFinite`] and [`DensityError::Diffusion`], which name x.
    pub fn local(&self, y: f64) -> Result<Local, DensityError> {
        let (x, jacobian, log_jacobian) = self.domain.point(y);
        let (drift, diffusion) = (self.drift(x), self.diffusion(x));
        // Squares of g and products with dx/dy could leave the range of numbers; these quotients do not.
        let force = 2.0 * (drift / diffusion) * (jacobian / diffusion);
        if diffusion > LEAST && diffusion.is_finite() && force.is_finite() {
            return Ok(Local { x, log_jacobian, log_diffusion: diffusion.ln(), force });
        }
        Err(match (drift.is_finite(), diffusion.is_finite()) {
            (_, false) => DensityError::NotFinite { what: "diffusion", x, value: diffusion },
            (false, _) => DensityError::NotFinite { what: "drift", x, value: drift },
            (true, true) if diffusion <= 0.0 => DensityError::Diffusion { x, value: diffusion },
            (true, true) if diffusion <= LEAST => DensityError::Extreme { x },
            _ => DensityError::NotFinite { what: "drift / diffusion^2", x, value: force },
        })
    }
}
