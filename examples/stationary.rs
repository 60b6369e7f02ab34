//! The stationary density of two closures, and its tail.

use svsde::{Domain, FokkerPlanck, Resolution, Stationary, Tail};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let drift = |x: f64| 1.0 - 2.0 * x.sqrt();
    let diffusion = |_: f64| 0.8;
    let domain = Domain::new(0.0, f64::INFINITY).ok_or("the domain is empty")?;
    let equation = FokkerPlanck::new(drift, diffusion, domain);
    let density = Stationary::solve(&equation, &Resolution::default())?;
    let tail = Tail::new(&density)?;
    println!("mean {:?}, variance {:?}", density.mean(), density.variance());
    println!("median {:.6}, 99 % quantile {:.6}", density.quantile(0.5), density.quantile(0.99));
    if let Some(theta) = tail.exponent {
        println!("-log p ~ x^{:.6} ± {:.0e}: theory says 3/2", theta.value, theta.error);
    }
    Ok(())
}
