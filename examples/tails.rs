//! Which law a vector of samples follows.

use svsde::random::Stream;
use svsde::tails::analysis::{AnalysisSettings, analyse};
use svsde::{Control, Sample};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rng = Stream::new(1, 0, "example");
    let values: Vec<f64> = (0..2000).map(|_| (rng.gaussian().abs() + 0.1).powi(-2)).collect();
    let (sample, dropped) = Sample::new(&values)?;
    let settings = AnalysisSettings { replicates: 100, replicates_of_laws: 20, ..AnalysisSettings::default() };
    let control = Control::default();
    let analysis = analyse(&sample, &settings, (control.flag(), &|| ()))?;
    println!("{} values, {} of them not positive", values.len(), dropped.zeros + dropped.negatives);
    println!("{}", analysis.verdict);
    for entry in &analysis.tail.outcomes {
        if let Ok(fit) = &entry.fit {
            println!("{:>25}: {:.3?}, AIC {:.1}", entry.law.name, fit.parameters, fit.aic());
        }
    }
    Ok(())
}
