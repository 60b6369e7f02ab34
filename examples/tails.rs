//! Which law a vector of samples follows.

use svsde::random::Stream;
use svsde::tails::analysis::{Settings, analyse};
use svsde::{Control, Sample};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A power law x^-2.5 above 1, by inversion of normal numbers' distribution would do as well.
    let mut rng = Stream::new(1, 0, "example");
    let values: Vec<f64> = (0..2000).map(|_| (rng.gaussian().abs() + 0.1).powi(-2)).collect();
    let (sample, dropped) = Sample::new(&values)?;
    let settings = Settings { replicates: 100, replicates_of_laws: 20, ..Settings::default() };
    let control = Control::default();
    let analysis = analyse(&sample, &settings, (control.flag(), &|| ()))?;
    println!("{} values, {} of them not positive", values.len(), dropped.zeros + dropped.negatives);
    println!("{}", analysis.verdict);
    for entry in &analysis.tail.entries {
        if let Ok(fit) = &entry.fit {
            println!("{:>25}: {:.3?}, AIC {:.1}", entry.law.name(), fit.parameters, fit.aic());
        }
    }
    Ok(())
}
