//! The same quantity along several operands, with errors: simulated spectra, stationary densities, exact laws.
//!
//! What is compared is the law of one value λ. The values of one replica depend on each other, at one time by repulsion and along
//! time by memory; replicas do not. Errors and p-values therefore come from replicas taken whole.

mod columns;
mod exact;
mod operand;
mod pair;
mod resample;
mod statistics;
mod two_sample;
mod verdict;

pub use exact::{EXACT_LAWS, ExactLaw, Parameters};
pub use operand::{LARGEST_VALUE, Law, Operand, Source};
pub use pair::compare;
pub use resample::{Distances, Merged};
pub use statistics::{NAMES, of_law, of_replicas};
pub use two_sample::{NullMethod, TwoSampleTest};
pub use verdict::{Comparison, ResamplingSettings, StatisticRow, TimeRow, Verdict};
