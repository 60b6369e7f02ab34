//! A formula as a tree, its parts that are constant computed.

/// A part of a formula.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Number(f64),
    Variable,
    One(fn(f64) -> f64, Box<Value>),
    Two(fn(f64, f64) -> f64, Box<[Value; 2]>),
}

impl Value {
    pub(super) fn unary(self, function: fn(f64) -> f64) -> Self {
        match self {
            Self::Number(a) => Self::Number(function(a)),
            part => Self::One(function, Box::new(part)),
        }
    }

    pub(super) fn binary(self, function: fn(f64, f64) -> f64, right: Self) -> Self {
        match (self, right) {
            (Self::Number(a), Self::Number(b)) => Self::Number(function(a, b)),
            (left, right) => Self::Two(function, Box::new([left, right])),
        }
    }

    /// Small powers without the general one: much faster, and exact to two units in the last place.
    pub(super) fn power(self, exponent: Self) -> Self {
        match exponent {
            Self::Number(-1.0) => self.unary(f64::recip),
            Self::Number(-0.5) => self.unary(|a| 1.0 / a.sqrt()),
            Self::Number(0.5) => self.unary(f64::sqrt),
            Self::Number(1.0) => self,
            Self::Number(1.5) => self.unary(|a| a * a.sqrt()),
            Self::Number(2.0) => self.unary(|a| a * a),
            Self::Number(3.0) => self.unary(|a| a * a * a),
            Self::Number(4.0) => self.unary(|a| (a * a) * (a * a)),
            exponent => self.binary(f64::powf, exponent),
        }
    }

    /// The value at `x`; `see` hears of the value of every part that is computed.
    pub(super) fn at(&self, x: f64, see: &mut impl FnMut(f64)) -> f64 {
        let value = match self {
            Self::Number(number) => return *number,
            Self::Variable => return x,
            Self::One(function, a) => function(a.at(x, see)),
            Self::Two(function, parts) => {
                let [a, b] = parts.as_ref();
                function(a.at(x, see), b.at(x, see))
            }
        };
        see(value);
        value
    }
}
