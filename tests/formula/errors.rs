use crate::parse;
use std::collections::BTreeMap;
use svsde_cli::formula::{Expression, check_name};

#[test]
fn a_parameter_needs_a_name_of_its_own() {
    let refusal = |name: &str| Expression::parse("1 + x", "x", &[(name.to_owned(), 1.0)].into()).unwrap_err();
    for (name, reason) in [
        ("x", "a parameter cannot be named `x`, which is the variable; give it another name"),
        ("e", "a parameter cannot be named `e`, which is a constant; give it another name"),
        ("sqrt", "a parameter cannot be named `sqrt`, which is a function; give it another name"),
        ("2a", "a parameter cannot be named `2a`; use letters, digits and _, a letter first"),
        ("a-b", "a parameter cannot be named `a-b`; use letters, digits and _, a letter first"),
        ("", "a parameter cannot be named ``; use letters, digits and _, a letter first"),
    ] {
        assert_eq!(refusal(name).to_string(), reason);
        assert_eq!(refusal(name).at, 0..5);
        assert_eq!(check_name(name, "x"), Err(reason.to_owned()));
    }
    assert_eq!(check_name("x", "t"), Ok(()));
}

/// Each bad formula with what is under the caret, where that starts, and the message.
#[test]
fn errors_name_the_place_and_the_reason() {
    let nested = "(".repeat(65);
    let signs = "- ".repeat(65) + "x";
    let powers = "x^".repeat(65) + "x";
    let deep = "more than 64 parentheses, signs or powers within one another";
    for (text, excerpt, start, message) in [
        ("", "", 0, "the formula is empty"),
        (" \t", " \t", 0, "the formula is empty"),
        ("alpha - gama*x", "gama", 8, "unknown name `gama`"),
        ("1 + y + z", "y", 4, "unknown name `y`"),
        ("2*sqr(x)", "sqr", 2, "unknown function `sqr`"),
        ("X", "X", 0, "unknown name `X`"),
        ("sqrt x", "sqrt", 0, "`sqrt` is a function"),
        ("2*exp", "exp", 2, "`exp` is a function"),
        ("x(1 + x)", "x", 0, "`x` is not a function"),
        ("pi()", "pi", 0, "`pi` is not a function"),
        ("alpha (x)", "alpha", 0, "`alpha` is not a function"),
        ("1 + sqrt(x, 2)*3", "sqrt(x, 2)", 4, "`sqrt` takes 1 argument, not 2"),
        ("min(x)", "min(x)", 0, "`min` takes 2 arguments, not 1"),
        ("max( )", "max( )", 0, "`max` takes 2 arguments, not 0"),
        ("max(1,2,x)", "max(1,2,x)", 0, "`max` takes 2 arguments, not 3"),
        ("2*((x + 1)", "(", 2, "`(` is never closed"),
        ("2*(x + (1", "(", 7, "`(` is never closed"),
        ("sqrt(x", "(", 4, "`(` is never closed"),
        ("max(x, 1 ", "(", 3, "`(` is never closed"),
        ("x + 1)", ")", 5, "`)` closes nothing"),
        ("(x + 1)) - 2", ")", 7, "`)` closes nothing"),
        ("x + ", "", 3, "the formula ends where a value is missing"),
        ("2*(", "", 3, "the formula ends where a value is missing"),
        ("max(x,", "", 6, "the formula ends where a value is missing"),
        ("-", "", 1, "the formula ends where a value is missing"),
        ("x + * 2", "*", 4, "a value is missing before `*`"),
        ("* 2", "*", 0, "a value is missing before `*`"),
        ("x ^ ** 2", "**", 4, "a value is missing before `**`"),
        ("x // 2", "/", 3, "a value is missing before `/`"),
        ("x*()", ")", 3, "a value is missing before `)`"),
        ("(x + )", ")", 5, "a value is missing before `)`"),
        ("max(,1)", ",", 4, "a value is missing before `,`"),
        ("max(1,)", ")", 6, "a value is missing before `)`"),
        ("2 x", "x", 2, "an operator is missing before `x`"),
        ("2x", "x", 1, "an operator is missing before `x`"),
        ("2e", "e", 1, "an operator is missing before `e`"),
        ("3 alpha*x", "alpha", 2, "an operator is missing before `alpha`"),
        ("x 2.5", "2.5", 2, "an operator is missing before `2.5`"),
        ("(1 + x)(2 - x)", "(", 7, "an operator is missing before `(`"),
        ("(1 + x 2)", "2", 7, "an operator is missing before `2`"),
        ("1,5*x", ",", 1, "unexpected `,`"),
        ("x = 2", "=", 2, "unexpected `=`"),
        ("1 + |x|", "|", 4, "unexpected `|`"),
        ("x² + 1", "²", 1, "unexpected `²`"),
        ("2×x", "×", 1, "unexpected `×`"),
        ("1 \u{2212} x", "\u{2212}", 2, "unexpected `\u{2212}`"),
        ("x\0", "\0", 1, "unexpected `\\0`"),
        ("[x]", "[", 0, "unexpected `[`"),
        ("x % 2", "%", 2, "unexpected `%`"),
        ("x + 1.2.3", "1.2.3", 4, "`1.2.3` is not a number"),
        (".", ".", 0, "`.` is not a number"),
        ("2*1e999", "1e999", 2, "the number 1e999 is too large"),
        (&nested, "(", 64, deep),
        (&signs, "-", 128, deep),
        (&powers, "^", 129, deep),
    ] {
        let error = parse(text).expect_err(text);
        assert_eq!(error.to_string(), message, "{text:?}");
        assert_eq!((text.get(error.at.clone()), error.at.start), (Some(excerpt), start), "{text:?}");
    }
}

#[test]
fn errors_show_the_way_out() {
    let names = "variable: x; parameters: alpha, beta, gamma, σ_1; constants: pi, e; functions: sqrt, cbrt, exp,";
    for (text, help) in [
        ("gama*x", format!("did you mean `gamma`? {names}")),
        ("2*sqr(x)", format!("did you mean `sqrt`? {names}")),
        ("X", format!("did you mean `x`? {names}")),
        ("1 + y", names.to_owned()),
        ("2 x", "write 2*x".to_owned()),
        ("(1 + x)(2 - x)", "write (1 + x)*(...)".to_owned()),
        ("exp(x) sin(x)", "write exp(x)*sin".to_owned()),
        ("x(1 + x)", "write x*(...) for a product".to_owned()),
        ("atan2(x)", "write atan2(y, x)".to_owned()),
        ("sqrt x", "write sqrt(a)".to_owned()),
        ("(x", "add the missing `)`".to_owned()),
        ("x²", "write ^2".to_owned()),
        ("1,5", "a comma stands between the arguments of a function; decimals have a point".to_owned()),
    ] {
        let found = parse(text).expect_err(text).help.unwrap_or_default();
        assert!(found.starts_with(&help), "{text:?}: {found}");
    }
    assert_eq!(parse("x + ").expect_err("an operand is missing").help, None);
    let bare = Expression::parse("1 + y", "x", &BTreeMap::new()).expect_err("no such name").help.unwrap_or_default();
    assert!(bare.starts_with("variable: x; constants: pi, e; functions: sqrt"), "{bare}");
}
