//! Exact laws that simulations are held against.

mod airy;
pub mod laguerre;
pub mod marchenko_pastur;
pub mod noncentral;
pub mod tracy_widom;

/// A parameter of a law that is out of its range.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("the {what} is {value}, but {rule}")]
pub struct ParameterError {
    /// Which parameter of which law.
    pub what: &'static str,
    /// Its value.
    pub value: f64,
    /// What it must be, and the way out.
    pub rule: &'static str,
}
