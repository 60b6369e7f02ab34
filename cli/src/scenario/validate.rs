//! The rules of a whole scenario.

use super::{Ensemble, Model, Scenario};
use svsde::rules::{Rules, Table, Violation};

/// `path` names something.
pub(super) fn file(rules: &mut Rules, key: &str, path: &std::path::Path) {
    if path.as_os_str().is_empty() {
        rules.broken(key, "\"\"", "it must name a file");
    }
}

/// `c` makes something diffuse.
pub(super) fn diffuses(rules: &mut Rules, c: f64) {
    if c == 0.0 {
        rules.broken("c", 0, "nothing diffuses then, so there is no stationary density; it must be > 0");
    } else {
        rules.positive("c", c);
    }
}

impl Scenario {
    /// Every broken rule; those that the combinations of a scan break are for [`Scenario::scan_points`].
    pub fn violations(&self) -> Vec<Violation> {
        let mut rules = Rules::default();
        self.rules(&mut rules);
        rules.violations().to_vec()
    }
}

impl Table for Scenario {
    fn rules(&self, rules: &mut Rules) {
        if self.is_tails() {
            self.check_tails(rules);
        } else if self.is_stationary() {
            self.check_study(rules);
        } else {
            self.check_simulation(rules);
        }
    }
}

impl Scenario {
    fn check_simulation(&self, rules: &mut Rules) {
        self.check_is_simulation(rules);
        self.check_no_tails(rules);
        rules.table("model", |rules| self.model.rules(rules));
        self.check_measurement(rules);
        if let Some(initial) = &self.initial {
            rules.table("initial", |rules| initial.check(&self.model, rules));
        }
        if let Some(time) = &self.time {
            rules.table("time", |rules| time.rules(rules));
            if self.model.is_discrete() {
                rules.table("time", |rules| time.check_whole(rules));
            }
            if let Some(integrator) = &self.integrator {
                rules.table("integrator", |rules| integrator.check(time, rules));
            }
        }
        rules.table("ensemble", |rules| self.ensemble.rules(rules));
        if rules.are_kept() {
            self.check_dynamics(rules);
        }
        let replicas = self.ensemble.replicas;
        let kept = matches!(self.model, Model::Regression(_)) || self.output.spectra != Some(false);
        let values = if kept { self.course().count() * self.model.rank() as f64 } else { 1.0 };
        rules.fits("ensemble.replicas", replicas, replicas as f64 * values);
    }
}

impl Table for Model {
    fn rules(&self, rules: &mut Rules) {
        rules.table(self.name(), |rules| match self {
            Self::Regression(model) => model.rules(rules),
            Self::Sgd(model) => model.rules(rules),
            Self::MuonGap(model) => model.rules(rules),
            Self::MuonPolar(model) => model.rules(rules),
            Self::PowerDiffusion(model) => model.rules(rules),
            Self::MatrixSgd(model) => model.rules(rules),
            Self::MatrixMuon(model) => model.rules(rules),
            Self::PolarNoise(model) => model.rules(rules),
            Self::MeanField(model) => model.rules(rules),
            Self::Expression(model) => model.rules(rules),
            Self::Files(model) => model.rules(rules),
        });
    }
}

impl Table for Ensemble {
    fn rules(&self, rules: &mut Rules) {
        rules.at_least("replicas", self.replicas as f64, 1.0);
    }
}
