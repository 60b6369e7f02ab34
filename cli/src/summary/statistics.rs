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
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let values: Vec<f64> = values.into_iter().collect();
        let count = values.len();
        if count == 0 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / count as f64;
        let squares: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
        let std_error = (count > 1).then(|| (squares / (count - 1) as f64 / count as f64).sqrt());
        let min = values.iter().copied().fold(f64::INFINITY, f64::min);
        let max = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
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

/// A number with what is known of its error.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Estimate {
    /// Mean.
    pub mean: f64,
    /// Standard error; `None` for one replica.
    pub std_error: Option<f64>,
    /// Step bias; `None` where no run with half the step was made.
    pub bias: Option<f64>,
    /// Standard error of the step bias.
    pub bias_error: Option<f64>,
}

impl Estimate {
    /// Without a step bias.
    pub fn of(mean: f64, std_error: Option<f64>) -> Self {
        Self { mean, std_error, bias: None, bias_error: None }
    }

    /// `mean ± error ± bias (+bias ± its error)`, to two digits of the error.
    pub fn text(&self) -> String {
        let Self { mean, std_error, bias, bias_error } = *self;
        let error = std_error.filter(|&error| error > 0.0);
        let resolution = error.unwrap_or(1e-4 * mean.abs());
        let scientific = mean != 0.0 && !(1e-4..1e9).contains(&mean.abs().max(resolution));
        if scientific {
            let error = error.map_or(String::new(), |error| format!(" ± {error:.1e}"));
            return format!("{mean:.4e}{error}");
        }
        let digits = if resolution > 0.0 { (1.0 - resolution.log10().floor()).clamp(0.0, 9.0) as usize } else { 4 };
        let mut text = format!("{mean:.digits$}");
        if let Some(error) = std_error {
            text.push_str(&format!(" ± {error:.digits$}"));
        }
        if let (Some(bias), None) = (bias, std_error) {
            text.push_str(&format!(", step bias {bias:+.digits$}"));
        } else if let Some(bias) = bias {
            let error = bias_error.map_or(String::new(), |error| format!(" ± {error:.digits$}"));
            text.push_str(&format!(" ± {:.digits$} ({bias:+.digits$}{error})", bias.abs()));
        }
        text
    }
}

/// `f` of the mean row, with the standard error by leaving out one row at a time; `None` without rows, or where `f` is not
/// finite.
pub fn jackknife(rows: &[Vec<f64>], f: impl Fn(&[f64]) -> f64) -> Option<Estimate> {
    let count = rows.len() as f64;
    let width = rows.first()?.len();
    let sums: Vec<f64> = (0..width).map(|k| rows.iter().map(|row| row[k]).sum()).collect();
    let all = f(&column_means(rows));
    let without =
        |row: &Vec<f64>| f(&sums.iter().zip(row).map(|(sum, x)| (sum - x) / (count - 1.0)).collect::<Vec<_>>());
    let std_error = (rows.len() > 1).then(|| {
        let partial: Vec<f64> = rows.iter().map(without).collect();
        let mean = partial.iter().sum::<f64>() / count;
        ((count - 1.0) / count * partial.iter().map(|x| (x - mean).powi(2)).sum::<f64>()).sqrt()
    });
    let finite = all.is_finite() && std_error.is_none_or(f64::is_finite);
    finite.then_some(Estimate::of(all, std_error))
}

/// Those of `rows`, one a replica, whose status is 0.
pub fn of_finished<T>(rows: Vec<T>, status: &[f64]) -> Vec<T> {
    rows.into_iter().zip(status).filter(|(_, status)| **status == 0.0).map(|(row, _)| row).collect()
}

/// The mean of each column of equally long rows.
pub fn column_means(rows: &[Vec<f64>]) -> Vec<f64> {
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|k| rows.iter().map(|row| row[k]).sum::<f64>() / rows.len() as f64).collect()
}

/// A change of an entropy up to this size is rounding, or too small to speak of.
const UNCHANGED: f64 = 1e-9;

/// +1, 0 or −1; 0 up to [`UNCHANGED`].
fn sign(change: f64) -> f64 {
    if change.abs() > UNCHANGED { change.signum() } else { 0.0 }
}

/// The sign of the change that each rate means between the neighbouring records of its clock.
pub fn changes(clock: &[f64], rate: &[f64]) -> Vec<f64> {
    let elapsed = |k: usize| {
        let (after, before) = (clock.get(k + 1).or(clock.last()), clock.get(k.saturating_sub(1)));
        after.zip(before).map_or(0.0, |(after, before)| after - before)
    };
    rate.iter().enumerate().map(|(k, rate)| sign(rate * elapsed(k))).collect()
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
    pub fn of(changes: impl IntoIterator<Item = f64>) -> Option<Self> {
        let signs: Vec<f64> = changes.into_iter().map(sign).collect();
        let count = |wanted: f64| signs.iter().filter(|&&sign| sign == wanted).count();
        let all = Self { flatter: count(1.0), unchanged: count(0.0), less_flat: count(-1.0) };
        (!signs.is_empty()).then_some(all)
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
