use crate::{compiled, parse};
use svsde_cli::formula::{DEEPEST, LONGEST};

#[test]
fn size_and_nesting_are_limited() {
    let within = |open: &str, close: &str, levels| parse(&(open.repeat(levels) + "x" + &close.repeat(levels)));
    for (open, close) in [("(", ")"), ("-", ""), ("x^", ""), ("1+2*3^-(", ")"), ("exp(", ")"), ("max(1+2*x^", ",2)")] {
        for levels in [100, 1000, 100_000] {
            assert!(within(open, close, levels).is_err(), "{levels} times {open:?}");
        }
    }
    assert_eq!(within("(", ")", DEEPEST).map(|formula| formula.eval(3.0)), Ok(3.0));
    assert_eq!(within("-", "", DEEPEST).map(|formula| formula.eval(3.0)), Ok(3.0));
    assert_eq!(within("1^", "", DEEPEST).map(|formula| formula.eval(3.0)), Ok(1.0));
    assert_eq!(compiled(&("-(1^2)+".repeat(500) + "x")).eval(3.0), -497.0, "levels left are not counted");

    let long = "x".to_owned() + &"+x".repeat(2047);
    assert_eq!(compiled(&long).eval(0.5), 1023.5 + 0.5);
    let error = parse(&(long + "  ")).expect_err("too long");
    assert_eq!(
        (error.at.clone(), error.to_string()),
        (0..4097, "the formula has 4097 bytes, more than 4096".to_owned())
    );
    assert!(parse(&"é".repeat(500_000)).is_err());
}

/// A complete binary tree, and one that is as deep as parentheses may be.
#[test]
fn trees_of_any_form() {
    let mut tree = "-x".to_owned();
    while 2 * tree.len() + 3 <= LONGEST {
        tree = format!("({tree})/({tree})");
    }
    assert_eq!(compiled(&tree).eval(2.0), 1.0);
    let (deep, start) = ("(x+1)-(".repeat(60) + "x*x" + &")".repeat(60), "x*x");
    assert_eq!(compiled(&deep).eval(2.0), compiled(start).eval(2.0));
}
