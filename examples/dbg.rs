use rand::{RngExt, SeedableRng};
use svsde::density::*;
fn main() {
    let m = PowerDiffusion { alpha: 0.165, beta: 0.2, p: 0.5, q: 1.0, c: 0.3 };
    let s = Stationary::solve(&m.equation(), &Resolution::default()).unwrap();
    for r in s.spectrum(6).unwrap().modes.iter().skip(1) {
        print!("{} ", r.rate);
    }
    println!();
    let m = PowerDiffusion { alpha: 1.0, beta: 0.5, p: 1.0, q: 2.0, c: 0.8 };
    let s = Stationary::solve(&m.equation(), &Resolution::default()).unwrap();
    let law = m.law();
    for n in [250, 500, 1000, 2000, 4000] {
        let c = s.resolved(n, &GAUSS).unwrap();
        println!(
            "{n} {:e}",
            c.x().zip(c.log_density()).map(|(x, l)| (l - law.log_density(x)).abs()).fold(0.0, f64::max)
        );
    }
    let m = PowerDiffusion { alpha: 2.0, beta: 1.0, p: 1.0, q: 1.0, c: 1.0 };
    let s = Stationary::solve(&m.equation(), &Resolution::default()).unwrap();
    let run = |n: usize| {
        let mut d = Relaxation::from_density(&s, |x| (-(x - 3.0) * (x - 3.0)).exp()).unwrap();
        for _ in 0..n {
            d.advance_once(1.0 / n as f64)
        }
        d.masses().to_vec()
    };
    let f = run(1280);
    for n in [5, 10, 20, 40, 80, 160] {
        let e: f64 = run(n).iter().zip(&f).map(|(a, b)| (a - b).abs()).sum();
        println!("time {n} {e:e}");
    }
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(20);
    for _ in 0..2000 {
        let theta = [0.5, 1.0, 1.5, 3.0, 0.0][rng.random_range(0..5)];
        let q: f64 = if rng.random() { rng.random_range(0..5) as f64 * 0.5 } else { 2.0 * rng.random::<f64>() };
        let mut decades = |from: f64, to: f64| 10.0_f64.powf(from + (to - from) * rng.random::<f64>());
        let (beta, ratio, c) = (decades(-2.0, 2.0), decades(-2.0, 2.0), decades(-2.0, 1.0));
        let m = PowerDiffusion { alpha: ratio * beta, beta, p: theta + q - 1.0, q, c };
        if m.p <= 0.0 {
            continue;
        }
        match Stationary::solve(&m.equation(), &Resolution::default()) {
            Err(e) => println!("{m:?} {e}"),
            Ok(s) => {
                if s.cells() > 8192 || s.estimated_error > 1e-8 {
                    println!("cells {} {:e} {m:?}", s.cells(), s.estimated_error)
                }
            }
        }
    }
}
