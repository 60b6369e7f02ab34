//! The density level against closed laws that it does not use.

mod boundaries;
mod closest_laws;
mod domain;
mod golden;
mod mean_fields;
mod modes;
mod relaxation;
mod stationary;
mod support;
mod tails;
