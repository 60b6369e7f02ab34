use crate::{ALPHA, BETA, POINTS, compiled, same};
use std::collections::BTreeSet;
use std::f64::consts::{E, PI};
use svsde_cli::formula::{Expression, FUNCTIONS};

type Closure = fn(f64) -> f64;

/// Compares each formula with a closure at [`POINTS`].
fn check(table: &[(&str, Closure)]) {
    for (text, expected) in table {
        let formula = compiled(text);
        for x in POINTS {
            let (found, wanted) = (formula.eval(x), expected(x));
            assert!(same(found, wanted), "{text:?} at {x}: {found}, not {wanted}");
        }
    }
}

#[test]
fn precedence_is_that_of_mathematics() {
    check(&[
        ("-x^2", |x| -(x * x)),
        ("-x**2", |x| -(x * x)),
        ("(-x)^2", |x| x * x),
        ("2^3^2", |_| 512.0),
        ("2**3**2", |_| 512.0),
        ("(2^3)^2", |_| 64.0),
        ("2^x^2", |x| 2.0_f64.powf(x * x)),
        ("2^-x^2", |x| 2.0_f64.powf(-(x * x))),
        ("2^-x*3", |x| 2.0_f64.powf(-x) * 3.0),
        ("2^-x+3", |x| 2.0_f64.powf(-x) + 3.0),
        ("2^--x", |x| 2.0_f64.powf(x)),
        ("-2^-x", |x| -2.0_f64.powf(-x)),
        ("alpha/-x^2", |x| ALPHA / -(x * x)),
        ("3/-x", |x| 3.0 / -x),
        ("2*-x", |x| 2.0 * -x),
        ("2*-x^2", |x| 2.0 * -(x * x)),
        ("-x*2", |x| -x * 2.0),
        ("x--1", |x| x + 1.0),
        ("x-+-1", |x| x + 1.0),
        ("x+-1", |x| x - 1.0),
        ("--x", |x| x),
        ("+x", |x| x),
        ("-+x^2", |x| -(x * x)),
        ("7 - x - 2", |x| 5.0 - x),
        ("x - 2 + 1", |x| x - 1.0),
        ("64 / 4 / 2", |_| 8.0),
        ("64 / 4 * 2", |_| 32.0),
        ("1 + x*2", |x| 1.0 + 2.0 * x),
        ("1 + 2*x^3/4", |x| 1.0 + 2.0 * x.powi(3) / 4.0),
        ("(1 + x)*2", |x| (1.0 + x) * 2.0),
        ("x - (2 - x)", |x| x - (2.0 - x)),
        ("12/(x/2)", |x| 12.0 / (x / 2.0)),
        ("sqrt(x)^2", |x| x.sqrt() * x.sqrt()),
        ("-abs(x)^3", |x| -x.abs().powi(3)),
    ]);
}

#[test]
fn operands_are_read_as_written() {
    check(&[
        ("x", |x| x),
        ("((x))", |x| x),
        ("1", |_| 1.0),
        ("1.", |_| 1.0),
        (".5", |_| 0.5),
        ("1e-3", |_| 1e-3),
        ("2.5E3", |_| 2500.0),
        ("1.e+2", |_| 100.0),
        (".5e1*x", |x| 5.0 * x),
        ("1e-3-x", |x| 1e-3 - x),
        ("pi", |_| PI),
        ("2*e", |_| 2.0 * E),
        ("e^x", |x| E.powf(x)),
        ("\n alpha\t-\r\n beta * sqrt ( x ) ", |x| ALPHA - BETA * x.sqrt()),
        ("σ_1*x", |x| 0.3 * x),
        ("x*(alpha - x)*(beta - x)", |x| x * (ALPHA - x) * (BETA - x)),
        ("(1+x)/(2+x) - (3+x)/((4+x)*(5-x))", |x| (1. + x) / (2. + x) - (3. + x) / ((4. + x) * (5. - x))),
        ("x - (x^2 - (x^3 - (x + 1)))", |x| x - (x * x - (x.powi(3) - (x + 1.0)))),
        ("(x+1)^(x+2)", |x| (x + 1.0).powf(x + 2.0)),
        ("(x+1)*(x+2)^((x+3)*(x+4))", |x| (x + 1.0) * (x + 2.0).powf((x + 3.0) * (x + 4.0))),
    ]);
}

#[test]
fn functions_are_those_of_the_standard_library() {
    check(&[
        ("sqrt(x)", f64::sqrt),
        ("cbrt(x)", f64::cbrt),
        ("exp(x)", f64::exp),
        ("expm1(x)", f64::exp_m1),
        ("ln(x)", f64::ln),
        ("log(x)", f64::ln),
        ("log1p(x)", f64::ln_1p),
        ("log2(x)", f64::log2),
        ("log10(x)", f64::log10),
        ("sin(x)", f64::sin),
        ("cos(x)", f64::cos),
        ("tan(x)", f64::tan),
        ("asin(x)", f64::asin),
        ("acos(x)", f64::acos),
        ("atan(x)", f64::atan),
        ("sinh(x)", f64::sinh),
        ("cosh(x)", f64::cosh),
        ("tanh(x)", f64::tanh),
        ("abs(x)", f64::abs),
        ("sign(x)", |x| if x == 0.0 { 0.0 } else { x.signum() }),
        ("floor(x)", f64::floor),
        ("ceil(x)", f64::ceil),
        ("min(x, 1)", |x| x.min(1.0)),
        ("max(1, x)", |x| x.max(1.0)),
        ("pow(x, 3)", |x| x.powi(3)),
        ("pow(2, x)", |x| 2.0_f64.powf(x)),
        ("hypot(x, 2)", |x| x.hypot(2.0)),
        ("atan2(x, -2)", |x| x.atan2(-2.0)),
        ("atan2(-2, x)", |x| (-2.0_f64).atan2(x)),
        ("atan2(x+1, 2*x)", |x| (x + 1.0).atan2(2.0 * x)),
        ("max(x, min(1,2)) + 3", |x| x.max(1.0) + 3.0),
        ("min(max(x - 1, 0), x^2 - (x - 1)*(x + 1))", |x| (x - 1.0).clamp(0.0, 1.0)),
        ("max(ln(x), 0)", |x| if x < 0.0 { f64::NAN } else { x.ln().max(0.0) }),
        ("max(0, ln(x))", |x| if x < 0.0 { f64::NAN } else { x.ln().max(0.0) }),
        ("min(ln(x), 0)", |x| if x < 0.0 { f64::NAN } else { x.ln().min(0.0) }),
        ("min(0, ln(x))", |x| if x < 0.0 { f64::NAN } else { x.ln().min(0.0) }),
    ]);
    let names: BTreeSet<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
    assert_eq!(names.len(), FUNCTIONS.len());
    for function in FUNCTIONS {
        assert!(function.call.starts_with(&format!("{}(", function.name)), "{}", function.call);
        // The call that is listed has as many arguments as the function takes.
        let arguments = ["a", "b", "y"].map(|name| (name.to_owned(), 1.0)).into();
        assert!(Expression::parse(function.call, "x", &arguments).is_ok(), "{}", function.call);
    }
}

#[test]
fn powers_are_within_two_ulps() {
    for exponent in [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 17.0] {
        let formula = compiled(&format!("x^{exponent}"));
        let constant = |x: f64| compiled(&format!("{x:?}^{exponent}")).eval(0.0);
        for i in 0..1000 {
            let x = 10.0_f64.powf(-6.0 + 0.0123 * f64::from(i));
            let (found, exact) = (formula.eval(x), x.powf(exponent));
            assert!((found - exact).abs() <= 2.0 * f64::EPSILON * exact, "{x}^{exponent}: {found}, not {exact}");
            assert!(i % 50 > 0 || constant(x) == found, "{x}^{exponent}");
        }
    }
    check(&[("x^4", |x| x.powi(4)), ("x^-1", |x| 1.0 / x), ("x^1.5", |x| x.powf(1.5)), ("x^-0.5", |x| x.powf(-0.5))]);
}

#[test]
fn parameters_used_are_known() {
    let used = |text| compiled(text).parameters().iter().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(used("x + 1"), "");
    assert_eq!(used("beta*alpha - beta*sqrt(x)"), "alpha beta");
    assert_eq!(used("0*σ_1"), "σ_1");
}
