//! Means with standard errors over replicas.

/// A mean over replicas with its standard error; no error for a single replica.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Mean {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean; `None` for one replica.
    pub std_error: Option<f64>,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// Number of replicas.
    pub count: usize,
}

impl Mean {
    /// Of `values`; `None` when there are none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let count = values.len();
        if count == 0 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / count as f64;
        let squares: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
        let std_error = (count > 1).then(|| (squares / (count - 1) as f64 / count as f64).sqrt());
        let extreme = |f: fn(f64, f64) -> f64, from: f64| values.iter().copied().fold(from, f);
        let (min, max) = (extreme(f64::min, f64::INFINITY), extreme(f64::max, f64::NEG_INFINITY));
        Some(Self { mean, std_error, min, max, count })
    }

    /// `mean` or `mean ± error`, with `digits` decimals, or in scientific notation where these would not show it.
    pub fn text(&self, digits: usize) -> String {
        let shown = 0.5 * 10.0_f64.powi(-i32::try_from(digits).unwrap_or(0));
        let size = self.mean.abs();
        if size >= 1e6 || (size > 0.0 && size < shown) {
            return self.std_error.map_or(self.scientific(), |error| format!("{} ± {error:.1e}", self.scientific()));
        }
        match self.std_error {
            Some(error) => format!("{:.digits$} ± {error:.digits$}", self.mean),
            None => format!("{:.digits$}", self.mean),
        }
    }

    /// As [`Mean::text`] in scientific notation, without the error.
    pub fn scientific(&self) -> String {
        format!("{:.1e}", self.mean)
    }
}

/// A change of an entropy up to this size is rounding, or too small to speak of.
const UNCHANGED: f64 = 1e-9;

/// +1, 0 or −1; 0 up to [`UNCHANGED`].
pub fn sign(change: f64) -> f64 {
    if change.abs() > UNCHANGED { change.signum() } else { 0.0 }
}

/// In how many replicas a spectrum gets flatter, stays as it is, or gets less flat.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Signs {
    flatter: usize,
    unchanged: usize,
    less_flat: usize,
}

impl Signs {
    /// Of the changes of an entropy; `None` when there are none.
    pub fn of(changes: &[f64]) -> Option<Self> {
        let count = |wanted: f64| changes.iter().filter(|&&change| sign(change) == wanted).count();
        let signs = Self { flatter: count(1.0), unchanged: count(0.0), less_flat: count(-1.0) };
        (!changes.is_empty()).then_some(signs)
    }

    /// `+`, `=` or `-` for one replica, else how many of each: `38+ 2-`.
    pub fn text(&self) -> String {
        let all = [(self.flatter, '+'), (self.unchanged, '='), (self.less_flat, '-')];
        let present = all.into_iter().filter(|&(count, _)| count > 0);
        let single = self.flatter + self.unchanged + self.less_flat == 1;
        let texts = present.map(|(count, sign)| if single { sign.to_string() } else { format!("{count}{sign}") });
        texts.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::{Mean, Signs};

    #[test]
    fn mean_and_standard_error() {
        let mean = Mean::of(&[1.0, 2.0, 3.0, 6.0]).unwrap();
        assert_eq!((mean.mean, mean.min, mean.max, mean.count), (3.0, 1.0, 6.0, 4));
        // Variance 14/3, over 4 replicas.
        assert!((mean.std_error.unwrap() - (14.0_f64 / 12.0).sqrt()).abs() < 1e-15);
        let text = |x: f64| Mean::of(&[x]).unwrap().text(2);
        assert_eq!([2.0, 0.0, 0.004, -3e9].map(text), ["2.00", "0.00", "4.0e-3", "-3.0e9"]);
        assert_eq!(Mean::of(&[]), None);
    }

    #[test]
    fn signs_of_rounding_are_no_signs() {
        assert_eq!(Signs::of(&[0.1, -0.2, 1e-12, 0.3]).unwrap().text(), "2+ 1= 1-");
        assert_eq!([0.5, -0.5, 0.0].map(|x| Signs::of(&[x]).unwrap().text()), ["+", "-", "="]);
        assert_eq!(Signs::of(&[]), None);
    }
}
