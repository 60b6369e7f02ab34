//! What depends on the model: measurements, integrators and the stationary law.

use super::explain::kinds;
use super::{Initial, Integrator, Measurement, Model, Scenario};
use svsde::rules::Rules;

impl Scenario {
    /// Only a regression has measurements.
    pub(super) fn check_measurement(&self, rules: &mut Rules) {
        match (&self.measurement, &self.model) {
            (Some(measurement), Model::Regression(_)) => {
                rules.table("measurement", |rules| measurement.check(self.model.shape(), rules))
            }
            (None, Model::Regression(_)) => {
                let help = format!("kinds: {}", kinds::<Measurement>().join(", "));
                let message = "model.regression needs one [measurement.*] table".to_owned();
                rules.violated("model.regression", message, Some(help));
            }
            (Some(_), model) => {
                let message = format!("model.{} takes no [measurement.*] table; only a regression does", model.name());
                rules.violated("measurement", message, None);
            }
            (None, _) => {}
        }
    }

    /// The integrator and the stationary law, which depend on the model.
    pub(super) fn check_dynamics(&self, rules: &mut Rules) {
        let name = self.model.name();
        let particles = self.model.particles();
        let mut broken = |key: String, message, help| rules.violated(&key, message, help);
        let names = || Some(format!("model.{name} takes: {}", Integrator::taken_by(name)));
        match (&self.integrator, &particles) {
            (None, Some(_)) => {
                broken(format!("model.{name}"), format!("model.{name} needs one [integrator.*] table"), names());
            }
            (Some(integrator), Some(model)) => {
                if let Err(reason) = integrator.fits(&**model) {
                    let key = format!("integrator.{}", integrator.name());
                    broken(key.clone(), format!("{key} does not fit model.{name}: {reason}"), names());
                }
            }
            (Some(Integrator::Exact(_)), None) if matches!(self.model, Model::MatrixSgd(_)) => {}
            (Some(integrator), None) => {
                let key = format!("integrator.{}", integrator.name());
                let message = match &self.model {
                    Model::MatrixSgd(_) => format!(
                        "model.{name} takes no [integrator.{}] table: it draws from its exact law; leave the table out",
                        integrator.name()
                    ),
                    _ => format!("model.{name} takes no [integrator.*] table: it steps by itself; leave the table out"),
                };
                broken(key, message, None);
            }
            (None, None) => {}
        }
        if let (Some(Initial::Stationary {}), Err(reason)) = (&self.initial, stationary(&self.model)) {
            let help = "start from another [initial.*], and let time.burn_in pass before the first record";
            let message = format!("initial.stationary cannot be drawn: {reason}");
            broken("initial.stationary".to_owned(), message, Some(help.to_owned()));
        }
        let zero = match &self.initial {
            Some(Initial::Zero {}) => Some("zero"),
            Some(Initial::Values { sigma: Some(values), .. } | Initial::Values { lambda: Some(values), .. }) => {
                values.contains(&0.0).then_some("values")
            }
            Some(Initial::Linspace { from: 0.0, .. }) => Some("linspace"),
            _ => None,
        };
        if let (Some(kind), Model::PolarNoise(_)) = (zero, &self.model) {
            let message = format!(
                "initial.{kind} holds a singular value 0, but model.{name} needs a gradient of full rank: its predictions divide by \
                 singular values"
            );
            let help = "start from positive initial.values, or from initial.gaussian";
            broken(format!("initial.{kind}"), message, Some(help.to_owned()));
        }
        if let (Some(Initial::File { .. }), Model::PowerDiffusion(_)) = (&self.initial, &self.model) {
            let message = "initial.file holds a matrix, but model.power-diffusion has none; use initial.values";
            broken("initial.file".to_owned(), message.to_owned(), None);
        }
    }
}

/// Whether the model has a stationary law that can be drawn from exactly; else why not.
fn stationary(model: &Model) -> Result<(), String> {
    match (model.particles(), model) {
        (Some(particles), _) => particles.stationary().map(drop).map_err(|unavailable| unavailable.reason),
        (None, Model::MatrixSgd(sgd)) if sgd.curvature > 0.0 => Ok(()),
        (None, Model::MatrixSgd(sgd)) => {
            Err(format!("a stationary law needs curvature > 0, but it is {}", sgd.curvature))
        }
        (None, _) => Err(format!("no exact stationary law of model.{} is known", model.name())),
    }
}
