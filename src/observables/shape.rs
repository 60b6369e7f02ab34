//! How flat the spectrum is: the functionals of [`super::flatness`] that are followed along every run.

use super::Observable;
use super::flatness::{self, FUNCTIONALS};

/// −Σ p log p, p = σ/Σσ.
pub static ENTROPY: Observable = Observable {
    name: "entropy",
    formula: "-sum p log p, p = sigma / sum sigma; 0 for W = 0",
    units: "1",
    least: 1,
    eval: |lambda| functional("entropy_sigma", lambda),
};

/// exp of [`ENTROPY`] (Roy and Vetterli 2007).
pub static EFFECTIVE_RANK: Observable = Observable {
    name: "effective_rank",
    formula: "exp(entropy)",
    units: "1",
    least: 1,
    eval: |lambda| functional("entropy_sigma", lambda).exp(),
};

/// Σλ/λ_max.
pub static STABLE_RANK: Observable = Observable {
    name: "stable_rank",
    formula: "sum lambda / max lambda; 0 for W = 0",
    units: "1",
    least: 1,
    eval: |lambda| functional("stable_rank", lambda),
};

/// −Σ_{i≠j} log(σ_i + σ_j) at unit Frobenius norm.
pub static PAIRWISE_LOG: Observable = Observable {
    name: "pairwise_log",
    formula: "-sum_{i != j} log(sigma_i + sigma_j) at unit Frobenius norm; 0 for W = 0",
    units: "1",
    least: 2,
    eval: |lambda| functional("pairwise_log", lambda),
};

fn functional(name: &str, lambda: &[f64]) -> f64 {
    let sigma: Vec<f64> = lambda.iter().map(|l| l.sqrt()).collect();
    FUNCTIONALS.iter().find(|f| f.name() == name).map_or(0.0, |f| flatness::value(*f, &sigma))
}
