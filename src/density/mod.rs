//! The density of one eigenvalue.

pub mod expression;
