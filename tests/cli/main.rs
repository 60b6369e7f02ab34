//! The real binary, driven as a user would.

mod bits;
mod commands;
mod compare;
mod contents;
mod density_files;
mod density_limits;
mod density_runs;
mod density_support;
mod input;
mod interrupt;
mod output;
mod particles;
mod particles_limits;
mod pictures;
mod plot;
mod problem;
mod scenarios;
mod shapes;
mod stationary;
mod step_bias;
mod support;
mod tails;
mod tails_inputs;
mod tails_results;
mod usage;
