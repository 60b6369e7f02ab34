//! Parts of the library, each alone, against what is known of it.

mod adaptive;
mod alignment;
mod brownian;
mod linalg;
mod moments;
mod observables;
mod operators;
mod pair_sums;
mod proximal;
mod quadrature;
mod recording;
mod refusals;
mod roots;
mod scale;
mod streams;
mod text;
mod threshold;
