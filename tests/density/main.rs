//! The density level against closed laws that it does not use.

mod boundaries;
mod golden;
mod modes;
mod relaxation;
mod stationary;
mod support;
mod tails;
