//! What a constructor says of arguments that do not go together: what is wrong, and the rule.

use ndarray::Array2;
use svsde::linalg;
use svsde::matrix::flow::Flow;
use svsde::matrix::measurement::{Dense, Entries, Planted, RankOne, Samples};
use svsde::matrix::optimizer::Settings;
use svsde::matrix::update_rules::MUON;
use svsde::{Domain, Error, Exact, MatrixStart, ParticleReplicas, ParticleStart, Problem, Regression, Sgd, Stream};

fn said<T>(result: Result<T, Error>) -> String {
    result.map(drop).unwrap_err().to_string()
}

fn ones(rows: usize, cols: usize) -> Array2<f64> {
    Array2::ones((rows, cols))
}

#[test]
fn parts_that_do_not_go_together_are_refused_in_words() {
    let mut rng = Stream::new(1, 0, "problem");
    let dense = || Box::new(Dense::new(ones(2, 12), (3, 4)).unwrap());
    let problem = || Problem::new(dense(), vec![0.0; 2], 1.0).unwrap();
    let gas = Sgd { rows: 5, cols: 3, learning_rate: 1.0, diffusion: 0.1, curvature: 0.5, ..Sgd::default() };
    for (found, expected) in [
        (
            said(Dense::new(ones(2, 10), (3, 4))),
            "the measurement matrix has 10 columns, but W is 3 x 4: it must have 12",
        ),
        (said(Dense::new(ones(2, 0), (0, 4))), "W is 0 x 4: it must have at least one row and one column"),
        (said(Dense::gaussian(2, (3, 0), 1.0, &mut rng)), "W is 3 x 0: it must have at least one row and one column"),
        (
            said(Problem::new(dense(), vec![0.0; 3], 1.0)),
            "the number of targets is 3, but there are 2 measurements: each must have one",
        ),
        (
            said(Regression::new((3, 4), 0.1).problem(dense(), vec![1.0])),
            "the number of targets is 1, but there are 2 measurements: each must have one",
        ),
        (
            said(RankOne::new(ones(2, 3), ones(5, 4))),
            "2 left vectors a_i and 5 right vectors b_i are given: there must be as many of either",
        ),
        (said(RankOne::new(ones(2, 0), ones(2, 4))), "W is 0 x 4: it must have at least one row and one column"),
        (said(Entries::random(13, (3, 4), &mut rng)), "13 entries of W are observed, but W is 3 x 4: at most 12"),
        (said(Samples::new(ones(0, 2), 3)), "W is 3 x 0: it must have at least one row and one column"),
        (said(Samples::new(ones(4, 0), 3)), "a 4 x 0 matrix has no decomposition: it must have an entry"),
        (said(Planted::Blocks { count: 0 }.draw((3, 4), &mut rng)), "0 blocks do not divide a 3 x 4 W"),
        (
            said(MatrixStart::Fixed(ones(4, 3)).draw((3, 4), &mut rng)),
            "W starts as a 4 x 3 matrix, but the model's is 3 x 4",
        ),
        (
            said(Flow::new(&MUON, problem().into(), Settings::new(0.1), 0, ones(4, 3))),
            "W starts as a 4 x 3 matrix, but 3 x 4 ones are measured",
        ),
        (
            said(ParticleReplicas::new(gas, Exact {}, ParticleStart::Lambda(vec![1.0]))),
            "1 values are given to a model of 3 particles",
        ),
    ] {
        assert_eq!(found, expected);
    }
    assert!(Domain::new(2.0, 1.0).is_none());
}

#[test]
fn a_matrix_without_entries_has_no_decomposition() {
    for shape in [(0, 0), (3, 0), (0, 3), (40, 0), (0, 40)] {
        let (a, mut out) = (Array2::zeros(shape), Array2::zeros(shape));
        let rule = format!("{} x {} matrix has no decomposition: it must have an entry", shape.0, shape.1);
        let turned = format!("{} x {} matrix has no decomposition: it must have an entry", shape.1, shape.0);
        for found in [
            said(linalg::svd(a.view())),
            said(linalg::singular_values(a.view())),
            said(linalg::polar(a.view(), 0.0, out.view_mut())),
        ] {
            assert!(found.ends_with(&rule) || found.ends_with(&turned), "{found}");
        }
    }
}
