//! Simulations against exact laws.

mod muon;
mod power;
mod resume;
mod sgd;
mod support;
