//! What spectra are read from: every format, what is chosen, skipped and refused; and whatever a file or a scenario holds.

mod arrays;
mod choice;
mod damaged;
mod random;
mod random_files;
mod random_scenarios;
mod results;
mod safetensors;
mod support;
