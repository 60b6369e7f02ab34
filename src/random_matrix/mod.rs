//! Exact laws that simulations are held against.

pub mod laguerre;
pub mod noncentral;
