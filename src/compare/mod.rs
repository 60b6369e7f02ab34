//! The same quantity along several roads, with errors: simulated spectra, stationary densities, exact laws.
//!
//! What is compared is the law of one value λ. The values of one replica depend on each other, at one time by repulsion and along
//! time by memory; replicas do not. Errors and p-values therefore come from replicas taken whole.

mod chance;
mod pair;
mod resample;
mod road;
mod statistics;
mod verdict;

pub use chance::{Chance, Test};
pub use pair::compare;
pub use resample::{Distances, Merged};
pub use road::{LARGEST_VALUE, Law, Road, Source};
pub use statistics::{NAMES, of_law, of_replicas};
pub use verdict::{Comparison, Row, Settings, TimeRow, Verdict};
