use crate::{POINTS, compiled, parse};
use svsde_cli::formula::LONGEST;

/// Random numbers below a bound.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(self.0) * bound as u128) >> 64) as usize
    }
}

/// A formula with no more parentheses than it needs, how tightly its operation binds (from a sum, 1, to an operand, 5), and
/// its values at [`POINTS`].
fn random_formula(dice: &mut Dice, depth: usize) -> (String, usize, [f64; 7]) {
    let kind = if depth == 0 { dice.below(3) } else { dice.below(13) };
    let mut part = |tightness| {
        let (text, found, values) = random_formula(dice, depth - 1);
        (if found < tightness { format!("({text})") } else { text }, values)
    };
    let mut infix = |sign: &str, [own, left, right]: [usize; 3], apply: fn(f64, f64) -> f64| {
        let ((a, left), (b, right)) = (part(left), part(right));
        (format!("{a}{sign}{b}"), own, std::array::from_fn(|i| apply(left[i], right[i])))
    };
    match kind {
        0 => ("x".to_owned(), 5, POINTS),
        1 => ("σ_1".to_owned(), 5, [0.3; 7]),
        2 => ("0.7".to_owned(), 5, [0.7; 7]),
        3 | 4 => infix("+", [1, 1, 2], |a, b| a + b),
        5 | 6 => infix(" - ", [1, 1, 2], |a, b| a - b),
        7 => infix("*", [2, 2, 3], |a, b| a * b),
        8 => infix("/ ", [2, 2, 3], |a, b| a / b),
        9 => infix("^", [4, 5, 3], f64::powf),
        10 => infix("**", [4, 5, 3], f64::powf),
        11 => {
            let (text, values) = part(3);
            (format!("-{text}"), 3, values.map(|value| -value))
        }
        _ => {
            let ((a, left), (b, right)) = (part(0), part(0));
            (format!("atan2({a}, {b})"), 5, std::array::from_fn(|i| left[i].atan2(right[i])))
        }
    }
}

#[test]
fn random_formulas_have_their_values() {
    let mut dice = Dice(1);
    for _ in 0..5000 {
        let (text, _, values) = random_formula(&mut dice, 5);
        if text.len() <= LONGEST {
            let formula = compiled(&text);
            for (x, value) in POINTS.into_iter().zip(values) {
                let found = formula.eval(x);
                assert!(found == value || (found.is_nan() && value.is_nan()), "{text} at {x}: {found}, not {value}");
            }
        }
    }
}

#[test]
fn any_text_gives_a_formula_or_a_place() {
    let pieces = [
        "x", "alpha", "y", "sqrt", "max", "atan2", "pi", "e", "1", "2.5", "1e", ".", "3e-2", "+", "-", "*", "**", "^",
        "/", "(", ")", "(", ")", ",", " ", "\n", "²", "σ", "\u{feff}", "_", "=",
    ];
    let mut dice = Dice(7);
    let mut good = 0;
    for round in 0..40_000 {
        let length = 1 + dice.below(24);
        let text: String = match round % 2 {
            0 => (0..length).map(|_| pieces[dice.below(pieces.len())]).collect(),
            _ => String::from_utf8_lossy(&(0..length).map(|_| dice.below(256) as u8).collect::<Vec<_>>()).into_owned(),
        };
        match parse(&text) {
            Ok(formula) => {
                good += 1;
                formula.eval(0.3);
            }
            Err(error) => {
                assert!(text.get(error.at.clone()).is_some(), "{text:?}: {:?}", error.at);
                assert_eq!(
                    error.at.is_empty(),
                    error.message == "the formula ends where a value is missing",
                    "{text:?}"
                );
            }
        }
    }
    assert!(good > 300, "{good}");
}
