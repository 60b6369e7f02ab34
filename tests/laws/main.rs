//! Simulations against exact laws.

mod contract;
mod muon;
mod power;
mod resume;
mod sgd;
mod support;
