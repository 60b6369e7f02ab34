//! The same quantity along several roads: what is read from files, and what is written of a comparison.

mod exact;
mod inputs;

pub use inputs::roads;
