//! Exact laws of random matrices, and what a whole spectrum says that is held against them.

mod bulk;
mod hill;
mod laguerre;
mod marchenko_pastur;
mod metrics;
mod noncentral;
mod null;
mod phase;
mod stretch;
mod trace_log;
mod tracy_widom;
