//! From values to lengths, and which values are named on an axis.

use super::{Axis, Scale};

/// Beyond this a number is taken as infinite, so that differences are finite.
const LARGEST: f64 = 1e300;

/// An axis with its ends, in values or in their decimal logarithms.
pub struct Frame<'a> {
    scale: &'a Scale,
    low: f64,
    high: f64,
}

/// A named place on an axis: where, from 0 to 1, and its name.
pub type Tick = (f64, String);

impl<'a> Frame<'a> {
    /// Ends from the axis or, with a margin, from the values.
    pub fn new(axis: &'a Axis, values: impl Iterator<Item = f64>) -> Self {
        let scale = &axis.scale;
        if let Scale::Names(names) = scale {
            return Self { scale, low: -0.5, high: names.len().max(1) as f64 - 0.5 };
        }
        let given = axis.range.and_then(|(low, high)| Some((length(scale, low)?, length(scale, high)?)));
        if let Some((low, high)) = given.filter(|(low, high)| low < high) {
            return Self { scale, low, high };
        }
        let ends = values.filter_map(|value| length(scale, value)).fold(None, |ends: Option<(f64, f64)>, value| {
            Some(ends.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
        });
        let (low, high) = ends.unwrap_or((0.0, 1.0));
        let size = low.abs().max(high.abs());
        let margin = match high - low {
            width if width > (1e-9 * size).max(1e-290) => 0.04 * width,
            _ if *scale == Scale::Log => 0.3,
            _ if size > 1e-290 => 0.1 * size,
            _ => 1.0,
        };
        let from_zero = *scale == Scale::Linear && low >= 0.0 && low <= margin;
        Self { scale, low: if from_zero && high > margin { 0.0 } else { low - margin }, high: high + margin }
    }

    /// Whether lengths are decimal logarithms.
    pub fn is_log(&self) -> bool {
        *self.scale == Scale::Log
    }

    /// The ends, in values or in their decimal logarithms.
    pub fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// Place of `value` from 0 to 1; `None` outside.
    pub fn at(&self, value: f64) -> Option<f64> {
        let place = (length(self.scale, value)? - self.low) / (self.high - self.low);
        (-1e-9..=1.0 + 1e-9).contains(&place).then_some(place)
    }

    /// As [`Frame::at`], with what is outside, or not positive on a logarithmic axis, at the nearer end.
    pub fn clamped(&self, value: f64) -> Option<f64> {
        if value.is_nan() {
            return None;
        }
        let length = length(self.scale, value).unwrap_or(if value > 0.0 { self.high } else { self.low });
        Some(((length - self.low) / (self.high - self.low)).clamp(0.0, 1.0))
    }

    /// At most about `most` places with their names.
    pub fn ticks(&self, most: usize) -> Vec<Tick> {
        let place = |length: f64| (length - self.low) / (self.high - self.low);
        let named = match self.scale {
            Scale::Linear => linear(self.low, self.high, most),
            Scale::Log => logarithmic(self.low, self.high, most),
            Scale::Names(names) => {
                let every = names.len().div_ceil(most.max(1)).max(1);
                names.iter().enumerate().step_by(every).map(|(k, name)| (k as f64, name.clone())).collect()
            }
        };
        named.into_iter().map(|(at, name)| (place(at), name)).filter(|(at, _)| (0.0..=1.0).contains(at)).collect()
    }
}

/// What is drawn in proportion; `None` for what cannot be drawn.
fn length(scale: &Scale, value: f64) -> Option<f64> {
    let length = if *scale == Scale::Log { value.log10() } else { value };
    (length.abs() <= LARGEST && value.abs() <= LARGEST).then_some(length)
}

/// Multiples of 1, 2 or 5 times a power of ten.
fn linear(low: f64, high: f64, most: usize) -> Vec<(f64, String)> {
    let rough = (high - low) / most.max(1) as f64;
    let power = 10f64.powi(rough.log10().floor() as i32);
    let step = [1.0, 2.0, 5.0, 10.0].map(|k| k * power).into_iter().find(|&step| step >= rough).unwrap_or(rough);
    let first = (low / step).ceil();
    (0..=most + 1)
        .map(|k| (first + k as f64) * step)
        .take_while(|&value| value <= high + 1e-9 * step)
        .map(|value| {
            (value, number(if value.abs() < 1e-9 * step { 0.0 } else { value }, step, low.abs().max(high.abs())))
        })
        .collect()
}

/// Powers of ten, with 2 and 5 times them on short axes; plain numbers on very short ones.
fn logarithmic(low: f64, high: f64, most: usize) -> Vec<(f64, String)> {
    let (first, last) = (low.ceil() as i32, high.floor() as i32);
    if last - first >= 2 {
        let rough = ((last - first) as usize).div_ceil(most.max(1)) as i32;
        let every = [1, 2, 3, 4, 5, 10, 20, 50, 100, 200].into_iter().find(|&step| step >= rough).unwrap_or(rough);
        let first = first.div_euclid(every) * every;
        return (first..=last).step_by(every as usize).map(|power| (f64::from(power), decade(power))).collect();
    }
    let dense: Vec<(f64, String)> = (first - 1..=last + 1)
        .flat_map(|power| [1.0, 2.0, 5.0].map(|k| k * 10f64.powi(power)))
        .map(|value| (value.log10(), number(value, value, value)))
        .filter(|(at, _)| (low..=high).contains(at))
        .collect();
    if dense.len() > 2 {
        return dense;
    }
    linear(10f64.powf(low), 10f64.powf(high), most)
        .into_iter()
        .filter_map(|(value, name)| Some((length(&Scale::Log, value)?, name)))
        .collect()
}

fn decade(power: i32) -> String {
    match power {
        0 => "1".to_owned(),
        1 => "10".to_owned(),
        _ => format!("10^{{{}}}", signed(&power.to_string())),
    }
}

/// A multiple of `step` on an axis that reaches to `largest`.
fn number(value: f64, step: f64, largest: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if (1e-3..1e5).contains(&largest) {
        let decimals = (-step.log10().floor()).clamp(0.0, 12.0) as usize;
        return signed(&format!("{value:.decimals$}"));
    }
    let digits = (value.abs().log10().floor() - step.log10().floor()).clamp(0.0, 12.0) as usize;
    let text = format!("{value:.digits$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let power = format!("10^{{{}}}", signed(exponent));
    match mantissa {
        "1" => power,
        "-1" => format!("−{power}"),
        _ => format!("{}·{power}", signed(mantissa)),
    }
}

fn signed(text: &str) -> String {
    text.replace('-', "−")
}
