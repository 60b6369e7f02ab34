//! Where a message about a part of a string points.

use super::place::{Places, Sources};
use super::tables;
use svsde::rules::Violation;
use toml::de::DeTable;

#[test]
fn a_part_of_a_string_is_found_in_the_text() {
    for (text, part, wanted) in [
        (r#"drift = "alpha - y""#, 8..9, "y"),
        ("drift = 'alpha - y'", 8..9, "y"),
        ("drift = '''\nalpha - y'''", 8..9, "y"),
        ("drift = \"\"\"λ - y\"\"\"", 5..6, "y"),
        (r#"drift = "y + 1""#, 5..5, ""),
        // Escapes, a part that is not there, and no string at all: the whole value.
        (r#"drift = "\u0061 - y""#, 4..5, r#""\u0061 - y""#),
        (r#"drift = "λ""#, 1..2, r#""λ""#),
        (r#"drift = "y""#, 3..4, r#""y""#),
        ("drift = 3", 0..1, "3"),
    ] {
        let mut sources = Sources::default();
        sources.add("first", "something else");
        let start = sources.add("test", text);
        let root = DeTable::parse(text).unwrap();
        let value = Places::of(root.get_ref()).value("drift");
        let place = sources.within(&(value.start + start..value.end + start), &part);
        assert_eq!(sources.slice(&place), wanted, "{text}");
    }
}

#[test]
fn what_cannot_be_read_of_a_formula_has_the_caret() {
    let text = "seed = -1\n[model.expression]\ndrift = \"alpha - y\"\n";
    let mut sources = Sources::default();
    sources.add("test.toml", text);
    let places = Places::of(DeTable::parse(text).unwrap().get_ref());
    let violation = |key: &str, within| Violation {
        key: key.to_owned(),
        message: format!("{key} is wrong"),
        help: Some("write it right".to_owned()),
        within,
    };
    let violations = vec![violation("model.expression.drift", Some(8..9)), violation("seed", None)];
    let found: Vec<String> = tables::findings(&violations, &places, &sources)
        .iter()
        .map(|finding| format!("{} {} {:?} {:?}", finding.place(), finding, finding.excerpt(), finding.advice()))
        .collect();
    let help = "Some(\"write it right\")";
    assert_eq!(
        found,
        [
            format!("test.toml:1:8 seed is wrong \"-1\" {help}"),
            format!("test.toml:3:18 model.expression.drift is wrong \"y\" {help}")
        ]
    );
}

#[test]
fn a_part_of_a_bare_word_is_found() {
    let mut sources = Sources::default();
    let start = sources.add("command line", "--set model.drift=alpha - y") + "--set model.drift=".len();
    let place = sources.within(&(start..start + "alpha - y".len()), &(8..9));
    assert_eq!((sources.slice(&place), place.start), ("y", start + 8));
}
