//! The tables of a scenario with their places: a TOML text, `--set` overrides put in, before it is typed.

use super::explain::{explain, syntax};
use super::overrides::{Override, apply};
use super::place::{Places, Sources};
use crate::diagnostic::{Finding, ScenarioError};
use serde::de::DeserializeOwned;
use svsde::rules::Violation;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What reading a scenario gives, or everything that is wrong with it.
pub type Checked<T> = Result<T, Box<ScenarioError>>;

/// A top-level table.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its name.
    pub name: &'static str,
    /// The kinds of which it holds exactly one; empty for a table that holds keys directly.
    pub kinds: Vec<&'static str>,
}

impl Section {
    /// What stands in brackets.
    fn form(&self) -> String {
        if self.kinds.is_empty() { self.name.to_owned() } else { format!("{}.*", self.name) }
    }

    /// The kinds, as a way out.
    fn list(&self) -> Option<String> {
        (!self.kinds.is_empty()).then(|| format!("kinds: {}", self.kinds.join(", ")))
    }
}

/// The top-level tables and keys.
#[derive(Debug, Clone)]
pub struct Tables<'i> {
    pub(super) root: Spanned<DeTable<'i>>,
    pub(super) sources: Sources,
}

impl<'i> Tables<'i> {
    /// Reads `text`, which messages call `name`, puts in the overrides in their order, and checks that every section is a table and
    /// holds one known kind.
    ///
    /// # Errors
    /// Text that is not TOML, overrides that have no place, and sections that are not what they must be.
    pub fn read(text: &'i str, name: &str, overrides: &'i [Override], sections: &[Section]) -> Checked<Self> {
        let mut sources = Sources::default();
        sources.add(name, text);
        let mut root = DeTable::parse(text).map_err(|error| syntax(&error, 0, &sources))?;
        for set in overrides {
            apply(set, root.get_mut(), sections, &mut sources)?;
        }
        let tables = Self { root, sources };
        tables.refuse(sections.iter().filter_map(|section| tables.misplaced(section)))?;
        Ok(tables)
    }

    fn refuse(&self, findings: impl Iterator<Item = Finding>) -> Checked<()> {
        ScenarioError::from_findings(findings).map_or(Ok(()), Err)
    }

    /// Whether there is a table or key of this name.
    pub fn has(&self, name: &str) -> bool {
        self.root.get_ref().contains_key(name)
    }

    /// The kind that the section `name` holds.
    pub fn kind(&self, name: &str) -> Option<&str> {
        let table = self.root.get_ref().get(name)?.get_ref().as_table()?;
        table.keys().next().map(|kind| kind.get_ref().as_ref())
    }

    /// What stands against exactly one known kind, or against a table where there must be one.
    fn misplaced(&self, section: &Section) -> Option<Finding> {
        let (name, kinds, sources) = (section.name, &section.kinds, &self.sources);
        let (key, value) = self.root.get_ref().get_key_value(name)?;
        let (form, list) = (format!("[{}]", section.form()), || section.list());
        let DeValue::Table(table) = value.get_ref() else {
            let text = format!("{name} = {}, but it must be a table {form}", sources.slice(&value.span()));
            return Some(sources.finding(value.span(), text, list()));
        };
        if kinds.is_empty() {
            return None;
        }
        for (kind, value) in table {
            let found = kind.get_ref().as_ref();
            if !value.get_ref().is_table() {
                let text = format!("`{found}` must stand in a table {form}");
                return Some(sources.finding(kind.span(), text, list()));
            }
            if !kinds.contains(&found) {
                let help = svsde::text::suggestion(found, "kinds", kinds);
                return Some(sources.finding(kind.span(), format!("unknown kind `{found}` in {form}"), Some(help)));
            }
        }
        let mut given = table.keys();
        match (given.next(), given.next()) {
            (None, _) => {
                let text = format!("[{name}] is empty; one {form} is needed");
                Some(sources.finding(key.span(), text, list()))
            }
            (Some(one), Some(two)) => {
                let text = format!("both [{name}.{one}] and [{name}.{two}] are given; exactly one is allowed");
                Some(sources.finding(two.span(), text, None))
            }
            _ => None,
        }
    }

    /// The sections are there. `help` is the way out without one, or the list of its kinds is.
    ///
    /// # Errors
    /// Those that are missing.
    pub fn need<'s>(
        &self,
        sections: impl Iterator<Item = &'s Section>,
        help: impl Fn(&str) -> Option<String>,
    ) -> Checked<()> {
        let key = self.kind("model").map(|model| format!("model.{model}"));
        let header = key.as_ref().map_or(0..0, |key| Places::of(self.root.get_ref()).value(key));
        let missing = sections.filter(|section| !self.has(section.name)).map(|section| {
            let (form, help) = (section.form(), help(section.name).or(section.list()));
            let text = match &key {
                Some(model) => format!("{model} needs one [{form}] table"),
                None => format!("missing table [{form}]; exactly one is needed"),
            };
            self.sources.finding(header.clone(), text, help)
        });
        self.refuse(missing)
    }

    /// Only the tables and keys called `names` are there; `whose` says who takes them, `goes_with` who takes another. A foreign table
    /// that changes nothing is dropped.
    ///
    /// # Errors
    /// Names that nothing has, and `foreign` ones.
    pub fn only(
        &mut self,
        names: &[&str],
        foreign: &[Section],
        whose: &str,
        goes_with: impl Fn(&str) -> String,
    ) -> Checked<()> {
        let is_foreign = |name: &str| foreign.iter().find(|section| section.name == name && !names.contains(&name));
        let idle = |name: &str, value: &DeValue| match (name, value.as_table()) {
            ("output", Some(table)) => table.is_empty(),
            ("ensemble", Some(table)) => table.iter().all(|(key, value)| {
                key.get_ref() == "replicas" && value.get_ref().as_integer().is_some_and(|one| one.as_str() == "1")
            }),
            _ => false,
        };
        let kept = |name: &str, value: &DeValue| is_foreign(name).is_none() || !idle(name, value);
        self.retain(kept);
        let wrong = |(key, _): (&Spanned<std::borrow::Cow<str>>, _)| {
            let name = key.get_ref().as_ref();
            if names.contains(&name) {
                return None;
            }
            let Some(section) = is_foreign(name) else {
                let help = svsde::text::suggestion(name, "keys", names);
                return Some(self.sources.finding(key.span(), format!("unknown key `{name}`"), Some(help)));
            };
            let form = section.form();
            let text = format!("{whose} takes no [{form}] table; leave it out");
            let help = format!("[{form}] goes with: {}", goes_with(name));
            Some(self.sources.finding(key.span(), text, Some(help)))
        };
        let mut entries: Vec<_> = self.root.get_ref().iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        self.refuse(entries.into_iter().filter_map(wrong))
    }

    /// The keys called `names` alone.
    #[must_use]
    pub fn part(&self, names: &[&str]) -> Self {
        let mut part = self.clone();
        part.retain(|name, _| names.contains(&name));
        part
    }

    fn retain(&mut self, kept: impl Fn(&str, &DeValue) -> bool) {
        let all = std::mem::take(self.root.get_mut());
        let kept = all.into_iter().filter(|(key, value)| kept(key.get_ref(), value.get_ref()));
        *self.root.get_mut() = kept.collect();
    }

    /// What the tables say, every key known and of its type.
    ///
    /// # Errors
    /// The first key that is not.
    pub fn typed<T: DeserializeOwned>(&self) -> Checked<T> {
        let places = Places::of(self.root.get_ref());
        let read = T::deserialize(toml::Deserializer::from(self.root.clone()));
        read.map_err(|error| explain(&error, &places, &self.sources).into())
    }

    /// Each violation at its place, in the order of the text.
    ///
    /// # Errors
    /// Where there is one.
    pub fn keep(&self, violations: &[Violation]) -> Checked<()> {
        self.refuse(findings(violations, &Places::of(self.root.get_ref()), &self.sources).into_iter())
    }
}

/// Each violation at its place, in the order of the text.
pub(super) fn findings(violations: &[Violation], places: &Places, sources: &Sources) -> Vec<Finding> {
    let place = |violation: &Violation| {
        let value = places.value(&violation.key);
        violation.within.as_ref().map_or(value.clone(), |part| sources.within(&value, part))
    };
    let mut broken: Vec<_> = violations.iter().map(|violation| (place(violation), violation)).collect();
    broken.sort_by_key(|(span, _)| span.start);
    let finding =
        |(span, violation): (_, &Violation)| sources.finding(span, violation.message.clone(), violation.help.clone());
    broken.into_iter().map(finding).collect()
}
