//! What is recorded of a state, each quantity said once: its description, and how its numbers follow from the state.

use super::Field;

type Values<S> = Box<dyn Fn(&S, &mut Vec<f64>) + Send + Sync>;

/// The quantities recorded of a state `S`, in order.
pub struct Quantities<S>(Vec<(Field, Values<S>)>);

impl<S> Default for Quantities<S> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<S: 'static> Quantities<S> {
    /// Adds a number.
    pub fn scalar(
        &mut self,
        name: impl Into<String>,
        units: &'static str,
        description: impl Into<String>,
        value: impl Fn(&S) -> f64 + Send + Sync + 'static,
    ) {
        let values = move |state: &S, out: &mut Vec<f64>| out.push(value(state));
        self.0.push((Field::scalar(name, units, description), Box::new(values)));
    }

    /// Adds numbers along an axis.
    pub fn vector(
        &mut self,
        name: impl Into<String>,
        axis: (&'static str, usize),
        units: &'static str,
        description: impl Into<String>,
        values: impl Fn(&S) -> &[f64] + Send + Sync + 'static,
    ) {
        let values = move |state: &S, out: &mut Vec<f64>| out.extend(values(state));
        self.0.push((Field::vector(name, axis, units, description), Box::new(values)));
    }

    /// Their descriptions.
    pub fn fields(&self) -> Vec<Field> {
        self.0.iter().map(|(field, _)| field.clone()).collect()
    }

    /// Appends their numbers.
    pub fn record(&self, state: &S, out: &mut Vec<f64>) {
        self.0.iter().for_each(|(_, values)| values(state, out));
    }
}
