//! Formulas as steps on one running value.

/// A function of one value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unary {
    Negate,
    Reciprocal,
    Sqrt,
    Square,
    Cube,
    Call(fn(f64) -> f64),
}

impl Unary {
    fn apply(self, a: f64) -> f64 {
        match self {
            Self::Negate => -a,
            Self::Reciprocal => 1.0 / a,
            Self::Sqrt => a.sqrt(),
            Self::Square => a * a,
            Self::Cube => a * a * a,
            Self::Call(function) => function(a),
        }
    }
}

/// A function of two values.
#[derive(Debug, Clone, Copy)]
pub(super) enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Call(fn(f64, f64) -> f64),
}

impl Binary {
    fn apply(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Add => a + b,
            Self::Subtract => a - b,
            Self::Multiply => a * b,
            Self::Divide => a / b,
            Self::Power => a.powf(b),
            Self::Call(function) => function(a, b),
        }
    }
}

/// A value that needs no computation.
#[derive(Debug, Clone, Copy)]
pub(super) enum Leaf {
    Number(f64),
    Variable,
}

impl Leaf {
    fn at(self, x: f64) -> f64 {
        match self {
            Self::Number(number) => number,
            Self::Variable => x,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Load(f64),
    /// Puts the running value aside and goes on with the variable.
    Push,
    Unary(Unary),
    /// The running value is the left operand.
    WithRight(Binary, Leaf),
    /// The running value is the right operand.
    WithLeft(Binary, Leaf),
    /// The left operand was put aside last.
    WithPushedLeft(Binary),
    /// The right operand was put aside last.
    WithPushedRight(Binary),
}

/// How many values can be put aside at a time. The operand that needs more of them comes first, so that k take at least
/// 2^k operands, of at least two bytes each and an operator in between: [`super::LONGEST`] allows no more than 10.
const SLOTS: usize = 12;

/// Part of a formula on the way to a [`Program`].
#[derive(Debug)]
pub(super) enum Value {
    Leaf(Leaf),
    Code(Program),
}

use Leaf::{Number, Variable};
use Value::Code;

impl Value {
    pub(super) fn unary(self, op: Unary) -> Self {
        match self {
            Self::Leaf(Number(a)) => Self::Leaf(Number(op.apply(a))),
            Self::Leaf(Variable) => Code(Program::load(Variable).then(Step::Unary(op))),
            Code(program) => Code(program.then(Step::Unary(op))),
        }
    }

    pub(super) fn binary(self, op: Binary, right: Self) -> Self {
        match (self, op, right) {
            (base, Binary::Power, Self::Leaf(Number(exponent))) => base.power(exponent),
            (Self::Leaf(Number(a)), _, Self::Leaf(Number(b))) => Self::Leaf(Number(op.apply(a, b))),
            (a, _, b) => Code(a.combine(op, b)),
        }
    }

    /// Small powers without the general one: much faster, and exact to two units in the last place.
    fn power(self, exponent: f64) -> Self {
        match (self, exponent) {
            (base, -1.0) => base.unary(Unary::Reciprocal),
            (base, -0.5) => base.unary(Unary::Sqrt).unary(Unary::Reciprocal),
            (base, 0.5) => base.unary(Unary::Sqrt),
            (base, 1.0) => base,
            (base, 1.5) => base.unary(Unary::Call(|a| a * a.sqrt())),
            (base, 2.0) => base.unary(Unary::Square),
            (base, 3.0) => base.unary(Unary::Cube),
            (base, 4.0) => base.unary(Unary::Square).unary(Unary::Square),
            (Self::Leaf(Number(base)), _) => Self::Leaf(Number(base.powf(exponent))),
            (base, _) => Code(base.combine(Binary::Power, Self::Leaf(Number(exponent)))),
        }
    }

    fn combine(self, op: Binary, right: Self) -> Program {
        match (self, right) {
            (Self::Leaf(a), Self::Leaf(b)) => Program::load(a).then(Step::WithRight(op, b)),
            (Code(a), Self::Leaf(b)) => a.then(Step::WithRight(op, b)),
            (Self::Leaf(a), Code(b)) => b.then(Step::WithLeft(op, a)),
            (Code(a), Code(b)) if a.slots >= b.slots => a.followed_by(b, Step::WithPushedLeft(op)),
            (Code(a), Code(b)) => b.followed_by(a, Step::WithPushedRight(op)),
        }
    }

    pub(super) fn finish(self) -> Program {
        match self {
            Self::Leaf(leaf) => Program::load(leaf),
            Code(program) => program,
        }
    }
}

/// Steps from the variable to the value of a formula.
#[derive(Debug, Clone)]
pub(super) struct Program {
    steps: Vec<Step>,
    /// How many values are put aside at a time.
    pub(super) slots: usize,
}

impl Program {
    fn load(leaf: Leaf) -> Self {
        let steps = match leaf {
            Number(number) => vec![Step::Load(number)],
            Variable => Vec::new(),
        };
        Self { steps, slots: 0 }
    }

    fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// `self`, put aside while `next` runs, and then `last` on both.
    fn followed_by(mut self, next: Self, last: Step) -> Self {
        self.steps.push(Step::Push);
        self.steps.extend(next.steps);
        Self { slots: self.slots.max(next.slots + 1), ..self }.then(last)
    }

    pub(super) fn run(&self, x: f64) -> f64 {
        if self.slots == 0 { self.run_with(x, &mut []) } else { self.run_with(x, &mut [0.0; SLOTS]) }
    }

    /// As [`Program::run`], but infinite where any step is.
    pub(super) fn run_in_range(&self, x: f64) -> f64 {
        let mut overflown = false;
        let value = self.run_seen(x, &mut [0.0; SLOTS], |value: f64| overflown |= value.is_infinite());
        if overflown { f64::INFINITY } else { value }
    }

    fn run_with(&self, x: f64, aside: &mut [f64]) -> f64 {
        self.run_seen(x, aside, |_| ())
    }

    /// `see` hears of the value of every step.
    fn run_seen(&self, x: f64, aside: &mut [f64], mut see: impl FnMut(f64)) -> f64 {
        let (mut value, mut used) = (x, 0_usize);
        for step in &self.steps {
            value = match *step {
                Step::Load(number) => number,
                Step::Unary(op) => op.apply(value),
                Step::WithRight(op, right) => op.apply(value, right.at(x)),
                Step::WithLeft(op, left) => op.apply(left.at(x), value),
                Step::Push => {
                    if let Some(slot) = aside.get_mut(used) {
                        *slot = value;
                    }
                    used += 1;
                    x
                }
                Step::WithPushedLeft(op) => op.apply(pop(aside, &mut used), value),
                Step::WithPushedRight(op) => op.apply(value, pop(aside, &mut used)),
            };
            see(value);
        }
        value
    }
}

/// The value put aside last.
fn pop(aside: &[f64], used: &mut usize) -> f64 {
    *used = used.saturating_sub(1);
    aside.get(*used).copied().unwrap_or(f64::NAN)
}
