use svsde::brownian::{Brownian, Increment};
use svsde::noise::{Segment, Stream};
use svsde::particles::integrators::*;
use svsde::particles::models::*;

fn run(
    integrator: &dyn Integrator,
    model: &dyn Model,
    x0: &[f64],
    base: &[Increment],
    level: u32,
    path: &mut Brownian,
) -> Vec<f64> {
    let mut x = x0.to_vec();
    let mut work = Work::default();
    fn go(
        i: &dyn Integrator,
        m: &dyn Model,
        x: &mut [f64],
        inc: &Increment,
        level: u32,
        p: &mut Brownian,
        w: &mut Work,
    ) {
        if level == 0 {
            i.step(m, x, inc, p, w).unwrap();
            return;
        }
        for half in p.halves(inc) {
            go(i, m, x, &half, level - 1, p, w);
        }
    }
    for inc in base {
        go(integrator, model, &mut x, inc, level, path, &mut work);
    }
    x
}

fn main() {
    let smooth = Sgd::new((40, 1), 1.0, 0.05, Confinement::Quadratic(0.2), Constants::Exact);
    let gas = Sgd::new((8, 4), 1.0, 0.05, Confinement::Quadratic(0.2), Constants::Exact);
    let gas_half = Sgd::new((8, 4), 1.0, 0.05, Confinement::Quadratic(0.2), Constants::Published);
    let list: Vec<(&str, Box<dyn Integrator>)> = vec![
        ("euler", Box::new(EulerMaruyama)),
        ("tamed", Box::new(TamedEuler)),
        ("adaptive", Box::new(AdaptiveEuler { tolerance: 1e-2 })),
        ("proximal", Box::new(ProximalEuler)),
    ];
    let replicas: u64 = std::env::args().nth(1).map_or(2000, |s| s.parse().unwrap());
    for (mname, model, x0) in [
        ("smooth", &smooth, vec![5.0]),
        ("gas1", &gas, vec![0.5, 1.0, 2.0, 4.0]),
        ("gas1/2", &gas_half, vec![0.5, 1.0, 2.0, 4.0]),
    ] {
        for (iname, integrator) in &list {
            let levels = 7;
            let n = x0.len();
            let mut strong = vec![0.0; levels];
            let mut weak: Vec<Vec<f64>> = vec![vec![0.0; 4]; levels];
            let mut weak2: Vec<Vec<f64>> = vec![vec![0.0; 4]; levels];
            for r in 0..replicas {
                let mut noise = Stream::new(1, r, Segment::Process(0));
                let mut path = Brownian::new(1, r, n);
                let base: Vec<Increment> = (0..4).map(|_| path.next(0.25, &mut noise)).collect();
                let xs: Vec<Vec<f64>> =
                    (0..=levels).map(|l| run(integrator.as_ref(), model, &x0, &base, l as u32, &mut path)).collect();
                let f = |x: &[f64]| {
                    [
                        x.iter().sum::<f64>(),
                        x[n - 1],
                        x.iter().map(|x| x * x).sum::<f64>(),
                        x.iter().map(|x| x.sqrt()).sum(),
                    ]
                };
                for l in 0..levels {
                    strong[l] += xs[l].iter().zip(&xs[l + 1]).map(|(a, b)| (a - b).abs()).sum::<f64>() / n as f64;
                    let (a, b) = (f(&xs[l]), f(&xs[l + 1]));
                    for k in 0..4 {
                        weak[l][k] += a[k] - b[k];
                        weak2[l][k] += (a[k] - b[k]).powi(2);
                    }
                }
            }
            let m = replicas as f64;
            println!("{mname} {iname}");
            for l in 0..levels {
                let w: Vec<String> = (0..4)
                    .map(|k| {
                        let mean = weak[l][k] / m;
                        let se = ((weak2[l][k] / m - mean * mean) / m).sqrt();
                        format!("{mean:+.2e}±{se:.0e}")
                    })
                    .collect();
                println!(
                    "  dt {:.5} strong {:.3e} {} weak {}",
                    0.25 / f64::from(1 << l),
                    strong[l] / m,
                    if l > 0 { format!("{:.2}", (strong[l - 1] / strong[l]).log2()) } else { String::new() },
                    w.join(" ")
                );
            }
        }
    }
}
