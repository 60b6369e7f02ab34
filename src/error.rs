//! The public error type of the library.

/// Result with the library's [`enum@Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Well-formed inputs that pose no solvable problem. A failed replica is data, not an error: see [`crate::ensemble`].
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// y is not in the range of a rank-deficient 𝒜.
    #[error(
        "targets are inconsistent: the measurement matrix has rank {rank} of {count} rows, and no W comes closer to the targets than a relative residual of {distance:.3e}; \
         drop the dependent rows, or replace the targets by their projection on the range of the matrix"
    )]
    Inconsistent {
        /// Numerical rank of 𝒜.
        rank: usize,
        /// Number of measurements d.
        count: usize,
        /// ‖y − 𝒜𝒜⁺y‖ / ‖y‖.
        distance: f64,
    },
    /// Every measurement is zero.
    #[error(
        "the measurement matrix is zero, or so small that its squares are: nothing is measured, so no flow moves; give at least one row of ordinary size"
    )]
    ZeroOperator,
    /// Parts that do not go together.
    #[error("{0}")]
    Unfit(String),
    /// Drift or noise are infinite at the initial values, and the way out of there is not known.
    #[error(
        "[initial.*]: two initial values are equal, or one is 0 (lambda = {values}), where drift or noise of the model are infinite, and \
         {reason}; {advice}"
    )]
    Start {
        /// The first values, ascending.
        values: String,
        /// Why the exact short-time law does not help.
        reason: String,
        /// The way out.
        advice: &'static str,
    },
    /// No draw from the stationary law.
    #[error("initial.stationary: {0}")]
    Stationary(String),
    /// A flow, polar factor or scale rule that no registry knows.
    #[error("nothing is named {0:?}; `svsde list` prints every name")]
    UnknownName(String),
    /// Data so large or small that products of them leave the range of floating-point numbers.
    #[error("the size of the {what} is {size:.1e}; rescale into 1e-70 to 1e70, so that products stay representable")]
    Scale {
        /// Which data.
        what: &'static str,
        /// Their size.
        size: f64,
    },
    /// No density: none exists, or drift and noise are not defined.
    #[error("{0}")]
    Density(String),
    /// A decomposition did not converge.
    #[error("the singular value decomposition of the {rows} x {cols} {what} did not converge; check its scale")]
    Decomposition {
        /// Rows of the matrix.
        rows: usize,
        /// Columns of the matrix.
        cols: usize,
        /// Which matrix.
        what: &'static str,
    },
    /// Laws that have nothing in common to compare.
    #[error("{what}: {rule}")]
    Incomparable {
        /// What was to be compared.
        what: String,
        /// Why it cannot, and the way out.
        rule: String,
    },
}
