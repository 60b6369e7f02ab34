//! Tail fits against other programs and exact laws.

mod golden;
mod laws;
mod likelihood_ratio;
mod maxima;
mod p_values;
mod powerlaw;
mod recovery;
mod support;
mod vuong;
mod weightwatcher;
