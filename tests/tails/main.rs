//! Tail fits against other programs and exact laws.

mod powerlaw;
mod weightwatcher;
