//! Stationary laws of one squared singular value that a scenario has, by its parameters.

use crate::study::AnyStudy;
use svsde::density::{self, MeanField, MeanFieldKind};
use svsde::matrix::models::MatrixModel;
use svsde::particles::models::{Drift, ParticleModel};
use svsde::random_matrix::marchenko_pastur::MarchenkoPastur;

/// A density with its name.
pub struct Theory {
    /// For the legend.
    pub name: &'static str,
    /// p(λ); infinite where it has a pole.
    pub density: Box<dyn Fn(f64) -> f64>,
}

/// Every law that applies to the stationary state of `study`, whose values have this mean.
///
/// SGD on a quadratic loss has independent Gaussian entries of variance D/κ: Marchenko–Pastur for large matrices, and the two Gamma laws
/// of its mean fields. Muon on a quadratic loss is compared with the Marchenko–Pastur law of the same mean.
pub fn laws(study: &AnyStudy, mean: f64) -> Vec<Theory> {
    let of_same_mean = |shape| pastur("Marchenko–Pastur of the same mean", shape, mean).into_iter().collect();
    match study {
        AnyStudy::ParticleStudy(study) => match &study.model {
            ParticleModel::Sgd(sgd) if sgd.drift == Drift::Quadratic => {
                of_sgd((sgd.rows, sgd.cols), sgd.learning_rate, sgd.diffusion, sgd.curvature)
            }
            ParticleModel::MuonPolar(muon) => of_same_mean((muon.rows, muon.cols)),
            ParticleModel::PowerDiffusion(model) => closed("closed stationary law", model.into()).into_iter().collect(),
            _ => Vec::new(),
        },
        AnyStudy::MatrixStudy(study) => match &study.model {
            MatrixModel::MatrixSgd(sgd) => {
                of_sgd((sgd.rows, sgd.cols), sgd.learning_rate, sgd.diffusion, sgd.curvature)
            }
            MatrixModel::MatrixMuon(muon) if muon.curvature > 0.0 => of_same_mean((muon.rows, muon.cols)),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn of_sgd((rows, cols): (usize, usize), rate: f64, diffusion: f64, curvature: f64) -> Vec<Theory> {
    if curvature <= 0.0 {
        return Vec::new();
    }
    let variance = diffusion / curvature;
    let mean_field = |name, of| {
        let field = MeanField {
            rows: Some(rows.max(cols)),
            cols: Some(rows.min(cols)),
            learning_rate: Some(rate),
            diffusion: Some(diffusion),
            curvature: Some(curvature),
            ..MeanField::new(of)
        };
        closed(name, field.coefficients().ok()?)
    };
    [
        pastur("Marchenko–Pastur (SGD, large W)", (rows, cols), variance * rows.max(cols) as f64),
        mean_field("Gamma, mean field as published", MeanFieldKind::Sgd),
        mean_field("Gamma, calibrated mean field", MeanFieldKind::SgdCalibrated),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Squared singular values of mean `mean` over the smaller side.
fn pastur(name: &'static str, (rows, cols): (usize, usize), mean: f64) -> Option<Theory> {
    let ratio = rows.min(cols) as f64 / rows.max(cols) as f64;
    let law = MarchenkoPastur::new(ratio, mean).ok()?;
    Some(Theory { name, density: Box::new(move |x| law.density(x)) })
}

fn closed(name: &'static str, power: density::PowerDiffusion) -> Option<Theory> {
    if !power.is_normalisable() {
        return None;
    }
    let law = power.law();
    Some(Theory { name, density: Box::new(move |x| law.log_density(x).exp()) })
}
