//! From a scenario to a result: one folder a study, with its tables, rules, cost, run and words.

pub mod comparison;
mod job;
mod simulation;

pub use job::{Cost, Job, Outcome};
pub use simulation::Course;

use crate::error::{Error, Result};
use crate::scenario::{Checked, Initial, Measurement, Override, Section, Tables, Time, complete_scan, scan_points};
use crate::store::{About, ResultFile};
use crate::summary::{Comparisons, Summary};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use svsde::rules::Rules;

/// What a scenario asks for: the tables that it takes, and what is done with them.
pub trait Study {
    /// Reports every broken rule.
    fn rules(&self, rules: &mut Rules);

    /// Fills in the defaults that depend on other keys.
    fn complete(&mut self) {}

    /// Paths that start at the folder of the scenario.
    fn paths(&mut self) -> Vec<&mut PathBuf> {
        Vec::new()
    }

    /// The course of a simulation.
    fn course(&self) -> Option<Course<'_>> {
        None
    }

    /// How long it runs, and when it is recorded.
    fn time(&self) -> Option<&Time> {
        self.course().map(|course| course.time)
    }

    /// The state at time 0.
    fn initial(&self) -> Option<&Initial> {
        self.course().map(|course| course.initial)
    }

    /// Makes it ready to run, with the seed of its random streams.
    ///
    /// # Errors
    /// Files that cannot be read, and what they cannot be used for.
    fn prepare(&self, seed: u64) -> Result<Box<dyn Job>>;

    /// What a result of it says.
    ///
    /// # Errors
    /// When the file lacks a dataset that it must have.
    fn summary(&self, file: &ResultFile) -> Result<Box<dyn Summary>>;
}

/// One line per study: its file and its type, which has constants `SECTIONS` (the tables that it takes, those that it must have
/// first), `REQUIRED` (how many these are) and functions `models` (kinds of its `[model.*]`) and `claims` (whether it is meant).
macro_rules! studies {
    ($($(#[$about:meta])* $file:ident::$Study:ident),+ $(,)?) => {
        $(pub mod $file;)+

        /// What a scenario asks for.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum AnyStudy {
            $($(#[$about])* $Study($file::$Study)),+
        }

        impl std::ops::Deref for AnyStudy {
            type Target = dyn Study;

            fn deref(&self) -> &Self::Target {
                match self {
                    $(Self::$Study(study) => study),+
                }
            }
        }

        impl std::ops::DerefMut for AnyStudy {
            fn deref_mut(&mut self) -> &mut Self::Target {
                match self {
                    $(Self::$Study(study) => study),+
                }
            }
        }

        $(impl From<$file::$Study> for AnyStudy {
            fn from(study: $file::$Study) -> Self {
                Self::$Study(study)
            }
        })+

        static STUDIES: &[Kind] = &[$(Kind {
            sections: $file::$Study::SECTIONS,
            required: $file::$Study::REQUIRED,
            models: $file::$Study::models,
            claims: $file::$Study::claims,
            read: |tables| tables.typed::<$file::$Study>().map(AnyStudy::$Study),
        }),+];
    };
}

studies! {
    /// Flows of W under a regression loss.
    flows::FlowStudy,
    /// W under an optimiser on a quadratic loss.
    matrices::MatrixStudy,
    /// Particles.
    particles::ParticleStudy,
    /// The density of one particle.
    stationary::StationaryStudy,
    /// Tails of spectra in files.
    tails::TailStudy,
}

/// A study that is registered.
struct Kind {
    sections: &'static [&'static str],
    required: usize,
    models: fn() -> Vec<ModelRow>,
    claims: fn(&Tables) -> bool,
    read: fn(&Tables) -> Checked<AnyStudy>,
}

/// A fully specified run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scenario {
    /// What this run shows, in one line.
    pub title: String,
    /// Seed of the random streams.
    pub seed: u64,
    /// What is asked for.
    #[serde(flatten)]
    pub study: AnyStudy,
}

/// What every scenario has beside its tables.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    #[serde(default)]
    title: String,
    #[serde(default)]
    seed: u64,
}

const HEAD: [&str; 2] = ["title", "seed"];

/// A kind of `[model.*]`: its name, what evolves, and the integrators that it takes.
pub type ModelRow = (&'static str, &'static str, String);

/// Kinds of `[model.*]` of all studies, each as the first study that has it says.
pub fn models() -> Vec<ModelRow> {
    let mut models: Vec<ModelRow> = Vec::new();
    for model in STUDIES.iter().flat_map(|kind| (kind.models)()) {
        if !models.iter().any(|known| known.0 == model.0) {
            models.push(model);
        }
    }
    models
}

impl Kind {
    /// Whether it knows this kind of `[model.*]`.
    fn has(&self, model: &str) -> bool {
        (self.models)().iter().any(|row| row.0 == model)
    }
}

/// What takes the table `section`, which a study of `model` does not take.
fn takers(section: &str, model: &str) -> String {
    let taking = STUDIES.iter().filter(|study| study.sections.contains(&section));
    if let Some(other) = taking.clone().find(|study| study.has(model)) {
        return format!("another study of model.{model}, which takes: {}", other.sections.join(", "));
    }
    let models = models().into_iter().filter(|row| taking.clone().any(|study| study.has(row.0)));
    match models.collect::<Vec<_>>().as_slice() {
        [(name, summary, _)] => format!("{name} ({summary})"),
        several => several.iter().map(|row| row.0).collect::<Vec<_>>().join(", "),
    }
}

/// Every top-level table that a study takes.
fn sections() -> Vec<Section> {
    let kinds = |name: &str| match name {
        "model" => models().into_iter().map(|model| model.0).collect(),
        "measurement" => Measurement::kinds().into_iter().map(|kind| kind.0).collect(),
        "initial" => Initial::kinds().into_iter().map(|kind| kind.0).collect(),
        "integrator" => svsde::particles::integrators::Integrator::KINDS.iter().map(|kind| kind.0).collect(),
        _ => Vec::new(),
    };
    let mut sections: Vec<Section> = Vec::new();
    for study in STUDIES {
        for &name in study.sections {
            if !sections.iter().any(|section| section.name == name) {
                sections.push(Section { name, kinds: kinds(name) });
            }
        }
    }
    sections
}

/// Reads the scenario at `path`, applies `overrides` in order, and validates the outcome.
///
/// Relative paths in it, overridden ones included, start at the scenario's folder and come back absolute.
///
/// # Errors
/// [`Error::Io`] for a file that cannot be read, [`Error::Scenario`] for one that is not valid.
pub fn load(path: &Path, overrides: &[Override]) -> Result<Scenario> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    parse(&text, &path.display().to_string(), folder, overrides)
}

/// Like [`load`] for a text; `name` stands for the file in messages, relative paths start at `folder`.
///
/// # Errors
/// As [`load`].
pub fn parse(text: &str, name: &str, folder: &Path, overrides: &[Override]) -> Result<Scenario> {
    let mut scenario = checked(text, name, overrides)?;
    for path in scenario.study.paths() {
        let joined = folder.join(&*path);
        *path = std::path::absolute(&joined).map_err(Error::io(&joined))?;
    }
    scenario.study.complete();
    Ok(scenario)
}

/// The tables of a text, and the study that is meant: every section of it is there, and no other.
fn resolve<'i>(text: &'i str, name: &str, overrides: &'i [Override]) -> Checked<(Tables<'i>, &'static Kind)> {
    let sections = sections();
    let mut tables = Tables::read(text, name, overrides, &sections)?;
    complete_scan(&mut tables)?;
    let needed = |names: &'static [&str]| sections.iter().filter(|section| names.contains(&section.name));
    tables.need(needed(&["model"]), |_| None)?;
    // Every kind of model is one that a study claims.
    let kind = STUDIES.iter().find(|kind| (kind.claims)(&tables)).unwrap_or(&STUDIES[0]);
    let names: Vec<&str> = HEAD.iter().chain(kind.sections).copied().collect();
    let model = tables.kind("model").unwrap_or_default().to_owned();
    let studies = STUDIES.iter().filter(|study| study.has(&model)).count();
    let whose = format!("{}model.{model}", if studies > 1 { "this study of " } else { "" });
    tables.only(&names, &sections, &whose, |section| takers(section, &model))?;
    let integrators =
        || models().into_iter().find(|row| row.0 == model).map(|row| format!("model.{model} takes: {}", row.2));
    let required = kind.sections.get(..kind.required).unwrap_or_default();
    tables.need(needed(required), |name| (name == "integrator").then(integrators).flatten())?;
    Ok((tables, kind))
}

fn checked(text: &str, name: &str, overrides: &[Override]) -> Checked<Scenario> {
    let (tables, kind) = resolve(text, name, overrides)?;
    let scenario = typed(&tables, kind)?;
    let rules = |scenario: &Scenario, tables: &Tables| {
        let mut rules = Rules::default();
        scenario.study.rules(&mut rules);
        tables.keep(rules.violations())
    };
    rules(&scenario, &tables)?;
    if tables.has("scan") {
        scan_points(&tables, |tables| rules(&typed(tables, kind)?, tables))?;
    }
    Ok(scenario)
}

/// The scenario that `tables` say.
fn typed(tables: &Tables, kind: &Kind) -> Checked<Scenario> {
    let Head { title, seed } = tables.part(&HEAD).typed()?;
    Ok(Scenario { title, seed, study: (kind.read)(&tables.part(kind.sections))? })
}

impl Scenario {
    /// The resolved scenario, every default filled in, as TOML.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_else(|error| format!("# this scenario cannot be printed: {error}\n"))
    }

    /// What a result says of where it comes from.
    pub fn about(&self) -> About {
        About { scenario: self.to_toml(), title: self.title.clone(), seed: self.seed }
    }

    /// The scenario of which a result was made.
    ///
    /// # Errors
    /// [`Error::Refused`] where the file does not hold one.
    pub fn of(file: &ResultFile) -> Result<Self> {
        let text = file.text("scenario").unwrap_or_default();
        let read = resolve(&text, "scenario", &[]).and_then(|(tables, kind)| typed(&tables, kind));
        read.map_err(|error| file.unreadable(format!("attribute scenario: {error}")))
    }
}

/// What a result says, of whatever study it is.
///
/// # Errors
/// When the file lacks a dataset that it must have.
pub fn summary(file: &ResultFile) -> Result<Box<dyn Summary>> {
    match Comparisons::read(file)? {
        Some(comparisons) => Ok(Box::new(comparisons)),
        None => Scenario::of(file)?.study.summary(file),
    }
}
