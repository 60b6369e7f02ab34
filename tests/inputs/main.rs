//! What spectra are read from: every format, what is chosen, skipped and refused.

mod arrays;
mod choice;
mod damaged;
mod results;
mod safetensors;
mod support;
